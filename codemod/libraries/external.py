"""What a call of a function or class of a library comes to, by its full name: Python's own, Starlette's, and any that is not read."""

from __future__ import annotations

import ast
from collections.abc import Callable

from codemod.frozen import TYPE_CHECKING, NamedTuple
from codemod.interpreter.belongings import give, package_of
from codemod.interpreter.binding import source_text
from codemod.interpreter.calls import some
from codemod.interpreter.classes import linearized
from codemod.interpreter.constant_conditions import truth
from codemod.interpreter.containers import items_of
from codemod.interpreter.creation import made_by_call
from codemod.interpreter.kinds import any_or_all, size_of
from codemod.interpreter.lazies import consumed, hand, resume
from codemod.interpreter.machine import Machine
from codemod.interpreter.memoisation import once
from codemod.interpreter.outside import call_environment, write
from codemod.interpreter.protocols import GATHERING, SHOWN, converted, gone_through_by, show
from codemod.interpreter.scope import connected, is_scope, scope_in
from codemod.interpreter.unseen import as_seen, change_given, changes_nothing, is_holder
from codemod.interpreter.values import (
    ASKED,
    NO,
    NONE,
    UNKNOWN,
    YES,
    Application,
    Arguments,
    BaseMethod,
    Class,
    Connection,
    DictObject,
    External,
    Frame,
    Function,
    Instance,
    Lazy,
    ListObject,
    Native,
    Opaque,
    Partial,
    StackList,
    TupleValue,
    Unknown,
    Value,
    Wrapped,
    constant,
    is_asked,
    join,
)
from codemod.libraries import imports, inspection, ordering
from codemod.libraries.fields import AS_DICTS, fields_as_dict
from codemod.libraries.handed import note_handed
from codemod.libraries.imports import import_named
from codemod.libraries.inherited import tell_listeners
from codemod.libraries.library import (
    call_inherited,
    call_plain,
    is_route_class,
    listed_layer,
    new_application,
    new_fasthtml,
    new_route,
    wrap,
)
from codemod.libraries.pure import NAMES as PURE
from codemod.libraries.pure import call_pure
from codemod.libraries.requests import call_handed, given_connection, hand_request
from codemod.libraries.running import THREADS
from codemod.libraries.standard import (
    BUILTINS,
    ITERATORS,
    SPECIAL,
    iterator_named,
)
from codemod.library_names import (
    APPLICATIONS,
    AWAITS,
    CHAIN_MAP,
    CHANGING_OPERATORS,
    CLASS_MAKERS,
    CLIENTS,
    CONFIGURES,
    FASTHTML,
    FIELDS,
    FOREIGN,
    GIVES_BACK,
    GIVES_NEW,
    GOES_THROUGH,
    KEEPS,
    LOGS,
    LOOPS,
    MAPPINGS,
    MIDDLEWARE,
    PARSES,
    PATCHES_DICTS,
    PROVIDES,
    RUN_AT_END,
    RUN_LATER,
    RUNNERS,
    SERVES,
    SHOWING,
    SIGNALS,
    USING_FUNCTIONS,
    canonical,
    is_connection_class,
    is_named,
    last_name,
    leaves_arguments,
)

if TYPE_CHECKING:
    from typing import Any


class ExternalCall(NamedTuple):
    """A call of something of a library: its full name, the one that it goes by in the tables, and what it is given."""

    function: External
    dotted: str
    arguments: Arguments
    node: ast.AST
    frame: Frame

    @property
    def owner(self) -> str:
        """The module or class that it is taken from, as the program names it."""
        return self.function.dotted.rpartition(".")[0]

    @property
    def name(self) -> str:
        return self.function.dotted.rpartition(".")[2]

    @property
    def first(self) -> Value | None:
        """The first argument that is given by position."""
        return self.arguments.positional[0] if self.arguments.positional else None


