"""What `SessionProbe` says of running applications, and that it changes nothing of what they answer."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import logging
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from codemod.probe import SessionProbe

SESSION = Middleware(SessionMiddleware, secret_key="key")


async def home(request: Request) -> JSONResponse:
    return JSONResponse({"session": dict(request.scope.get("session", {}))})


def application(*layers: Any, **options: Any) -> Starlette:
    return Starlette(
        routes=[Route("/", home)],
        middleware=[Middleware(layer) if callable(layer) else layer for layer in layers],
        **options,
    )


def asked(app: Any, path: str = "/") -> SessionProbe:
    probe = SessionProbe(app)
    with contextlib.suppress(AssertionError, KeyError):
        TestClient(probe).get(path)
    return probe


def said(probe: SessionProbe) -> list[str]:
    """The findings, without files and lines."""
    return [re.sub(r" \([^ ()]+:\d+\)", "", str(finding)) for finding in probe.findings]


class Guard(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next: Any) -> Any:
        if request.session.get("user") is None:
            pass
        return await call_next(request)


class Plain:
    """A layer of ASGI; what it does with the scope is given."""

    ask: Callable[[Any], object]
    late = False

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if not self.late:
            type(self).ask(scope)
        await self.app(scope, receive, send)
        if self.late:
            type(self).ask(scope)


def layer(ask: Callable[[Any], object], late: bool = False, name: str = "Asking") -> type[Plain]:
    return type(name, (Plain,), {"ask": staticmethod(ask), "late": late})


ASKING: dict[str, Callable[[Any], object]] = {
    "request.session": lambda scope: hasattr(HTTPConnection(scope), "session"),
    '"session" in scope': lambda scope: "session" in scope,
    'scope.get("session")': lambda scope: scope.get("session"),
    'scope["session"]': lambda scope: scope["session"],
    'scope.pop("session")': lambda scope: scope.pop("session", None),
    'scope.setdefault("session")': lambda scope: scope.setdefault("session", {}),
}


@pytest.mark.parametrize("text", ASKING)
def test_tells_each_way_to_ask(text: str) -> None:
    def swallow(scope: Any) -> None:
        with contextlib.suppress(AssertionError, KeyError):
            ASKING[text](scope)

    probe = asked(application(layer(swallow), SESSION))
    assert said(probe) == [f"`{text}` was read by `Asking`, which runs outside `SessionMiddleware`"]
    assert [Path(spot.path).name for spot in probe.findings[0].access.spots] == ["test_probe.py"] * 3


def test_right_order_is_silent() -> None:
    assert asked(application(SESSION, Guard, layer(ASKING["request.session"], late=True))).findings == ()


@pytest.mark.parametrize("how", ["by position", "by name"])
def test_a_function_that_a_layer_calls_is_named(how: str) -> None:
    async def greet(request: Request, call_next: Any) -> Any:
        assert request.session
        return await call_next(request)

    made = {
        "by position": Middleware(BaseHTTPMiddleware, greet),
        "by name": Middleware(BaseHTTPMiddleware, dispatch=greet),
    }
    assert said(asked(application(made[how], SESSION))) == [
        "`request.session` was read by `greet`, which runs outside `SessionMiddleware`"
    ]


def test_a_session_that_nothing_provides() -> None:
    assert said(asked(application(Guard))) == [
        "`request.session` was read by `Guard`, and no layer was seen to provide it"
    ]


def test_what_lies_inside_of_all_layers_is_not_their_order() -> None:
    probe = asked(application(layer(lambda _: None)))
    assert probe.findings == ()
    assert [access.text for access in probe.accesses] == ['scope.get("session")']


def test_after_the_response_it_is_late() -> None:
    [text] = said(asked(application(layer(ASKING['scope["session"]'], late=True), SESSION)))
    assert text.endswith("`SessionMiddleware`: after the response, when what is written to it is lost")


def test_a_layer_that_helps_itself_is_no_finding() -> None:
    assert asked(application(layer(lambda scope: "session" in scope or scope.update(session={})))).findings == ()


def test_what_a_layer_does_when_one_inside_answers_is_its_own() -> None:
    """The outer layer reads in what it gives as `send`, which runs while the innermost answers."""

    class Sends:
        def __init__(self, app: Any) -> None:
            self.app = app

        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            async def saying(message: Any) -> None:
                scope["session"]["seen"] = 1
                await send(message)

            await self.app(scope, receive, saying)

    [text] = said(asked(application(Sends, layer(lambda _: None), SESSION)))
    assert text.startswith('`scope["session"]` was read by `Sends`')


def test_a_task_of_a_layer_is_the_layer() -> None:
    class Tasks:
        def __init__(self, app: Any) -> None:
            self.app = app

        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            async def ask() -> None:
                scope.get("session")

            await asyncio.create_task(ask())
            await self.app(scope, receive, send)

    assert said(asked(application(Tasks, SESSION))) == [
        '`scope.get("session")` was read by `Tasks`, which runs outside `SessionMiddleware`'
    ]


def test_a_copy_that_is_passed_on_is_watched() -> None:
    class Copies:
        def __init__(self, app: Any) -> None:
            self.app = app

        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            own = {**scope}
            await self.app(own, receive, send)
            assert "session" in own  # what is set further in is seen in it

    assert said(asked(application(Copies, Guard, SESSION)))[0].startswith("`request.session` was read by `Guard`")
    assert TestClient(SessionProbe(application(Copies, SESSION))).get("/").status_code == 200


@pytest.mark.parametrize("built", [False, True], ids=["new", "built"])
def test_an_application_that_has_answered_before(built: bool) -> None:
    app = application(layer(lambda _: None), Guard, SESSION)
    if built:
        with pytest.raises(AssertionError):
            TestClient(app).get("/")
    assert [finding.layer and finding.layer.name for finding in asked(app).findings] == ["Guard"]
    assert [finding.layer and finding.layer.name for finding in asked(app).findings] == ["Guard"]  # and a second probe


def test_layers_that_hide_what_is_inside_are_said_to() -> None:
    def hiding(app: Any) -> Any:
        async def call(scope: Any, receive: Any, send: Any) -> None:
            await app(scope, receive, send)

        return call

    app = application(hiding, Guard, SESSION)
    assert said(asked(app))[0].startswith("`request.session` was read by `Guard`")
    app = application(hiding, Guard, SESSION)
    with pytest.raises(AssertionError):
        TestClient(app).get("/")
    assert said(asked(app))[0].startswith("`request.session` was read by `hiding or a layer inside it`")


def test_wraps_mounts_and_routes() -> None:
    wrong, right = [Middleware(Guard), SESSION], [SESSION, Middleware(Guard)]
    assert said(asked(Guard(SessionMiddleware(application(), secret_key="key"))))
    assert said(asked(Guard(application(SESSION))))
    for path, bad in (("/wrong/", True), ("/right/", False)):
        routes = [
            Mount("/wrong", routes=[Route("/", home)], middleware=wrong),
            Mount("/right", app=application(*right)),
        ]
        assert bool(said(asked(Starlette(routes=routes), path))) is bad
        single = [Route("/wrong/", home, middleware=wrong), Route("/right/", home, middleware=right)]
        assert bool(said(asked(Starlette(routes=single), path))) is bad
    mounted = application(Guard)
    assert said(asked(Starlette(routes=[Mount("/sub", mounted)], middleware=[SESSION]), "/sub/")) == []
    assert said(asked(Starlette(routes=[Mount("/sub", mounted)]), "/sub/"))


def test_websockets() -> None:
    async def talk(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.send_json(dict(websocket.session))
        await websocket.close()

    app = Starlette(
        routes=[WebSocketRoute("/", talk)], middleware=[Middleware(layer(ASKING['"session" in scope'])), SESSION]
    )
    probe = SessionProbe(app)
    with TestClient(probe).websocket_connect("/") as socket:
        assert socket.receive_json() == {}
    assert said(probe) == ['`"session" in scope` was read by `Asking`, which runs outside `SessionMiddleware`']


def test_answers_as_the_application_does() -> None:
    def made() -> FastAPI:
        app = FastAPI()

        @app.get("/{name}")
        async def count(request: Request, name: str) -> dict[str, Any]:
            request.session[name] = request.session.get(name, 0) + 1
            assert request.scope["app"] is app
            return {**request.session, "root": request.scope["root_path"], "keys": sorted(request.scope)}

        app.mount("/sub", application(Guard))
        app.add_middleware(Guard)
        app.add_middleware(SessionMiddleware, secret_key="key")
        return app

    def told(app: Any) -> list[Any]:
        with TestClient(app) as client:  # with its lifespan
            return [
                (answer.status_code, answer.text)
                for path in ("/a", "/a", "/b", "/sub/", "/x/y")
                if (answer := client.get(path))
            ]

    plain = made()
    assert told(SessionProbe(plain)) == told(made())
    assert [getattr(item.cls, "__name__", "") for item in plain.user_middleware] == ["SessionMiddleware", "Guard"]
    assert SessionProbe(plain).title == plain.title


def test_the_scope_of_the_server_is_the_scope() -> None:
    def change(scope: Any) -> None:
        scope["extra"] = 1
        scope |= {"more": 2}
        scope.update(path="/x", gone=1)
        del scope["gone"]
        assert scope.pop("type") == "http"
        assert "session" not in copy.copy(scope)
        assert type(pickle.loads(pickle.dumps({**scope}))) is dict
        assert scope.copy() == scope == dict(scope)

    async def answer(scope: Any, _receive: Any, _send: Any) -> None:
        change(scope)

    scope = {"type": "http", "path": "/"}
    asyncio.run(SessionProbe(answer)(scope, answer, answer))  # type: ignore[arg-type]
    assert scope == {"path": "/x", "extra": 1, "more": 2}


def test_logs_each_finding_once(caplog: pytest.LogCaptureFixture) -> None:
    probe = SessionProbe(application(layer(ASKING['scope.get("session")']), SESSION))
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            TestClient(probe).get("/")
    assert [record.name for record in caplog.records if record.name.startswith("sessfix")] == ["sessfix.probe"]


def test_needs_no_library() -> None:
    code = "import sys; bare = set(sys.modules); import codemod.probe; print({n.split('.')[0] for n in set(sys.modules) - bare})"
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert eval(out) <= {"codemod", *sys.stdlib_module_names}


APP = """\
from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import Response
from starlette.routing import Route


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope.get("session")
        await self.app(scope, receive, send)


