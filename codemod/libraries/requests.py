"""A request reaches a layer: what a class that is known by name does with the connection, and whom it hands it to."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from codemod.interpreter.belongings import give, home_of
from codemod.interpreter.calls import carries, find_member
from codemod.interpreter.classes import linearized, method_of
from codemod.interpreter.conditions import key_named
from codemod.interpreter.containers import items_of
from codemod.interpreter.descriptions import made_from
from codemod.interpreter.lazies import hand
from codemod.interpreter.machine import Entry, Machine
from codemod.interpreter.scope import (
    WITHOUT,
    connected,
    copied,
    hand_inside,
    is_scope,
    keep,
    kept,
    look,
    put,
    scope_in,
    take_out,
    updated,
)
from codemod.interpreter.unseen import change, change_given, changes_nothing, is_called
from codemod.interpreter.values import (
    ASKED,
    NONE,
    UNKNOWN,
    Application,
    Arguments,
    Class,
    Condition,
    Connection,
    Constant,
    DictObject,
    External,
    Frame,
    Function,
    Inner,
    Instance,
    KeyValue,
    Opaque,
    Partial,
    Presence,
    Scope,
    TupleValue,
    Unknown,
    Value,
    alternatives,
    constant,
    is_asked,
    is_lost,
    join,
)
from codemod.libraries.handed import note_handed
from codemod.libraries.imports import resolve_text
from codemod.library_names import (
    AUTHENTICATION,
    BASE_HTTP,
    HANDLER_METHODS,
    HANDLERS,
    MIDDLEWARE,
    PROVIDES,
    SIGNATURES,
)

_DEEP = 4  # dicts in dicts
_OF_HANDLERS = frozenset(["()", "class", "level", "formatter", "filters"])  # keys that a factory is not given


def call_handed(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> None:
    """Functions given to something that is not read are taken to be called, with what else is given to it.

    `run_in_threadpool(check, request)`. Only while a layer is followed: a function that is given away while the program is being
    set up may run at any time or never.
    """
    if not machine.following and not machine.thorough:
        return
    values = arguments.all()
    functions: list[Value] = [value for value in values if isinstance(value, (Function, Partial))]
    functions = functions or [value for value in arguments.positional if is_callable(value)][:1]
    functions += [part for value in values for part in held_functions(value)] if machine.thorough else []
    for factory, options in factories_in(values) if machine.thorough else ():
        named = resolve_text(machine, str(factory.value), node, frame) if isinstance(factory, Constant) else factory
        machine.call(named, options, node, frame)
    rest = given_with(arguments.positional, functions)
    if not machine.following:
        machine.handed_on += [(machine.chain, function) for function in functions]
    for function in functions:
        machine.complete(function, Arguments(rest, arguments.named), node, frame)


def is_callable(value: Value) -> bool:
    """Whether a value is an object of the program's own that can be called."""
    return isinstance(value, Instance) and isinstance(value.cls, Class) and method_of(value.cls, "__call__") is not None


def given_with(values: tuple[Value, ...], functions: list[Value]) -> tuple[Value, ...]:
    """What functions are called with: what stands behind them (`run_in_executor(None, load, request)`), else before.

    A tuple there has the arguments in it: `apply(load, (request, 1))`.
    """
    is_function = [any(value is function for function in functions) for value in values]
    first = is_function.index(True) if True in is_function else 0
    rest = [value for value, is_own in zip(values, is_function, strict=True) if not is_own]
    behind = tuple(rest[first:] or rest)
    if len(behind) == 1 and isinstance(behind[0], TupleValue) and carries(behind[0]):
        return tuple(item.value for item in behind[0].items)
    return behind


_THREADS = {
    "threading.Thread": ("group", "target", "name", "args", "kwargs"),
    "threading.Timer": ("interval", "function", "args", "kwargs"),
}


def as_it_calls(dotted: str, given: Arguments) -> Arguments:
    """`target=load, args=(config,)`: what a thread is made with, as it hands it on."""
    given = given.by_name(_THREADS.get(dotted, ()))
    named = dict(given.named)
    functions = tuple(value for value in given.all() if isinstance(value, (Function, Partial)) or is_callable(value))
    if "args" not in named and "kwargs" not in named:
        return given._replace(positional=given.all(), named=())
    options = named.get("kwargs")
    rest = tuple(item.value for item in items_of(named.get("args", UNKNOWN)) or ())
    return Arguments((*functions, *rest), tuple(options.items.items()) if isinstance(options, DictObject) else ())


def held_functions(value: Value) -> list[Function | Partial]:
    """The functions in a list or tuple."""
    return [item.value for item in items_of(value) or () if isinstance(item.value, (Function, Partial))]


