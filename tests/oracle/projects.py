"""The strategy that writes whole projects: an application, spread over files in the ways of real ones."""

from __future__ import annotations

from textwrap import indent

from hypothesis import assume
from hypothesis import strategies as st

from .definitions import TAB, arguments
from .description import Layer, Session
from .layouts import Project
from .parts import Draw, Kit, kit, layer
from .wiring import (
    TRAPS,
    Event,
    Scene,
    added,
    direct,
    event,
    expectation,
    grouped,
    own_session,
    prepared,
    scene_of,
    strewn,
    subjects_of,
    trap_lines,
    wrapped,
)


def placed(scene: Scene, opening: str, lines: list[str], closing: str = "") -> None:
    """The main module: where the application is made, what happens to it, and what it is called in the end."""
    parts = [part for part in (opening, *lines, closing) if part]
    scene.tree.bodies["main"] = ["\n".join(parts)]


def cored(scene: Scene) -> tuple[Scene, str]:
    """An application that another module makes, and the line that gives it its name in the main module."""
    scene.tree.define("core", "app = FastAPI()")
    app = scene.tree.refer("main", "app")
    return scene._replace(app=app), "" if app == "app" else f"app = {app}"


def flat(kit: Kit) -> Project:
    """The application of the main module, or of another one that it imports."""
    scene, closing, core = scene_of(kit, "main", "app"), "", kit.chance(50)
    if core:
        scene, closing = cored(scene)
    events = [event(scene, group) for group in grouped(kit, subjects_of(kit))]
    placed(scene, "" if core else "app = FastAPI()", strewn(scene, events), closing)
    return scene.tree.project("flat", expectation(events))


def trapped(kit: Kit) -> Project:
    """Between the session and its last user stands something that it must not cross, or it stands behind."""
    kind, harmless = kit.pick(list(TRAPS)), kit.chance(30)
    scene, guarded = scene_of(kit, "main", "app"), own_session(kit, TRAPS[kind])
    first = direct(scene, guarded) if kit.chance(50) else wrapped(scene, (guarded,))
    users = [event(scene, (layer(kit, True),)) for _ in range(kit.between(1, 2))]
    if kind == "cookie":
        trap = event(scene, (Layer(f"cookies_{kit.number()}", "function", "set_cookie"),)).lines
    elif kind == "second":
        trap = event(scene, (own_session(kit, "literal"),)).lines
    else:
        trap = trap_lines(scene, kind, guarded)
    lines = [first.lines, *(e.lines for e in users)]
    behind = harmless and kind not in ("cookie", "second", "options")
    lines.insert(len(lines) if behind else len(lines) - 1, trap)
    placed(scene, "app = FastAPI()", lines)
    return scene.tree.project(f"trapped {kind}", "fix" if behind else "refuse")


def extended(kit: Kit) -> Project:
    """Modules that are imported for what they do to the application of another one."""
    scene, closing = cored(scene_of(kit, "main", "app"))
    events: list[Event] = []
    for group in grouped(kit, subjects_of(kit)):
        if kit.chance(50) and sum(e.kind == "effect" for e in events) < 2:
            events.append(effect(scene, group))
        else:
            events.append(event(scene, group))
    placed(scene, "", strewn(scene, events), closing)
    return scene.tree.project("extended", expectation(events))


def effect(scene: Scene, group: tuple[Session | Layer, ...]) -> Event:
    module = f"extension_{scene.kit.number()}"
    app = scene.tree.refer(module, "app")
    scene.tree.bodies[module] = ["\n".join(added(scene, module, app, subject) for subject in group)]
    dotted = scene.tree.layout.dotted(module)
    parents = scene.tree.layout.parents("main")
    relative = parents and scene.kit.chance(50)
    line = f"from . import {module}" if relative else f"import {dotted}"
    return Event(f"{line}  # noqa: E402, F401", group, "effect")


def factory(kit: Kit) -> Project:
    """A function of another module makes the application; the main module may add to it."""
    inner = scene_of(kit, "factory", "app")
    outer = inner._replace(user="main")
    groups = grouped(kit, subjects_of(kit))
    cut = kit.between(0, len(groups)) if kit.chance(40) else len(groups)
    first = [event(inner, group) for group in groups[:cut]]
    body = "\n".join(["app = FastAPI()", *strewn(inner, first), "return app"])
    inner.tree.bodies.setdefault("factory", []).append(f"def create_app():\n{indent(body, TAB)}")
    inner.tree.homes["create_app"] = "factory"
    second = [event(outer, group) for group in groups[cut:]]
    placed(outer, inner.tree.resolve("main", "app = create_app()"), strewn(outer, second))
    return inner.tree.project("factory", staged(first, second))


