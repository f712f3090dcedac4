"""The nouns of the abstract machine: what an expression of the program under analysis may be, as far as order and use go.

Values that the program can change (lists, objects, applications) are classes compared by identity; all others are tuples.
"""

from __future__ import annotations

import ast

from codemod.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    from codemod.project.module import Module


class Unknown(NamedTuple):
    """Nothing is known of it; of ``ASKED``, that the stack told it."""

    kind: str = "unknown"  # tuples of different kinds with equal fields are equal to Python


class Absent(NamedTuple):
    """There is nothing: no such attribute, no such key."""

    kind: str = "absent"


class Constant(NamedTuple):
    """A literal; ``kind`` keeps `1`, `1.0` and `True` apart, which Python holds to be equal."""

    value: object
    kind: str


class External(NamedTuple):
    """A thing named by its import path whose source is not read (`starlette.requests.Request`)."""

    dotted: str


NAMESPACE = External("types.SimpleNamespace")  # whose objects have the attributes that they are made with


class ModuleValue(NamedTuple):
    """An imported module whose source is read."""

    module: Module


class Imported(NamedTuple):
    """A name of a module that is executed only when somebody asks for the name."""

    module: Module
    name: str


class Function(NamedTuple):
    """A function or lambda with the frame it was defined in; ``bound`` is the object of a bound method.

    ``defaults`` are the values of its parameters as they were when it was defined.
    """

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    frame: Frame
    owner: Class | None = None
    bound: Value | None = None
    defaults: tuple[tuple[str, Value], ...] = ()


class Class:
    """A class statement that was executed: its bases, the names that its body bound, and its metaclass if that is the program's own."""

    __slots__ = ("bases", "frame", "is_enum", "is_frozen", "meta", "names", "node", "order", "settled")

    def __init__(self, node: ast.ClassDef, bases: tuple[Value, ...], frame: Frame, names: dict[str, Value]) -> None:
        self.node, self.bases, self.frame, self.names = node, bases, frame, names
        self.is_enum = False
        self.is_frozen = False  # a dataclass or model whose objects no plain assignment changes
        self.settled: set[str] = set()  # the names that `__init_subclass__` was told
        self.order: tuple[Class | External, ...] = ()  # that in which names are looked up, once that was asked for
        self.meta: Class | None = next((base.meta for base in bases if isinstance(base, Class) and base.meta), None)


class Instance:
    """An object of a class, the program's own or one known only by name; ``chain`` is where it was made."""

    __slots__ = ("arguments", "attributes", "chain", "changed", "cls", "is_told", "node", "row", "seen", "settled")

    def __init__(self, cls: Class | External, arguments: Arguments, node: ast.AST, chain: Chain = ()) -> None:
        self.cls, self.arguments, self.node, self.chain = cls, arguments, node, chain
        self.attributes: dict[str, Value] = {}
        self.row: tuple[str, ...] | None = None  # of a named tuple its fields, in their order
        # What was given to the function that gave it back, as that was then.
        self.seen: tuple[Value, ...] | None = None
        # What its attributes are since something that is not followed may have changed them.
        self.changed: Value | None = None
        self.settled: set[str] = set()  # the attributes that the constructor was told, or that it sets to a literal
        self.is_told = False  # whether the function that gave it back last had made it, or was told it

    def without_arguments(self) -> Instance:
        """The same, which does not lead to what it was made of."""
        twin = Instance(self.cls, Arguments(), self.node, self.chain)
        twin.seen = self.seen
        return twin


class Opaque:
    """Something from outside (a parameter, an attribute nobody set) that is the same thing each time it is met.

    ``owner`` is what it is an attribute of.
    """

    __slots__ = ("attributes", "changed", "name", "owner")

    def __init__(self, name: str, owner: Value | None = None) -> None:
        self.name, self.owner = name, owner
        self.changed: Value | None = None
        self.attributes: dict[str, Value] = {}


