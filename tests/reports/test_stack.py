"""`--stack` draws what Starlette builds."""

from __future__ import annotations

import functools
import warnings
from pathlib import Path
from typing import Any

import pytest
from conftest import BROKEN, FIXED
from golden_cases import CASES, Case
from golden_runtime import imported
from starlette.applications import Starlette

from codemod.cli.main import main
from codemod.engine.fix import fix_source
from codemod.model import Drawing

Capture = pytest.CaptureFixture[str]
ALONE = [case for case in CASES if len(case.before) == 1 and case.expected["runtime"] != "none"]

PROJECT = {
    "app.py": """\
from fastapi import FastAPI

app = FastAPI(title="shop")
admin = FastAPI()
app.mount("/admin", admin)
""",
    "guards.py": """\
def user_of(request):
    return request.session.get("user")


class Guard:
    def __init__(self, app, strict=False):
        self.app = app

    async def __call__(self, scope, receive, send):
        user_of(__import__("starlette.requests").requests.Request(scope))
        await self.app(scope, receive, send)
""",
    "main.py": """\
import os

from elsewhere import Metrics
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware

from app import admin, app


class Login(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = request.user.name
        return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="secret")
app.add_middleware(Metrics)
if os.environ.get("DEBUG"):
    app.add_middleware(Login)
admin.add_middleware(Login)
""",
}
DRAWN = """\
app = FastAPI(title="shop")  app.py:3
   1 Login              main.py:19  uses the session (main.py:12); uses `request.user` (main.py:12); under a condition
   2 Metrics            main.py:17  taken as not using the session: the source of `elsewhere.Metrics` is not at hand
   3 SessionMiddleware  main.py:16  SES001 provides the session

admin = FastAPI()  app.py:4
  inside `app = FastAPI(title="shop")`
   1 Login  main.py:20  uses the session (main.py:12); uses `request.user` (main.py:12)

"""


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).write_text(text)


def test_draws_every_application_of_a_project(folder: Path, capfd: Capture) -> None:
    write(folder, PROJECT)
    assert main(["--stack"]) == 1
    out, err = capfd.readouterr()
    assert out == DRAWN
    assert err.startswith("Found 1 finding")


def test_draws_an_application_once_where_most_of_it_is_seen(folder: Path, capfd: Capture) -> None:
    write(folder, {"app.py": FIXED, "tests.py": "from app import app\n\napp.add_middleware(print)\n"})
    main(["--stack"])
    out = capfd.readouterr().out
    assert out.count("app = ") == 1
    assert "print" in out.splitlines()[1]


def test_says_what_it_does_not_know(folder: Path, capfd: Capture) -> None:
    write(
        folder, {"a.py": "from x import stack, G\n\ndef setup(app, late):\n    app.add_middleware(G)\n    late(app)\n"}
    )
    assert main(["--stack", "a.py"]) == 0
    assert capfd.readouterr().out == (
        "an application that is made elsewhere\n"
        "   1 G  a.py:4  taken as not using the session: the source of `x.G` is not at hand\n"
        "   ? there may be other layers: the application is made elsewhere\n\n"
    )


@pytest.mark.parametrize("other", [["--diff"], ["--write"], ["--output-format", "json"]], ids=" ".join)
def test_is_not_for_machines(folder: Path, other: list[str], capfd: Capture) -> None:
    write(folder, {"a.py": BROKEN})
    assert main(["--stack", *other]) == 2
    assert "cannot be used together" in capfd.readouterr().err
    assert (folder / "a.py").read_text() == BROKEN


def test_the_format_of_the_settings_is_for_reports(folder: Path, capfd: Capture) -> None:
    write(folder, {"a.py": FIXED, "pyproject.toml": '[tool.sessfix]\noutput-format = "json"\n'})
    assert main(["--stack"]) == 0
    assert "provides the session" in capfd.readouterr().out


def test_nothing_to_draw(folder: Path, capfd: Capture) -> None:
    write(folder, {"a.py": "x = 1\n"})
    assert main(["--stack"]) == 0
    assert capfd.readouterr() == ("", "All clear: 1 file checked.\n")


def known_drawing(case: Case) -> Drawing | None:
    """The one stack of a program that is known as a whole."""
    [(name, source)] = case.before.items()
    drawings = fix_source(source, name).drawings
    if (
        len(drawings) != 1
        or drawings[0].doubts
        or any(layer.conditional or layer.unseen for layer in drawings[0].layers)
    ):
        return None
    return drawings[0]


def registered_name(layer: Any) -> str:
    given = layer.kwargs.get("dispatch") or layer.cls
    while isinstance(given, functools.partial):
        given = given.func
    return str(getattr(given, "__name__", type(given).__name__))


def names(drawing: Drawing) -> list[str | None]:
    """The names of the layers; None for one that is drawn as it is written (`make_guard(settings)`)."""
    return [layer.name if layer.name.isidentifier() else None for layer in drawing.layers]


@pytest.mark.parametrize("case", ALONE, ids=[case.name for case in ALONE])
def test_draws_what_starlette_builds(case: Case) -> None:
    drawing = known_drawing(case)
    if drawing is None:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with imported(case.root, "before.py") as module:
            app = module.__dict__.get("app")
            if isinstance(app, Starlette) and app.user_middleware:
                drawn, built = names(drawing), [registered_name(layer) for layer in app.user_middleware]
                assert len(drawn) == len(built)
                assert [pair for pair in zip(drawn, built, strict=True) if pair[0] and pair[0] != pair[1]] == []