def staged(first: list[Event], second: list[Event]) -> str:
    """Two blocks, of which the later sees only one statement of the earlier."""
    layers = tuple(subject for e in first for subject in e.layers)
    inside = any(isinstance(subject, Session) for subject in layers)
    if not inside:
        return expectation(second)
    whole = expectation([Event("", layers, "staged"), *second])
    return "refuse" if whole == "refuse" else expectation(first)


def held(kit: Kit) -> Project:
    """A class keeps the application, or is one; its base class in another file has some of the methods."""
    kind = kit.pick(["holder", "subclass"])
    app = "self.app" if kind == "holder" else "self"
    scene = scene_of(kit, "server", app)
    groups = grouped(kit, subjects_of(kit))
    cut = kit.between(0, len(groups)) if kit.chance(30) else len(groups)
    methods: list[str] = []
    first = [inherited(scene, group, methods) if kit.chance(40) else event(scene, group) for group in groups[:cut]]
    lines = strewn(scene, first)
    base = "Base" if methods else ""
    if methods:
        scene.tree.define("base", "class Base:\n" + "\n\n".join(methods))
        base = scene.tree.resolve("server", base)
    opening = "self.app = FastAPI()" if kind == "holder" else "super().__init__()"
    parents = ", ".join(part for part in (base, "" if kind == "holder" else "FastAPI") if part)
    head = f"class Server({parents}):" if parents else "class Server:"
    body = indent("\n".join([opening, *lines]), TAB * 2)
    scene.tree.bodies.setdefault("server", []).append(f"{head}\n{TAB}def __init__(self):\n{body}")
    scene.tree.homes["Server"] = "server"
    outer = scene._replace(user="main", app="app")
    second = [event(outer, group) for group in groups[cut:]]
    made = scene.tree.resolve("main", "app = Server()" + (".app" if kind == "holder" else ""))
    placed(outer, made, strewn(outer, second))
    return scene.tree.project(kind, staged(first, second))


def inherited(scene: Scene, group: tuple[Session | Layer, ...], methods: list[str]) -> Event:
    """A method of the base class registers."""
    n = scene.kit.number()
    body = "\n".join(added(scene, "base", scene.app, subject) for subject in group)
    methods.append(f"{TAB}def add_{n}(self):\n{indent(body, TAB * 2)}")
    return Event(f"self.add_{n}()", group, "group")


def listed(kit: Kit) -> Project:
    """The constructor's list stands in another module, as a constant or as what a function returns."""
    scene, home = scene_of(kit, "main", "app"), "stack"
    subjects = list(reversed(subjects_of(kit)))
    rows = [f"{TAB}Middleware({', '.join(arguments(prepared(scene, s)))})," for s in subjects]
    style = kit.pick(["constant", "function", "returned"])
    rows = [scene.tree.resolve(home, row) for row in rows]
    shown = "\n".join(["[", *rows, "]"])
    text = {
        "constant": f"LAYERS = {shown}",
        "function": f"def make_layers():\n{TAB}found = {indent(shown, TAB).lstrip()}\n{TAB}return found",
        "returned": f"def make_layers():\n{TAB}return {indent(shown, TAB).lstrip()}",
    }[style]
    scene.tree.define(home, text)
    name = "LAYERS" if style == "constant" else "make_layers()"
    later = [event(scene, (layer(kit, kit.chance(50)),)) for _ in range(kit.between(0, 1))]
    placed(scene, scene.tree.resolve("main", f"app = FastAPI(middleware={name})"), strewn(scene, later))
    events = [Event("", tuple(reversed(subjects)), "staged"), *later]
    return scene.tree.project(f"listed {style}", expectation(events))


SITUATIONS = [flat, flat, flat, trapped, trapped, extended, factory, factory, held, held, listed]


@st.composite
def projects(draw: Draw) -> Project:
    """Any project of two to eight files."""
    made = kit(draw, True, False)
    project = made.pick(SITUATIONS)(made)
    assume(2 <= sum(path.endswith(".py") for path, _ in project.files) <= 8)
    return project