class Lazy:
    """What does nothing before somebody goes through it or waits for it: a generator, a coroutine, `map(install, LAYERS)`.

    ``make`` runs it, and ``value`` is what came of that; ``given`` is what it was made with. Of a generator function ``function`` is
    that one. Where it can be run from one `yield` to the next, ``steps`` are those that are left once it has begun
    (`interpreter.lazies`). An iterator gives each element once: ``drawn`` is how many are gone, with ``is_blurred`` at least so often
    something was taken, and ``drawn_under`` are the conditions under which that was. It is there only under the conditions that it was
    ``made_under``, and so is all that it does. What goes through a dict raises once it has other keys than when it began: ``begun``
    has the dict, with how many they were.
    """

    __slots__ = (
        "activations",
        "arguments",
        "begun",
        "conditions",
        "drawn",
        "drawn_under",
        "frame",
        "function",
        "given",
        "is_blurred",
        "made_under",
        "make",
        "steps",
        "target",
        "value",
    )

    def __init__(
        self, make: Callable[[], Value], given: tuple[Value, ...], function: Function | None = None,
        arguments: Arguments | None = None,
    ) -> None:  # fmt: skip
        self.make, self.given, self.function, self.arguments = make, given, function, arguments
        self.value: Value | None = None
        self.steps: list[Any] | None = None
        self.frame: Frame | None = None
        self.activations: dict[int, int] = {}
        self.conditions: frozenset[Condition] = frozenset()
        self.drawn, self.is_blurred = 0, False
        self.begun: tuple[ListObject | DictObject, int] | None = None
        self.drawn_under: frozenset[Condition] = frozenset()
        self.target: ast.expr | None = None  # what the value is bound to that is sent in
        self.made_under: frozenset[Condition] = frozenset()


class Application:
    """A Starlette or FastAPI application, or a route of one with middleware of its own.

    ``slots`` are its layers in the order in which they came, ``parents`` what it is mounted on. ``opaque`` holds the reasons why
    layers may exist that are not seen; with ``is_scrambled`` their order is not known either. ``is_handed`` says that
    what may be a layer of it was handed to something that is not followed, or is in its list and is not known. ``places`` has the
    node and module of those reasons that lie elsewhere than where it is made. ``settled`` are the attributes that the constructor of
    a class of the program was told, as of any object.
    """

    __slots__ = (
        "attributes",
        "cls",
        "is_handed",
        "is_scrambled",
        "kind",
        "module",
        "moments",
        "node",
        "opaque",
        "parents",
        "places",
        "settled",
        "slots",
    )

    def __init__(self, cls: Class | None, kind: str, node: ast.AST | None, module: Module | None = None) -> None:
        self.cls, self.kind, self.node, self.module = cls, kind, node, module
        self.attributes: dict[str, Value] = {}
        self.slots: list[Registration] = []
        self.moments: list[Barrier] = []
        self.parents: list[Application] = []
        self.opaque: list[str] = []
        self.places: dict[str, tuple[ast.AST, Module]] = {}
        self.settled: set[str] = set()
        self.is_scrambled = self.is_handed = False


class ListObject:
    """A list whose elements are known, in the list's order; ``open`` when there may be more, or their order is not known.

    ``limit`` is how many a `deque` keeps, 0 where that is not known. ``is_of_stack`` says that it was made of
    `app.user_middleware`, and so tells of the layers that there are so far.
    """

    __slots__ = ("is_of_stack", "is_scrambled", "items", "limit", "open")

    def __init__(self, items: list[Item] | None = None, open: bool = False, is_scrambled: bool = False) -> None:
        self.items, self.open, self.is_scrambled = items or [], open, is_scrambled
        self.limit: int | None = None
        self.is_of_stack = False

    def scramble(self) -> None:
        self.open = self.is_scrambled = True


class View(ListObject):
    """What has no elements of its own: `d.keys()` has those of the dict, whenever it is looked at. ``look`` gives them."""

    __slots__ = ("look",)

    def __init__(self, look: Callable[[], ListObject]) -> None:
        self.look, self.limit, self.is_of_stack = look, None, False

    @property
    def items(self) -> list[Item]:  # type: ignore[override]
        return self.look().items

    @property
    def open(self) -> bool:  # type: ignore[override]
        return self.look().open

    @property
    def is_scrambled(self) -> bool:  # type: ignore[override]
        return self.look().is_scrambled

    def scramble(self) -> None:
        """Nobody changes it but by changing what it looks at."""


