"""What Python runs when a class is defined, besides its body: the metaclass, `__set_name__`, `__init_subclass__`.

And the members of an enum, which are made then.
"""

from __future__ import annotations

import ast
from contextlib import nullcontext

from codemod.interpreter.calls import handles
from codemod.interpreter.classes import is_layer, linearized, members_of_enum, method_of
from codemod.interpreter.constant_conditions import may_settle
from codemod.interpreter.flags import is_of_flags, number_in
from codemod.interpreter.machine import CREATION, Machine
from codemod.interpreter.memoisation import once
from codemod.interpreter.values import (
    NONE,
    UNKNOWN,
    Arguments,
    Class,
    Constant,
    DictObject,
    External,
    Frame,
    Function,
    Instance,
    Item,
    ListObject,
    TupleValue,
    Value,
    constant,
    same,
)


def created(machine: Machine, cls: Class, given: Arguments, node: ast.ClassDef, frame: Frame) -> Value:
    """What a class statement makes: the class, or what its metaclass makes of it; ``given`` are the bases and keywords."""
    for base in cls.bases:
        if isinstance(base, Class):
            machine.derived.setdefault(base, []).append(cls)
    if cls.is_enum:
        make_members(machine, cls, node, frame)
    named = tuple(pair for pair in given.named if pair[0] != "metaclass")
    options = Arguments((), named, given.open, frozenset(one for one in given.settled if isinstance(one, str)))
    if not (machine.thorough or is_told_of(machine, cls)):
        return cls
    meta = cls.meta
    machine.creating.append((cls, options))
    try:
        with nullcontext() if machine.thorough else machine.sparing(CREATION):
            return made_by(machine, cls, meta, options, node, frame)
    finally:
        machine.creating.pop()


def made_by_call(
    machine: Machine, name: str, bases: tuple[Value, ...], names: Value, node: ast.AST, frame: Frame
) -> Value:
    """The class that `type("Order", (Model,), {})` makes, as a class statement would."""
    statement = ast.ClassDef(name=name, bases=[], keywords=[], body=[], decorator_list=[])
    ast.copy_location(statement, node)
    cls = Class(statement, bases, frame, dict(names.items) if isinstance(names, DictObject) else {})
    return created(machine, cls, Arguments(bases), statement, frame)


def is_told_of(machine: Machine, cls: Class) -> bool:
    """Whether a registry of this class would matter: it or a class that it derives from registers something, is a layer, or speaks of a
    session; or its attributes are told their names.
    """
    own = [entry for entry in linearized(cls) if isinstance(entry, Class)]
    if any(entry.node.name in entry.frame.module.facts.relevant for entry in own):
        return True
    if any(isinstance(member, Instance) and isinstance(member.cls, Class) for member in cls.names.values()):
        return True
    return handles(cls, machine.modules.project.graph.handles) or is_layer(cls)


def made_by(
    machine: Machine, cls: Class, meta: Class | None, options: Arguments, node: ast.ClassDef, frame: Frame
) -> Value:
    """What a metaclass makes of a class, or `type` where the program has none of its own for it."""
    if meta is None:
        return completed(machine, node, frame)
    bases = TupleValue(tuple(Item(base, (), frozenset()) for base in cls.bases))
    names = DictObject(dict(cls.names))
    names.written, names.is_whole = {name: value for name, value in cls.names.items() if may_settle(value)}, True
    settled = frozenset({*range(3), *options.settled})
    whole = Arguments((constant(node.name), bases, names), options.named, options.open, settled)
    maker, initialize = method_of(meta, "__new__"), method_of(meta, "__init__")
    made: Value = UNKNOWN
    if maker is not None:
        made = machine.call(maker._replace(bound=meta), whole, node, frame)
    else:
        completed(machine, node, frame)
    if initialize is not None:
        machine.call(initialize._replace(bound=cls), whole, node, frame)
    return cls if made in (UNKNOWN, NONE) else made


def completed(machine: Machine, node: ast.AST, frame: Frame, given: Value = UNKNOWN) -> Class:
    """What `type` itself does with the class that is being made: it tells its attributes their names, and its base of it.

    ``given`` are the names that its metaclass hands it: those of the body, or what that has made of them.
    """
    cls, options = machine.creating[-1]
    if isinstance(given, DictObject):
        name_anew(machine, cls, given)
    for name, member in list(cls.names.items()):
        if isinstance(member, Instance) and isinstance(member.cls, Class):
            hook = method_of(member.cls, "__set_name__")
            if hook is not None:
                machine.call(hook._replace(bound=member), Arguments((cls, constant(name))), node, frame)
    for entry in linearized(cls)[1:]:
        inherited = entry.names.get("__init_subclass__") if isinstance(entry, Class) else None
        if isinstance(inherited, Function):
            machine.call(inherited._replace(bound=cls), options, node, frame)
            break
    return cls


