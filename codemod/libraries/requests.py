"""A request reaches a layer: what a class that is known by name does with the connection, and whom it hands it to."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from codemod.interpreter.belongings import give, home_of, package_of
from codemod.interpreter.binding import is_set_by_member, set_own_item
from codemod.interpreter.calls import carries, find_member
from codemod.interpreter.classes import linearized, method_of
from codemod.interpreter.conditions import call_special, key_named
from codemod.interpreter.constant_conditions import settled
from codemod.interpreter.containers import items_of, keys_of
from codemod.interpreter.descriptions import made_from
from codemod.interpreter.lazies import consumed, hand, resume, run_to_end
from codemod.interpreter.machine import Entry, Machine
from codemod.interpreter.outside import fill_settings, write
from codemod.interpreter.protocols import SHOWN, show
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
from codemod.interpreter.unseen import change, change_given, changes_nothing, copy_of, held, is_called
from codemod.interpreter.values import (
    ASKED,
    NONE,
    UNKNOWN,
    Application,
    Arguments,
    BaseMethod,
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
    Lazy,
    ListObject,
    Native,
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
from codemod.libraries.fields import dump, dumped
from codemod.libraries.handed import note_called, note_handed
from codemod.libraries.imports import resolve_text
from codemod.libraries.objects import METHODS, call_chain_map
from codemod.libraries.records import leaves_what_is_logged
from codemod.libraries.templates import call_jinja
from codemod.library_names import (
    AUTHENTICATION,
    AWAITS,
    BASE_HTTP,
    BUILT_ON_ITEMS,
    CHAIN_MAP,
    CLIENTS,
    CONTAINERS,
    COPYING_METHODS,
    DUMPING_METHODS,
    ENTERED,
    HANDLER_METHODS,
    HANDLERS,
    INITIALIZERS,
    JINJA,
    KEEPING_METHODS,
    LOGS,
    LOOPS,
    MAPPING_BASES,
    MIDDLEWARE,
    MODEL,
    MODELS,
    PATCHES_DICTS,
    PROVIDES,
    RUNNERS,
    RUNNING_METHODS,
    SETTING_READERS,
    SIGNATURES,
    STARTING_METHODS,
    WAITING_METHODS,
    canonical,
    only_reads,
)

_DEEP = 4  # dicts in dicts
_LEAVING = frozenset(["close", "aclose", "__exit__", "__aexit__"])  # what leaves an `ExitStack`
_ENTERING = frozenset(["enter_context", "enter_async_context"])
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


def call_base_method(machine: Machine, method: BaseMethod, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """A method inherited from a class that is not read: a base middleware's constructor, `__call__` or `dispatch`."""
    instance, dotted = method.instance, canonical(method.base)
    give(machine, package_of(method.base), arguments, node, instance)
    write(machine, method.base, method.name, arguments, node)
    if dotted.startswith(LOOPS):
        arguments = consumed(machine, arguments, node, frame)
        if method.name in AWAITS and arguments.positional:
            return arguments.positional[0]
    if dotted in MAPPING_BASES and method.name in BUILT_ON_ITEMS:
        key = arguments.positional[0] if arguments.positional else UNKNOWN
        own = call_special(machine, instance, "__getitem__", Arguments((key,)), node, frame)
        if own is not None:
            return own
    if method.name == "_replace" and instance.row is not None:
        return row_replaced(machine, instance, arguments, node, frame)
    if machine.thorough and method.name in COPYING_METHODS and isinstance(instance.cls, Class):
        return copied_with(instance, arguments)
    if method.name in DUMPING_METHODS.get(dotted, ()) and (machine.thorough or not machine.following):
        if machine.thorough:
            dump(machine, instance, method.name, node, frame)
        return dumped(instance, arguments, is_deep=dotted in MODELS)
    if machine.thorough and method.name == "copy" and holds_constants(instance):
        return copied_whole(instance, node)
    if (
        machine.thorough
        and dotted == "builtins.dict"
        and (items := items_set(instance, method.name, arguments)) is not None
    ):
        for key, value in items:
            set_own_item(machine, instance, key, value, node)
        return NONE
    if machine.thorough and dotted == CHAIN_MAP:
        own = call_chain_map(machine, instance, method.name, arguments, node, frame)
        if own is not None:
            return own
    if dotted in JINJA and not machine.thorough:
        rendered = call_jinja(machine, instance, method.name, arguments, node, frame)
        if rendered is not None:
            return rendered
    if dotted in METHODS:
        return METHODS[dotted](machine, instance, method.name, arguments, node, frame)
    if method.name == "__init__":
        if dotted == MIDDLEWARE:
            instance.arguments = arguments
        if is_made_again(node, frame):
            change(machine, instance, node)
        for name, value in arguments.by_name(SIGNATURES.get(dotted, ("app",))).named:
            instance.attributes.setdefault("dispatch_func" if name == "dispatch" else name, value)
        return NONE
    if method.name == "__call__" and any(map(is_scope, arguments.all())):
        return enter(machine, instance, dotted, join([*filter(is_scope, arguments.all())]), node, frame)
    client = instance if isinstance(instance.cls, External) else None
    if client is not None:
        note_client(machine, client, f"client.{method.name}(...)", node, frame)
    is_started = machine.following and method.name in STARTING_METHODS and dotted.startswith(RUNNERS)
    if client is not None and (is_started or (machine.thorough and method.name not in WAITING_METHODS)):
        # `Thread(target=load).start()`
        call_handed(machine, as_it_calls(dotted, client.arguments), node, frame)
    if client is None and not machine.following and may_call_own(dotted, method.name):
        note_called(machine, instance, f"{method.name}(...)", node, frame)
    if client is not None and (machine.thorough or dotted.startswith("logging.")):
        note_listeners(machine, method.name, arguments)
    is_kept = machine.thorough or (machine.following and method.name in _ENTERING)
    if client is not None and is_kept and dotted.startswith("contextlib."):
        kept = kept_by_stack(machine, client, method.name, arguments, node, frame)
        if kept is not None:
            return kept
    if client is None and machine.thorough and method.name == "start" and dotted.startswith("threading."):
        machine.call(machine.attribute(instance, "run", node, frame), Arguments(), node, frame)
    if dotted == MODEL:
        dump(machine, instance, method.name, node, frame)
    if dotted.startswith("logging.") and method.name in LOGS:
        for value in arguments.all():
            show(machine, value, SHOWN, node, frame)
        tell_listeners(machine, arguments, node, frame, instance)
    if dotted == "builtins.object" and method.name == "__setattr__":
        return set_plainly(machine, instance, arguments, node, frame)
    if machine.following and is_called(arguments) and dotted.startswith((*RUNNERS, *LOOPS)):
        # All that it does with the request is done by the function.
        hand(machine, arguments, node, frame)
        call_handed(machine, arguments, node, frame)
        return UNKNOWN
    machine.weak.get(instance, []).extend(arguments.all())
    is_reader = dotted in SETTING_READERS and not method.name.startswith("read")
    if is_reader:
        fill_settings(machine, instance)
    is_runner = method.name in RUNNING_METHODS and dotted.startswith(RUNNERS)
    is_runner = is_runner or only_reads(dotted, method.name)
    keeps = method.name in KEEPING_METHODS and dotted.startswith(CONTAINERS)
    # `pool.submit(len, options)`
    if is_runner and arguments.positional and isinstance(arguments.positional[0], External):
        keeps = True
        if machine.thorough:
            machine.call(arguments.positional[0], arguments.without_first(), node, frame)
    if not (changes_nothing(method.name) or is_reader or is_runner):
        change(machine, instance, node)
        if not keeps:
            change_given(machine, arguments, node)
    result = call_unknown(machine, UNKNOWN, arguments, node, frame, keeps)
    # A view: it shows what there is when it is looked at.
    if machine.thorough and method.name in ("keys", "values", "items"):
        return Instance(External(f"{dotted}.{method.name}"), Arguments((instance,)), node)
    return held(machine, f"{dotted}.{method.name}", instance, *arguments.all(), node=node) or result