class DictObject:
    """A dict by its string keys; ``open`` when there may be more. ``keys`` has those that are no strings, by a stand-in.

    ``settled``, for the `**options` of a function that only hands them on, is what the call settled of them; ``conditions`` are
    those that it was made under. With ``is_scrambled`` the order is not known. ``written`` has the items that are written out where it
    is made, all if ``is_whole``: one that is another by now was set later. ``of`` is the object of `vars(self)`, ``shown`` that of
    `asdict(self)`, which was copied, and ``factory`` makes what a `defaultdict` is asked for and does not have. ``perhaps`` has what
    was taken out at times, with the conditions that it is still there under, ``taken`` the names of all that was taken out.
    """

    __slots__ = (
        "conditions",
        "factory",
        "is_scrambled",
        "is_whole",
        "items",
        "keys",
        "of",
        "open",
        "perhaps",
        "settled",
        "shown",
        "taken",
        "written",
    )

    def __init__(self, items: dict[str, Value] | None = None, open: bool = False) -> None:
        self.items, self.open = items or {}, open
        self.keys: dict[str, Value] = {}
        self.settled: frozenset[int | str] = frozenset()
        self.conditions: frozenset[Condition] = frozenset()
        self.written: dict[str, Value] = {}
        self.perhaps: dict[str, tuple[Value, frozenset[Condition]]] = {}
        self.taken: frozenset[str] = frozenset()
        self.of: Instance | None = None
        self.shown: Instance | None = None
        self.factory: Value | None = None
        self.is_scrambled = self.is_whole = False

    def scramble(self) -> None:
        self.open = self.is_scrambled = True

    def is_written(self, place: str) -> bool:
        """Whether an item is the one that was written out."""
        return place in self.written and self.items.get(place) is self.written[place]

    @property
    def is_written_out(self) -> bool:
        """Whether all that is in it was written out."""
        return self.is_whole and not self.open and all(map(self.is_written, self.items))


class TupleValue(NamedTuple):
    items: tuple[Item, ...]
    open: bool = False


class Native(NamedTuple):
    """A method of something that the machine itself understands (`app.add_middleware`, `scope.get`)."""

    owner: Value
    name: str


class BaseMethod(NamedTuple):
    """A method that an object inherits from a class known only by name."""

    instance: Instance
    base: str
    name: str


class Super(NamedTuple):
    """What `super()` gives inside a method of ``owner``."""

    owner: Class
    bound: Value


class Registrar(NamedTuple):
    """What `app.middleware("http")` returns."""

    application: Application


class Partial(NamedTuple):
    function: Value
    arguments: Arguments


class Wrapped(NamedTuple):
    """An application inside a middleware that was called on it by hand; ``wrapper`` is that, if the program has its class."""

    application: Application
    wrapper: Instance | None = None


class StackList(NamedTuple):
    """`app.user_middleware`."""

    application: Application


class Copy:
    """A dict that a layer makes of the scope: what it puts in there, by key, lies in the copy alone."""

    __slots__ = ("gone", "keys", "lacks")

    def __init__(self, keys: dict[str, ast.AST], lacks: str = "") -> None:
        self.keys = keys
        self.gone: list[frozenset[Condition]] = []  # under which the session was left out for certain
        self.lacks = lacks  # how it may be without the session that the scope has, as reports say it of the layer


class Scope(NamedTuple):
    """The ASGI scope that a layer is given, or a dict made of it: one of ``copies``, or with ``is_given`` the scope itself."""

    kind: str = "scope"
    copies: tuple[Copy, ...] = ()
    is_given: bool = True


class Connection(NamedTuple):
    """A Request, HTTPConnection or WebSocket over that scope, or over a copy of it; ``made`` says which, where that is known."""

    kind: str = "connection"
    copies: tuple[Copy, ...] = ()
    is_given: bool = True
    made: str = ""


class Inner(NamedTuple):
    """What lies inside the layer: the `app` of a class, the `call_next` of a dispatch function."""

    name: str


class KeyValue(NamedTuple):
    """What the scope holds under a key, as far as it is there."""

    key: str


class Presence(NamedTuple):
    """The outcome of a test: the keys that are present when it is true, and when it is false."""

    if_true: frozenset[str]
    if_false: frozenset[str]


