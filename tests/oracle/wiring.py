"""Registrations that reach through files: helpers, plugins, loops over what another module holds."""

from __future__ import annotations

from textwrap import indent
from typing import NamedTuple

from hypothesis import strategies as st

from .catalogue import HELPERS, OPTIONED, body_of
from .definitions import TAB, arguments, definition, session_definitions, settings
from .description import Layer, Session
from .layouts import Tree
from .parts import Kit, layer, session

SOURCES = ["literal", "literal", "name", "attribute", "environ", "options", "call"]
HELPERS_DOWN = ["users", "lookups", "deep", "store"]
DEPTHS = [HELPERS_DOWN[:depth] for depth in (0, 1, 1, 2, 3, 4)]
# The trap, and the argument of a session that falls into it.
TRAPS = {
    "attribute": "attribute",
    "function": "attribute",
    "import": "attribute",
    "environment": "environ",
    "options": "options",
    "cookie": "literal",
    "second": "literal",
}
WRAPPERS = ["setup", "setup", "chain", "inside", "annotated", "generic", "static"]
WRAPPERS += ["plugin", "handed", "constructor", "kept", "chosen", "switched"]
FILLERS = ["route", "router", "state", "log", "constant", "call"]


class Event(NamedTuple):
    """A statement of the main block: its lines, what it registers in order, and whether a move can go into it."""

    lines: str
    layers: tuple[Session | Layer, ...]
    kind: str


class Scene(NamedTuple):
    """Where events happen: the module, the text of the application there, and the homes of what they need."""

    tree: Tree
    kit: Kit
    user: str
    app: str
    helpers: tuple[str, ...]
    layers: tuple[str, ...]
    wiring: tuple[str, ...]

    @property
    def low(self) -> str:
        """The module for settings and other things that import nothing of the project."""
        apart = "settings" in self.tree.bodies or self.kit.chance(60)
        return "settings" if apart else (*self.helpers, self.layers[0])[-1]


def scene_of(kit: Kit, user: str, app: str) -> Scene:
    layers = ("layers", "guards")[: kit.between(1, 2)]
    wiring = ("wiring", "plugins")[: kit.between(1, 2)]
    helpers: list[str] = kit.pick(DEPTHS)
    return Scene(Tree(kit), kit, user, app, tuple(helpers), layers, wiring)


def uses(subject: Session | Layer) -> bool:
    return isinstance(subject, Layer) and "session" in body_of(subject.shape, subject.body).keys


def define_layer(scene: Scene, subject: Layer, home: str) -> None:
    """The layer, and before it the helpers that it calls, down the files."""
    define_helpers(scene, subject)
    scene.tree.define(home, "\n".join(definition(subject)))


def define_helpers(scene: Scene, subject: Layer) -> None:
    top = scene.helpers[0] if scene.helpers else scene.layers[0]
    needed = body_of(subject.shape, subject.body).needs
    for need in (need for need in HELPERS if need in needed and need not in scene.tree.homes):
        if need == "current_user" and len(scene.helpers) > 1:
            define_chain(scene)
        else:
            scene.tree.define(top, HELPERS[need])


def define_chain(scene: Scene) -> None:
    """`current_user` calls on through one file after the other, and the last one asks for the session."""
    last, *others = reversed(scene.helpers[1:])
    scene.tree.define(last, f'def {last}_user(connection):\n{TAB}return connection.session.get("user")')
    for before, module in zip([last, *others], [*others, scene.helpers[0]], strict=True):
        name = "current_user" if module == scene.helpers[0] else f"{module}_user"
        scene.tree.define(module, f"def {name}(connection):\n{TAB}return {before}_user(connection)")


def define_session(scene: Scene, subject: Session) -> None:
    groups = settings([subject], []) + session_definitions(subject)
    home = scene.low if groups else ""
    for group in groups:
        scene.tree.define(home, "\n".join(group))


