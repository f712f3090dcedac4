"""The upper part of a generated program: imports, settings, helpers, and what is registered."""

from __future__ import annotations

import re
import zlib
from textwrap import indent

from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware

from .catalogue import CLASSES, EXTRA_ARGUMENTS, HELPERS, body_of
from .description import (
    Application,
    Compound,
    Helper,
    Layer,
    Program,
    Registration,
    Session,
    Trap,
    all_layers,
    nested,
)

TAB = "    "
# Positional arguments for the class came with Starlette 0.35.
POSITIONAL = "args" in vars(Middleware(BaseHTTPMiddleware))

# An import stands in the program when its name does.
IMPORTS = (
    ("contextlib", "import contextlib"),
    ("functools", "import functools"),
    ("logger", "import logging"),
    ("os", "import os"),
    ("sys", "import sys"),
    ("time", "import time"),
    ("typing", "import typing"),
    ("FastAPI", "from fastapi import FastAPI"),
    ("APIRouter", "from fastapi import APIRouter"),
    ("Starlette", "from starlette.applications import Starlette"),
    ("AuthenticationBackend", "from starlette.authentication import AuthenticationBackend"),
    ("Middleware", "from starlette.middleware import Middleware"),
    ("sessions", "from starlette.middleware import sessions"),
    ("AuthenticationMiddleware", "from starlette.middleware.authentication import AuthenticationMiddleware"),
    ("BaseHTTPMiddleware", "from starlette.middleware.base import BaseHTTPMiddleware"),
    ("CookieSessions", "from starlette.middleware.sessions import SessionMiddleware as CookieSessions"),
    ("HTTPConnection", "from starlette.requests import HTTPConnection"),
    ("Request", "from starlette.requests import Request"),
    ("Response", "from starlette.responses import Response"),
    ("TestClient", "from starlette.testclient import TestClient"),
)
REAL_SESSION = ("SessionMiddleware", "from starlette.middleware.sessions import SessionMiddleware")
CLASS_NAMES = {
    "alias": "CookieSessions",
    "module": "starlette.middleware.sessions.SessionMiddleware",
    "from_module": "sessions.SessionMiddleware",
    "subclass": "AppSessions",
    "variable": "session_class",
}


def imports(text: str, own_session_class: bool) -> list[str]:
    """The imports that ``text`` needs. Where the program has its own ``SessionMiddleware`` the real one stays away."""
    known = IMPORTS if own_session_class else (*IMPORTS, REAL_SESSION)
    lines = [line for name, line in known if re.search(rf"(?<![\w.\"]){name}\b", text)]
    if "starlette.middleware.sessions.SessionMiddleware" in text:
        lines.insert(0, "import starlette.middleware.sessions")
    if "logger" in text:
        lines += ["", 'logger = logging.getLogger("generated")']
    return lines


def session_arguments(session: Session) -> list[str]:
    """The arguments of the session's class, without the class."""
    n = session.number
    key = {
        "literal": f'secret_key="key-{n}"',
        "name": f"secret_key=KEY_{n}",
        "local": f"secret_key=key_{n}",
        "attribute": f"secret_key=SETTINGS.key_{n}",
        "environ": f'secret_key=os.environ.get("SESSION_KEY", "key-{n}")',
        "getenv": f'secret_key=os.getenv("SESSION_KEY", default="key-{n}")',
        "options": f"**OPTIONS_{n}",
        "positional": f'"key-{n}"',
        "call": f"secret_key=make_key({n})",
    }[session.argument]
    cookie = f'session_cookie="cookie_{n}"'
    return [cookie, key] if session.argument == "options" else [key, cookie]