class Alternatives(NamedTuple):
    """One of several values, after a branch; ``under`` has the conditions of each list or dict that an expression chooses from."""

    values: tuple[Value, ...]
    under: tuple[frozenset[Condition], ...] = ()


class Layer(NamedTuple):
    """A middleware as it is registered: what is called with the inner application, and with which arguments.

    ``made`` is the object itself where its class derives from `Middleware`: it may have methods.
    """

    cls: Value
    arguments: Arguments
    name: str
    node: ast.AST
    module: Module
    made: Instance | None = None


CONTENT = "\0content"  # among the attributes of a library's object: the dict that it holds

WHOLE = "*"  # among what a call settles: that it gives nothing else


class Arguments(NamedTuple):
    """What a call gives. ``settled`` has the positions and names of what is written in the call itself, for good: a literal,
    a function, what a caller has settled before; and WHOLE when there is nothing that is not seen.
    """

    positional: tuple[Value, ...] = ()
    named: tuple[tuple[str, Value], ...] = ()
    open: bool = False
    settled: frozenset[int | str] = frozenset()

    def get(self, index: int | None, name: str) -> Value | None:
        """The argument at ``index``, or called ``name``."""
        if index is not None and index < len(self.positional):
            return self.positional[index]
        return dict(self.named).get(name)

    def without_first(self) -> Arguments:
        return self._replace(positional=self.positional[1:], settled=shifted(self.settled, -1))

    def after(self, *first: Value) -> Arguments:
        """These arguments behind some others."""
        return self._replace(positional=(*first, *self.positional), settled=shifted(self.settled, len(first)))

    def by_name(self, names: tuple[str, ...]) -> Arguments:
        """These arguments, those by position under the names that they have in a signature."""
        places = dict(enumerate(names))
        taken = tuple(zip(names, self.positional, strict=False))
        settled = frozenset(places.get(one, one) if isinstance(one, int) else one for one in self.settled)
        return Arguments(self.positional[len(taken) :], (*taken, *self.named), self.open, settled)

    def all(self) -> tuple[Value, ...]:
        return self.positional + tuple(value for _, value in self.named)


def shifted(settled: frozenset[int | str], by: int) -> frozenset[int | str]:
    """The same arguments, so many positions further on."""
    moved = (one + by if isinstance(one, int) else one for one in settled)
    return frozenset(one for one in moved if isinstance(one, str) or one >= 0)


class Step(NamedTuple):
    """One statement of a block, or one element of a display, on the way to where something happens.

    ``activation`` tells the runs of one block apart: each call of a function and each turn of a loop has its own.
    """

    block: list[ast.stmt] | list[ast.expr]
    position: int
    activation: int
    module: Module

    def shares_block(self, other: Step) -> bool:
        return self.block is other.block and self.activation == other.activation

    def is_same(self, other: Step) -> bool:
        return self.shares_block(other) and self.position == other.position


Chain: TypeAlias = tuple[Step, ...]


class Condition(NamedTuple):
    """Which arm of a branch the program is in. Equal tests have equal ``test``, so `if x:` twice is one condition.

    ``asks`` says that the test looks at the layers that there are so far: `SessionMiddleware in [m.cls for m in app.user_middleware]`.
    The branch has at least so many ``arms``.
    """

    test: str
    arm: str
    asks: bool = False
    arms: int = 2

    @property
    def question(self) -> str:
        """The test without the call and the turn of a loop that it belongs to."""
        return self.test.partition(": ")[2]

    @property
    def otherwise(self) -> Condition | None:
        """The other arm of a test; None where there are more, or it is that of a loop or `try`, which has no test to turn round."""
        other = {"body": "else", "else": "body"}.get(self.arm)
        is_test = "(" in self.question  # of a loop or `try` it is a name with a number
        return self._replace(arm=other) if other is not None and is_test and self.arms == 2 else None


NEVER = "never"  # the test of a condition that does not hold in a running program


def compatible(one: frozenset[Condition], other: frozenset[Condition]) -> bool:
    """Whether both can hold in one run of the program: two arms of one branch cannot."""
    if any(condition.test == NEVER for condition in (*one, *other)):
        return False
    arms = {condition.test: condition.arm for condition in one}
    return all(arms.get(condition.test, condition.arm) == condition.arm for condition in other)