def prepared(scene: Scene, subject: Session | Layer) -> Session | Layer:
    if isinstance(subject, Session):
        define_session(scene, subject)
    elif subject.name not in scene.tree.homes:
        define_layer(scene, subject, scene.kit.pick(list(scene.layers)))
    return subject


def added(scene: Scene, user: str, app: str, subject: Session | Layer) -> str:
    """One registration, at the place where it happens."""
    given, choices = arguments(subject), ["add", "lines"]
    if isinstance(subject, Layer) and subject.shape == "function":
        choices += ["call", "decorator"]
    form = scene.kit.pick(choices)
    if form == "decorator":
        assert isinstance(subject, Layer)
        return decorated(scene, user, app, subject)
    prepared(scene, subject)
    if form == "call":
        assert isinstance(subject, Layer)
        return scene.tree.resolve(user, f'{app}.middleware("http")({subject.name})')
    inner = "".join(f"{TAB}{argument},\n" for argument in given)
    text = f"{app}.add_middleware({', '.join(given)})" if form == "add" else f"{app}.add_middleware(\n{inner})"
    return scene.tree.resolve(user, text)


def decorated(scene: Scene, user: str, app: str, subject: Layer) -> str:
    """The function stands where it is registered; what it calls is defined elsewhere."""
    define_helpers(scene, subject)
    return scene.tree.resolve(user, "\n".join([f'@{app}.middleware("http")', *definition(subject)]))


def wrapped(scene: Scene, layers: tuple[Session | Layer, ...]) -> Event:
    """A function or an object of another module that registers, and its call."""
    kind = scene.kit.pick(WRAPPERS)
    home, n = scene.kit.pick(list(scene.wiring)), scene.kit.number()
    if kind in ("generic", "handed") and (len(layers) > 1 or not named(layers[0])):
        kind = "setup"
    if kind == "handed" and is_optioned(layers[0]):
        kind = "generic"
    if kind in ("generic", "handed"):
        return handed(scene, kind, home, n, layers[0])
    app = "self.app" if kind == "kept" else "app"
    body = "" if kind == "inside" else "\n".join(added(scene, home, app, subject) for subject in layers)
    if kind == "chosen":
        body = chosen(body, added(scene, home, app, layer(scene.kit, True)))
    if kind == "switched":
        body = "\n".join(["if not enabled:", f"{TAB}return", body])
    text, call = shaped(kind, n, body)
    if kind == "inside":
        scene.tree.keep(home, inner_imports(scene, home, n, layers))
    else:
        scene.tree.define(home, text)
    if kind == "annotated":
        head = f"import typing\n\nif typing.TYPE_CHECKING:\n{TAB}from fastapi import FastAPI as Application"
        scene.tree.heads.setdefault(home, []).append(head)
    if kind == "chain":
        outer = scene.wiring[-1] if home == scene.wiring[0] else home
        scene.tree.define(outer, f"def outer_{n}(app):\n{TAB}setup_{n}(app)")
        call = f"outer_{n}({{app}})"
    return Event(scene.tree.resolve(scene.user, call.format(app=scene.app)), layers, "group")


def chosen(body: str, other: str) -> str:
    """A helper that has the choice of two layers, and is told by name which one to register."""
    return "\n".join(['if kind == "wanted":', indent(body, TAB), "else:", indent(other, TAB)])


def is_optioned(subject: Session | Layer) -> bool:
    return isinstance(subject, Layer) and subject.body in OPTIONED


def named(subject: Session | Layer) -> bool:
    """Whether its class is a name, and the rest keywords."""
    if isinstance(subject, Session):
        return subject.source not in ("lambda", "partial") and subject.argument != "positional"
    return subject.shape in ("class", "asgi")