def arguments(layer: Session | Layer, by_keyword: bool = False) -> list[str]:
    """What `add_middleware` or `Middleware` is given for this layer; ``by_keyword`` all but its class."""
    if isinstance(layer, Layer):
        return layer_arguments(layer, by_keyword)
    given = session_arguments(layer)
    match layer.source:
        case "partial":
            return [f"functools.partial({', '.join(['SessionMiddleware', *given])})"]
        case "lambda":
            return [f"lambda app: {', '.join(['SessionMiddleware(app', *given])})"]
        case "own" | "partial_name" | "factory":
            return [layer.token]
        case source:
            return [CLASS_NAMES.get(source, "SessionMiddleware"), *given]


def layer_arguments(layer: Layer, by_keyword: bool) -> list[str]:
    is_bare = is_positional(layer) and not by_keyword
    match layer.shape:
        case "function":
            return ["BaseHTTPMiddleware", layer.name if is_bare else f"dispatch={layer.name}"]
        case "backend":
            made = f"{layer.name}()"
            return ["AuthenticationMiddleware", made if is_bare else f"backend={made}"]
        case _:
            extra = EXTRA_ARGUMENTS.get(layer.body)
            return [layer.name] if extra is None else [layer.name, extra]


def is_positional(layer: Layer) -> bool:
    """Whether what it is made of is given by position."""
    return POSITIONAL and zlib.crc32(layer.name.encode()) % 3 == 0


def function_lines(layer: Layer) -> list[str]:
    """A function as `@app.middleware` and `dispatch=` take it."""
    return [f"async def {layer.name}(request, call_next):", *dispatch_lines(layer)]


def dispatch_lines(layer: Layer) -> list[str]:
    body = body_of(layer.shape, layer.body)
    lines = body.lines.format(c="request").splitlines()
    if body.after:
        lines += [
            "response = await call_next(request)",
            *body.after.format(c="request").splitlines(),
            "return response",
        ]
    else:
        lines.append("return await call_next(request)")
    return indented(lines)


def definition(layer: Layer) -> list[str]:
    """The function or class that a layer is made of."""
    match layer.shape:
        case "function":
            return function_lines(layer)
        case "backend":
            return backend_lines(layer)
        case "asgi":
            return asgi_lines(layer)
        case _ if layer.body in CLASSES:
            return CLASSES[layer.body].lines.replace("{n}", layer.name).splitlines()
        case _:
            opening = [
                f"class {layer.name}(BaseHTTPMiddleware):",
                f"{TAB}async def dispatch(self, request, call_next):",
            ]
            return opening + indented(dispatch_lines(layer))


def backend_lines(layer: Layer) -> list[str]:
    body = body_of(layer.shape, layer.body).lines.format(c="conn").splitlines()
    opening = [f"class {layer.name}(AuthenticationBackend):", f"{TAB}async def authenticate(self, conn):"]
    return opening + indented(indented([*body, "return None"]))


def asgi_lines(layer: Layer) -> list[str]:
    body = body_of("asgi", layer.body)
    before = ['if scope["type"] == "http":', *indented(body.lines.format(c="scope").splitlines())]
    after = ['if scope["type"] == "http":', *indented(body.after.format(c="scope").splitlines())]
    passing = ["await self.app(scope, receive, send)"]
    lines = (before if body.lines else []) + passing + (after if body.after else [])
    return [
        f"class {layer.name}:",
        f"{TAB}def __init__(self, app):",
        f"{TAB * 2}self.app = app",
        "",
        f"{TAB}async def __call__(self, scope, receive, send):",
        *indented(indented(lines)),
    ]


def session_definitions(session: Session) -> list[list[str]]:
    """What must be defined for a session's class and arguments, above the applications."""
    n, found = session.number, []
    if session.argument == "name":
        found.append([f'KEY_{n} = "key-{n}"'])
    if session.argument == "options":
        found.append([f'OPTIONS_{n} = {{"secret_key": "key-{n}", "max_age": 3600}}'])
    if session.argument == "call":
        found.append(["def make_key(number):", f'{TAB}return f"key-{{number}}"'])
    given = ", ".join(session_arguments(session))
    if session.source == "partial_name":
        found.append([f"Sessions_{n} = functools.partial(SessionMiddleware, {given})"])
    if session.source == "factory":
        found.append([f"def make_sessions_{n}(app):", f"{TAB}return SessionMiddleware(app, {given})"])
    if session.source == "subclass":
        found.append(["class AppSessions(SessionMiddleware):", f"{TAB}pass"])
    if session.source == "variable":
        found.append(["session_class = SessionMiddleware"])
    if session.source == "own":
        found.append(provider_lines(session.token))
    return found


