"""What is known of a project before anything of it is parsed: which names register, and where its programs start."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from codemod.project.index import Graph, Index
from codemod.project.programs import groups_of, starts_of
from codemod.project.resolver import Resolver

APP = "from fastapi import FastAPI\n"
FILES = {
    "web.py": APP + "app = FastAPI()\n",
    "setup.py": "def setup(app):\n    app.add_middleware(X)\n\ndef other(app):\n    pass\n",
    "guard.py": "def guard(app):\n    app.add_middleware(X)\n",
    "at_once.py": "from web import app\n\n@app.middleware('http')\nasync def layer(request, call_next): ...\n",
    "later.py": "from web import app\napp.add_middleware(X)\n",
    "shop/__init__.py": "from setup import setup\nfrom guard import guard\n",
    "bare/setup.py": "def setup(app):\n    app.add_middleware(X)\n",  # a package without `__init__.py`
    "both.py": "from setup import setup\n\ndef both(app):\n    setup(app)\n",
}


@pytest.fixture(autouse=True)
def nowhere(folder: Path) -> Path:
    """The files are in memory only."""
    return folder


def graph_of(files: dict[str, str]) -> Graph:
    sources = {os.path.abspath(name): text.encode() for name, text in files.items()}
    folders = {os.path.dirname(path) for path in sources}
    index = Index(sources.get, Resolver(lambda _: (), [*sources, *folders]))
    index.include(sources)
    return index.graph()


def starts(files: dict[str, str]) -> list[str]:
    return [os.path.relpath(path) for path in starts_of(graph_of(files))]


@pytest.mark.parametrize(
    "text",
    [
        "from setup import setup\nsetup(app)\n",
        "import setup\nsetup.setup(app)\n",
        "import setup as wiring\nwiring.setup(app)\n",
        "from shop import setup\nsetup(app)\n",
        "import shop\nshop.guard(app)\n",
        "from bare import setup\nsetup.setup(app)\n",
        "import bare.setup\nbare.setup.setup(app)\n",
        "from bare.setup import setup\nsetup(app)\n",
        "from shop import *\nguard(app)\n",
        "from both import both\nboth(app)\n",
        "from web import app\nload(app)\n",
        "import web\nload(web.app)\n",
        "if True:\n    from setup import setup\n    setup(app)\n",
        "from setup import setup\n\nclass Kernel:\n    def boot(self, app):\n        setup(app)\n\nKernel().boot(app)\n",
        "from setup import setup\nfor each in apps:\n    each.use(setup)\n",
        "getattr(app, 'add_middleware')(X)\n",
        "app = AuthMiddleware(app)\n",
        "from fastapi import FastAPI as App\napp: App = FastAPI()\n",
    ],
)
def test_a_statement_that_leads_to_a_registration_is_an_effect(text: str) -> None:
    graph = graph_of({**FILES, "main.py": text})
    assert graph.of(os.path.abspath("main.py")).has_effects


@pytest.mark.parametrize(
    "text",
    [
        "from setup import setup\n",
        "from setup import other\nother(app)\n",
        "from elsewhere import setup\nsetup(app)\n",
        '"""Calls add_middleware(X)."""\n',
        "# app.add_middleware(X)\n",
        "from setup import setup\n\ndef later(app):\n    setup(app)\n",
        "from web import app\nclient = TestClient(app)\n",
        "from web import app\n\n@app.get('/')\ndef home(): ...\n",
        "from web import app\napp.dependency_overrides[f] = g\n",
        "from fastapi import FastAPI\n\ndef f(app: FastAPI) -> FastAPI: ...\n",
        "class AuthMiddleware(BaseHTTPMiddleware): ...\n",
        "import later\n",
    ],
)
def test_what_only_defines_or_asks_is_none(text: str) -> None:
    graph = graph_of({**FILES, "main.py": text})
    assert not graph.of(os.path.abspath("main.py")).has_effects


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def f():\n    add_middleware\n", {"f"}),
        ("def f():\n    pass\nadd_middleware\n", set()),
        ("async def f():\n\n    # note\n# left\n    add_middleware\n", {"f"}),
        ("def f(\n    app,\n) -> App:\n    add_middleware\n", {"f"}),
        ("def f(app): app.add_middleware(X)\n", {"f"}),
        ("def f(app): app.add_middleware(X)", {"f"}),
        ("class C:\n    def __init__(self):\n        add_middleware\n    def g(self):\n        pass\n", {"C"}),
        ("class C:\n    def g(self):\n        add_middleware\n", {"C"}),
        ("class C:\r\n\tdef g(self):\r\n\t\tadd_middleware\r\n", {"C"}),
        ("@app.get('/')\ndef f(): add_middleware\n", set()),
    ],
)
def test_the_open_ends_of_a_module(source: str, names: set[str]) -> None:
    assert graph_of({"main.py": source}).of(os.path.abspath("main.py")).ends == names


def test_a_project_without_applications_is_not_looked_at() -> None:
    files = {f"{number}.py": "MIDDLE = ['django.contrib.sessions.X']\nimport os\n" for number in range(60)}
    assert graph_of(files).registering == {}


def test_a_program_starts_where_nobody_imports_what_has_effects() -> None:
    files = {
        "web.py": FILES["web.py"],
        "main.py": "from web import app\napp.add_middleware(X)\n",
        "asgi.py": "from main import app\n",
        "test_main.py": "from main import app\nclient = TestClient(app)\n",
        "test_layer.py": "from main import app\napp.add_middleware(Y)\n",
    }
    assert starts(files) == ["test_layer.py"]
    del files["test_layer.py"]
    assert starts(files) == ["main.py"]


def test_what_brings_two_programs_of_one_application_together_is_the_start() -> None:
    files = {name: FILES[name] for name in ("web.py", "at_once.py", "later.py")}
    assert starts(files) == ["at_once.py", "later.py"]
    assert starts({**files, "entry.py": "import later\nimport at_once\n"}) == ["entry.py"]


def test_modules_that_import_each_other_start_at_the_first() -> None:
    files = {"a.py": "import b\nadd_middleware\n", "b.py": "import a\nadd_middleware\n"}
    assert starts(files) == ["a.py"]


def test_files_that_no_import_connects_are_looked_at_apart() -> None:
    files = {}
    for name in "ab":
        files[f"{name}/main.py"] = "import helper\n" + APP + "app = FastAPI()\n"
        files[f"{name}/helper.py"] = "def f(app):\n    app.add_middleware(X)\n"
    groups = groups_of(graph_of(files))
    assert [sorted(map(os.path.relpath, group)) for group, _ in groups] == [
        ["a/helper.py", "a/main.py"],
        ["b/helper.py", "b/main.py"],
    ]
