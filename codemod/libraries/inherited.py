"""What a method comes to that an object has from a class which is not read: of Python's own library, of Starlette, or of any."""

from __future__ import annotations

import ast

from codemod.frozen import NamedTuple
from codemod.interpreter.belongings import give, package_of
from codemod.interpreter.binding import is_set_by_member, set_own_item
from codemod.interpreter.classes import linearized, method_of
from codemod.interpreter.conditions import call_special
from codemod.interpreter.constant_conditions import settled
from codemod.interpreter.containers import keys_of
from codemod.interpreter.lazies import consumed, hand
from codemod.interpreter.machine import Machine
from codemod.interpreter.outside import fill_settings, write
from codemod.interpreter.protocols import SHOWN, show
from codemod.interpreter.scope import (
    is_scope,
)
from codemod.interpreter.unseen import change, change_given, changes_nothing, copy_of, held, is_called
from codemod.interpreter.values import (
    NONE,
    UNKNOWN,
    Arguments,
    BaseMethod,
    Class,
    Constant,
    DictObject,
    External,
    Frame,
    Instance,
    ListObject,
    Value,
    constant,
    join,
)
from codemod.libraries.contexts import ENTERING, kept_by_stack, note_client
from codemod.libraries.fields import dump, dumped
from codemod.libraries.handed import note_called
from codemod.libraries.objects import METHODS, call_chain_map
from codemod.libraries.records import leaves_what_is_logged
from codemod.libraries.requests import as_it_calls, call_handed, call_unknown, enter, keep_arguments
from codemod.libraries.templates import call_jinja
from codemod.library_names import (
    AWAITS,
    BUILT_ON_ITEMS,
    CHAIN_MAP,
    CONTAINERS,
    COPYING_METHODS,
    DUMPING_METHODS,
    INITIALIZERS,
    JINJA,
    KEEPING_METHODS,
    LOGS,
    LOOPS,
    MAPPING_BASES,
    MODEL,
    MODELS,
    RUNNERS,
    RUNNING_METHODS,
    SETTING_READERS,
    STARTING_METHODS,
    WAITING_METHODS,
    canonical,
    only_reads,
)


class MethodCall(NamedTuple):
    """A call of a method that an object has from a class of a library; ``dotted`` is the name of that class in the tables."""

    method: BaseMethod
    dotted: str
    arguments: Arguments
    node: ast.AST
    frame: Frame

    @property
    def instance(self) -> Instance:
        return self.method.instance

    @property
    def name(self) -> str:
        return self.method.name

    @property
    def client(self) -> Instance | None:
        """The object, where it is one of the library's own class and not of one that derives from it."""
        return self.instance if isinstance(self.instance.cls, External) else None


