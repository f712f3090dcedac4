"""What Python's own lists, dicts and builtins do, as far as programs build their middleware with them."""

from __future__ import annotations

import ast

from codemod.binding import assign_stack, source_text
from codemod.calls import iterated
from codemod.expressions import concatenated, items_of, key_named
from codemod.machine import Machine
from codemod.statements import placed
from codemod.values import (
    NONE,
    UNKNOWN,
    Application,
    Arguments,
    Connection,
    Constant,
    DictObject,
    Frame,
    Instance,
    Item,
    KeyValue,
    ListObject,
    Partial,
    Presence,
    Scope,
    StackList,
    Stranger,
    TupleValue,
    Value,
    alternatives,
    constant,
    join,
)


def call_list(machine: Machine, owner: ListObject, name: str, arguments: Arguments) -> Value:
    def new(value: Value) -> Item:
        return Item(value, machine.chain, machine.conditions)

    first = arguments.positional[0] if arguments.positional else UNKNOWN
    if len(owner.items) > 5000:
        owner.open = owner.is_scrambled = True
        return UNKNOWN
    if name == "append":
        owner.items.append(new(first))
    elif name == "insert" and len(arguments.positional) == 2:
        index = first.value if isinstance(first, Constant) and isinstance(first.value, int) else None
        index = None if index is None else max(min(index, len(owner.items)), -len(owner.items))
        placed_item = new(arguments.positional[1])._replace(grows="outer" if index == 0 else "inner")
        owner.items.insert(0 if index is None else index, placed_item)
        owner.open = owner.open or index is None
        owner.is_scrambled = owner.is_scrambled or index is None
    elif name == "extend":
        items = items_of(first)
        owner.items += [placed(machine, item) for item in items or ()]
        owner.open = owner.open or items is None or getattr(first, "open", False)
    elif name == "copy":
        return ListObject(list(owner.items), owner.open)
    elif name == "reverse":
        # The order is now not that of the code: no element of it can be moved to where it should be.
        owner.items = [item._replace(chain=machine.chain) for item in reversed(owner.items)]
    elif name == "clear":
        owner.items.clear()
    elif name == "pop":
        last = getattr(first, "value", None) if arguments.positional else -1
        index = last if isinstance(last, int) else None
        if index is not None and -len(owner.items) <= index < len(owner.items):
            return owner.items.pop(index).value
        owner.open = owner.is_scrambled = True
    elif name in ("remove", "sort"):
        owner.open = owner.is_scrambled = True
    return NONE


def call_dict(machine: Machine, owner: DictObject, name: str, arguments: Arguments) -> Value:
    first = arguments.get(0, "key")
    if name == "get" and isinstance(first, Constant) and isinstance(first.value, str) and first.value in owner.items:
        return owner.items[first.value]
    values = list(owner.items.values())
    if name == "values":
        return ListObject([Item(value, machine.chain, machine.conditions) for value in values], owner.open)
    if name == "items":
        pairs = [
            TupleValue((Item(owner.keys.get(key, Constant(key, "str")), (), frozenset()), Item(value, (), frozenset())))
            for key, value in owner.items.items()
        ]
        return ListObject([Item(pair, machine.chain, machine.conditions) for pair in pairs], owner.open)
    if (
        name == "setdefault"
        and isinstance(first, Constant)
        and isinstance(first.value, str)
        and len(arguments.positional) > 1
    ):
        return owner.items.setdefault(first.value, arguments.positional[1])
    if name == "update" and isinstance(first, DictObject):
        owner.items.update(first.items)
    return join(values) if name in ("get", "pop", "setdefault") and values else UNKNOWN


