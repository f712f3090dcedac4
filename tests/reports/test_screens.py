"""What a person sees on terminals of 80 and 120 columns, with colours and without: kept in `screens/`, to be looked at.

`pytest tests/reports/test_screens.py --regenerate` writes them.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from terminal import screen

from codemod.model import Fix, Level
from codemod.reports.before_after import before_and_after
from codemod.reports.excerpt import Style

SCREENS = Path(__file__).parent / "screens"
COMMANDS = {
    "report": [],
    "stack": ["--stack"],
    "diff": ["--diff"],
    "errors": ["guards.py", "gone.py"],
}
PROGRAM = {
    "main.py": '''\
from fastapi import FastAPI, Request
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware

from guards import LoginGuard, Tokens

app = FastAPI()
admin = FastAPI()
app.mount("/admin", admin)


# Signs the cookie of every visitor.
app.add_middleware(SessionMiddleware, secret_key="a-long-random-string")
app.add_middleware(AuthenticationMiddleware, backend=Tokens())
app.add_middleware(GZipMiddleware)


@app.middleware("http")
async def greet(request: Request, call_next):
    if "session" in request.scope:
        request.session["greeted"] = True
    return await call_next(request)


app.add_middleware(LoginGuard)
admin.add_middleware(SessionMiddleware, secret_key="another-string")
''',
    "guards.py": '''\
from starlette.authentication import AuthenticationBackend
from starlette.requests import Request
from starlette.responses import RedirectResponse


class Tokens(AuthenticationBackend):
    async def authenticate(self, connection):
        return None


def current_user(request):
    return request.session.get("user")


class LoginGuard:
    """Only those who are logged in come in."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and current_user(Request(scope)) is None:
            await RedirectResponse("/login")(scope, receive, send)
        else:
            await self.app(scope, receive, send)
''',
    "health.py": '''\
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware

from guards import LoginGuard

health = Starlette(middleware=[Middleware(LoginGuard)])
status = Starlette()
key = open("key").read()
status.add_middleware(SessionMiddleware, secret_key=key)
key = key.strip()
status.add_middleware(LoginGuard)
''',
}  # fmt: skip


@pytest.mark.parametrize("color", ["plain", "color"])
@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("name", COMMANDS)
def test_screen(name: str, columns: int, color: str, folder: Path, request: pytest.FixtureRequest) -> None:
    for file, text in PROGRAM.items():
        (folder / file).write_text(text)
    # What a person has is the terminal; where tests run, there may be more.
    environment = {key: value for key, value in os.environ.items() if "COLOR" not in key}
    environment |= {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color"} | ({"NO_COLOR": "1"} if color == "plain" else {})
    shown = screen([sys.executable, "-m", "codemod", *COMMANDS[name]], folder, environment, columns)
    kept = SCREENS / f"{name}-{columns}-{color}.txt"
    if request.config.getoption("--regenerate"):
        kept.write_text(shown, encoding="utf-8")
    assert shown == kept.read_text(encoding="utf-8")


# The stack before and after a move

LEVELS = (
    Level("Guard", uses=("user", "session")),
    Level("漢字\x1b"),
    Level("SessionMiddleware", provides=("session",)),
)
FIX = Fix("Move it", (), LEVELS, (LEVELS[2], *LEVELS[:2]))


def test_two_columns() -> None:
    rows = before_and_after(FIX, 2, Style("/", columns=120))
    assert rows == [
        "   = A request passes these layers from above to below; each has only what those above it provide:",
        "     now                                                       after the move",
        "     Guard              uses `request.user` and the session    SessionMiddleware  provides the session",
        "     漢字\\x1b                                                  Guard              uses `request.user` and the session",
        "     SessionMiddleware  provides the session                   漢字\\x1b",
        "   = The move was tried: all other layers keep their order.",
    ]


@pytest.mark.parametrize(
    ("columns", "fix"),
    [
        (0, FIX),
        (99, FIX._replace(before=LEVELS[1:2], after=LEVELS[1:2])),
        (116, FIX),
        (1000, Fix("Move it", ())),
        (1000, FIX._replace(before=LEVELS * 7, after=LEVELS * 7)),
    ],
    ids=["a pipe", "a narrow terminal", "long names", "nothing known", "many layers"],
)
def test_no_room(columns: int, fix: Fix) -> None:
    assert before_and_after(fix, 2, Style("/", columns=columns)) == []