def call_base_method(machine: Machine, method: BaseMethod, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """A method inherited from a class that is not read: a base middleware's constructor, `__call__` or `dispatch`."""
    dotted = canonical(method.base)
    give(machine, package_of(method.base), arguments, node, method.instance)
    write(machine, method.base, method.name, arguments, node)
    if dotted.startswith(LOOPS):
        arguments = consumed(machine, arguments, node, frame)
        if method.name in AWAITS and arguments.positional:
            return arguments.positional[0]
    call = MethodCall(method, dotted, arguments, node, frame)
    for known in (_made_of_object, _call_container, _call_by_table, _enter_layer, _call_of_client):
        if (value := known(machine, call)) is not None:
            return value
    return _call_any(machine, call)


def _made_of_object(machine: Machine, call: MethodCall) -> Value | None:
    """What is made of an object that stays as it is: an item of a mapping, a copy with other fields, the fields as a dict."""
    _, dotted, arguments, node, frame = call
    instance, name = call.instance, call.name
    if dotted in MAPPING_BASES and name in BUILT_ON_ITEMS:
        key = arguments.positional[0] if arguments.positional else UNKNOWN
        own = call_special(machine, instance, "__getitem__", Arguments((key,)), node, frame)
        if own is not None:
            return own
    if name == "_replace" and instance.row is not None:
        return row_replaced(machine, instance, arguments, node, frame)
    if machine.thorough and name in COPYING_METHODS and isinstance(instance.cls, Class):
        return copied_with(instance, arguments)
    if name in DUMPING_METHODS.get(dotted, ()) and (machine.thorough or not machine.following):
        if machine.thorough:
            dump(machine, instance, name, node, frame)
        return dumped(instance, arguments, is_deep=dotted in MODELS)
    return copied_whole(instance, node) if machine.thorough and name == "copy" and holds_constants(instance) else None


def _call_container(machine: Machine, call: MethodCall) -> Value | None:
    """Methods of dicts and maps of maps, followed key by key where a move is proved."""
    _, dotted, arguments, node, frame = call
    if not machine.thorough:
        return None
    if dotted == "builtins.dict" and (items := items_set(call.instance, call.name, arguments)) is not None:
        for key, value in items:
            set_own_item(machine, call.instance, key, value, node)
        return NONE
    return call_chain_map(machine, call.instance, call.name, arguments, node, frame) if dotted == CHAIN_MAP else None


def _call_by_table(machine: Machine, call: MethodCall) -> Value | None:
    """Methods of templates and of the classes in the table of methods."""
    _, dotted, arguments, node, frame = call
    if dotted in JINJA and not machine.thorough:
        rendered = call_jinja(machine, call.instance, call.name, arguments, node, frame)
        if rendered is not None:
            return rendered
    return METHODS[dotted](machine, call.instance, call.name, arguments, node, frame) if dotted in METHODS else None


def _enter_layer(machine: Machine, call: MethodCall) -> Value | None:
    """The constructor keeps what it is given; a call with a scope is a request."""
    _, dotted, arguments, node, frame = call
    if call.name == "__init__":
        return keep_arguments(machine, call.instance, dotted, arguments, node, frame)
    if call.name == "__call__" and any(map(is_scope, arguments.all())):
        return enter(machine, call.instance, dotted, join([*filter(is_scope, arguments.all())]), node, frame)
    return None


def _call_of_client(machine: Machine, call: MethodCall) -> Value | None:
    """Clients send requests, threads and pools run functions, loggers have handlers, stacks of contexts keep what is to be left."""
    _, dotted, arguments, node, frame = call
    instance, name, client = call.instance, call.name, call.client
    is_started = machine.following and name in STARTING_METHODS and dotted.startswith(RUNNERS)
    if client is not None:
        note_client(machine, client, f"client.{name}(...)", node, frame)
        if is_started or (machine.thorough and name not in WAITING_METHODS):  # `Thread(target=load).start()`
            call_handed(machine, as_it_calls(dotted, client.arguments), node, frame)
        if machine.thorough or dotted.startswith("logging."):
            note_listeners(machine, name, arguments)
        is_kept = machine.thorough or (machine.following and name in ENTERING)
        if is_kept and dotted.startswith("contextlib."):
            return kept_by_stack(machine, client, name, arguments, node, frame)
        return None
    if not machine.following and may_call_own(dotted, name):
        note_called(machine, instance, f"{name}(...)", node, frame)
    if machine.thorough and name == "start" and dotted.startswith("threading."):
        machine.call(machine.attribute(instance, "run", node, frame), Arguments(), node, frame)
    return None


def _call_any(machine: Machine, call: MethodCall) -> Value:
    """What is assumed of a method that is not read: it may show, change, call and hand on what it is given."""
    _, dotted, arguments, node, frame = call
    instance, name = call.instance, call.name
    if dotted == MODEL:
        dump(machine, instance, name, node, frame)
    if dotted.startswith("logging.") and name in LOGS:
        for value in arguments.all():
            show(machine, value, SHOWN, node, frame)
        tell_listeners(machine, arguments, node, frame, instance)
    if dotted == "builtins.object" and name == "__setattr__":
        return set_plainly(machine, instance, arguments, node, frame)
    if machine.following and is_called(arguments) and dotted.startswith((*RUNNERS, *LOOPS)):
        # All that it does with the request is done by the function.
        hand(machine, arguments, node, frame)
        call_handed(machine, arguments, node, frame)
        return UNKNOWN
    machine.weak.get(instance, []).extend(arguments.all())
    keeps = _change_by(machine, call)
    result = call_unknown(machine, UNKNOWN, arguments, node, frame, keeps)
    # A view: it shows what there is when it is looked at.
    if machine.thorough and name in ("keys", "values", "items"):
        return Instance(External(f"{dotted}.{name}"), Arguments((instance,)), node)
    return held(machine, f"{dotted}.{name}", instance, *arguments.all(), node=node) or result


def _change_by(machine: Machine, call: MethodCall) -> bool:
    """Change the object and what the method is given, unless it is known to do neither; whether it keeps what it is given."""
    _, dotted, arguments, node, frame = call
    is_reader = dotted in SETTING_READERS and not call.name.startswith("read")
    if is_reader:
        fill_settings(machine, call.instance)
    is_runner = call.name in RUNNING_METHODS and dotted.startswith(RUNNERS)
    is_runner = is_runner or only_reads(dotted, call.name)
    keeps = call.name in KEEPING_METHODS and dotted.startswith(CONTAINERS)
    # `pool.submit(len, options)`
    if is_runner and arguments.positional and isinstance(arguments.positional[0], External):
        keeps = True
        if machine.thorough:
            machine.call(arguments.positional[0], arguments.without_first(), node, frame)
    if not (changes_nothing(call.name) or is_reader or is_runner):
        change(machine, call.instance, node)
        if not keeps:
            change_given(machine, arguments, node)
    return keeps


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