def shaped(kind: str, n: int, body: str) -> tuple[str, str]:
    """The definition and the call of a helper."""
    one, two = indent(body, TAB), indent(body, TAB * 2)
    match kind:
        case "plugin":
            text = f"class Plugin{n}:\n{TAB}def init_app(self, app):\n{two}\n\n\nplugin_{n} = Plugin{n}()"
            return text, f"plugin_{n}.init_app({{app}})"
        case "constructor":
            return f"class Plugin{n}:\n{TAB}def __init__(self, app):\n{two}", f"Plugin{n}({{app}})"
        case "kept":
            keeps = f"class Plugin{n}:\n{TAB}def __init__(self, app):\n{TAB * 2}self.app = app\n\n"
            return f"{keeps}{TAB}def install(self):\n{two}", f"Plugin{n}({{app}}).install()"
        case "static":
            text = f"class Setup{n}:\n{TAB}@staticmethod\n{TAB}def install(app):\n{two}"
            return text, f"Setup{n}.install({{app}})"
        case "annotated":
            return f'def setup_{n}(app: "Application"):\n{one}', f"setup_{n}({{app}})"
        case "chosen":
            return f"def setup_{n}(app, kind):\n{one}", f'setup_{n}({{app}}, "wanted")'
        case "switched":
            return f"def setup_{n}(app, enabled):\n{one}", f"setup_{n}({{app}}, enabled=True)"
        case _:
            return f"def setup_{n}(app):\n{one}", f"setup_{n}({{app}})"


def inner_imports(scene: Scene, home: str, n: int, layers: tuple[Session | Layer, ...]) -> str:
    for subject in layers:
        prepared(scene, subject)
    calls = "\n".join(f"{TAB}app.add_middleware({', '.join(arguments(subject))})" for subject in layers)
    return scene.tree.inside(home, f"def setup_{n}(app):\n{calls}")


def handed(scene: Scene, kind: str, home: str, n: int, subject: Session | Layer) -> Event:
    """The helper is general: it is told which layer to register."""
    prepared(scene, subject)
    given = arguments(subject)
    if kind == "generic":
        text = f"def register_{n}(app, layer, **options):\n{TAB}app.add_middleware(layer, **options)"
        call = f"register_{n}({', '.join([scene.app, *given])})"
    else:
        text = (
            f"class Plugin{n}:\n{TAB}def __init__(self, layer, **options):\n{TAB * 2}self.layer = layer\n"
            f"{TAB * 2}self.options = options\n\n{TAB}def init_app(self, app):\n"
            f"{TAB * 2}app.add_middleware(self.layer, **self.options)"
        )
        call = f"Plugin{n}({', '.join(given)}).init_app({scene.app})"
    scene.tree.define(home, text)
    return Event(scene.tree.resolve(scene.user, call), (subject,), "group")


def looped(scene: Scene, layers: tuple[Session | Layer, ...]) -> Event:
    """Pairs of class and options, in another module, and a loop over them."""
    home, n = scene.wiring[0], scene.kit.number()
    rows = []
    for subject in layers:
        first, *rest = arguments(prepared(scene, subject))
        options = ", ".join(f'"{name}": {value}' for name, _, value in (item.partition("=") for item in rest))
        rows.append(f"{TAB}({first}, {{{options}}}),")
    scene.tree.define(home, "\n".join([f"LAYERS_{n} = [", *rows, "]"]))
    text = f"for layer, options in LAYERS_{n}:\n{TAB}{scene.app}.add_middleware(layer, **options)"
    return Event(scene.tree.resolve(scene.user, text), layers, "loop")


def direct(scene: Scene, subject: Session | Layer) -> Event:
    text = added(scene, scene.user, scene.app, subject)
    if isinstance(subject, Session) and scene.kit.chance(40):
        text = f"# sessions of {subject.number}\n{text}"
    return Event(text, (subject,), "direct")


def event(scene: Scene, layers: tuple[Session | Layer, ...]) -> Event:
    if len(layers) == 1 and scene.kit.chance(40):
        return direct(scene, layers[0])
    plain = all(
        named(s) and not is_optioned(s) and not (isinstance(s, Session) and s.argument == "options") for s in layers
    )
    return looped(scene, layers) if plain and scene.kit.chance(15) else wrapped(scene, layers)


