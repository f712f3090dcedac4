"""Models that a project brings for libraries which sessfix cannot read: what they say is taken, at the line that calls it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from codemod.cli.main import main

Capture = pytest.CaptureFixture[str]

MODEL = """
from fastapi import FastAPI
from starlette.middleware import Middleware


class Sessions:
    def __init__(self, app, store):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"] = {}
        await self.app(scope, receive, send)


class Login:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"].get("user")
        await self.app(scope, receive, send)


class Remember(Login):
    async def __call__(self, scope, receive, send):
        async def anew(message):
            message["headers"] = [(b"set-cookie", b"remember=1")]
            await send(message)

        scope["session"].get("user")
        await self.app(scope, receive, anew)


def install(app):
    app.add_middleware(Login)


def install_all(app):
    app.add_middleware(Sessions, store="cache")
    app.add_middleware(Login)


class Site(FastAPI):
    def __init__(self, middleware=()):
        super().__init__(middleware=[Middleware(Login), *middleware])


def user_of(request):
    return request.session["user"]
"""
HEAD = "from acme import Login, Remember, Sessions, install, user_of\nfrom fastapi import FastAPI\n\napp = FastAPI()\n"
SESSION = 'app.add_middleware(Sessions, store="cache")\n'
GREET = """
@app.middleware("http")
async def greet(request, call_next):
    request.state.user = user_of(request)
    return await call_next(request)
"""


@pytest.fixture
def company(folder: Path) -> Path:
    (folder / "models").mkdir()
    (folder / "models" / "acme.py").write_text(MODEL)
    (folder / "pyproject.toml").write_text('[tool.sessfix]\nmodels = ["models"]\n')
    return folder


def findings(folder: Path, text: str, capfd: Capture) -> list[dict[str, Any]]:
    (folder / "app.py").write_text(HEAD + text)
    assert main(["--output-format", "json", "."]) in (0, 1)
    found: list[dict[str, Any]] = json.loads(capfd.readouterr().out)
    return found


def told(found: list[dict[str, Any]]) -> list[tuple[str, bool, list[int]]]:
    """The codes, whether it can be fixed, and the rows of what is related."""
    return [
        (one["code"], one["fix"] is not None, [part["location"]["row"] for part in one["related"]]) for one in found
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SESSION + "app.add_middleware(Login)\n", [("SES001", True, [6, 6])]),
        ("app.add_middleware(Login)\n" + SESSION, []),
        ("app.add_middleware(Login)\n", [("SES002", False, [5, 5])]),
        (SESSION + "install(app)\n", [("SES001", True, [6, 6])]),
        ("install(app)\n" + SESSION, []),
        (SESSION + GREET, [("SES001", True, [7, 9])]),
        (GREET + SESSION, []),
        ("class Own(Login):\n    pass\n\n" + SESSION + "app.add_middleware(Own)\n", [("SES001", True, [9, 9])]),
    ],
)
def test_is_read_like_the_library(capfd: Capture, company: Path, text: str, expected: list[Any]) -> None:
    found = findings(company, text, capfd)
    assert told(found) == expected
    assert all(part["filename"].endswith("app.py") for one in found for part in one["related"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import acme\n\napp = acme.Site()\n", [("SES002", False, [3, 3])]),
        ('import acme\n\napp = acme.Site()\napp.add_middleware(acme.Sessions, store="cache")\n', []),
        (
            "from acme import Sessions, Site\n\napp = Site(middleware=[Middleware(Sessions)])\n",
            [("SES001", False, [5, 5, 5])],
        ),
        (
            "import acme\nfrom fastapi import FastAPI\n\napp = FastAPI()\nacme.install_all(app)\n",
            [("SES001", False, [5, 5])],
        ),
    ],
)
def test_what_only_the_model_registers_is_seen(capfd: Capture, company: Path, text: str, expected: list[Any]) -> None:
    """Also in a file that has no word of middleware, and where the order is all the library's."""
    head = "from starlette.middleware import Middleware\n\n" if "Middleware(" in text else ""
    (company / "app.py").write_text(head + text)
    assert main(["--output-format", "json", "app.py"]) in (0, 1)
    assert told(json.loads(capfd.readouterr().out)) == expected


def test_what_a_model_does_not_name_is_not_known(capfd: Capture, company: Path) -> None:
    text = "from acme import Other\n\napp.add_middleware(Other)\n" + SESSION + "app.add_middleware(Login)\n"
    assert [one["code"] for one in findings(company, text, capfd)] == ["SES001"]
    main(["--verbose", "."])
    assert "the source of `acme.Other` is not at hand" in "".join(capfd.readouterr())


def test_comes_before_the_source(capfd: Capture, company: Path) -> None:
    site = company / ".venv" / "lib" / "python3.12" / "site-packages"
    site.mkdir(parents=True)
    (site / "acme.py").write_text(MODEL.replace('scope["session"]', 'scope["other"]'))
    assert [one["code"] for one in findings(company, SESSION + "app.add_middleware(Login)\n", capfd)] == ["SES001"]


def test_does_not_come_before_the_project(capfd: Capture, company: Path) -> None:
    (company / "acme.py").write_text(MODEL.replace('scope["session"]', 'scope["other"]'))
    assert findings(company, SESSION + "app.add_middleware(Login)\n", capfd) == []


def test_a_layer_of_a_library_may_do_with_cookies_what_it_likes(capfd: Capture, company: Path) -> None:
    """One of the project that does the same is not known to be made for lying inside of the session."""
    assert told(findings(company, SESSION + "app.add_middleware(Remember)\n", capfd)) == [("SES001", True, [6, 6])]
    own = MODEL.partition("def install")[0].partition("class Login")[2].replace("Remember(Login)", "Mine(Login)")
    text = SESSION + "\n\nclass Login" + own + "\n\napp.add_middleware(Mine)\n"
    assert [(one["code"], one["fix"]) for one in findings(company, text, capfd)] == [("SES001", None)]


def test_is_left_out_when_files_are_looked_for(capfd: Capture, company: Path) -> None:
    assert findings(company, SESSION, capfd) == []
    assert main(["."]) == 0
    assert "".join(capfd.readouterr()) == "All clear: 1 file checked.\n"