def factories_in(values: Iterable[Value], depth: int = 0) -> Iterator[tuple[Value, Arguments]]:
    """`{"()": Redact, "label": "yes"}` in what `dictConfig` is given: what is called, and with what."""
    for value in values if depth < _DEEP else ():
        if isinstance(value, DictObject):
            own = value.items.get("()") or value.items.get("class")
            if isinstance(own, (Function, Class, Partial, Constant)):
                yield own, Arguments((), tuple(pair for pair in value.items.items() if pair[0] not in _OF_HANDLERS))
            yield from factories_in(value.items.values(), depth + 1)
        else:
            yield from factories_in([item.value for item in items_of(value) or ()], depth + 1)


def hand_request(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> None:
    """Something that is not followed is given the request: it may put any key into its scope."""
    if machine.following and any(map(is_scope, arguments.all())):
        hand_inside(machine, arguments, frame)
        machine.lose(node, frame)


def call_unknown(
    machine: Machine, function: Value, arguments: Arguments, node: ast.AST, frame: Frame, keeps: bool = False
) -> Value:
    """A call that is not followed: it may change what it is given, unless it only ``keeps`` that."""
    hand(machine, arguments, node, frame)
    hand_request(machine, arguments, node, frame)
    if not machine.following:
        for value in arguments.all():
            if isinstance(value, Application):
                machine.note(value, "opaque", f"{ast.unparse(node)[:60]}", node, frame)
        note_handed(machine, arguments, node, frame)
    call_handed(machine, arguments, node, frame)
    give(machine, home_of(function), arguments, node)
    name = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
    if not changes_nothing(name) and not is_called(arguments) and not keeps:
        change_given(machine, arguments, node)
        if isinstance(function, Opaque) and function.owner is not None:
            change(machine, function.owner, node)
    if is_asked(function):
        return ASKED
    if not is_lost(function):
        return UNKNOWN
    is_compared = machine.thorough and not machine.following
    return made_from(machine, "call", function, *arguments.all()) if is_compared else function


def given_connection(arguments: Arguments) -> bool:
    return any(isinstance(value, Connection) for value in arguments.all())


def keep_arguments(
    machine: Machine, instance: Instance, dotted: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value:
    """What the constructor of a class that is known by name does: the object has its arguments, under their names."""
    if dotted == MIDDLEWARE:
        instance.arguments = arguments
    if is_made_again(node, frame):
        change(machine, instance, node)
    for name, value in arguments.by_name(SIGNATURES.get(dotted, ("app",))).named:
        instance.attributes.setdefault("dispatch_func" if name == "dispatch" else name, value)
    return NONE


def is_made_again(node: ast.AST, frame: Frame) -> bool:
    """`settings.__init__()` of an object that there is, other than by the constructor of its own class."""
    is_named = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "__init__"
    return is_named and getattr(frame.node, "name", "") != "__init__"


def enter(machine: Machine, instance: Instance, dotted: str, given: Value, node: ast.AST, frame: Frame) -> Value:
    """A request reaches a layer whose class, or base class, is known by name."""
    attributes = instance.attributes
    if not isinstance(instance.cls, Class):
        keep_arguments(machine, instance, dotted, instance.arguments, node, frame)
    if dotted == BASE_HTTP:
        dispatch: Value | None = attributes.get("dispatch_func", NONE)
        if dispatch == NONE:  # which stands for its own method
            own = [entry for entry in linearized(instance.cls) if isinstance(entry, Class)]
            dispatch = find_member(machine, instance, "dispatch", own, node, frame)
        if dispatch is not None:
            machine.complete(
                dispatch, Arguments((connected(given, "Request"), call_next(instance, given))), node, frame
            )
        return NONE
    handlers = {name: attributes[name] for name in sorted(HANDLERS) if name in attributes}
    if dotted == AUTHENTICATION:
        handlers.setdefault("backend", UNKNOWN)  # it comes in `**options`
    for name, handler in handlers.items():
        if any(isinstance(part, (Unknown, Opaque)) for part in alternatives(handler)):
            machine.lose(argument_named(name, node), frame)
        given_back = enter_handler(machine, handler, node, frame)
        if name == "backend" and dotted == AUTHENTICATION:
            keep_principal(machine, given_back)
    for key in sorted(PROVIDES.get(dotted, ())):
        machine.observe("provide", key, node, frame)
    machine.texts.add(dotted)
    if "app" in attributes:
        machine.complete(attributes["app"], Arguments((scope_in(given), UNKNOWN, UNKNOWN)), node, frame)
    return NONE


def call_next(instance: Instance, given: Value) -> Value:
    """What a dispatch function hands a request on with: to the layer that the program has put around the application there itself."""
    inner = instance.attributes.get("app")
    if not isinstance(inner, Instance):
        return Inner("call_next")
    return Partial(inner, Arguments((scope_in(given), UNKNOWN, UNKNOWN)))


def keep_principal(machine: Machine, given: Value) -> None:
    """`return AuthCredentials(), LazyUser(conn)`: layers further in find both in the scope, or Starlette's own for None."""
    rows = [list(items_of(part) or ()) for part in alternatives(given)]
    for place, key in enumerate(("auth", "user")):
        values = [row[place].value if len(row) == 2 else KeyValue(key) for row in rows]
        keep(machine, constant(key), join(values))


def argument_named(name: str, node: ast.AST) -> ast.AST:
    """What a call gives under a name, where it is written so; else the call."""
    keywords = node.keywords if isinstance(node, ast.Call) else []
    return next((keyword.value for keyword in keywords if keyword.arg == name), node)


def enter_handler(machine: Machine, handler: Value, node: ast.AST, frame: Frame) -> Value:
    """A backend, an authenticator, a function: each is given the connection. What they give back."""
    given: list[Value] = []
    for part in alternatives(handler):
        for item in items_of(part) or ():
            enter_handler(machine, item.value, node, frame)
        match part:
            case Function() | Partial():
                given.append(machine.complete(part, Arguments((Connection(), UNKNOWN)), node, frame))
            case Instance(cls=External()):
                for value in part.arguments.all():
                    enter_handler(machine, value, node, frame)
            case Instance():
                classes = linearized(part.cls)
                for name in HANDLER_METHODS:
                    method = find_member(machine, part, name, classes, node, frame)
                    if isinstance(method, Function):
                        given.append(machine.complete(method, Arguments((Connection(),)), node, frame))
    return join(given)


def call_inner(machine: Machine, inner: Inner, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """The rest of the stack runs; a `send` of the layer's own is called with the response."""
    machine.handed = {**machine.handed, **machine.context}
    hand_inside(machine, arguments, frame)
    reasons = [*map(lacks_session, alternatives(arguments.positional[0]) if arguments.positional else ())]
    for reason in reasons:
        machine.bar(reason)
    if machine.following and machine.calls:
        nodes = [*(call.node for call in machine.calls[1:]), node]
        path = tuple((call.function, made) for call, made in zip(machine.calls, nodes, strict=True))
        machine.entered.append(Entry(path, machine.conditions, left_out(arguments.get(0, "scope")), WITHOUT in reasons))
    for value in arguments.all():
        if isinstance(value, (Function, Partial)):
            late, machine.late = machine.late, True
            machine.complete(value, Arguments((UNKNOWN,)), node, frame)
            machine.late = late
    machine.late = True
    return UNKNOWN


def left_out(value: Value | None) -> tuple[frozenset[Condition], ...]:
    """Under which conditions what is handed on as the scope has no session for certain."""
    match value:
        case DictObject(open=False):
            return () if "session" in value.items else (frozenset(),)
        case Scope(copies=[copy], is_given=False) | Connection(copies=[copy], is_given=False):
            return () if "session" in copy.keys else tuple(copy.gone)
    return ()


def lacks_session(value: Value) -> str | None:
    """How a dict that a layer has made up, and a copy of the scope, may be without the session of the scope; None where it has that."""
    if isinstance(value, DictObject):
        return None if "session" in value.items else WITHOUT
    copies = value.copies if isinstance(value, (Scope, Connection)) else ()
    return next((copy.lacks for copy in copies if copy.lacks and "session" not in copy.keys), None)


def call_mapping(
    machine: Machine, owner: Scope | Connection, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value:
    key = key_named(arguments.get(0, "key"))
    if name == "copy":
        return copied(owner)
    if name in ("update", "__ior__", "__or__"):
        changed = copied(owner) if name == "__or__" else owner
        updated(machine, changed, arguments.get(0, "other"), arguments, node, frame)
        return NONE if name == "update" else scope_in(changed)
    if name == "__setitem__" and arguments.positional:
        put(machine, owner, arguments.positional[0], node, frame)
        keep(machine, arguments.positional[0], join([*arguments.positional[1:]]))
        return NONE
    if name in ("keys", "items"):
        return scope_in(owner)
    if name in ("__getattribute__", "__getattr__") and isinstance(owner, Connection):
        attribute = arguments.get(0, "name")
        return (
            machine.attribute(owner, str(attribute.value), node, frame) if isinstance(attribute, Constant) else UNKNOWN
        )
    if name in ("get", "__getitem__") and arguments.get(0, "key") == constant("app"):
        return machine.serving
    if key is None or name not in ("get", "pop", "setdefault", "__getitem__", "__contains__"):
        return UNKNOWN
    raises = name == "__getitem__" or (name == "pop" and len(arguments.positional) < 2)
    look(machine, owner, key, node, frame, "KeyError" if raises else "")
    if name == "setdefault":
        put(machine, owner, constant(key), node, frame, "default")
        before = kept(machine, key)
        keep(machine, constant(key), join([*filter(None, (before, arguments.get(1, "default")))]))
    elif name == "pop":
        take_out(machine, owner, key, node, frame)
    if name == "__contains__":
        return Presence(frozenset({key}), frozenset())
    return kept(machine, key) or KeyValue(key)
