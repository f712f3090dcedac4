"""The work of a run, counted: files parsed and programs run are exact, where times are not."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import BROKEN, FIXED

from codemod.cli.main import main
from codemod.engine import analysis, checking, limits
from codemod.interpreter.machine import Machine
from codemod.project import modules
from codemod.project.module import parse, parse_at
from codemod.project.modules import Modules
from codemod.stacks.trace import started

SESSION = "from starlette.middleware.sessions import SessionMiddleware\n"
GUARD = "async def guard(request, call_next):\n    request.session.get('user')\n    return await call_next(request)\n"


class Work:
    """How often each file or part of one was parsed, and a program run that starts there; how many nodes were visited."""

    def __init__(self) -> None:
        self.parsed: Counter[bytes] = Counter()
        self.parts: Counter[bytes] = Counter()
        self.run: Counter[str] = Counter()
        self.visited = 0


@pytest.fixture
def work(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Work:
    """The work of what is checked in this process, whatever it weighs."""
    found = Work()

    def parsed(source: bytes) -> ast.Module:
        found.parsed[source] += 1
        return parse(source)

    def part(text: bytes, row: int) -> ast.Module:
        found.parts[text.strip()] += 1
        return parse_at(text, row)

    def run(modules: Modules) -> Machine:
        assert modules.entry is not None
        found.run[Path(modules.entry.path).name] += 1
        return started(modules)

    def count(name: str) -> None:
        visit: Callable[..., object] = getattr(Machine, name)

        def visited(machine: Machine, *given: object) -> object:
            found.visited += 1
            return visit(machine, *given)

        monkeypatch.setattr(Machine, name, visited)

    count("evaluate")
    count("execute")
    monkeypatch.setattr(modules, "parse", parsed)
    monkeypatch.setattr(modules, "parse_at", part)
    monkeypatch.setattr(analysis, "started", run)
    monkeypatch.setattr(limits, "HEAVY", 1 << 40)
    monkeypatch.setattr(limits, "WORTH", 1 << 40)
    monkeypatch.setattr(limits, "HERE", 100)
    monkeypatch.setattr(checking, "check_size", lambda source: None)
    (folder / ".git").mkdir()
    return found


def put(files: dict[str, str]) -> None:
    for name, text in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_modules_that_speak_of_middleware_are_not_parsed(work: Work) -> None:
    modules = {
        f"shop/part{number}.py": f'"""Called by the middleware."""\n\nfrom shop.part{number // 2} import work\n'
        for number in range(1, 200)
    }
    put({"shop/__init__.py": "", "shop/part0.py": "def work(): ...\n", **modules, "shop/main.py": BROKEN})
    assert main(["."]) == 1
    assert work.parsed == {BROKEN.encode(): 1}
    assert work.run == {"main.py": 2}  # as it is, and with the move


def test_tests_that_import_an_application_are_not_run(work: Work) -> None:
    test = "from fastapi.testclient import TestClient\nfrom app import app\n\nclient = TestClient(app)\n"
    put({"app.py": BROKEN, **{f"test_{number}.py": test for number in range(300)}})
    assert main(["."]) == 1
    assert work.parsed == {BROKEN.encode(): 1}
    assert work.run == {"app.py": 2}


def test_a_program_of_many_files_is_run_once_and_once_for_its_moves(work: Work) -> None:
    put(
        {
            "settings.py": "SECRET = 'x'\n",
            "guards.py": GUARD,
            "setup.py": SESSION
            + "from settings import SECRET\n\ndef session(app):\n    app.add_middleware(SessionMiddleware, secret_key=SECRET)\n",
            "main.py": "from fastapi import FastAPI\nfrom guards import guard\nfrom setup import session\n\n"
            "app = FastAPI()\nsession(app)\napp.middleware('http')(guard)\n",
            "asgi.py": "from main import app\n",
            "unrelated.py": "import main\n\n\nclass Worker:\n    def run(self):\n        return main\n",
        }
    )
    assert main(["."]) == 1
    assert sorted(work.parsed.values()) == [1, 1, 1, 1]
    assert work.run == {"main.py": 2}


def test_of_a_large_module_only_what_is_asked_for_is_parsed(work: Work) -> None:
    others = "".join(f"\n\n@registry.get('/{number}')\ndef other{number}(value): ...\n" for number in range(200))
    text = FIXED.replace("app.add_middleware(", "app.middleware('http')(guard)\napp.add_middleware(")
    put({"main.py": "from guards import guard\n" + text, "guards.py": "import registry\n\n\n" + GUARD + others})
    assert main(["."]) == 0
    assert work.parsed == {("from guards import guard\n" + text).encode(): 1}
    assert work.parts == {GUARD.strip().encode(): 1}


def test_each_of_many_programs_is_run_alone(work: Work) -> None:
    put({f"service{number}/main.py": BROKEN + f"# {number}\n" for number in range(40)})
    assert main(["."]) == 1
    assert set(work.parsed.values()) == {1}
    assert len(work.parsed) == 40
    assert work.run == {"main.py": 80}


def test_where_nothing_registers_nothing_is_parsed(work: Work) -> None:
    put({f"part{number}.py": "import os\n\n\ndef work(request):\n    return request.session\n" for number in range(50)})
    assert main(["."]) == 0
    assert work.parsed == {}


def services(count: int) -> dict[str, str]:
    return {f"service{number}/main.py": BROKEN for number in range(count)}


def applications(count: int) -> dict[str, str]:
    one = (
        "app{0} = FastAPI()\n"
        "app{0}.add_middleware(SessionMiddleware, secret_key='x')\n"
        "app{0}.middleware('http')(guard)\n"
    )
    return {"main.py": "from fastapi import FastAPI\n" + SESSION + GUARD + "".join(map(one.format, range(count)))}


def layers(count: int) -> dict[str, str]:
    one = (
        "\n\n@app.middleware('http')\nasync def layer{0}(request, call_next):\n"
        "    request.session.get('user')\n    return await call_next(request)\n"
    )
    return {"main.py": BROKEN + "".join(map(one.format, range(count)))}


def routers(count: int) -> dict[str, str]:
    router = (
        "from fastapi import APIRouter\n\nrouter = APIRouter()\n\n\n"
        "@router.get('/')\ndef get(request):\n    return request.session.get('middleware')\n"
    )
    uses = "".join(f"import router{number}\napp.include_router(router{number}.router)\n" for number in range(count))
    return {**{f"router{number}.py": router for number in range(count)}, "main.py": BROKEN + uses}


@pytest.mark.parametrize("make", [services, applications, layers, routers], ids=lambda make: str(make.__name__))
def test_what_is_visited_grows_as_the_size(make: Callable[[int], dict[str, str]], work: Work) -> None:
    visited = []
    for size in (10, 20, 40):
        put({f"of{size}/{name}": text for name, text in make(size).items()})
        before = work.visited
        assert main([f"of{size}"]) == 1
        visited.append(work.visited - before)
    few, more, most = visited
    assert few > 0
    assert most - more == 2 * (more - few), visited


def with_a_long_layer(stacks: int) -> str:
    """A layer that calls a great deal, in so many stacks; the last of them has its session at the wrong place."""
    lines = "".join(f"    headers['{number}'] = request.headers.get('x-{number}')\n" for number in range(10))
    helper = "".join(f"def note{n}(request, headers):\n{lines}" for n in range(100))
    calls = "".join(f"    note{n}(request, {{}})\n" for n in range(100))
    layer = f"async def noted(request, call_next):\n{calls}    return await call_next(request)\n"
    apps = "".join(f"app{n} = FastAPI()\napp{n}.middleware('http')(noted)\n" for n in range(stacks))
    last = "app = FastAPI()\napp.add_middleware(SessionMiddleware, secret_key='k')\napp.middleware('http')(guard)\n"
    return f"from fastapi import FastAPI\n{SESSION}{helper}{layer}{GUARD}{apps}{last}"


def test_layers_in_very_many_stacks_are_followed_for_a_while_each(work: Work, folder: Path) -> None:
    visited = []
    for stacks in (15, 60):
        (folder / "app.py").write_text(with_a_long_layer(stacks))
        work.visited = 0
        assert main(["--output-format", "concise"]) == 1
        visited.append(work.visited)
    assert visited[1] < 2 * visited[0]


def test_a_class_is_looked_up_also_after_the_steps_are_used_up(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = f"app.state.rows = list([{', '.join(map(str, range(200)))}])\n" * 800
    put(
        {
            "main.py": f"from fastapi import FastAPI\n{SESSION}from guards import Guard\n\napp = FastAPI()\n{rows}"
            "app.add_middleware(Guard)\napp.add_middleware(SessionMiddleware, secret_key='x')\n",
            "guards.py": "class Guard:\n    def __init__(self, app):\n        self.app = app\n\n"
            "    async def __call__(self, scope, receive, send):\n        scope['session']['user']\n"
            "        await self.app(scope, receive, send)\n",
        }
    )
    assert main([".", "--stack"]) == 0
    stack = capsys.readouterr().out
    assert "the program is too large to be followed to its end" in stack
    assert "uses the session (guards.py:6)" in stack


def test_what_registers_nothing_is_followed_for_a_while(work: Work) -> None:
    """A library of components, made by the hundred: to follow each call of them would take the steps of the set-up."""
    rows = "".join(f"    scope['{number}'] = [{number}]\n" for number in range(100))
    helpers = f"def describe(scope):\n{rows}    return scope\n"
    calls = "rows = {}\n" + "describe(rows)\n" * 600
    text = BROKEN.replace("app = FastAPI()\n", f"app = FastAPI()\n{calls}", 1)
    put({"main.py": f"from helpers import describe\n{text}", "helpers.py": helpers})
    assert main(["."]) == 1
    assert work.visited < 60_000  # of 300,000