class Item(NamedTuple):
    """An element of a list: what it is, where in the program it was put there, and under which conditions.

    ``grows`` is the end of the list that it was put at: `inner` for its tail, `outer` for its head.
    """

    value: Value
    chain: Chain
    conditions: frozenset[Condition]
    grows: str = "inner"


class Registration(NamedTuple):
    """A layer on an application. ``end`` says where it landed: `outer`, `inner`, `wrap` (outside of everything for good), or `core`
    (inside of everything).

    ``grows`` says where the statement that placed it puts what it places: it differs from ``end`` for a list that was filled
    from its head before the application took it.
    """

    layer: Layer
    chain: Chain
    conditions: frozenset[Condition]
    time: int
    run: int
    end: str
    form: str
    grows: str


class Barrier(NamedTuple):
    """Something besides a registration that happens to an application and that a move must not cross, or should name."""

    kind: str
    text: str
    chain: Chain
    time: int
    run: int
    node: ast.AST
    module: Module


class Frame:
    """The names of a module, class body or call. ``turn`` tells calls, and turns of loops, apart.

    ``paused`` is when a generator first gave something, ``context`` what context variables then held; ``settled`` are the
    parameters that keep what the call gave, ``derived`` the names that are bound to what follows from these, each with what that was;
    ``momentary`` has the names that were bound to what the program itself sets, each with what
    that was; ``left`` are the names where a turn of the loop at hand was left by `break` or
    `continue`, ``ended`` the `break` or `return` that was met last, with its conditions; ``is_sifting`` while elements of a list are
    asked whether they stay in it; ``arguments`` are what the call gives.
    """

    __slots__ = (
        "arguments",
        "turn",
        "ended",
        "is_sifting",
        "conditions",
        "context",
        "derived",
        "globals",
        "is_left_early",
        "kind",
        "left",
        "module",
        "momentary",
        "node",
        "names",
        "nonlocals",
        "parent",
        "paused",
        "present",
        "returned",
        "returns",
        "settled",
        "yields",
        "this",
        "owner",
    )

    def __init__(self, module: Module, parent: Frame | None, kind: str) -> None:
        self.module, self.parent, self.kind = module, parent, kind
        self.names: dict[str, Value] = {}
        self.left: list[dict[str, Value]] = []
        self.is_left_early = False  # by a `return` before the response had been made
        self.ended: tuple[type[ast.stmt], frozenset[Condition]] | None = None
        self.is_sifting = False
        self.momentary: dict[str, Value] = {}
        self.globals: set[str] = set()
        self.nonlocals: set[str] = set()
        self.present: frozenset[str] = frozenset()
        self.context: Context = {}
        self.settled: frozenset[str] = frozenset()
        self.derived: dict[str, Value] = {}
        self.conditions: frozenset[Condition] = frozenset()  # those that the call stands under
        self.node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | None = None
        self.arguments: Arguments | None = None
        self.returns: list[Value] = []
        self.returned: list[frozenset[Condition]] = []  # the conditions of each, besides those of the call
        self.yields: list[Item] = []
        self.this: Value | None = None
        self.owner: Class | None = None
        self.turn = 0
        self.paused = 0


class Switch(NamedTuple):
    """A name as a test has it, what it stands for, and where it is bound.

    ``words`` are the names by which something else might set it; ``is_plain`` says that a module binds it to a literal,
    ``is_table`` that it stands for a list or dict.
    """

    text: str
    value: str
    row: int
    path: str
    words: frozenset[str]
    is_plain: bool = False
    is_table: bool = False


class Outlook(NamedTuple):
    """The arm of a test that the program takes as it stands, the ``text`` of the test, and the switches that say so: none where it
    is a stack that does.
    """

    arm: str
    text: str
    switches: tuple[Switch, ...]


class Origin(NamedTuple):
    """Where a literal or an object got its first name; of the answer to a test, `not DEBUG`, the ``switches`` that it follows from."""

    value: Value
    name: str
    frame: Frame
    row: int
    switches: tuple[Switch, ...] = ()