async def home(request):
    return Response("hello")


app = Starlette(routes=[Route("/", home)])
app.add_middleware(SessionMiddleware, secret_key="key")
app.add_middleware(Guard)
"""
TESTS = """\
from app import app
from starlette.testclient import TestClient


def test_plain():
    assert TestClient(app).get("/").text == "hello"


def test_probed(session_probe):
    assert TestClient(session_probe(app)).get("/").text == "hello"
"""
READ = '`scope.get("session")` was read by `Guard` (app.py:12), which runs outside `SessionMiddleware`'


def in_pytest(folder: Path, app: str, *options: str) -> str:
    """What pytest says of an application and two tests of it."""
    (folder / "app.py").write_text(app)
    (folder / "test_app.py").write_text(TESTS)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "codemod.pytest_plugin", *options]
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    environment = {**own, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True).stdout


@pytest.mark.slow  # the page about the probe does so in each run
def test_fixture(folder: Path) -> None:
    said = in_pytest(folder, APP)
    assert f"ERROR test_app.py::test_probed - Failed: {READ[:30]}" in said
    assert f"\n{READ}\n" in said
    assert "2 passed, 1 error" in said


def test_option(folder: Path) -> None:
    said = in_pytest(folder, APP, "--session-probe")
    assert f"\n{READ} (app.py:21)\n" in said
    assert "2 passed, 2 errors" in said


@pytest.mark.slow
def test_plugin_is_silent_when_the_order_is_right(folder: Path) -> None:
    *rest, session, guard = APP.splitlines(keepends=True)
    said = in_pytest(folder, "".join([*rest, guard, session]), "--session-probe")
    assert "2 passed in" in said
