"""The order of the layers as a running application shows it: who asks for a key of the scope that is not there, or not yet.

``SessionProbe(app)`` is an ASGI application around another. It changes nothing of what that answers, and needs nothing but
Python. What reading the source cannot see, it sees; what no request does, it does not.
"""

from __future__ import annotations

import functools
import logging
import os
import sys
import weakref
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from types import FrameType
from typing import Any, NamedTuple

from codemod.library_names import PROPERTIES, PROVIDES, canonical

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]

_LOG = logging.getLogger("sessfix.probe")
# Whose lines say nothing about where a program asks: those that carry a request, or a question, from one layer to another.
_CARRIERS = ("starlette", "fastapi", "anyio", "jinja2")
_PYTHON = os.path.join(os.path.dirname(os.__file__), "")
_CONNECTIONS = ("starlette.requests", "starlette.websockets")


class Spot(NamedTuple):
    """A line of a file."""

    path: str
    row: int

    def __str__(self) -> str:
        below = os.path.join(os.getcwd(), "")
        return f"{self.path.removeprefix(below)}:{self.row}"


class Layer(NamedTuple):
    """A layer of a running application; an empty name stands for what lies inside all of them: routes and endpoints.

    ``provides`` are the keys that its class is known for, ``inside`` the layers of the same application further in,
    ``registered`` the line that registers it, if `remember_registrations` had been called by then.
    """

    name: str
    provides: frozenset[str] = frozenset()
    registered: Spot | None = None
    inside: tuple[Layer, ...] = ()


Path = tuple[Layer, ...]  # the layers that a request has entered, outermost first


class Access(NamedTuple):
    """One place that asked for a key in vain, or after the response for one that a layer further in had set.

    ``text`` is how it asked, ``spots`` where: the line that did, then those that called it. ``raises`` says whether what it
    did fails without the key.
    """

    key: str
    text: str
    path: Path
    spots: tuple[Spot, ...]
    raises: bool
    late: bool


class Finding(NamedTuple):
    """An access that the order of the layers, or the want of one, is to blame for.

    ``layer`` is the one that asked, None for what lies inside or outside of all layers; ``provider`` the layer further in that
    sets the key, None when there is none.
    """

    access: Access
    layer: Layer | None
    provider: Layer | None

    def __str__(self) -> str:
        where = f" ({self.access.spots[0]})" if self.access.spots else ""
        who = f"`{self.layer.name}`" if self.layer else "the application itself"
        asked = f"`{self.access.text}` was read by {who}{where}"
        if self.provider is None:
            return f"{asked}, and no layer was seen to provide it"
        registered = f" ({self.provider.registered})" if self.provider.registered else ""
        lost = ": after the response, when what is written to it is lost" if self.access.late else ""
        return f"{asked}, which runs outside `{self.provider.name}`{registered}{lost}"


_running: ContextVar[tuple[SessionProbe, Path] | None] = ContextVar("_running", default=None)
_registrations: weakref.WeakKeyDictionary[Any, Spot] = weakref.WeakKeyDictionary()