Value: TypeAlias = (
    "Unknown | Constant | External | ModuleValue | Imported | Function | Class | Instance | Opaque | Application | ListObject "
    "| DictObject | TupleValue | Native | BaseMethod | Super | Registrar | Partial | Wrapped | StackList | Scope | Connection "
    "| Inner | KeyValue | Presence | Alternatives | Layer | Lazy"
)

Context: TypeAlias = "dict[Instance, Value]"  # what each `ContextVar` that was set holds; never changed in place


def frame_of(module: Module) -> Frame:
    """The frame that the machine fills when it executes a module."""
    if not isinstance(module.frame, Frame):
        module.frame = Frame(module, None, "module")
    return module.frame


UNKNOWN = Unknown()
ABSENT = Absent()
ASKED = Unknown("asked")
YES, NO = Unknown("asked: yes"), Unknown("asked: no")  # what the stack answers to a question whether something is in it
NONE = Constant(None, "NoneType")


CONTAINERS = (ListObject, DictObject)


def constant(value: object) -> Constant:
    return Constant(value, type(value).__name__)


def same(one: Value, other: Value) -> bool:
    """Equal, and of one kind: tuples of different kinds with equal fields are equal to Python."""
    return one is other or (type(one) is type(other) and one == other)


CONSTANTS = 200  # that a name may have: what may be any of more is as good as unknown


def join(values: list[Value]) -> Value:
    """One value that stands for all of them."""
    if len(values) == 2 and values[0] is values[1] and not isinstance(values[0], Unknown):
        return values[0]
    flat = distinct([part for value in values for part in alternatives(value)])
    known = [value for value in flat if not isinstance(value, Unknown) or is_lost(value)]
    if len(flat) == 1:
        return flat[0]
    flat = [ASKED if isinstance(value, Unknown) and is_asked(value) else value for value in flat]
    if ASKED in flat and all(isinstance(value, Constant) for value in known):
        return ASKED
    if len(known) > CONSTANTS:
        known = [value for value in known if not isinstance(value, Constant)]
    if len(known) > 1:
        known = united_scopes(known)
    return Alternatives(tuple(known)) if len(known) > 1 else known[0] if known else UNKNOWN


def united_scopes(values: list[Value]) -> list[Value]:
    """The values, with one scope in the place of all copies of it that are among them, and one connection."""
    result = values
    for kind in (Scope, Connection):
        found = [value for value in values if isinstance(value, kind)]
        if len(found) > 1:
            copies = dict.fromkeys(copy for value in found for copy in value.copies)
            one = kind(copies=tuple(copies), is_given=any(value.is_given for value in found))
            made = {value.made for value in found if isinstance(value, Connection)}
            if isinstance(one, Connection) and len(made) == 1:
                one = one._replace(made=made.pop())
            result = [one, *(value for value in result if not isinstance(value, kind))]
    return result


def is_lost(value: Value) -> bool:
    """Whether a value was known until something that was not followed may have changed it."""
    return isinstance(value, Unknown) and value.kind != UNKNOWN.kind and not value.kind.startswith(ASKED.kind)


def distinct(values: list[Value]) -> list[Value]:
    """The values without those that are the same as an earlier one: there may be hundreds of a registry."""
    found: list[Value] = []
    seen: dict[object, int] = {}
    for value in values:
        try:
            key = type(value), value
            place = seen.setdefault(key, len(found))
            is_new = place == len(found)
            if not is_new and isinstance(value, Constant) and found[place] is not value:
                found[place] = Constant(*value)  # it comes from several places, and so from none
        except TypeError:  # a tuple whose elements have a place in a list of statements
            is_new = not any(same(value, known) for known in found)
        if is_new:
            found.append(value)
    return found


def is_asked(value: Value) -> bool:
    """Whether a value tells of the layers that an application has so far."""
    if isinstance(value, ListObject):
        return value.is_of_stack or any(
            isinstance(item.value, Unknown) and is_asked(item.value) for item in value.items
        )
    return isinstance(value, StackList) or (isinstance(value, Unknown) and value.kind.startswith(ASKED.kind))


def alternatives(value: Value) -> tuple[Value, ...]:
    return value.values if isinstance(value, Alternatives) else (value,)
