"""Starlette itself says which layers an application has, in which order, and what each of them asks of the scope.

A program is run in a namespace of its own. The order is read from ``user_middleware``. What a layer uses is found by
running that layer alone, around an application that does nothing, with a scope that writes down what is asked for: so
no touch can be put down to the wrong layer.
"""

from __future__ import annotations

import asyncio
import copy
import functools
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from types import CodeType
from typing import Any, NamedTuple

from starlette.applications import Starlette
from starlette.authentication import AuthCredentials, SimpleUser
from starlette.testclient import TestClient

KEYS: dict[str, Callable[[], Any]] = {
    "session": dict,
    "user": functools.partial(SimpleUser, "someone"),
    "auth": AuthCredentials,
}


class Seen(NamedTuple):
    """One layer of a running application: ``signature`` is its class and arguments by value, ``state`` its own."""

    token: str
    signature: str
    state: str
    requires: frozenset[str]
    provides: frozenset[str]


Stack = tuple[Seen, ...]


class Watched(dict[str, Any]):
    """A scope that remembers, for every key of interest, whether it was first asked for or first written."""

    def __init__(self, *parts: Mapping[str, Any]) -> None:
        super().__init__()
        for part in parts:
            super().update(part)
        self.first: dict[str, str] = {}

    def note(self, key: str, touch: str) -> None:
        if key in KEYS:
            self.first.setdefault(key, touch)

    def __getitem__(self, key: str) -> Any:
        self.note(key, "read")
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.note(str(key), "read")
        return super().__contains__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.note(key, "read")
        return super().get(key, default)

    def setdefault(self, key: str, default: Any = None) -> Any:
        self.note(key, "read")
        return super().setdefault(key, default)

    def pop(self, key: str, *default: Any) -> Any:
        self.note(key, "read")
        return super().pop(key, *default)

    def __setitem__(self, key: str, value: Any) -> None:
        self.note(key, "write")
        super().__setitem__(key, value)


def scope_for(application: object, provided: bool) -> Watched:
    """A request for ``/``; ``provided`` says whether layers further out have put every key there."""
    base = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/",
        "raw_path": b"/",
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"testserver")],
        "client": ("testclient", 50000),
        "server": ("testserver", 80),
        "app": application,
    }
    return Watched(base, {key: make() for key, make in KEYS.items()} if provided else {})


HANDED: list[frozenset[str]] = []  # the keys of each scope that came further in, which may be another one


async def answer(scope: Any, _receive: Any, send: Any) -> None:
    """The application inside the layer under test: it answers and asks for nothing."""
    HANDED.append(frozenset(KEYS.keys() & scope.keys()))
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def receive() -> dict[str, Any]:
    """A client that stays: Starlette before 0.28 asks in a loop whether it has gone, and must be kept waiting."""
    await asyncio.Event().wait()
    return {"type": "http.disconnect"}


async def send(_message: Any) -> None:
    return None


async def touches(layer: Any, application: object) -> tuple[frozenset[str], frozenset[str]]:
    """The keys that a layer asks for before anyone in it has written them, and those that it writes first."""
    reads: set[str] = set()
    writes: set[str] = set()
    for provided in (False, True):
        scope = scope_for(application, provided)
        HANDED.clear()
        # A layer that misses its key fails in its own way; what it asked for is written down by then.
        with suppress(Exception):
            await layer(scope, receive, send)
        reads |= {key for key, touch in scope.first.items() if touch == "read"}
        writes |= {key for key, touch in scope.first.items() if touch == "write"}
        if not provided:
            writes |= {key for keys in HANDED for key in keys} - reads
    return frozenset(reads), frozenset(writes)


def describe(value: Any, depth: int = 4) -> str:
    """A value as text that is the same in two runs of the program, whatever the addresses."""
    if value is None or isinstance(value, (str, bytes, int, float, bool)):
        return repr(value)
    if isinstance(value, functools.partial):
        return f"partial({describe([value.func, value.args, value.keywords], depth)})"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key!r}: {describe(kept, depth)}' for key, kept in value.items())}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(describe(kept, depth) for kept in value)}]"
    if isinstance(value, type):
        return value.__qualname__
    code = getattr(value, "__code__", None)
    if isinstance(code, CodeType):
        constants = [constant for constant in code.co_consts if not isinstance(constant, CodeType)]
        return f"{value.__qualname__}{code.co_names}{constants}"
    kept = getattr(value, "__dict__", {}) if depth else {}
    return f"{type(value).__qualname__}({describe(kept, depth - 1) if kept else ''})"


