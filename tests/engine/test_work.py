"""The work of a run, counted: files parsed and programs run are exact, where times are not."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest
from conftest import BROKEN

from codemod import analysis, bounds, checking, project
from codemod.cli import main
from codemod.machine import Machine
from codemod.module import parse
from codemod.project import Modules
from codemod.trace import started

SESSION = "from starlette.middleware.sessions import SessionMiddleware\n"
GUARD = "async def guard(request, call_next):\n    request.session.get('user')\n    return await call_next(request)\n"


class Work:
    """How often each file was parsed, and a program run that starts there."""

    def __init__(self) -> None:
        self.parsed: Counter[bytes] = Counter()
        self.run: Counter[str] = Counter()


@pytest.fixture
def work(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Work:
    """The work of what is checked in this process, whatever it weighs."""
    found = Work()

    def parsed(source: bytes) -> ast.Module:
        found.parsed[source] += 1
        return parse(source)

    def run(modules: Modules) -> Machine:
        assert modules.entry is not None
        found.run[Path(modules.entry.path).name] += 1
        return started(modules)

    monkeypatch.setattr(project, "parse", parsed)
    monkeypatch.setattr(analysis, "started", run)
    monkeypatch.setattr(bounds, "HEAVY", 1 << 40)
    monkeypatch.setattr(bounds, "WORTH", 1 << 40)
    monkeypatch.setattr(bounds, "HERE", 100)
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