def items_set(owner: Instance, name: str, arguments: Arguments) -> list[tuple[Value, Value]] | None:
    """The items that a method sets of an object whose class is a dict; None where these are not known."""
    first = arguments.positional[0] if arguments.positional else DictObject()
    match name, first:
        case "__setitem__", Constant() if len(arguments.positional) == 2:
            return [(first, arguments.positional[1])]
        case "update", DictObject(items=items) if not (first.open or arguments.open):
            return [
                *zip(keys_of(first), items.values(), strict=True),
                *((constant(key), value) for key, value in arguments.named),
            ]
    return None


def is_made_again(node: ast.AST, frame: Frame) -> bool:
    """`settings.__init__()` of an object that there is, other than by the constructor of its own class."""
    is_named = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "__init__"
    return is_named and getattr(frame.node, "name", "") != "__init__"


def may_call_own(dotted: str, name: str) -> bool:
    """Whether a method of a library's class may call those of a class that derives from it: `start()` of a thread its `run()`."""
    is_private = name.startswith("_") and name != "__call__"
    return (
        not is_private and name not in INITIALIZERS and not changes_nothing(name) and not dotted.startswith("builtins.")
    )


def holds_constants(value: Instance) -> bool:
    """Whether a library's object was given no objects: a copy of it shares none."""
    return isinstance(value.cls, External) and all(isinstance(part, Constant) for part in value.arguments.all())


