"""The abstract machine: it runs a program over values that stand for what matters (applications, lists of middleware, the
connection) and records what is registered, in which order, and who uses the session. See docs/semantics.md.

Both arms of a branch are run, calls are followed, and nothing of the program is ever executed. The parts of the machine are
tables from the type of a syntax node or value to a function; `codemod.stacks.trace` puts them together.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from codemod.frozen import TYPE_CHECKING, NamedTuple
from codemod.interpreter.substitutes import has_substitute
from codemod.interpreter.values import (
    NAMESPACE,
    NEVER,
    UNKNOWN,
    WHOLE,
    Alternatives,
    Application,
    Arguments,
    Barrier,
    Chain,
    Class,
    Condition,
    Constant,
    Context,
    DictObject,
    External,
    Frame,
    Function,
    Imported,
    Inner,
    Instance,
    Item,
    Layer,
    Lazy,
    ListObject,
    ModuleValue,
    Opaque,
    Origin,
    Outlook,
    Registration,
    Step,
    Switch,
    TupleValue,
    Unknown,
    Value,
    constant,
    frame_of,
    join,
)
from codemod.library_names import REQUEST_STATE, is_named, is_unchangeable
from codemod.project.module import EFFECTS, Module
from codemod.project.modules import Modules

if TYPE_CHECKING:
    from typing import Any, TypeAlias

STEPS = 125_000  # syntax nodes that are visited before calls are no longer followed: a second or two
PULSE = 63  # of the bits of the number of steps: when these are all 0, whoever waits is asked whether he still does
ENDS = 25_000  # of them for the functions and classes of one module that no program calls
SPARED = 3_000  # of them for a call into a library that is given nothing which matters: `gr.Blocks()` makes a world of its own
ASKING = 300  # for a call that is given nothing, but may ask for what a context variable holds
ASKED = 5_000  # for all calls that register nothing, after which each of them is followed for
# Steps only: enough for what gives back a setting, and an application builds no hundreds of objects of its own.
SHORTLY = 40
# And these for all of them, after which none is followed: what makes so much of itself is no set-up of an application.
ASKED_AT_ALL = 15_000
CREATION = 60  # for what is told of a new class: a registry takes it in a few
LOOKUP = 3_000  # for a name of another module, which registers nothing
# After which a module is run again when it is imported again.
_FORGETS = r"\bdel\s+sys\.modules\b|\bsys\.modules\.(?:pop|clear)\b"
PARSE = 40  # bytes that are parsed in the time of a step
CALLS = 300  # calls inside calls
LAYERS = 500  # of one application: a list that long is no list of layers
CONDITIONS = 200  # inside of each other: more, as in a long chain of `elif`, say no more of when a statement runs
READS = 100  # attributes that are read to read one attribute: an object may be an attribute of itself


class Call(NamedTuple):
    """A call that is being followed: the function, where the call stands and under which conditions, and where the object was made
    whose method it is.
    """

    name: str
    node: ast.AST
    module: Module
    function: ast.AST
    origin: ast.AST | None = None
    conditions: frozenset[Condition] = frozenset()


class Entry(NamedTuple):
    """A call of what lies inside of a layer: the calls that led there, each with the function that makes it, and its conditions.

    ``without`` are those under which it is handed no session that the layers outside have made, each enough; it ``may_lack`` one, too.
    """

    path: tuple[tuple[ast.AST, ast.AST], ...]
    conditions: frozenset[Condition]
    without: tuple[frozenset[Condition], ...] = ()
    may_lack: bool = False


class Test(NamedTuple):
    """The test of a condition; ``open`` has in the place of its parts what is known of them."""

    node: ast.expr
    module: Module
    open: ast.expr
    function: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | None


class Aside(NamedTuple):
    """A call that something makes when it is told to: a thread, an `ExitStack`. ``time`` is when it was given it."""

    function: Value
    arguments: Arguments
    conditions: frozenset[Condition]
    time: int
    node: ast.AST
    frame: Frame


Place: TypeAlias = "tuple[str, int, int]"  # the path of a file, a row and an offset of bytes


def outside_models(node: ast.AST, module: Module, calls: tuple[Call, ...]) -> tuple[ast.AST, Module, tuple[Call, ...]]:
    """Where something happens, with the calls that led there; of what happens in a model that is the call of the library."""
    while module.is_model and calls:
        *outer, last = calls
        node, module, calls = last.node, last.module, tuple(outer)
    return node, module, calls


class Event(NamedTuple):
    """The scope's key, or `state.x`, was read (`use`), or set (`provide`), with the calls that led there.

    ``certain`` says that an absent key raises; ``late`` that the response had been made; ``own`` that the layer has put a value there
    itself when there was none; ``refuses`` says what it does where it finds that there is none: `raises`, `answers 500`; ``conditions``
    are those that it happens under; ``spared`` that the layer does something else where there is none.
    """

    kind: str
    key: str
    node: ast.AST
    module: Module
    calls: tuple[Call, ...]
    certain: bool
    late: bool
    own: bool = False
    refuses: str = ""
    conditions: frozenset[Condition] = frozenset()
    spared: bool = False

    @property
    def outside_models(self) -> Event:
        """The same as a reader of the program sees it: what the model of a library does, the call of the library does."""
        node, module, calls = outside_models(self.node, self.module, self.calls)
        return self._replace(node=node, module=module, calls=calls)


class Binding(NamedTuple):
    """A name was bound to an application by a statement."""

    chain: Chain
    name: str
    application: Application


def _name_of(part: Value) -> object:
    """What tells a function, class or object from others: what is a default of a function may be no key."""
    return (part.node, part.frame, id(part.bound)) if isinstance(part, Function) else part


def _names_of(value: Value) -> tuple[object, ...] | None:
    """What tells several from several others, where a program may choose one of them."""
    if not isinstance(value, Alternatives) or not all(isinstance(part, CHOSEN) for part in value.values):
        return None
    return tuple(map(_name_of, value.values))


def at_hand(value: Alternatives) -> Value:
    """Of what is imported from one of two places, the one whose source is read, unless the tables know the other by name."""
    if all(isinstance(part, (External, Constant, Unknown)) for part in value.values):
        return value
    kept = [part for part in value.values if not (isinstance(part, External) and not is_named(part.dotted))]
    return value if len(kept) == len(value.values) else join(kept)


def as_text(text: str | bytes) -> str:
    """A name of a header is written in either way."""
    return text.decode("latin-1") if isinstance(text, bytes) else text


CHOSEN = (Class, External, Function, Inner, Instance)  # what a program chooses as a layer, or hands a request to
_KNOWN = (DictObject, ListObject, Instance, Class, ModuleValue, Application)


def is_immutable(value: Value) -> bool:
    """A number, a text or a tuple: nothing that is done with it changes it."""
    match value:
        case Constant(value=kept):
            return kept is not None
        case Instance(cls=External(dotted)):
            return is_unchangeable(dotted)
    return isinstance(value, TupleValue)


class Machine:
    """The state of one run, and the doors `evaluate`, `execute`, `call` and `attribute`."""

    evaluators: dict[type, Callable[[Machine, Any, Frame], Value]] = {}
    executors: dict[type, Callable[[Machine, Any, Frame], bool]] = {}
    callers: dict[type, Callable[[Machine, Any, Arguments, ast.AST, Frame], Value]] = {}
    readers: dict[type, Callable[[Machine, Any, str, ast.AST, Frame], Value]] = {}

    def __init__(self, modules: Modules, thorough: bool = False) -> None:
        self.modules = modules
        # What registers nothing is followed, too: for what the arguments of a registration are.
        self.thorough = thorough
        self.chain: Chain = ()
        self.conditions: frozenset[Condition] = frozenset()
        self.calls: tuple[Call, ...] = ()
        self.run = 0
        self.reruns: set[int] = set()  # of what the program runs itself, otherwise
        self.steps = 0
        self.ceiling = STEPS
        self.asked, self.is_asking = 0, False  # steps of calls that register nothing, and whether one is followed
        self.undecided = 0  # how often a test was met of which it is not known what it comes to
        self.answering = 0  # how many functions are asked for what they answer, one by the other
        self.is_wanted = False  # whether a loop goes through what is evaluated, or a layer is given it
        self.imports_any = False  # a module whose name is computed
        self.was_exhausted = False  # in a part of the program that has a budget of its own
        self.is_cut = False  # a chain of calls was longer than what is followed
        self.reads = 0
        self.clock = 0
        self.activations = 0
        self.applications: list[Application] = []
        self.builders: list[Application] = []  # of classes that have a way of their own to build the stack
        self.owners: dict[Value, Application] = {}
        self.bindings: list[Binding] = []
        self.inlined: list[tuple[Chain, Function, Frame]] = []
        self.recalled: list[tuple[Chain, Function, Frame]] = []  # calls whose result a cache has, which run nothing
        # The first so many of them, by the statements that they happen in.
        self.inlined_at: tuple[int, dict[tuple[int, int, int], list[tuple[Function, Frame]]]] = 0, {}
        # Once the program has been run: what is registered, by the statements that it happens in.
        self.registered_at: dict[tuple[int, int, int], list[tuple[Application, Registration]]] | None = None
        self.named: list[tuple[Chain, Module]] = []  # modules that are imported by a string, and where
        self.imported_under: dict[Module, frozenset[Condition]] = {}  # the conditions under which modules were run last
        self.executed: set[ast.AST] = set()
        self.lifecycle: dict[ast.AST, tuple[Function, Value]] = {}  # each with the application that it is given
        self.frames: dict[int, Frame] = {}  # of each activation of a block
        # What may be called with scope, receive and send, each with the application that it is a layer of, if it is one.
        self.callables: list[tuple[Function | Instance, Application | None]] = []
        self.made: set[int] = set()  # the calls of `Middleware(...)` in the module that is looked at
        self.unseen: list[tuple[ast.AST, Module, str]] = []
        # While a layer is followed: what it does with the scope.
        self.following = False
        self.events: list[Event] = []
        self.late = False
        self.caught: frozenset[str] = frozenset()
        self.serving: Value = UNKNOWN  # what `request.app` is
        # The first thing that is not followed and is given the request, by its place.
        self.lost: tuple[str, int, Module] | None = None
        self.texts: set[str] = set()
        self.cookies: set[str] = set()  # those that it sets or deletes, `*` for one whose name is not known
        # Functions that have a word for headers or the scope, with their frames.
        self.served: list[tuple[Function, Frame]] = []
        self.entered: list[Entry] = []  # by the request that is followed
        self.ways: list[Entry] = []  # the same, of all the classes that a layer may be of
        self.tested: dict[str, Test] = {}  # the tests of layers, by those of their conditions
        self.barred: str | None = None  # why a session must not move past it, as far as what it hands inside tells
        # Expressions for an object that is known, of which something is asked or changed.
        self.located: set[Place] = set()
        self.asked_at: dict[Place, list[Value]] = {}  # what such expressions, and those for other objects, stand for
        self.given: set[str] = set()  # packages that were given an object of the program's
        self.variables: dict[str, Unknown] = {}  # of the environment, each with what set it
        self.sets_any = False  # one whose name is not known
        self.asks_line = False  # on which line it is called, when looked at thoroughly
        self.unsaid: list[ast.AST] = []  # what set variables of it and does not say so
        self.streams: dict[Instance, str] = {}  # that packages were given, which may write to them
        self.tests: dict[str, list[Value]] = {}  # what each `if` was decided by, when looked at thoroughly
        # What decided each choice that is not settled, and where, when looked at thoroughly.
        self.decisions: list[tuple[Chain, object]] = []
        # What was called that was taken out of a table, and where, when looked at thoroughly.
        self.out_of_tables: list[tuple[Chain, Place, Value]] = []
        self.listeners: list[Instance] = []  # objects of the program's own that hear of what is logged
        # By whom, by which method, and whether it asked for something then.
        self.heard: dict[tuple[Instance, str], bool] = {}
        # Constructors that may have run on an object which was made before, as far as `__new__` tells.
        self.made_unseen: list[tuple[Chain, Value]] = []
        self.parted = 0  # how often something was run under a condition
        # What was called because something that is not followed was given it, and where: it may be called again, or only then.
        self.handed_on: list[tuple[Chain, Value]] = []
        # The calls that an `ExitStack` makes when it is closed; of None, that what is given may be changed then.
        self.later: dict[Instance, list[tuple[Value | None, Arguments]]] = {}
        self.installed: list[Arguments] = []  # what runs at the end, or with a signal
        self.asides: dict[Instance, list[Aside]] = {}  # the same while the program is being set up, also of threads
        self.has_weak_references = False
        # Containers that lose what nothing else holds, each with what was put there.
        self.weak: dict[Instance, list[Value]] = {}
        # Under which conditions a name, an attribute or an item was set, and what it was before the open end that is run now.
        self.sets: dict[tuple[int, str], tuple[object, frozenset[Condition]]] = {}
        self.before: list[tuple[dict[str, Value], str, Value | None]] = []
        self.creating: list[tuple[Class, Arguments]] = []  # classes, each with its keywords
        self.derived: dict[Class, list[Class]] = {}
        # Attributes that functions are given: `user.request = request`
        self.on_functions: dict[tuple[ast.AST, str], Value] = {}
        # Objects of the program's own exceptions, in the order in which they were raised.
        self.raised: list[Instance] = []
        self.patches: dict[str, Value] = {}  # what the program itself sets on the classes of applications
        # Of a function those that are registered for other classes, each with its class, or several in a tuple.
        self.variants: dict[ast.AST, list[tuple[Value, Function]]] = {}
        # What `with patch.dict()` changes, and how it was.
        self.patched: dict[Instance, tuple[DictObject, DictObject]] = {}
        self.on_state: dict[str, Instance] = {}  # of each attribute of `request.state` a stand-in for what it holds
        self.memory: dict[object, Value] = {}
        self.context: Context = {}
        self.contexts: dict[Instance, Context] = {}  # of what `copy_context()` gave
        self.shared: dict[int, tuple[dict[str, Value], list[Instance]]] = {}  # attributes that objects have together
        # As elements are put into them, while the program is being set up.
        self.grown: list[ListObject | DictObject] = []
        self.cycled: set[ast.AST] = set()  # functions that call themselves more often than is followed
        # Whether a list may have the request, and a function that is given nothing take it from there.
        self.is_kept = False
        self.handed: Context = {}  # to what lies inside the layer
        self.paused = 0  # when the generator that was run last gave something first
        # What functions with a cache gave, by arguments.
        self.cached: dict[tuple[ast.AST, int], dict[object, Value]] = {}
        # Of these calls the conditions under which each was made first.
        self.cached_under: dict[tuple[ast.AST, int, object], frozenset[Condition]] = {}
        # Whose coroutine nobody waits for, with the call.
        self.dropped: dict[ast.AST, tuple[Function, ast.AST, Module]] = {}
        # Of a class that is one of several, as a test or a function chooses: each of these, with the conditions of its arm.
        self.choices: dict[tuple[object, ...], dict[object, frozenset[Condition]] | None] = {}
        self.is_unset = False  # while it is asked what a test comes to where no variable of the environment is set
        # Layers that were put around an application by a call whose result nobody keeps.
        self.thrown: list[tuple[Application, Layer, ast.AST, Module]] = []
        # While the functions run that an application starts with: which one that is; and the lists that they find as its stack.
        self.starting: Value = UNKNOWN
        self.too_late: list[tuple[Application, ListObject, ast.AST, Module]] = []
        # Lists that became the list of an application, with what was in them then: who has one may change it.
        self.put: list[tuple[Application, ListObject, list[Item], ast.AST, Frame]] = []
        # What was made of a stack that is known, by what stands for it: classes, names, outcomes of tests.
        self.told: dict[Unknown, tuple[Item, ...]] = {}
        # Of an `if` in a run of its block, the arm that a call settles; and the functions that another call may run otherwise.
        self.taken: dict[tuple[ast.AST, int], list[ast.stmt]] = {}
        self.partly: set[ast.AST] = set()
        # Which arm of a test is taken as long as nobody turns a switch, by the test of its condition; and while a test is judged so,
        # the switches that it asks. Where literals and objects got their first name, by their identity.
        self.outlook: dict[str, Outlook | None] = {}
        self.looking: list[Switch] | None = None
        # Tests of layers that ask what the program is configured with, by the tests of their conditions: the arms that hang on it.
        self.open: dict[str, tuple[frozenset[str], ast.expr, Module]] = {}
        # Where the program goes one way or another, by its conditions.
        self.splits: dict[str, dict[ast.AST, Module]] = {}
        self.origins: dict[int, Origin] = {}
        self.standing: dict[tuple[str, str, str], tuple[Value | None, tuple[Switch, ...]]] = {}  # of names of modules

    def tick(self) -> int:
        self.clock += 1
        return self.clock

    def activation(self) -> int:
        self.activations += 1
        return self.activations

    # The four doors

    def evaluate(self, node: ast.expr, frame: Frame) -> Value:
        self.steps += 1
        if self.steps > 3 * STEPS:
            return UNKNOWN
        evaluator = self.evaluators.get(type(node))
        if evaluator is None:
            return UNKNOWN
        return evaluator(self, node, frame)

    def execute(self, node: ast.stmt, frame: Frame) -> bool:
        """Run a statement; True when control does not pass to the next one."""
        self.steps += 1
        if not self.steps & PULSE:
            self.modules.project.interrupt()
        if self.steps > 3 * STEPS:
            return False
        executor = self.executors.get(type(node))
        return executor(self, node, frame) if executor else False

    def call(self, function: Value, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
        function = self.resolved(function)
        caller = self.callers.get(type(function))
        return caller(self, function, arguments, node, frame) if caller else UNKNOWN

    def attribute(self, value: Value, name: str, node: ast.AST, frame: Frame) -> Value:
        value = self.resolved(value)
        reader = self.readers.get(type(value))
        if reader is None or self.reads > READS:
            return UNKNOWN
        self.reads += 1
        try:
            return self.resolved(reader(self, value, name, node, frame))
        finally:
            self.reads -= 1

    def finished(self, value: Value, node: ast.AST, frame: Frame) -> Value:
        """What comes of a value once it is waited for, or gone through to its end."""
        if isinstance(value, Lazy):
            return self.call(value, Arguments(), node, frame)
        if isinstance(value, Alternatives) and any(isinstance(part, Lazy) for part in value.values):
            return join([self.finished(part, node, frame) for part in value.values])
        return value

    def complete(self, function: Value, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
        """Call what Starlette itself calls, and waits for."""
        return self.finished(self.call(function, arguments, node, frame), node, frame)

    # Blocks, branches and names

    def execute_block(self, block: list[ast.stmt], frame: Frame, activation: int) -> bool:
        """Run the statements in order; True when the block ends before its last one or with it."""
        chain, conditions = self.chain, self.conditions
        self.frames[activation] = frame
        try:
            for index, statement in enumerate(block):
                self.chain = (*chain, Step(block, index, activation, frame.module))
                if self.execute(statement, frame):
                    return True
            return False
        finally:
            self.chain, self.conditions = chain, conditions

    @contextmanager
    def under(self, *conditions: Condition) -> Iterator[None]:
        before = self.conditions
        self.parted += bool(conditions)
        if len(before) < CONDITIONS:
            self.conditions = before | frozenset(conditions)
        try:
            yield
        finally:
            self.conditions = before

    def resolved(self, value: Value, depth: int = 0) -> Value:
        """The value itself, once the module that it comes from has been executed; re-exports may go in a circle."""
        if not isinstance(value, (Imported, Alternatives)):  # as most are
            return value
        seen: list[Imported] = []
        while len(seen) < 20 - depth:
            if isinstance(value, Alternatives):
                if not any(isinstance(part, Imported) for part in value.values):
                    return at_hand(value)
                value, depth = join([self.resolved(part, depth + 5) for part in value.values]), depth + 1
            elif isinstance(value, Imported):
                seen.append(value)
                found = self.global_of(value.module, value.name)
                # `from .users import *` in a package, where `users` imports a module of the same package: a name of itself.
                if found is None or found in seen:
                    return self._module_named(seen)
                value = found
            else:
                return value
        return UNKNOWN

    def _module_named(self, names: list[Imported]) -> Value:
        """What names that nothing binds stand for: a module below one of their packages, else what is not at hand."""
        dotted = [f"{part.module.name}.{part.name}" for part in reversed(names)]
        submodule = next((found for found in map(self.modules.find, dotted) if found is not None), None)
        if submodule is not None:
            return ModuleValue(submodule)
        last = names[-1]
        made = self.made_by_module(last.module, last.name, None) if last.module.is_parsed else None
        return made if made is not None else External(dotted[0])

    @property
    def is_unreachable(self) -> bool:
        """Whether what is run now never runs: `if TYPE_CHECKING:`."""
        return any(condition.test == NEVER for condition in self.conditions)

    @property
    def is_exhausted(self) -> bool:
        return self.steps > STEPS

    @property
    def is_off(self) -> bool:
        """Whether what is run now runs only when somebody turns a switch."""
        known = ((self.outlook.get(one.test), one.arm) for one in self.conditions) if self.outlook else ()
        return any(outlook is not None and outlook.arm != arm for outlook, arm in known)

    def open_arms(self, condition: Condition) -> frozenset[str]:
        """The arms of its test that are taken only as the configuration says, of which nothing is known."""
        return self.open[condition.test][0] if condition.test in self.open else frozenset()

    def choose(self, value: Value, parts: list[tuple[Value, frozenset[Condition]]]) -> None:
        """A value is one of several, each under conditions of its own; if that is so at two places, of none."""
        key = _names_of(value)
        if key is not None and all(isinstance(part, CHOSEN) for part, _ in parts):
            known = {_name_of(part): own for part, own in parts} if len(parts) == len(key) else None
            self.choices[key] = known if self.choices.get(key, known) == known else None

    def chosen(self, value: Value) -> list[tuple[Value, frozenset[Condition]]]:
        """The alternatives of a value, each with the conditions under which it is this one, as far as they are known."""
        parts = value.values if isinstance(value, Alternatives) else (value,)
        if isinstance(value, Alternatives) and value.under:
            return [*zip(parts, value.under, strict=True)]
        key = _names_of(value) if self.choices else None
        known = self.choices.get(key) if key is not None else None
        return [(part, known.get(_name_of(part), frozenset()) if known else frozenset()) for part in parts]

    def begin_run(self, root: ast.AST) -> None:
        """Run a function or class as a caller from outside would: on top of what the program registers, apart from other such runs."""
        self.run += 1
        if root in self.executed:
            self.reruns.add(self.run)

    def renew(self, steps: int = ENDS) -> None:
        """Begin with the open ends of a module, or with one more module, which have a budget of their own."""
        self.was_exhausted = self.was_exhausted or self.is_exhausted
        self.steps, self.asked = STEPS - steps, 0

    @property
    def has_asked_enough(self) -> bool:
        """Whether calls that register nothing are no longer followed."""
        return self.asked > ASKED_AT_ALL and not self.following and not self.thorough

    @property
    def may_follow(self) -> bool:
        return self.steps <= self.ceiling

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Follow a call that registers nothing, as far as it may go."""
        begun, outer, ceiling = self.steps, self.is_asking, self.ceiling
        self.is_asking = True
        self.ceiling = min(ceiling, begun + (ASKING if self.asked < ASKED else SHORTLY))
        try:
            yield
        finally:
            self.is_asking, self.ceiling = outer, ceiling
            self.asked += 0 if outer else self.steps - begun

    @contextmanager
    def wanting(self, frame: Frame) -> Iterator[None]:
        """Follow what gives the elements of a loop, or what a layer is given, also where that has no word of ours:
        `for name in names_in(TEXT)`, `Middleware(AuthenticationMiddleware, backend=default_backend())`.
        """
        before, self.is_wanted = self.is_wanted, not self.following and not frame.module.is_library
        try:
            yield
        finally:
            self.is_wanted = before

    @contextmanager
    def sparing(self, steps: int = SPARED) -> Iterator[None]:
        """Follow a call into a library that is given nothing which matters, or another for so many steps."""
        ceiling = self.ceiling
        self.ceiling = min(ceiling, self.steps + steps)
        try:
            yield
        finally:
            self.ceiling = ceiling

    def global_of(self, module: Module, name: str) -> Value | None:
        """A name of a module, once what binds it has been run."""
        if not self.may_follow and not module.is_parsed:
            return None
        self.open_module(module)
        if name in module.waiting:
            # What stands below `from names import *` may need any name of it.
            stars = [piece for piece in module.waiting.get(EFFECTS, ()) if piece.kind == "import"]
            waiting = sorted([*module.waiting.pop(name), *stars], key=lambda piece: piece.row)
            pieces = [piece for piece in dict.fromkeys(waiting) if id(piece) not in module.ran]
            module.ran |= {id(piece) for piece in pieces}
            self._run_apart(module, [statement for piece in pieces for statement in piece.statements])
        if EFFECTS in module.waiting:
            self.global_of(module, EFFECTS)
        return frame_of(module).names.get(name)

    def made_by_module(self, module: Module, name: str, node: ast.AST | None) -> Value | None:
        """What the `__getattr__` of a module gives for a name that it does not bind."""
        if name.startswith("__") or b"__getattr__" not in module.source:
            return None
        maker = self.global_of(module, "__getattr__")
        if not isinstance(maker, Function):
            return None
        given = Arguments((constant(name),), settled=frozenset({0, WHOLE}))
        made = self.resolved(self.call(maker, given, node or maker.node, frame_of(module)))
        return None if isinstance(made, Unknown) else made

    def open_module(self, module: Module) -> None:
        """Make the names of an imported module available: at once when importing it registers, else each when asked for."""
        self.steps += 0 if module.is_parsed else len(module.source) // PARSE
        if module.state == "new" and self.modules.is_run(module):
            self.execute_module(module)
        elif module.state == "new":
            module.state = "done"
            module.wait()

    def execute_module(self, module: Module) -> None:
        """Run the top level of a module, the first time it is asked for; again where that was under a condition that may not hold."""
        if module.state == "running" or (module.state == "done" and self._was_imported(module)):
            return
        module.state = "running"
        self.imported_under[module] = self.conditions
        # What it registers happens where it is imported: the chain goes on through the import statement.
        self._run_apart(module, module.tree.body, self.chain, self.conditions)
        module.state = "done"

    def _was_imported(self, module: Module) -> bool:
        """Whether a module that was run is there: not where that was under a condition, or the program may have forgotten it."""
        if module.has_effects or not self.modules.runs_all:
            return True
        is_kept = self.imported_under.get(module, frozenset()) <= self.conditions
        return is_kept and not self.modules.says(_FORGETS)

    def _run_apart(
        self, module: Module, block: list[ast.stmt], chain: Chain = (), conditions: frozenset[Condition] = frozenset()
    ) -> None:
        """Run top-level statements of a module apart from what the machine is at."""
        saved = self.chain, self.conditions, self.calls, self.late, self.caught, self.following, self.ceiling
        self.chain, self.conditions, self.calls = chain, conditions, ()
        self.late, self.caught, self.following = False, frozenset(), False
        self.ceiling = STEPS if self.modules.is_run(module) else min(STEPS, max(self.steps + LOOKUP, 0))
        try:
            self.execute_block(block, frame_of(module), self.activation())
        finally:
            self.chain, self.conditions, self.calls, self.late, self.caught, self.following, self.ceiling = saved

    # What is recorded

    def register(self, application: Application, layer: Layer, end: str, form: str) -> None:
        """Record that a layer is put on an application here.

        ``end`` is where it lands (`Registration`); ``form`` is how that is written, by which a move is planned: `add` (a call of
        its own), `decorator`, `list` (an element), `insert`, `append`, `wrap`, and names of those that no move knows.
        """
        if len(application.slots) > LAYERS:
            application.is_scrambled = True
            return
        slot = Registration(layer, self.chain, self.conditions, self.tick(), self.run, end, form, end)
        application.slots.append(slot)

    def split(self, condition: Condition, node: ast.AST, module: Module) -> None:
        """Record where the program goes one way or another while it is being set up, which reports may have to name."""
        if not self.following:
            self.splits.setdefault(condition.test, {})[node] = module

    def take(self, node: ast.stmt, arm: list[ast.stmt]) -> None:
        """Record which arm of a statement the calls that are followed settle."""
        self.taken[node, self.chain[-1].activation] = arm
        if not self.following:
            self.partly |= {call.function for call in self.calls}

    def drop(self, value: Value, node: ast.AST, frame: Frame) -> None:
        """Nobody will wait for a coroutine, or go through a generator, that has not begun: what it would do is not done."""
        if isinstance(value, Lazy) and value.function is not None and value.value is None and value.steps is None:
            self.dropped.setdefault(value.function.node, (value.function, node, frame.module))

    def note(self, application: Application, kind: str, text: str, node: ast.AST, frame: Frame) -> None:
        """Record something that a move must not cross (`uvicorn.run(app)`), or that it should name (`Admin(app)`)."""
        if self.following:
            return
        moment = Barrier(kind, text, self.chain, self.tick(), self.run, node, frame.module)
        application.moments.append(moment)
        if kind == "opaque":
            self.hide(application, f"`{text}` may register middleware that cannot be seen", node, frame)

    def hide(self, application: Application, why: str, node: ast.AST, frame: Frame) -> None:
        """An application may have layers that are not seen, for what happens at a node."""
        application.opaque.append(why)
        if not frame.module.is_library:
            application.places.setdefault(why, (node, frame.module))

    def locate(self, node: ast.expr, value: Value, frame: Frame, is_whole: bool = False) -> None:
        """Record, in a thorough look, that the object which an expression stands for is known.

        ``is_whole`` says that all that is done there is `+=` and the like, which gives a name of a number or tuple another one.
        """
        # Of a library's own object it is not known what it is, or holds, but for one.
        is_strange = isinstance(value, Instance) and value.cls != NAMESPACE and not isinstance(value.cls, Class)
        place = frame.module.path, node.lineno, node.col_offset
        if self.thorough and ((isinstance(value, _KNOWN) and not is_strange) or (is_whole and is_immutable(value))):
            self.located.add(place)
        if self.thorough:
            self.asked_at.setdefault(place, []).append(value)

    def set_in(self, owner: object, names: dict[str, Value], name: str, value: Value) -> None:
        """Set a name of a module or function, an attribute, an item of a dict, which a test may ask for later."""
        # What was put into a list or dict is not lost where another one may take its place.
        is_filled = not self.following and isinstance(names.get(name), (DictObject, ListObject))
        is_kept = (self.thorough or is_filled) and name in names and not isinstance(owner, Frame)
        if is_kept and self._is_set_at_times(owner, name):
            value = join([names[name], value])  # else it is what it was
        if not self.following:
            self.sets[id(owner), name] = owner, self.conditions
            if self.run and not isinstance(owner, (Instance, Opaque, Application)):  # those of an end are its own
                self.before.append((names, name, names.get(name)))
        names[name] = value

    def _is_set_at_times(self, owner: object, name: str) -> bool:
        """Whether what is set now replaces something that is there under fewer conditions."""
        made = owner.conditions if isinstance(owner, DictObject) else frozenset()
        return not self.conditions <= (self.set_under(owner, name) if (id(owner), name) in self.sets else made)

    def set_under(self, owner: object, name: str) -> frozenset[Condition]:
        """The conditions under which it was set."""
        return self.sets[id(owner), name][1] if (id(owner), name) in self.sets else frozenset()

    def restore(self) -> None:
        """Set back what an open end has set: the next one may be called without it."""
        for names, name, value in reversed(self.before):
            if value is None:
                names.pop(name, None)
            else:
                names[name] = value
        self.before = []

    def observe(self, kind: str, key: str, node: ast.AST, frame: Frame, raises: str = "") -> None:
        """Record a use (or provision) of a key; ``raises`` names the exception of an absent key, if there is one."""
        certain = bool(raises) and not self.late and not self._is_caught(raises) and key not in frame.present
        spared = has_substitute(frame.present, key)
        event = Event(
            kind, key, node, frame.module, self.calls, certain, self.late, conditions=self.conditions, spared=spared
        )
        self.events.append(event)

    def spare(self, since: int, present: frozenset[str]) -> None:
        """A test has asked for keys, and something else is done where they are not there; ``since`` says which events are its."""
        self.events[since:] = [
            event._replace(spared=event.spared or (not event.certain and has_substitute(present, event.key)))
            for event in self.events[since:]
        ]

    def refuse(self, keys: frozenset[str], how: str) -> None:
        """The layer has looked for these keys, and raises or answers with an error because they are not there."""
        if not keys or not how:
            return
        self.events = [
            event._replace(refuses=how) if event.kind == "use" and event.key in keys and not event.late else event
            for event in self.events
        ]

    def held_on_state(self, name: str) -> Instance:
        """What stands in the context for an attribute of `request.state`: layers further in find there what one puts there."""
        if name not in self.on_state:
            self.on_state[name] = Instance(External(REQUEST_STATE), Arguments(), ast.Pass())
        return self.on_state[name]

    def lose(self, node: ast.AST, frame: Frame) -> None:
        """Something that is not followed may put any key into the scope, or take it out."""
        if self.following and self.lost is None:
            node, module, _ = outside_models(node, frame.module, self.calls)
            text = " ".join(ast.unparse(node).split())
            self.lost = text if len(text) <= 60 else text[:57] + "...", getattr(node, "lineno", 0), module

    def bar(self, why: str | None) -> None:
        """Why a session must not lie outside of the layer, as far as what it does with the layers inside of it tells, if anything."""
        if self.following and self.barred is None:
            self.barred = why

    def note_text(self, text: str | bytes) -> None:
        """Remember a string that a layer handles: `set-cookie` tells that it looks at the cookies of a response."""
        self.texts.add(as_text(text))

    def _is_caught(self, raises: str) -> bool:
        return bool(
            self.caught & {raises, "Exception", "BaseException", *(("LookupError",) if raises == "KeyError" else ())}
        )

    def application_of(self, value: Value) -> Application | None:
        """The application that a value is, making one for a stranger on which middleware is registered."""
        if isinstance(value, Application):
            return value
        if not isinstance(value, (Opaque, External)):
            return None
        if value not in self.owners:
            application = Application(None, "stranger", None)
            application.opaque.append("the application is made elsewhere")
            self.owners[value] = application
            self.applications.append(application)
        return self.owners[value]