def call_external(machine: Machine, function: External, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """What a function or class of a library gives and does: as its table says, as Starlette has it, or as is assumed of any."""
    dotted = canonical(function.dotted)
    if any(isinstance(value, Lazy) for value in arguments.all()):
        arguments = taken(machine, dotted, arguments, node, frame)
    call = ExternalCall(function, dotted, arguments, node, frame)
    for known in (_call_for_answer, _call_by_table, _call_python, _call_class_maker, _call_on_object):
        if (value := known(machine, call)) is not None:
            return value
    if dotted in GATHERING and call.first is not None and machine.thorough:
        gathered = gone_through_by(machine, call.name, call.first, node, frame)
        call = call._replace(arguments=arguments._replace(positional=(gathered, *arguments.positional[1:])))
    value = _call_web(machine, call)
    return _call_any(machine, call) if value is None else value


def _call_for_answer(machine: Machine, call: ExternalCall) -> Value | None:
    """What only asks: for a key of the scope, or for what is in the stack of an application."""
    _, dotted, arguments, node, frame = call
    if machine.following and call.first is not None and is_scope(call.first):
        read = read_plainly(machine, dotted, arguments, node, frame)
        if read is not None:
            return read
    if (
        call.owner == "builtins"
        and call.name != "setattr"
        and asks(arguments, also_stack=_builtin(machine, dotted) is None)
    ):
        return answer_of_stack(machine, call.name, arguments)
    if dotted in ("builtins.object.__new__", "builtins.type.__new__", "builtins.type.__call__"):
        return call_plain(machine, External(call.owner), call.name, arguments, node, frame)
    if dotted == "builtins.set" and not arguments.all():
        return ListObject(is_scrambled=True)
    return None


def _builtin(machine: Machine, dotted: str) -> Callable[[Machine, Arguments, ast.AST, Frame], Value] | None:
    """The function that stands for one of Python's own library."""
    found = BUILTINS.get(dotted) or imports.BUILTINS.get(dotted) or inspection.BUILTINS.get(dotted)
    return found or (iterator_named(dotted) if machine.thorough else ordering.BUILTINS.get(dotted))


def _call_by_table(machine: Machine, call: ExternalCall) -> Value | None:
    """What is done to files and variables of the environment is noted, whatever comes of the call."""
    _, dotted, arguments, node, frame = call
    write(machine, dotted, call.name, arguments, node)
    if machine.thorough and (variable := call_environment(machine, dotted, arguments, node)) is not None:
        return variable
    builtin = _builtin(machine, dotted)
    return None if builtin is None else builtin(machine, arguments, node, frame)


def _call_python(machine: Machine, call: ExternalCall) -> Value | None:
    """Functions of Python's own library that no table has: they depend on what the machine is doing."""
    _, dotted, arguments, node, frame = call
    if dotted in RUN_AT_END:
        return install(machine, arguments)
    for installed in machine.installed if dotted in SIGNALS and machine.thorough else ():
        run_installed(machine, installed, node, frame)
    if dotted == "builtins.len" and (size := length_of(machine, arguments)) is not None:
        return constant(size)
    if dotted in PURE and (known := call_pure(machine, dotted, arguments)) is not None:
        return known
    if call.first is None:
        return None
    if dotted.startswith(LOOPS) and call.name in AWAITS and not_a_function(call.first):
        return call.first
    if call.name in ("next", "anext") and isinstance(call.first, Lazy):
        return resume(machine, call.first, NONE, node, frame) or arguments.get(1, "default") or UNKNOWN
    if dotted == "builtins.next" and (machine.thorough or machine.following):
        items = list(items_of(call.first) or ())
        if items and isinstance(node, ast.Call) and isinstance(node.args[0], ast.Call):  # `next(iter(keys))`
            return items[0].value
        if items:
            return join([item.value for item in items])
    if dotted == "builtins.type" and len(arguments.positional) == 1 and isinstance(call.first, Instance):
        return call.first.cls
    return None


def _call_class_maker(machine: Machine, call: ExternalCall) -> Value | None:
    """What makes classes: `type("Order", (Model,), {})`, `make_dataclass`."""
    _, dotted, arguments, node, frame = call
    bases = bases_given(arguments) if machine.thorough and dotted in CLASS_MAKERS else ()
    if dotted == "builtins.type" and len(arguments.positional) == 3 and not machine.thorough:
        parts = (item.value for item in items_of(arguments.positional[1]) or ())
        bases = tuple(part for part in parts if isinstance(part, (Class, External)))
    if not bases:
        return None
    named, names = arguments.get(0, "name") or UNKNOWN, arguments.get(2, "dict") or UNKNOWN
    return made_by_call(machine, str(getattr(named, "value", "")), bases, names, node, frame)


def _call_on_object(machine: Machine, call: ExternalCall) -> Value | None:
    """What gives the fields of an object, or what its special method makes of it; and what runs a text, which may do anything."""
    _, dotted, arguments, node, frame = call
    if dotted in ("builtins.exec", "builtins.eval") and not machine.following:
        for known in machine.applications:
            machine.hide(known, f"`{call.name}` runs what is not read", node, frame)
    if dotted in AS_DICTS and (data := fields_as_dict(arguments)) is not None:
        return data
    if dotted in SPECIAL and call.first is not None:
        return converted(machine, call.first, SPECIAL[dotted], node, frame)
    return None


def _call_web(machine: Machine, call: ExternalCall) -> Value | None:
    """Applications, layers, connections and routes of Starlette and FastAPI, and their methods taken from the class."""
    _, dotted, arguments, node, frame = call
    if dotted in APPLICATIONS:
        return new_application(machine, None, arguments, node, frame)
    if dotted in FASTHTML:
        return new_fasthtml(machine, call.name, arguments, node, frame)
    if dotted == MIDDLEWARE:
        return listed_layer(machine, arguments, node, frame)
    if is_connection_class(dotted):
        given = arguments.get(0, "scope")
        return connected(given, last_name(dotted)) if given is not None and is_scope(given) else UNKNOWN
    if is_route_class(dotted):
        return new_route(machine, arguments, node, frame)
    owner = call.owner
    if owner in APPLICATIONS and isinstance(call.first, (Application, Opaque)):  # `FastAPI.add_middleware(app, Trace)`
        return machine.call(Native(call.first, call.name), arguments.without_first(), node, frame)
    is_of_class = last_name(owner)[:1].isupper()
    # `Base.__init__(self, app)`
    if is_of_class and isinstance(call.first, Instance) and External(owner) in linearized(call.first.cls):
        return call_inherited(machine, BaseMethod(call.first, owner, call.name), arguments.without_first(), node, frame)
    if (
        call.name in ("add_middleware", "middleware")
        and owner.partition(".")[0] not in FOREIGN
        and not machine.following
    ):
        application = machine.application_of(External(owner))
        return machine.call(Native(application, call.name), arguments, node, frame) if application else UNKNOWN
    return None


def _call_any(machine: Machine, call: ExternalCall) -> Value:
    """What is assumed of a library that is not read: it may keep, change, call and hand on what it is given, and gives an object."""
    _, dotted, arguments, node, frame = call
    owner, name = call.owner, call.name
    if name in ("dump", "dumps") and machine.following:
        show_by(machine, arguments, node, frame)
    if dotted in CONFIGURES:
        import_named(machine, arguments.all(), node, frame)
    machine.has_weak_references = machine.has_weak_references or owner == "weakref"
    note_shown(machine, dotted, arguments, node, frame)
    give(machine, package_of(call.function.dotted), arguments, node)
    given_application = hand_over(machine, dotted, arguments, node, frame)
    if given_application is not None:
        return given_application
    if dotted in RUN_LATER and machine.following:  # with the response that it is given to
        call_handed(machine, arguments, node, frame)
    elif not name[:1].isupper():  # a constructor keeps what it is given
        _call_and_change(machine, call)
    if machine.following and (owner in MAPPINGS or not is_named(dotted)):
        hand_request(machine, arguments, node, frame)
    if given_connection(arguments):
        for key in USING_FUNCTIONS.get(dotted, ()):
            machine.observe("use", key, node, frame, "AssertionError")
    return _object_of(machine, call)


def _call_and_change(machine: Machine, call: ExternalCall) -> None:
    """A function of a library calls what it is given, asks for its properties and changes it, if it is not known to do none of that."""
    _, dotted, arguments, node, frame = call
    if call.owner not in _DECORATING and dotted not in _KEEPING:  # what these are given is called later
        call_handed(machine, arguments, node, frame)
    if machine.thorough and call.owner != "builtins":
        ask_properties(machine, arguments, node, frame)
    is_reading = changes_nothing(call.name) or dotted.startswith(RUNNERS) or leaves_arguments(dotted)
    if call.name in CHANGING_OPERATORS or not (is_reading or dotted in PATCHES_DICTS):
        change_given(machine, arguments, node)


def _object_of(machine: Machine, call: ExternalCall) -> Value:
    """The object that a call of a library gives: it holds what it was given, or is made of it."""
    _, dotted, arguments, node, _ = call
    if dotted == CHAIN_MAP and not arguments.all():
        arguments = Arguments((DictObject(),))  # it has one of its own
    made = Instance(External(dotted), arguments, node)
    if dotted == "contextvars.copy_context":
        machine.contexts[made] = machine.context
    if call.owner == "weakref" and call.name.startswith("Weak"):
        machine.weak[made] = [*arguments.all()]
    if not machine.thorough or not is_holder(made) or dotted in FIELDS:  # a field keeps what it is given
        return made
    as_seen(made)
    # Not where it calls what it is given.
    is_new = call.name in GIVES_NEW or (dotted in PARSES and len(arguments.all()) == 1)
    return made.without_arguments() if is_new else made


def length_of(machine: Machine, arguments: Arguments) -> int | None:
    """The place behind all elements of a list, while the program is being set up: `layers.insert(len(layers), layer)`."""
    is_set_up = not (machine.following or machine.thorough)
    return size_of(arguments.positional[0]) if is_set_up and len(arguments.positional) == 1 else None


# Modules whose decorators call nothing of what they are given, and built-in functions that make something of a method.
_DECORATING = frozenset(["functools", "contextlib", "abc", "typing", "typing_extensions"])
_KEEPING = frozenset(["builtins.property", "builtins.classmethod", "builtins.staticmethod"])


def install(machine: Machine, arguments: Arguments) -> Value:
    """`atexit.register(close)`, also as a decorator: it runs when all is done, unless something sends a signal."""
    machine.installed.append(arguments)
    first = arguments.positional[0] if arguments.positional else UNKNOWN
    return first if isinstance(first, Function) else UNKNOWN


def run_installed(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> None:
    """What was told to run at the end, or when a signal comes, is run: also `options.update`, a method of a list or dict."""
    call_handed(machine, arguments, node, frame)
    for place, value in enumerate(arguments.positional):
        if isinstance(value, Native) and isinstance(value.owner, (DictObject, ListObject)):
            machine.call(value, Arguments(arguments.positional[place + 1 :], arguments.named), node, frame)


def bases_given(arguments: Arguments) -> tuple[Value, ...]:
    """The classes that a function is given to make another one of: `make_dataclass("Point", ["x"], bases=(Record,))`."""
    given = (arguments.get(1, "bases"), arguments.get(None, "bases"), arguments.get(None, "__base__"))
    parts = [
        part for value in given if value is not None for part in (value, *(i.value for i in items_of(value) or ()))
    ]
    return tuple(dict.fromkeys(part for part in parts if isinstance(part, Class)))


def ask_properties(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> None:
    """Something that is not followed may ask an object that it is given for all that it has: `inspect.getmembers(service)`."""
    for value in arguments.positional:
        if not isinstance(value, Instance):
            continue
        names = [
            name for entry in linearized(value.cls) if isinstance(entry, Class) for name in properties_of(entry.node)
        ]
        for name in dict.fromkeys(names):
            machine.attribute(value, name, node, frame)


@once
def properties_of(cls: ast.ClassDef) -> tuple[str, ...]:
    """The names of methods under `@property`."""
    methods = (part for part in cls.body if isinstance(part, ast.FunctionDef))
    return tuple(
        part.name for part in methods if any(last_name(ast.unparse(one)) == "property" for one in part.decorator_list)
    )


def show_by(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> None:
    """`json.dumps(body, default=encode)`: the function is given what is no plain value."""
    default = arguments.get(None, "default")
    if default is not None:
        for value in arguments.positional[:1]:
            for part in objects_in(value):
                machine.call(default, Arguments((part,)), node, frame)


def objects_in(value: Value, depth: int = 0) -> list[Value]:
    match value:
        case Instance() | Connection():
            return [value]
        case DictObject(items=parts):
            inner = [*parts.values()]
        case ListObject(items=items) | TupleValue(items=items):
            inner = [item.value for item in items]
        case _:
            return []
    return [part for one in some(inner, depth) for part in objects_in(one, depth + 1)] if depth < 3 else []


_COPIED = frozenset(f"builtins.{name}" for name in ("set", "frozenset", "sorted", "tuple", "list"))


def read_plainly(machine: Machine, dotted: str, arguments: Arguments, node: ast.AST, frame: Frame) -> Value | None:
    """What a function gives that reads the scope or a connection in the way of a method: `dict.get(scope, "session")`."""
    owner, _, name = dotted.rpartition(".")
    first, *rest = arguments.positional
    if dotted in _COPIED:
        return scope_in(first)  # its keys
    if owner == "builtins.dict" or dotted in ("operator.contains", "operator.getitem"):
        method = {"contains": "__contains__", "getitem": "__getitem__"}.get(name, name)
        return machine.call(Native(first, method), arguments._replace(positional=tuple(rest)), node, frame)
    holder, _, attribute = owner.rpartition(".")
    if name in ("fget", "__get__") and is_connection_class(holder):  # `Request.session.fget(request)`
        return machine.attribute(first, attribute, node, frame)
    return None


def taken(machine: Machine, dotted: str, arguments: Arguments, node: ast.AST, frame: Frame) -> Arguments:
    """What is given to a function that is known by name, once what this goes through or waits for at once has been run."""
    if machine.thorough and dotted in ITERATORS:
        return arguments  # which goes through it when somebody goes through that
    is_run = (dotted.startswith(GOES_THROUGH) and dotted not in KEEPS) or last_name(dotted).endswith("Response")
    if dotted == "builtins.next":  # not of a generator function, which is run up to its next `yield`
        first = arguments.positional[0] if arguments.positional else UNKNOWN
        is_run = isinstance(first, Lazy) and first.function is None and machine.following
    if is_run:
        began = machine.tick()
        run = consumed(machine, arguments, node, frame)
        if dotted in ("builtins.all", "builtins.any"):  # which stop at the first that is false, or true
            for application in machine.applications:
                if sum(slot.time > began for slot in application.slots) > 1:
                    machine.note(application, "opaque", source_text(node), node, frame)
        return run
    if dotted not in KEEPS:
        hand(machine, arguments, node, frame)
    return arguments


def not_a_function(value: Value) -> bool:
    """Whether a value is what came of a coroutine: `anyio.run(main)` is given the function."""
    return not isinstance(value, (Function, Partial, BaseMethod, External, Native))


def note_shown(machine: Machine, dotted: str, arguments: Arguments, node: ast.AST, frame: Frame) -> None:
    """What is printed or logged is made a text of, and told to whoever listens."""
    owner, _, name = dotted.rpartition(".")
    if name in SHOWING or owner == "logging":
        for value in arguments.all():
            show(machine, value, ("__repr__",) if name == "repr" else SHOWN, node, frame)
    if owner == "logging" and name in LOGS:
        tell_listeners(machine, arguments, node, frame)


def answer_of_stack(machine: Machine, name: str, arguments: Arguments) -> Value:
    """`any(...)` of what was made of a stack that is known; `set(...)` of it is as much of it."""
    first = arguments.positional[0] if len(arguments.positional) == 1 else UNKNOWN
    told = machine.told.get(first) if isinstance(first, Unknown) else None
    if told is None:
        return ASKED
    if name in ("list", "tuple", "set", "frozenset", "iter"):
        return first
    outcomes = [truth(item.value) if not item.conditions else None for item in told]
    outcome = any_or_all(ast.Or() if name == "any" else ast.And(), outcomes) if name in ("any", "all") else None
    return ASKED if outcome is None else YES if outcome else NO


def asks(arguments: Arguments, also_stack: bool) -> bool:
    """Whether a function of Python's own is given what the stack told: `any(...)`, `len(app.user_middleware)`."""

    def is_stack(value: Value) -> bool:
        return isinstance(value, StackList) or getattr(value, "is_of_stack", False)

    return any(is_asked(value) and (also_stack or not is_stack(value)) for value in arguments.all())


def hand_over(machine: Machine, dotted: str, arguments: Arguments, node: ast.AST, frame: Frame) -> Value | None:
    """An application is given to something that is not read: it may serve it, wrap it, or register more on it."""
    given = [value for value in arguments.all() if isinstance(value, (Application, Wrapped))]
    text = f"{'.'.join(dotted.split('.')[-2:])}(...)" if dotted in SERVES else f"{last_name(dotted)}(...)"
    if dotted in SERVES:
        everywhere = given or [*machine.applications]
        for value in everywhere:
            inside = value.application if isinstance(value, Wrapped) else value
            machine.note(inside, "stack" if dotted.endswith(".run_with") else "serves", text, node, frame)
        return UNKNOWN
    if not (dotted.startswith("builtins.") or (dotted in THREADS and not machine.thorough)):
        note_handed(machine, arguments, node, frame, text)
    if not given or machine.following:
        return None
    first = arguments.get(0, "app")
    if isinstance(first, (Application, Wrapped)) and _wraps(dotted):
        return wrap(machine, first, External(dotted), arguments, node, frame)
    if dotted in GIVES_BACK:
        return first
    for value in given:
        if dotted not in CLIENTS and isinstance(value, Application) and not dotted.startswith("builtins."):
            machine.note(value, "opaque", text, node, frame)
    # `app = instrument(app)`: most functions of this kind give back what they are given. Whether this one does is not known, so
    # a name that is bound to the result counts as bound anew.
    gives_back = isinstance(first, Application) and not last_name(dotted)[:1].isupper()
    return first if gives_back and not dotted.startswith("builtins.") else None


def _wraps(dotted: str) -> bool:
    return last_name(dotted).endswith("Middleware") or dotted in PROVIDES


CALLERS: dict[type, Callable[[Machine, Any, Arguments, ast.AST, Frame], Value]] = {External: call_external}