class SessionProbe:
    """An ASGI application that lets another answer, and keeps what asked for ``keys`` of the scope too far outside.

    Each new finding is logged, as a warning of `sessfix.probe`. Attributes are those of the application.
    """

    def __init__(self, app: Any, keys: Iterable[str] = PROPERTIES) -> None:
        self.app = app
        self.keys = frozenset(keys)
        self._accesses: dict[Access, None] = {}
        self._setters: dict[str, dict[Path, None]] = {}
        self._told: set[str] = set()
        self._entered: _Holder | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(vars(self)["app"], name)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does."""
        if isinstance(scope, _Watched):  # there is a probe around this one
            await self.app(scope, receive, send)
            return
        if not self._entered:
            self._entered = _Holder(self.app)
            _enter_chain(self._entered)
        await self.watch(self._entered.app, scope, receive, send)

    async def watch(self, app: Callable[..., Awaitable[Any]], scope: Scope, receive: Receive, send: Send) -> None:
        """Let any application answer one request, and keep what this shows."""
        before = _running.get()
        _running.set((self, ()))
        try:
            await app(_Watched(scope, self), receive, send)
        finally:
            _running.set(before)
            for text in map(str, self.findings):
                if text not in self._told:
                    self._told.add(text)
                    _LOG.warning("%s", text)

    @property
    def accesses(self) -> tuple[Access, ...]:
        """All that asked for a key that was not there, or too late, each place once."""
        return tuple(self._accesses)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The accesses that the order of the layers is to blame for; a layer that sets by itself what it misses is not."""
        found = (Finding(access, _named(access.path), self._provider(access)) for access in self._accesses)
        return tuple(
            finding for finding in found if finding.provider or (finding.layer and not self._helps_itself(finding))
        )

    def _helps_itself(self, finding: Finding) -> bool:
        return not finding.access.raises and finding.access.path in self._setters_of(finding.access.key)

    def _setters_of(self, key: str) -> Mapping[Path, None]:
        return self._setters.get(key, {})

    def _provider(self, access: Access) -> Layer | None:
        """The layer further in that was seen to set the key, else one whose class is known to."""
        depth = len(access.path)
        for path in self._setters_of(access.key):
            if len(path) > depth and path[:depth] == access.path and path[-1].name:
                return path[-1]
        inside = access.path[-1].inside if access.path else ()
        return next((layer for layer in inside if access.key in layer.provides), None)

    def note_read(self, scope: _Watched, key: str, text: str, raises: bool) -> None:
        """A key was asked for; it counts when it is not there, or was set by a layer further in than the one that asks."""
        path = _current_path()
        late = dict.__contains__(scope, key)
        if late:
            setters = scope.setters.get(key, ())
            further_in = [setter for setter in setters if len(setter) > len(path) and setter[: len(path)] == path]
            if not further_in or path in setters:
                return
        frame = sys._getframe(2)
        if frame.f_globals.get("__name__") in _CONNECTIONS and frame.f_code.co_name == key:
            text, raises = f"request.{key}", True
        self._accesses[Access(key, text, path, tuple(_spots(frame)), raises and not late, late)] = None

    def note_write(self, scope: _Watched, key: str) -> None:
        """A key was set."""
        path = _current_path()
        scope.setters.setdefault(key, []).append(path)
        self._setters.setdefault(key, {})[path] = None


def remember_registrations() -> None:
    """From now on, remember where middleware is registered, so that findings can say so; needs Starlette."""
    from starlette.middleware import Middleware

    original = Middleware.__init__
    if hasattr(original, "__wrapped__"):
        return

    @functools.wraps(original)
    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        for spot in _spots(sys._getframe(1)):
            _registrations[self] = spot
            break

    Middleware.__init__ = init  # type: ignore[method-assign,unused-ignore]


def _current_path() -> Path:
    running = _running.get()
    return running[1] if running else ()


def _named(path: Path) -> Layer | None:
    return path[-1] if path and path[-1].name else None


def _spots(frame: FrameType | None) -> Iterator[Spot]:
    """The lines that led to a frame, innermost first, back to where the layer was entered."""
    entered = _Entrance.__call__.__code__, SessionProbe.__call__.__code__
    while frame and frame.f_code not in entered:
        if not _only_carries(frame):
            yield Spot(os.path.abspath(frame.f_code.co_filename), frame.f_lineno)
        frame = frame.f_back


def _only_carries(frame: FrameType) -> bool:
    name, file = str(frame.f_globals.get("__name__", "")), frame.f_code.co_filename
    if name.partition(".")[0] in _CARRIERS or frame.f_globals is globals():
        return True
    return file.startswith(("<frozen ", _PYTHON)) and "site-packages" not in file


class _Holder:
    """What a probe calls."""

    def __init__(self, app: Any) -> None:
        self.app = app


# How the layers are told from each other: an entrance before each of them says who runs from there.


class _Entrance:
    """Stands before a layer; what it calls from then on is the doing of that layer, except what the layers outside do."""

    def __init__(self, app: Any, layer: Layer) -> None:
        self.app = app
        self.layer = layer

    def __getattr__(self, name: str) -> Any:
        return getattr(vars(self)["app"], name)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        outer = _running.get()
        if outer is None or not isinstance(scope, dict):
            await self.app(scope, receive, send)
            return
        probe, path = outer
        watched = scope if isinstance(scope, _Watched) else _Watched(scope, probe)
        _running.set((probe, (*path, self.layer)))
        try:
            await self.app(watched, _done_by(outer, receive), _done_by(outer, send))
        finally:
            _running.set(outer)  # not `reset`: a coroutine that is thrown away may end in another context