def _getattr(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    owner, name = arguments.get(0, "object"), arguments.get(1, "name")
    if owner is None or not isinstance(name, Constant) or not isinstance(name.value, str):
        return UNKNOWN
    return join([machine.attribute(part, name.value, node, frame) for part in alternatives(owner)])


def _hasattr(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    value = _getattr(machine, arguments, node, frame)
    return Presence(frozenset({value.key}), frozenset()) if isinstance(value, KeyValue) else UNKNOWN


def _list(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    if not arguments.positional:
        return ListObject()
    if isinstance(arguments.positional[0], StackList):
        return arguments.positional[0]
    items = items_of(arguments.positional[0])
    return ListObject(list(items or ()), items is None or getattr(arguments.positional[0], "open", False))


def _reversed(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    result = _list(machine, arguments, node, frame)
    if not isinstance(result, ListObject):
        return UNKNOWN
    # The order is now not that of the display: a move within it would go the wrong way, so the items have no place in it.
    result.items = [item._replace(chain=machine.chain) for item in reversed(result.items)]
    return result


def _sorted(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """The same elements in an order that is not known: a loop over them has one turn, which may be any."""
    result = _list(machine, arguments._replace(named=()), node, frame)
    return ListObject(result.items, open=True) if isinstance(result, ListObject) else UNKNOWN


def _dict(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    first = arguments.positional[0] if arguments.positional else None
    if isinstance(first, (Scope, Connection)):
        for name, _ in arguments.named:
            if key_named(constant(name)) is not None:
                machine.observe("provide", name, node, frame)
        return Scope()
    items = dict(first.items) if isinstance(first, DictObject) else {}
    return DictObject({**items, **dict(arguments.named)}, arguments.open or (first is not None and not items))


def _partial(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    return Partial(arguments.positional[0], arguments.without_first()) if arguments.positional else UNKNOWN


def _second(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    return arguments.positional[1] if len(arguments.positional) > 1 else UNKNOWN


def _first(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    return arguments.positional[0] if arguments.positional else UNKNOWN


def _map(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    function, *iterables = arguments.positional or (UNKNOWN,)
    items = list(items_of(iterables[0]) or ()) if iterables else []
    results = [
        machine.call(function, Arguments((item.value,)), node, frame)
        for item in items or [Item(UNKNOWN, (), frozenset())]
    ]
    return ListObject([Item(result, machine.chain, machine.conditions) for result in results], not items)


def _enumerate(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    items = items_of(arguments.positional[0]) if arguments.positional else None
    pairs = [_tuple(constant(index), item.value) for index, item in enumerate(items or ())]
    return ListObject([Item(pair, machine.chain, machine.conditions) for pair in pairs], items is None)


def _zip(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    known = [items_of(value) for value in arguments.positional]
    rows = zip(*[list(items or ()) for items in known], strict=False)
    tuples = [_tuple(*(item.value for item in row)) for row in rows]
    return ListObject([Item(row, machine.chain, machine.conditions) for row in tuples], None in known)


def _chain(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    result: Value = ListObject(open=arguments.open)
    for value in arguments.positional:
        result = concatenated(machine, result, iterated(machine, value, node, frame))
    return result


def _chain_all(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    items = items_of(arguments.get(0, "iterable") or UNKNOWN)
    known = Arguments(tuple(item.value for item in items or ()), open=items is None)
    return _chain(machine, known, node, frame)


def _tuple(*values: Value) -> TupleValue:
    return TupleValue(tuple(Item(value, (), frozenset()) for value in values))


def _setattr(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    match arguments.positional:
        case (Application() as application, Constant(str("user_middleware")), value):
            assign_stack(machine, application, source_text(node), value, node, frame)
        case (Instance() | Stranger() | Application() as owner, Constant(str(name)), value):
            owner.attributes[name] = value
    return NONE


BUILTINS = {
    "builtins.getattr": _getattr,
    "builtins.hasattr": _hasattr,
    "builtins.setattr": _setattr,
    "builtins.list": _list,
    "builtins.tuple": _list,
    "builtins.iter": _list,
    "builtins.reversed": _reversed,
    "builtins.sorted": _sorted,
    "builtins.enumerate": _enumerate,
    "builtins.zip": _zip,
    "builtins.dict": _dict,
    "builtins.map": _map,
    "builtins.filter": _map,
    "itertools.chain": _chain,
    "itertools.chain.from_iterable": _chain_all,
    "functools.partial": _partial,
    "functools.partialmethod": _partial,
    "typing.cast": _second,
    "copy.copy": _first,
    "copy.deepcopy": _first,
    "types.MappingProxyType": _first,
}