def state_of(layer: Any) -> str:
    return describe({key: value for key, value in vars(layer).items() if key not in ("app", "dispatch_func")})


def token_of(factory: Any, arguments: Mapping[str, Any], given: tuple[Any, ...] = ()) -> str:
    """The name by which a reader of the source knows the layer."""
    name = {"BaseHTTPMiddleware": "dispatch", "AuthenticationMiddleware": "backend"}.get(
        getattr(factory, "__name__", "")
    )
    if name is not None and given:
        arguments = {**arguments, name: given[0]}
    if "dispatch" in arguments:
        return str(arguments["dispatch"].__name__)
    if "backend" in arguments:
        return type(arguments["backend"]).__name__
    if isinstance(factory, functools.partial):
        return token_of(factory.func, {**factory.keywords, **arguments})
    if getattr(factory, "__name__", "") == "<lambda>":
        return str(factory.__code__.co_names[0])
    return str(factory.__name__)


async def seen(factory: Any, args: tuple[Any, ...], kwargs: dict[str, Any], application: object) -> Seen:
    layer = factory(answer, *args, **kwargs)
    signature = describe([factory, args, kwargs])
    return Seen(token_of(factory, kwargs, args), signature, state_of(layer), *await touches(layer, application))


async def seen_wrap(wrap: Any, application: object) -> Seen:
    """A layer put around the application by hand: `app = Layer(app)`."""
    alone = copy.copy(wrap)
    alone.app = answer
    return Seen(type(wrap).__name__, type(wrap).__name__, state_of(wrap), *await touches(alone, application))


async def stack_of(application: Any) -> Stack:
    """All layers of one application, the outermost first."""
    found: list[Seen] = []
    wraps: list[Any] = []
    while not isinstance(application, Starlette):
        wraps.append(application)
        application = application.app
    for wrap in wraps:
        found.append(await seen_wrap(wrap, application))
    for layer in application.user_middleware:
        # Starlette kept everything in `options` before 0.35.
        args, kwargs = getattr(layer, "args", ()), getattr(layer, "kwargs", None) or getattr(layer, "options", {})
        found.append(await seen(layer.cls, tuple(args), dict(kwargs), application))
    return tuple(found)


@contextmanager
def environment(values: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def applications(source: bytes, entries: tuple[str, ...], world: Mapping[str, str]) -> list[Any]:
    """Runs a generated program and gives its applications."""
    with environment(world):
        namespace: dict[str, Any] = {"__name__": "generated"}
        exec(compile(source, "<generated>", "exec", dont_inherit=True), namespace)
        return [eval(entry, namespace) for entry in entries]


@functools.lru_cache(maxsize=4096)
def stacks(source: bytes, entries: tuple[str, ...], world: tuple[tuple[str, str], ...] = ()) -> tuple[Stack, ...]:
    """The stack of every application that the entries name, in one world of environment variables."""

    async def gather() -> tuple[Stack, ...]:
        return tuple([await stack_of(application) for application in applications(source, entries, dict(world))])

    return asyncio.run(gather())


def answers(source: bytes, entries: tuple[str, ...], world: tuple[tuple[str, str], ...]) -> list[Exception | None]:
    """What a request through Starlette's own client ends with, for every application: None is an answer of any kind."""
    found: list[Exception | None] = []
    for application in applications(source, entries, dict(world)):
        try:
            TestClient(application).get("/")
            found.append(None)
        except Exception as error:
            found.append(error)
    return found


def outside(stack: Stack, provider: int) -> tuple[int, ...]:
    """The positions of the layers that require what the layer at ``provider`` provides, and lie outside it."""
    keys = stack[provider].provides
    return tuple(i for i, layer in enumerate(stack[:provider]) if layer.requires & keys)


def misplaced(stack: Stack) -> tuple[int, ...]:
    """The positions of the layers that lie inside one that requires what they provide."""
    return tuple(i for i, layer in enumerate(stack) if outside(stack, i))


def is_wrong(stack: Stack) -> bool:
    return bool(misplaced(stack))