def copied_whole(value: Instance, node: ast.AST) -> Instance:
    """`digest.copy()`: another object, which is now as this one is."""
    twin = Instance(value.cls, value.arguments, node, value.chain)
    twin.changed = value.changed
    return twin


def copied_with(instance: Instance, arguments: Arguments) -> Instance:
    """`config.model_copy(update={"key": "k"})`: another object, which shares what this one holds."""
    twin = Instance(instance.cls, instance.arguments, instance.node, instance.chain)
    update = arguments.get(0, "update")
    named = {name: value for name, value in arguments.named if name not in ("update", "deep")}
    is_deep = arguments.get(None, "deep") == constant(True)
    own = {one: copy_of(value) if is_deep else value for one, value in instance.attributes.items()}
    if is_deep:
        own = {**_defaults(instance), **own}
    twin.attributes = {**own, **(update.items if isinstance(update, DictObject) else {}), **named}
    twin.row, twin.changed = instance.row, instance.changed
    return twin


_FIELD_VALUES = (Instance, DictObject, ListObject)


def _defaults(instance: Instance) -> dict[str, Value]:
    """Copies of the objects that an object has of its class, as the defaults of its fields."""
    classes = linearized(instance.cls) if isinstance(instance.cls, Class) else []
    names = [entry.names for entry in reversed(classes) if isinstance(entry, Class)]
    held = {name: value for known in names for name, value in known.items()}
    return {name: copy_of(value) for name, value in held.items() if isinstance(value, _FIELD_VALUES)}


def row_replaced(machine: Machine, instance: Instance, arguments: Arguments, node: ast.AST, frame: Frame) -> Instance:
    """`Options()._replace(strict=False)`: another row; what the first one was told, where it is made there, the other one is."""
    twin = copied_with(instance, arguments)
    base = node.func.value if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else None
    is_told = base is not None and settled(machine, base, frame) is not None
    named = dict(arguments.named)
    twin.settled = {name for name in named if name in arguments.settled}
    twin.settled |= instance.settled - named.keys() if is_told else set()
    return twin


