"""What the methods of objects do that come from Python's own library: context variables, and functions made by `operator`.

What a layer puts into a context variable, the functions that it calls and the layers inside it find there.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.expressions import chained, element_of, fill
from codemod.interpreter.machine import Machine
from codemod.interpreter.values import (
    NONE,
    UNKNOWN,
    Arguments,
    Constant,
    DictObject,
    External,
    Frame,
    Instance,
    Item,
    Native,
    TupleValue,
    Value,
    alternatives,
    join,
)
from codemod.libraries.entry_points import call_entry_point
from codemod.libraries.graphs import SORTER, call_sorter
from codemod.libraries.pure import DIGESTS, call_digest, call_parser
from codemod.libraries.templates import call_templates

if TYPE_CHECKING:
    from typing import TypeAlias

Method: TypeAlias = "Callable[[Machine, Instance, str, Arguments, ast.AST, Frame], Value | None]"


def call_variable(
    machine: Machine, variable: Instance, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value:
    """`variable.set(value)` gives a token that holds what was there before, and `reset(token)` puts that back."""
    held = machine.context.get(variable)
    given = arguments.positional[0] if arguments.positional else None
    if name == "set" and given is not None:
        machine.context = {**machine.context, variable: given}
        return Instance(External("contextvars.Token"), Arguments(() if held is None else (held,)), node)
    if name == "reset":
        before = given.arguments.positional if isinstance(given, Instance) else ()
        rest = {one: value for one, value in machine.context.items() if one is not variable}
        machine.context = {**rest, variable: before[0]} if before else rest
        return NONE
    if name == "get":
        return held or given or variable.arguments.get(None, "default") or UNKNOWN
    return UNKNOWN


def call_context(
    machine: Machine, context: Instance, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value:
    """`copy_context().run(load)`: what is set there nobody finds outside."""
    if name != "run" or not arguments.positional:
        return UNKNOWN
    before, machine.context = machine.context, machine.contexts.get(context, machine.context)
    result = machine.call(arguments.positional[0], arguments.without_first(), node, frame)
    machine.contexts[context], machine.context = machine.context, before
    return result


def call_chain_map(
    machine: Machine, maps: Instance, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value | None:
    """`ChainMap(own, DEFAULTS)`: what is asked for is that of the first dict which has it, what is set is set in the first.

    None where that is not known.
    """
    first = arguments.positional[0] if arguments.positional else None
    if name == "new_child" and not arguments.named:
        return Instance(maps.cls, Arguments((first or DictObject(), *maps.arguments.positional)), node)
    if name == "get" and first is not None:
        return chained(machine, maps, first)
    own = maps.arguments.positional[:1]
    if name in _INTO_FIRST and isinstance(own[0], DictObject):
        return machine.call(Native(own[0], name), arguments, node, frame)
    return None


_INTO_FIRST = frozenset(["update", "clear", "popitem"])


def call_attrgetter(
    machine: Machine, getter: Instance, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value:
    """`attrgetter("state.user")(request)`."""

    def get(path: Value) -> Value:
        value = arguments.positional[0]
        for attribute in str(path.value).split(".") if isinstance(path, Constant) else ():
            value = join([machine.attribute(part, attribute, node, frame) for part in alternatives(value)])
        return value if isinstance(path, Constant) else UNKNOWN

    return _each(getter, get) if name == "__call__" and arguments.positional else UNKNOWN


def call_itemgetter(
    machine: Machine, getter: Instance, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value:
    """`itemgetter("session")(scope)`."""

    def get(key: Value) -> Value:
        return join([element_of(machine, part, key, node, frame) for part in alternatives(arguments.positional[0])])

    return _each(getter, get) if name == "__call__" and arguments.positional else UNKNOWN


def call_methodcaller(
    machine: Machine, caller: Instance, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value:
    """`methodcaller("get", "session")(scope)`."""
    method = caller.arguments.get(0, "name")
    if name != "__call__" or not arguments.positional or not isinstance(method, Constant):
        return UNKNOWN
    function = machine.attribute(arguments.positional[0], str(method.value), node, frame)
    return machine.call(function, caller.arguments.without_first(), node, frame)


def call_namedtuple(
    machine: Machine, cls: Instance, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value:
    """`Row(Gate, {})`, of a class that `namedtuple` made."""
    if name != "__call__" or cls.row is None:
        return UNKNOWN
    made = Instance(External("builtins.object"), arguments, node, machine.chain)
    made.attributes = {**dict(zip(cls.row, arguments.positional, strict=False)), **dict(arguments.named)}
    made.row = cls.row
    return made


def call_reference(
    machine: Machine, reference: Instance, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value:
    """`weakref.ref(request)()`: the object, or nothing."""
    return reference.arguments.get(0, "object") or UNKNOWN if name == "__call__" else UNKNOWN


def _each(getter: Instance, get: Callable[[Value], Value]) -> Value:
    """What a getter gives: for several names a tuple."""
    found = [get(name) for name in getter.arguments.positional]
    return found[0] if len(found) == 1 else TupleValue(tuple(Item(value, (), frozenset()) for value in found))


def call_template(
    machine: Machine, template: Instance, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value:
    """`Template("$user").substitute(values)`."""
    if name in ("substitute", "safe_substitute") and arguments.positional:
        text = template.arguments.get(0, "template") or UNKNOWN
        fill(machine, text, r"\$\{?(\w+)", arguments.positional[0], node, frame)
    return UNKNOWN


def call_field(
    machine: Machine, field: Instance, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value:
    """`@user.default` in a class: the method gives the field its default."""
    if name == "default" and arguments.positional:
        field.attributes[MAKER] = arguments.positional[0]
    return UNKNOWN


MAKER = "\0default"  # the method that gives a field its default
METHODS: dict[str, Method] = {
    "configparser.ConfigParser": call_parser,
    "configparser.RawConfigParser": call_parser,
    "string.Template": call_template,
    **dict.fromkeys(DIGESTS, call_digest),
    "attrs.field": call_field,
    "attr.ib": call_field,
    "attr.field": call_field,
    "contextvars.ContextVar": call_variable,
    "contextvars.copy_context": call_context,
    "collections.namedtuple": call_namedtuple,
    "weakref.ref": call_reference,
    "weakref.WeakMethod": call_reference,
    "importlib.metadata.EntryPoint": call_entry_point,
    "operator.attrgetter": call_attrgetter,
    "operator.itemgetter": call_itemgetter,
    "operator.methodcaller": call_methodcaller,
    SORTER: call_sorter,
    "starlette.templating.Jinja2Templates": call_templates,
}