# Ways to put a session into the scope, and what is handed on then.
PUTS = (
    ('scope["session"] = {}', "scope"),
    ('scope |= {"session": {}}', "scope"),
    ("scope.update(session={})", "scope"),
    ('inner = {**scope, "session": {}}', "inner"),
    ('inner = scope | {"session": {}}', "inner"),
    ("inner = dict(scope, session={})", "inner"),
)


def provider_lines(name: str) -> list[str]:
    put, handed = PUTS[zlib.crc32(name.encode()) % len(PUTS)]
    return [
        f"class {name}:",
        f"{TAB}def __init__(self, app):",
        f"{TAB * 2}self.app = app",
        "",
        f"{TAB}async def __call__(self, scope, receive, send):",
        f"{TAB * 2}{put}",
        f"{TAB * 2}await self.app({handed}, receive, send)",
    ]


def indented(lines: list[str]) -> list[str]:
    return indent("\n".join(lines), TAB).split("\n") if lines else []


def settings(sessions: list[Session], flags: list[int]) -> list[list[str]]:
    attributes = [f'{TAB}key_{s.number} = "key-{s.number}"' for s in sessions if s.argument == "attribute"]
    found = [["class Settings:", *attributes], ["SETTINGS = Settings()"]] if attributes else []
    return found + [[f'FLAG_{flag} = os.environ.get("FLAG_{flag}") == "1"'] for flag in flags]


def helpers(layers: list[Layer], program: Program) -> list[list[str]]:
    needed = {name for layer in layers for name in body_of(layer.shape, layer.body).needs}
    traps = [item for app in program.applications for item in nested(app.items) if isinstance(item, Trap)]
    needed |= {"load_dotenv" for trap in traps if trap.kind == "load_dotenv"}
    return [text.splitlines() for name, text in HELPERS.items() if name in needed]


def in_place(application: Application) -> set[str]:
    """The names of layers whose definition is their registration."""
    registrations = [item for item in nested(application.items) if isinstance(item, Registration)]
    return {
        r.layer.name for r in registrations if isinstance(r.layer, Layer) and r.form in ("decorator", "class_decorator")
    }


def flags_of(program: Program) -> list[int]:
    """The numbers of the environment's switches that the program asks for."""
    items = [item for app in program.applications for item in nested(app.items)]
    compounds = {
        item.flag for item in items if isinstance(item, Compound) and item.kind in ("if", "if_else", "oneline")
    }
    return sorted(
        compounds | {trap.session for trap in items if isinstance(trap, Trap) and trap.kind in ("return", "raise")}
    )


def definitions(program: Program) -> list[list[str]]:
    """Everything that stands between the imports and the first application, one group of lines per statement."""
    layers = [layer for app in program.applications for layer in all_layers(app)]
    sessions = [layer for layer in layers if isinstance(layer, Session)]
    others = [layer for layer in layers if isinstance(layer, Layer)]
    placed = {name for app in program.applications for name in in_place(app)}
    groups = settings(sessions, flags_of(program)) + helpers(others, program)
    groups += [group for session in sessions for group in session_definitions(session)]
    groups += [definition(layer) for layer in others if layer.name not in placed]
    unique: list[list[str]] = []
    for group in groups:
        if group not in unique:
            unique.append(group)
    return unique


def helper_items(program: Program) -> list[tuple[Helper, str]]:
    """The functions that register, and the framework of the application that they are for."""
    items = [(item, app.framework) for app in program.applications for item in nested(app.items)]
    return [(item, framework) for item, framework in items if isinstance(item, Helper) and item.defined]
