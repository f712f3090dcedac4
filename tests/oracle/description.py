"""What a generated program consists of: frozen values that know nothing of the analysis under test."""

from __future__ import annotations

from typing import Literal, NamedTuple

Expectation = Literal["fix", "refuse", "either"]
Framework = Literal["FastAPI", "Starlette"]
Spread = Literal["line", "lines", "magic", "spaced"]
Kind = Literal["if", "if_else", "try", "with", "oneline"]


class Dress(NamedTuple):
    """What stands around and inside one statement: comments, blank lines, line breaks."""

    heading: bool = False
    above: tuple[str, ...] = ()
    trailing: bool = False
    inside: bool = False
    layout: Spread = "line"
    blanks: int = 0


PLAIN = Dress()


class Session(NamedTuple):
    """The layer that provides the session. ``source`` is where its class comes from, ``argument`` its key."""

    number: int
    source: str = "class"
    argument: str = "literal"

    @property
    def token(self) -> str:
        """Text that the statement of this registration holds, and no other registration."""
        named = {"own": "Provider", "partial_name": "Sessions", "factory": "make_sessions"}
        return f"{named.get(self.source, 'cookie')}_{self.number}"


class Layer(NamedTuple):
    """Any other layer. ``shape`` is what it is written as, ``body`` names an entry of the catalogue."""

    name: str
    shape: Literal["function", "class", "asgi", "backend"]
    body: str


class Registration(NamedTuple):
    layer: Session | Layer
    form: str
    dress: Dress = PLAIN


class Filler(NamedTuple):
    """A statement that neither registers nor disturbs anything."""

    kind: str
    number: int
    blanks: int = 0


class Trap(NamedTuple):
    """A statement that the session of that number must not cross."""

    kind: str
    session: int


class Compound(NamedTuple):
    """A block statement around registrations; ``kind`` names its frame, ``flag`` the condition of it."""

    kind: Kind
    flag: int
    bodies: tuple[tuple[Item, ...], ...]


class Helper(NamedTuple):
    """A function that registers, and its call. ``defined`` says whether the function is written for this one."""

    number: int
    body: tuple[Item, ...]
    defined: bool = True
    dress: Dress = PLAIN

    @property
    def name(self) -> str:
        return f"setup_{self.number}"


class Loop(NamedTuple):
    """``for layer in [...]: app.add_middleware(layer)``, or with pairs of class and options."""

    layers: tuple[Session | Layer, ...]
    flipped: bool = False


Item = Registration | Filler | Trap | Compound | Helper | Loop


class Listing(NamedTuple):
    """The constructor's list: how it is written, and its elements from the outermost."""

    style: str
    elements: tuple[Registration, ...]


class Application(NamedTuple):
    """One application: where it is made, its constructor's list, and what is done to it afterwards.

    ``expect`` is what a right tool does when the order turns out wrong at run time; a right order always stays.
    ``outcry`` says that a misplaced session may be reported under the code for two sessions.
    """

    number: int
    framework: Framework
    container: str
    items: tuple[Item, ...]
    listing: Listing | None = None
    expect: Expectation = "fix"
    doubled: bool = False
    silenced: bool = False


class Program(NamedTuple):
    applications: tuple[Application, ...]
    formatted: bool = True
    newline: Literal["\n", "\r\n"] = "\n"
    final_newline: bool = True
    bom: bool = False


def nested(items: tuple[Item, ...]) -> list[Item]:
    """All items, those inside compounds and helpers included, in the order of the text."""
    found: list[Item] = []
    for item in items:
        found.append(item)
        if isinstance(item, Compound):
            found += [inner for body in item.bodies for inner in nested(body)]
        elif isinstance(item, Helper):
            found += nested(item.body)
    return found


def layers_of(items: tuple[Item, ...]) -> list[Session | Layer]:
    """Every layer that the items register, at any depth."""
    found: list[Session | Layer] = []
    for item in nested(items):
        if isinstance(item, Registration):
            found.append(item.layer)
        elif isinstance(item, Loop):
            found += item.layers
    return found


def all_layers(application: Application) -> list[Session | Layer]:
    listed = [] if application.listing is None else [element.layer for element in application.listing.elements]
    return listed + layers_of(application.items)
