"""Strategies for the parts of a program: layers, sessions, registrations, and what stands between them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeVar

from hypothesis import strategies as st

from .catalogue import (
    BACKEND_OTHERS,
    BACKEND_USES,
    CLASSES,
    CONNECTION_OTHERS,
    CONNECTION_USES,
    EXTRA_ARGUMENTS,
    SCOPE_OTHERS,
    SCOPE_USES,
    USER_READERS,
)
from .definitions import POSITIONAL
from .description import PLAIN, Dress, Filler, Item, Layer, Registration, Session, Spread

T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[Any]], Any]

FILLERS = ["constant", "log", "function", "route", "comment", "loop", "try", "state", "router", "environment", "text"]
COMMENTS = ["Sessions first", "must come before the others", "keep the login here", "see the manual", "TODO: tidy"]
SOURCES = [
    "class",
    "alias",
    "module",
    "from_module",
    "subclass",
    "variable",
    "partial",
    "partial_name",
    "lambda",
    "factory",
    "own",
]
KEYED = ["literal", "name", "local", "attribute", "environ", "getenv", "options", "call"]
CLASS_USES = [name for name, body in CLASSES.items() if body.keys]
CLASS_OTHERS = [name for name, body in CLASSES.items() if not body.keys]


class Kit(NamedTuple):
    """What the parts of one program share: the source of choices and of numbers, and how the text is dressed."""

    draw: Draw
    numbers: Iterator[int]
    formatted: bool
    own_name: bool

    def pick(self, choices: list[T]) -> T:
        picked: T = self.draw(st.sampled_from(choices))
        return picked

    def chance(self, percent: int) -> bool:
        """True in about so many of a hundred; shrinks to False."""
        return bool(self.draw(st.integers(0, 99)) >= 100 - percent)

    def between(self, low: int, high: int) -> int:
        return int(self.draw(st.integers(low, high)))

    def number(self) -> int:
        return next(self.numbers)


def kit(draw: Draw, formatted: bool, own_name: bool) -> Kit:
    return Kit(draw, itertools.count(1), formatted, own_name)


def dress(kit: Kit) -> Dress:
    if not kit.chance(60):
        return PLAIN
    layouts: list[Spread] = ["line", "lines", "magic"] if kit.formatted else ["line", "lines", "magic", "spaced"]
    above = tuple(kit.pick(COMMENTS) for _ in range(kit.pick([0, 0, 1, 1, 2])))
    layout = kit.pick(layouts)
    inside = layout in ("lines", "magic") and kit.chance(30)
    return Dress(kit.chance(20), above, kit.chance(25), inside, layout, kit.between(0, 3))


def session(kit: Kit, arguments: list[str] | None = None, simple: bool = False) -> Session:
    """A session layer; ``arguments`` limits where its key comes from, ``simple`` its class to a name."""
    sources = SOURCES[1:4] if kit.own_name else SOURCES
    if simple or arguments is not None:
        sources = [source for source in sources if source in ("class", "alias", "from_module", "subclass", "variable")]
    source = kit.pick(sources)
    if source in ("own", "lambda", "factory", "partial_name", "partial"):
        return Session(kit.number(), source)
    keyed = arguments if arguments is not None else [*KEYED, "positional"] if POSITIONAL and not simple else KEYED
    return Session(kit.number(), source, kit.pick(keyed))


def layer(kit: Kit, uses: bool, shapes: list[str] | None = None) -> Layer:
    """A layer that uses the session, or one that does not."""
    shape = kit.pick(shapes or ["function", "function", "class", "asgi", "backend"])
    n = kit.number()
    match shape:
        case "function":
            return Layer(f"gate_{n}", "function", kit.pick(list(CONNECTION_USES if uses else CONNECTION_OTHERS)))
        case "asgi":
            return Layer(f"Raw{n}", "asgi", kit.pick(list(SCOPE_USES if uses else SCOPE_OTHERS)))
        case "backend":
            return Layer(f"Backend{n}", "backend", kit.pick(list(BACKEND_USES if uses else BACKEND_OTHERS)))
        case _:
            plain = list(CONNECTION_USES if uses else CONNECTION_OTHERS)
            return Layer(f"Gate{n}", "class", kit.pick(plain + (CLASS_USES if uses else CLASS_OTHERS) * 3))


def look_alike() -> Layer:
    """A class of the program's own that is called like the real one and has nothing to do with it."""
    return Layer("SessionMiddleware", "class", "state")


def forms(kit: Kit, subject: Session | Layer, framework: str) -> list[str]:
    """The ways in which this layer can be registered by a statement of its own."""
    if isinstance(subject, Layer) and subject.shape == "function":
        return (
            ["decorator", "decorator", "call", "call_keyword", "add"]
            if framework == "FastAPI"
            else ["add", "add_keyword"]
        )
    if isinstance(subject, Layer) and subject.shape in ("class", "asgi"):
        simple = subject.body not in EXTRA_ARGUMENTS
        return ["add", "add", "add_keyword", "add_partial", "add_lambda", "insert", *(["class_decorator"] * simple)]
    positional = isinstance(subject, Session) and subject.argument == "positional"
    return ["add", "add", "insert"] if positional else ["add", "add", "add_keyword", "insert"]


def registration(kit: Kit, subject: Session | Layer, framework: str) -> Registration:
    form = kit.pick(forms(kit, subject, framework))
    # A positional argument may not follow `middleware_class=`, nor may a lambda's comma stand bare.
    return Registration(subject, form, dress(kit))


def filler(kit: Kit) -> Filler:
    return Filler(kit.pick(FILLERS), kit.number(), 0 if kit.formatted else kit.between(0, 3))


def scattered(kit: Kit, items: list[Item], most: int = 3) -> list[Item]:
    """The items with other statements strewn among them."""
    found = list(items)
    for _ in range(kit.between(0, most)):
        found.insert(kit.between(0, len(found)), filler(kit))
    return found


def others(kit: Kit, users: int, neutral: int) -> list[Layer]:
    """Layers in any order, so many of them using the session."""
    made = [layer(kit, True) for _ in range(users)] + [layer(kit, False) for _ in range(neutral)]
    if kit.own_name:
        made.append(look_alike())
    return list(kit.draw(st.permutations(made)))


def readers(kit: Kit, count: int) -> list[Layer]:
    """Layers that read `request.user` or `request.auth`."""
    return [
        Layer(f"reader_{kit.number()}", "function", body)
        for body in (kit.pick(list(USER_READERS)) for _ in range(count))
    ]