def _done_by(outer: tuple[SessionProbe, Path], call: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """`receive` or `send` of a layer: what it runs belongs to the layers outside."""

    async def done(*args: Any) -> Any:
        before = _running.get()
        _running.set(outer)
        try:
            return await call(*args)
        finally:
            _running.set(before)

    return done


def _enter_chain(holder: Any, name: str = "app", inside: Path = ()) -> None:
    """Put an entrance before each layer of `Layer(app)` and the like, which `holder` has under a name."""
    outside, chain = getattr(holder, name), []
    while not _is_application(outside) and "app" in getattr(outside, "__dict__", ()):
        if isinstance(outside, _Entrance):
            return
        chain.append(outside)
        outside = outside.app
    if _is_application(outside) and _answers_itself(type(outside)):
        chain.append(outside)
    made = [(type(layer), {"dispatch": getattr(layer, "dispatch_func", type(layer))}, None) for layer in chain]
    for layer in _layers(made, inside or _layers_of(outside))[: len(chain)]:
        entrance = _Entrance(getattr(holder, name), layer)
        setattr(holder, name, entrance)
        holder, name = entrance.app, "app"


def _enter_routes(routes: Any) -> None:
    """The same for the layers of routes, mounts and routers, which are made when these are; applications come when asked."""
    for route in routes or ():
        if "app" not in getattr(route, "__dict__", ()):
            continue
        inside = getattr(route, "_base_app", route.app)
        _enter_chain(route)
        if not _is_application(inside):
            if "middleware_stack" in getattr(inside, "__dict__", ()):
                _enter_chain(inside, "middleware_stack")
            _enter_routes(getattr(inside, "routes", ()))


def _is_application(app: Any) -> bool:
    return hasattr(type(app), "build_middleware_stack") and hasattr(app, "user_middleware")


def _answers_itself(cls: type) -> bool:
    """Whether a class of applications has a `__call__` of its own: it lies outside of all layers."""
    caller = next(one for one in cls.__mro__ if "__call__" in vars(one))
    return caller.__module__.partition(".")[0] not in ("starlette", "fastapi")


def _enter_layers(application: Any) -> None:
    """Put entrances between the layers of an application of Starlette that begins to answer."""
    layers = (*_layers_of(application), Layer(""))
    _enter_routes(application.routes)
    if application.middleware_stack is not None:
        _enter_built(application, layers)
        return
    own = application.user_middleware
    entrances = [_middleware(_Entrance, layer=layer) for layer in layers]
    between = [item for pair in zip(entrances, own, strict=False) for item in pair]
    application.user_middleware = [*between, entrances[-1]]
    try:
        application.middleware_stack = application.build_middleware_stack()
    finally:
        application.user_middleware = own


def _enter_built(application: Any, layers: Path) -> None:
    """The same for an application that has answered before, as far as its layers keep what lies inside them as `app`."""
    chain = [application.middleware_stack]
    while "app" in getattr(chain[-1], "__dict__", ()):
        chain.append(chain[-1].app)
    if any(isinstance(node, _Entrance) for node in chain):
        return
    first = next((item.cls for item in application.user_middleware), None)
    start = next((at for at, node in enumerate(chain) if at and _is_made_by(node, first)), len(chain))
    for outside, inside, layer in zip(chain[start - 1 :], chain[start:], layers, strict=False):
        hides = layer.name and "app" not in getattr(inside, "__dict__", ())  # a function, say
        name = f"{layer.name} or a layer inside it" if hides else layer.name
        outside.app = _Entrance(inside, layer._replace(name=name))


def _is_made_by(node: Any, factory: Any) -> bool:
    """Whether a layer may be what a factory has made: one of its own kind, or of none that the framework adds by itself."""
    if isinstance(factory, type):
        return isinstance(node, factory)
    own = ("starlette.middleware.errors", "starlette.middleware.body_limit", "fastapi.telemetry", "fastapi._")
    return not type(node).__module__.startswith(own)


def _middleware(factory: Any, **options: Any) -> Any:
    from starlette.middleware import Middleware

    return Middleware(factory, **options)


def _layers_of(application: Any) -> Path:
    if not _is_application(application):
        return ()
    return _layers([(item.cls, _options_of(item), _registrations.get(item)) for item in application.user_middleware])


def _options_of(item: Any) -> Mapping[str, Any]:
    """What a layer is made with, as far as it tells its name."""
    # Starlette kept everything in `options` before 0.35.
    options = getattr(item, "kwargs", None) or getattr(item, "options", {})
    positional = getattr(item, "args", ())
    return {"dispatch": positional[0], **options} if positional and _takes_dispatch(item.cls) else options


def _takes_dispatch(factory: Any) -> bool:
    """Whether what comes after the application is the function that the layer calls."""
    made_by = getattr(factory, "__init__", None)
    return getattr(made_by, "__module__", "") == "starlette.middleware.base"


def _layers(made: Sequence[tuple[Any, Mapping[str, Any], Spot | None]], inside: Path = ()) -> Path:
    """The layers of some factories, outermost first, before those that lie inside all of them."""
    for factory, options, registered in reversed(made):
        inside = (Layer(_name_of(factory, options), _provided_by(factory), registered, inside), *inside)
    return inside


def _name_of(factory: Any, options: Mapping[str, Any]) -> str:
    if isinstance(factory, functools.partial):
        return _name_of(factory.func, {**factory.keywords, **options})
    named = options.get("dispatch", factory)
    while isinstance(named, functools.partial):
        named = named.func
    if getattr(named, "__func__", None) is getattr(factory, "dispatch", named):
        named = factory  # `dispatch_func` is its own method
    return str(getattr(named, "__name__", type(named).__name__))


def _provided_by(factory: Any) -> frozenset[str]:
    if isinstance(factory, functools.partial):
        return _provided_by(factory.func)
    classes = factory.__mro__ if isinstance(factory, type) else ()
    tables = (PROVIDES.get(canonical(f"{cls.__module__}.{cls.__qualname__}"), frozenset()) for cls in classes)
    return frozenset().union(*tables)


class _Watched(dict[str, Any]):
    """A scope that tells a probe what is read and set; all that is written goes to the one beneath, too."""

    __slots__ = ("beneath", "probe", "setters")

    def __init__(self, beneath: Scope, probe: SessionProbe) -> None:
        super().__init__(beneath)
        self.beneath, self.probe = beneath, probe
        self.setters: dict[str, list[Path]] = {}

    def __contains__(self, key: object) -> bool:
        if key in self.probe.keys:
            self.probe.note_read(self, str(key), f'"{key}" in scope', raises=False)
        return super().__contains__(key)

    def __getitem__(self, key: str) -> Any:
        if key in self.probe.keys:
            self.probe.note_read(self, key, f'scope["{key}"]', raises=True)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        if key in self.probe.keys:
            self.probe.note_read(self, key, f'scope.get("{key}")', raises=False)
        return super().get(key, default)

    def setdefault(self, key: str, default: Any = None) -> Any:
        if key in self.probe.keys:
            self.probe.note_read(self, key, f'scope.setdefault("{key}")', raises=False)
        if not super().__contains__(key):
            self[key] = default
        return super().__getitem__(key)

    def pop(self, key: str, *default: Any) -> Any:
        if key in self.probe.keys:
            self.probe.note_read(self, key, f'scope.pop("{key}")', raises=not default)
        self.beneath.pop(key, None)
        return super().pop(key, *default)

    def popitem(self) -> tuple[str, Any]:
        key, value = super().popitem()
        self.beneath.pop(key, None)
        return key, value

    def clear(self) -> None:
        self.beneath.clear()
        super().clear()

    def __setitem__(self, key: str, value: Any) -> None:
        if key in self.probe.keys:
            self.probe.note_write(self, key)
        elif key == "app" and _is_application(value):
            _enter_layers(value)  # Starlette says so first of all, before it builds its stack
        self.beneath[key] = value
        super().__setitem__(key, value)

    def __delitem__(self, key: str) -> None:
        self.beneath.pop(key, None)
        super().__delitem__(key)

    def update(self, *args: Any, **kwargs: Any) -> None:
        for key, value in dict(*args, **kwargs).items():
            self[key] = value

    def __ior__(self, other: Any) -> _Watched:  # type: ignore[override,misc]
        self.update(other)
        return self

    def copy(self) -> dict[str, Any]:
        """A copy, which is watched when a layer passes it on."""
        return dict(self)

    def __reduce__(self) -> Any:
        return dict, (dict(self),)


@contextmanager
def every_application() -> Iterator[SessionProbe]:
    """Within, each application of Starlette answers through one probe, whoever asks it. Needs Starlette."""
    from starlette.applications import Starlette

    original = Starlette.__call__
    probe = SessionProbe(None)

    @functools.wraps(original)
    async def call(self: Any, scope: Any, receive: Any, send: Any) -> None:
        if isinstance(scope, _Watched):
            await original(self, scope, receive, send)
            return
        await probe.watch(functools.partial(original, self), scope, receive, send)

    remember_registrations()
    Starlette.__call__ = call  # type: ignore[method-assign]
    try:
        yield probe
    finally:
        Starlette.__call__ = original  # type: ignore[method-assign]