def name_anew(machine: Machine, cls: Class, given: DictObject) -> None:
    """The names of a class are those that its metaclass hands to `type`: a method that it has put a wrapper around is that one.

    Where it is not known whether it has, neither is the method.
    """
    for name in [*cls.names]:
        if name not in given.items and not given.open:
            del cls.names[name]
    for name, value in given.items.items():
        is_certain = machine.set_under(given, name) <= machine.conditions
        if name not in given.keys and value is not cls.names.get(name):
            cls.names[name] = value if is_certain else UNKNOWN


# Enums


def make_members(machine: Machine, cls: Class, node: ast.ClassDef, frame: Frame) -> None:
    """Each name that the body of an enum binds to a plain value stands for an object with that name and value."""
    numbers, members, has_flags, highest = dict[str, int](), dict[object, Instance](), is_of_flags(cls), 0
    for name, value in list(cls.names.items()):
        # A class statement there makes no member.
        is_nested = isinstance(value, Class) and value.frame.names is cls.names
        if name.startswith("_") or isinstance(value, Function) or is_nested:
            continue
        if isinstance(value, Instance) and value.cls == External("enum.auto"):
            value = _next_value(cls, name, highest)
        elif has_flags and not isinstance(value, Constant):
            number = number_in(values_in(node).get(name), numbers)
            value = value if number is None else constant(number)
        if isinstance(value, Constant) and isinstance(value.value, int):
            numbers[name], highest = value.value, max(highest, value.value)
        kept = _equal_as(value)
        if kept is not None and kept in members:  # another name of the member that has this value
            cls.names[name] = members[kept]
            continue
        member = Instance(cls, Arguments((value,)), node, machine.chain)
        member.attributes = {"name": constant(name), "value": value}
        member.settled = {"name", "value"}
        cls.names[name] = members[kept] = member
        initialize = method_of(cls, "__init__")
        if initialize is not None:
            parts = tuple(item.value for item in value.items) if isinstance(value, TupleValue) else (value,)
            whole = frozenset(range(len(parts)))
            machine.call(initialize._replace(bound=member), Arguments(parts, settled=whole), node, frame)


def _next_value(cls: Class, name: str, highest: int) -> Value:
    """What `auto()` stands for, after the numbers that lie above it."""
    if method_of(cls, "_generate_next_value_") is not None:
        return UNKNOWN
    if External("enum.StrEnum") in linearized(cls):
        return constant(name.lower())
    return constant(1 << highest.bit_length() if is_of_flags(cls) else highest + 1)


def _equal_as(value: Value) -> object:
    """What two values of an enum have in common when Python holds them to be equal, as `1` and `True` are."""
    match value:
        case Constant(value=held):
            return ("constant", held)
        case TupleValue(items=items):
            parts = [_equal_as(item.value) for item in items]
            return None if None in parts else ("tuple", *parts)
        case Class() | External():
            return ("class", value)
    return None


@once
def values_in(node: ast.ClassDef) -> dict[str, ast.expr]:
    """What the body of a class binds plain names to."""
    return {
        part.targets[0].id: part.value
        for part in node.body
        if isinstance(part, ast.Assign) and isinstance(part.targets[0], ast.Name)
    }


def member_with(cls: Class, value: Value) -> Value:
    """`Mode("token")`: the member that has this value."""
    members = members_of_enum(cls)
    found = [member for member in members if same(member.attributes["value"], value)]
    if found or not isinstance(value, Constant):
        return found[0] if found else UNKNOWN
    return UNKNOWN


def derived_from(machine: Machine, cls: Class) -> ListObject:
    """`Base.__subclasses__()`: where none was seen, nobody knows whether there are any.

    Those of modules that are run name by name are looked for; in which order several such modules were imported is not known.
    """
    apart = machine.modules.apart(cls.node.name)
    for module in apart:
        for name in module.facts.may_derive(cls.node.name):
            machine.global_of(module, name)
    found = machine.derived.get(cls, [])
    homes = {id(one.frame.module): one.frame.module for one in found}
    is_apart = not homes.keys().isdisjoint(map(id, apart))
    if is_apart and len(homes) == 1:
        found = sorted(found, key=lambda one: getattr(one.node, "lineno", 0))
    listed = ListObject([Item(one, machine.chain, machine.conditions) for one in found], open=not found)
    if is_apart and len(homes) > 1:
        listed.is_scrambled = True
    return listed