def set_plainly(machine: Machine, owner: Instance, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`object.__setattr__(self, name, value)`."""
    match arguments.positional:
        case (Constant(value=str(name)), value):
            if not (machine.thorough and is_set_by_member(machine, owner, name, value, node, frame)):
                owner.attributes[name] = value
        case _:
            change(machine, owner, node)
    return NONE


def note_listeners(machine: Machine, name: str, arguments: Arguments) -> None:
    """`logger.addFilter(Redact())`: an object of the program's own hears of what is logged."""
    if name.startswith(("add", "set")):
        own = (value for value in arguments.all() if isinstance(value, Instance) and isinstance(value.cls, Class))
        machine.listeners += [value for value in own if value not in machine.listeners]


def tell_listeners(
    machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame, logger: Instance | None = None
) -> None:
    """Something is logged: whoever listens gets it with what it names, and may change that.

    In a request it is not known whether it is heard, which depends on levels: what would be asked for then is not followed.
    """
    extra = arguments.get(None, "extra")
    record = Instance(External("logging.LogRecord"), Arguments(), node)
    record.attributes = dict(extra.items) if isinstance(extra, DictObject) else {}
    given = Arguments((UNKNOWN if machine.thorough else record,))
    hears = [(listener, name, given) for listener in machine.listeners for name in ("filter", "emit", "format")]
    if logger is not None:  # `class Adapter(LoggerAdapter)`
        hears.append((logger, "process", Arguments((UNKNOWN, DictObject(dict(arguments.named))))))
    before = machine.events
    leaves = True
    is_plain = not machine.thorough and not record.attributes  # each hears the same each time
    asked = False
    for listener, name, told in hears:
        method = method_of(listener.cls, name) if isinstance(listener.cls, Class) else None
        leaves = leaves and (method is None or leaves_what_is_logged(method.node))
        if method is not None and not (is_plain and (listener, name) in machine.heard):
            machine.events = []
            machine.call(method._replace(bound=listener), told, node, frame)
            machine.heard[listener, name] = bool(machine.events)
        asked = asked or machine.heard.get((listener, name), False)
    if asked:
        machine.lose(node, frame)
    machine.events = before
    if machine.listeners and not leaves:
        change_given(machine, arguments, node)


def kept_by_stack(
    machine: Machine, client: Instance, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value | None:
    """What a method of an `ExitStack` gives: `stack.callback(load, config)` runs when the stack is closed; None for any other."""
    later = machine.later.setdefault(client, []) if name not in _LEAVING else machine.later.pop(client, [])
    first = arguments.positional[0] if arguments.positional else UNKNOWN
    if name in ("callback", "push_async_callback") and arguments.positional:
        later.append((first, arguments.without_first()))
    elif name in ("push", "push_async_exit") and arguments.positional:
        is_manager = isinstance(first, (Lazy, Instance)) and not is_callable(first)
        given = Arguments() if is_manager else Arguments((NONE, NONE, NONE))
        later.append((Native(first, "__exit__") if is_manager else first, given))
    elif name in _ENTERING:
        managers = [Native(part, "__enter__") for part in alternatives(first)]
        entered = join([machine.call(manager, Arguments(), node, frame) for manager in managers])
        later += [(Native(manager.owner, "__exit__"), Arguments()) for manager in managers]
        if machine.thorough and isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Call):
            # What it is left with may change what it was made with.
            given = Arguments(tuple(machine.evaluate(part, frame) for part in node.args[0].args))
            later.append((None, given))
        return entered
    elif name == "pop_all":
        twin = Instance(client.cls, Arguments(), node, machine.chain)
        machine.later[twin] = machine.later.pop(client)
        return twin
    elif name in _LEAVING:
        for function, rest in reversed(later):
            if function is None:
                change_given(machine, rest, node)
            else:
                machine.call(function, rest, node, frame)
    else:
        return None
    return first


def given_connection(arguments: Arguments) -> bool:
    return any(isinstance(value, Connection) for value in arguments.all())


def enter(machine: Machine, instance: Instance, dotted: str, given: Value, node: ast.AST, frame: Frame) -> Value:
    """A request reaches a layer whose class, or base class, is known by name."""
    attributes = instance.attributes
    if not isinstance(instance.cls, Class):
        call_base_method(machine, BaseMethod(instance, dotted, "__init__"), instance.arguments, node, frame)
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


def enter_context(machine: Machine, owner: Value, node: ast.AST, frame: Frame) -> Value:
    """`with owner`: the program's own `__enter__` runs; a test client builds the stack."""
    if isinstance(owner, Lazy):  # under `@contextmanager`
        return resume(machine, owner, NONE, node, frame) or UNKNOWN
    if not isinstance(owner, Instance):
        return owner
    if isinstance(owner.cls, External):
        note_client(machine, owner, "with TestClient(...)", node, frame)
        patch_for_block(machine, owner, node)
        given = owner.arguments.positional
        return given[0] if owner.cls.dotted in ENTERED and given else owner
    entered: Value = owner
    for name in ("__enter__", "__aenter__"):
        method = find_member(machine, owner, name, linearized(owner.cls), node, frame)
        if isinstance(method, Function):
            entered = machine.complete(method, Arguments(), node, frame)
    return entered


def patch_for_block(machine: Machine, owner: Instance, node: ast.AST) -> None:
    """`with mock.patch.dict(options, key="key")` changes a dict up to the end of the block."""
    is_patch = machine.thorough and isinstance(owner.cls, External) and owner.cls.dotted in PATCHES_DICTS
    patched = owner.arguments.get(0, "in_dict") if is_patch else None
    if isinstance(patched, DictObject):
        before = DictObject(dict(patched.items), patched.open)
        before.keys = dict(patched.keys)
        machine.patched[owner] = patched, before
    if patched is not None:
        change(machine, patched, node)


def give_back(machine: Machine, owner: Instance) -> None:
    """Behind the block a dict has what it had before it, whatever was put into it there."""
    if owner in machine.patched:
        patched, before = machine.patched.pop(owner)
        patched.items.clear()
        patched.items.update(before.items)
        patched.keys, patched.open = before.keys, before.open


def leave_context(machine: Machine, owner: Value, node: ast.AST, frame: Frame) -> Value:
    """The block of `with owner` has come to its end."""
    if isinstance(owner, Lazy):
        return run_to_end(machine, owner, Arguments(), node, frame)
    if not isinstance(owner, Instance):
        return NONE
    if machine.thorough or machine.following:
        kept_by_stack(machine, owner, "__exit__", Arguments(), node, frame)
        give_back(machine, owner)
    for name in ("__exit__", "__aexit__"):
        method = find_member(machine, owner, name, linearized(owner.cls), node, frame)
        if isinstance(method, Function):
            machine.complete(method, Arguments(), node, frame)
    return NONE


def note_client(machine: Machine, client: Instance, text: str, node: ast.AST, frame: Frame) -> None:
    application = client.arguments.get(0, "app")
    if isinstance(client.cls, External) and client.cls.dotted in CLIENTS and isinstance(application, Application):
        machine.note(application, "serves", text, node, frame)