def subjects_of(kit: Kit, argument: str | None = None) -> list[Session | Layer]:
    """One session, and layers around it of which some use it."""
    found: list[Session | Layer] = [layer(kit, True) for _ in range(kit.between(0, 2))]
    found += [layer(kit, False) for _ in range(kit.between(0, 1))]
    found = list(kit.draw(st.permutations(found))) if found else []
    found.insert(kit.between(0, len(found)) if kit.chance(50) else 0, own_session(kit, argument))
    return found


def own_session(kit: Kit, argument: str | None = None) -> Session:
    if argument or kit.chance(70):
        return session(kit, [argument or kit.pick(SOURCES)])
    return session(kit)._replace(argument="literal")


def grouped(kit: Kit, subjects: list[Session | Layer]) -> list[tuple[Session | Layer, ...]]:
    """Neighbours that share a helper; most stand alone."""
    found: list[tuple[Session | Layer, ...]] = []
    for subject in subjects:
        if found and kit.chance(25):
            found[-1] = (*found[-1], subject)
        else:
            found.append((subject,))
    return found


def filler(scene: Scene) -> str:
    n, kind = scene.kit.number(), scene.kit.pick(FILLERS)
    if kind == "router":
        text = f'router_{n} = APIRouter()\n\n\n@router_{n}.get("/items/{n}")\ndef items_{n}():\n{TAB}return []'
        scene.tree.define(scene.wiring[-1], text)
        return scene.tree.resolve(scene.user, f"{scene.app}.include_router(router_{n})")
    if kind == "call":
        scene.tree.define(scene.low, f"def describe_{n}(debug):\n{TAB}return {{**{{}}, 'debug': debug}}")
        return scene.tree.resolve(scene.user, f"about_{n} = describe_{n}(True)")
    return {
        "route": f'@{scene.app}.get("/page/{n}")\ndef page_{n}():\n{TAB}return {n}',
        "state": f"{scene.app}.state.number = {n}",
        "log": f'logger.info("step {n}")',
    }.get(kind, f"LIMIT_{n} = {n}")


def expectation(events: list[Event]) -> str:
    """What a right tool does with the order if it is wrong."""
    place = next(i for i, e in enumerate(events) if any(isinstance(s, Session) for s in e.layers))
    later = any(uses(s) for e in events[place + 1 :] for s in e.layers)
    own = events[place]
    if own.kind in ("loop", "effect", "staged"):
        return "refuse" if later or own.kind == "loop" else "fix"
    return "refuse" if later and len(own.layers) > 1 else "fix"


def strewn(scene: Scene, events: list[Event]) -> list[str]:
    lines = [e.lines for e in events]
    for _ in range(scene.kit.between(0, 2)):
        lines.insert(scene.kit.between(0, len(lines)), filler(scene))
    return lines


def trap_lines(scene: Scene, kind: str, guarded: Session) -> str:
    """What must not be crossed: another module changes what the registration reads."""
    n, tree = guarded.number, scene.tree
    key = "KEY_GIVEN"
    match kind:
        case "attribute":
            text = f'SETTINGS.key_{n} = "other"'
        case "function":
            tree.define(scene.wiring[0], f'def reload_{n}():\n{TAB}SETTINGS.key_{n} = "other"')
            text = f"reload_{n}()"
        case "import":
            tree.define("overrides", f'{key} = "other"\nSETTINGS.key_{n} = {key}')
            text = f"import {tree.layout.dotted('overrides')}  # noqa: E402, F401"
        case "environment":
            tree.define(scene.low, HELPERS["load_dotenv"])
            text = "load_dotenv()"
        case _:
            tree.define(scene.low, f'def harden_{n}(options):\n{TAB}options["max_age"] = {n}')
            text = f"harden_{n}(OPTIONS_{n})"
    return tree.resolve(scene.user, text)
