"""In a large project only the files that matter are parsed."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from codemod.cli.main import main

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]

FILES = {
    "shop/__init__.py": "",
    "shop/main.py": """
from fastapi import FastAPI

from shop.routes.area_7.module_777 import router
from shop.setup import add_layers, add_session

app = FastAPI()
app.include_router(router)
add_session(app)
add_layers(app)
""",
    "shop/setup.py": """
from starlette.middleware.sessions import SessionMiddleware

from shop.guards import AuthGuard


def add_session(app):
    app.add_middleware(SessionMiddleware, secret_key="change-me")


def add_layers(app):
    app.add_middleware(AuthGuard)
""",
    "shop/guards.py": """
from starlette.middleware.base import BaseHTTPMiddleware


class AuthGuard(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        from shop.users import current_user

        request.state.user = current_user(request)
        return await call_next(request)
""",
    "shop/users.py": """
def current_user(request):
    return request.session.get("user")
""",
    "shop/routes/__init__.py": "",
}
ROUTER = """
from fastapi import APIRouter, Request

from shop.routes.area_{area}.module_{other} import helper
from shop.users import current_user

router = APIRouter()


def helper(request: Request):
    return request.session["basket"]


@router.get("/{number}")
def route(request: Request):
    return {{"user": current_user(request), "basket": helper(request)}}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = dict(FILES)
    for number in range(2000):
        area = number % 20
        files[f"shop/routes/area_{area}/__init__.py"] = ""
        text = ROUTER.format(number=number, area=(area + 1) % 20, other=(number + 1) % 2000)
        files[f"shop/routes/area_{area}/module_{number}.py"] = text
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_bug_is_found_through_four_files_of_two_thousand(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    parsed = []
    parse = ast.parse

    def counted(*arguments: object, **options: object) -> ast.AST:
        parsed.append(arguments)
        return parse(*arguments, **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(ast, "parse", counted)
    assert main(["--jobs", "1", "."]) == 1
    out = capsys.readouterr().out
    for place in ("shop/main.py:9:1", "line 10", "shop/guards.py", "shop/users.py"):
        assert place in out
    assert 4 <= len(parsed) < 50
    assert main(["--jobs", "1", "--write", "."]) == 0
    assert main(["--jobs", "1", "."]) == 0
    assert (project / "shop/main.py").read_text().endswith("add_layers(app)\nadd_session(app)\n")


def test_modules_that_name_middleware_in_remarks_are_not_looked_at_as_programs(folder: Path, sessfix: Run) -> None:
    """What a module says in its docstring registers nothing: it is run once, by the program that imports it."""
    (folder / "shop").mkdir()
    (folder / "shop" / "__init__.py").write_text("")
    for number in range(30):
        before = f"from shop.part{number - 1} import work as before\n" if number else ""
        (folder / "shop" / f"part{number}.py").write_text(
            f'"""Called by the middleware."""\n{before}\n\ndef work(x):\n    return x\n'
        )
    (folder / "shop" / "main.py").write_text(
        "from fastapi import FastAPI\nfrom starlette.middleware.sessions import SessionMiddleware\n"
        "from shop.part29 import work\n\n\nasync def guard(request, call_next):\n    request.session['n'] = work(1)\n"
        "    return await call_next(request)\n\n\napp = FastAPI()\n"
        "app.add_middleware(SessionMiddleware, secret_key='x')\napp.middleware('http')(guard)\n"
    )
    done = sessfix("--verbose", "shop")
    assert done.returncode == 1
    assert done.stderr.count(b"checked: ") == 1
    assert b"Found 1 finding (1 fixable with --write)." in done.stderr


def test_one_that_says_so_and_installs_something_is_looked_at(folder: Path, sessfix: Run) -> None:
    """The twin: one call of something that registers is enough for a file whose docstring speaks of middleware."""
    (folder / "wiring.py").write_text(
        "from starlette.middleware.sessions import SessionMiddleware\n\n\ndef install(app):\n"
        "    app.add_middleware(SessionMiddleware, secret_key='x')\n"
    )
    (folder / "main.py").write_text(
        '"""Installs the middleware."""\nfrom shop import app\nfrom wiring import install\n\ninstall(app)\n'
    )
    (folder / "other.py").write_text("x = 1\n")
    done = sessfix("--verbose", ".")
    assert b"checked: main.py" in done.stderr
    assert b"skipped, registers no middleware: other.py" in done.stderr
