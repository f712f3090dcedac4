"""Where values live: a name of a frame, an attribute of an object, so that two ways to write it are known to be one."""

from __future__ import annotations

import ast

from codemod.frozen import TYPE_CHECKING, NamedTuple
from codemod.interpreter.classes import method_of
from codemod.interpreter.expressions import look_up
from codemod.interpreter.machine import Machine
from codemod.interpreter.values import (
    UNKNOWN,
    Application,
    BaseMethod,
    Class,
    DictObject,
    External,
    Frame,
    Function,
    Instance,
    ListObject,
    ModuleValue,
    Native,
    Opaque,
    TupleValue,
    Value,
    alternatives,
    frame_of,
)

if TYPE_CHECKING:
    from typing import TypeAlias

Path: TypeAlias = tuple[str, ...]
Owner: TypeAlias = tuple[str, object]


class Location(NamedTuple):
    """A name of an owner; None stands for all that the owner has."""

    owner: Owner
    name: str | None

    def overlaps(self, other: Location) -> bool:
        return self.owner == other.owner and (self.name == other.name or None in (self.name, other.name))


def path_of(node: ast.AST) -> Path | None:
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return (node.id, *reversed(names)) if isinstance(node, ast.Name) else None


def variable(name: str, frame: Frame) -> Location:
    """Where a variable lives: the frame that holds it."""
    here: Frame | None = frame_of(frame.module) if name in frame.globals else frame
    while here is not None:
        if here.kind == "module" or (name in here.names and (here.kind != "class" or here is frame)):
            return Location(("frame", id(here)), name)
        here = here.parent
    return Location(("frame", id(frame_of(frame.module))), name)


def owner_of(value: Value) -> Owner | None:
    """What tells an object from others; None for a value that nothing is known of, or that cannot be changed."""
    match value:
        case Instance() | Opaque() | Class() | DictObject() | ListObject() | Application():
            return "object", id(value)
        case ModuleValue(module):
            return "frame", id(frame_of(module))
        case Function(node):
            return "function", id(node)
        case External(dotted):
            return "external", dotted
        case Native(owner=TupleValue()):
            return None
        case Native() | BaseMethod():
            return "part", value
    return None


def attribute_locations(machine: Machine, base: ast.AST, name: str | None, frame: Frame) -> list[Location]:
    """Where an attribute lives: its object's, or one of several that the name may stand for.

    For an object of which nothing is known it is the name that it is reached by.
    """
    owners = [owner_of(part) for part in alternatives(value_of(machine, base, frame))]
    found = [Location(owner, name) for owner in owners if owner is not None]
    path = path_of(base)
    if not found and path:
        found = [Location(("path", (variable(path[0], frame), path[1:])), name)]
    return found


def value_of(machine: Machine, node: ast.AST, frame: Frame) -> Value:
    """What a dotted name stands for, without running anything."""
    path = path_of(node)
    value = look_up(machine, path[0], frame) if path else None
    if path is None or value is None:
        return UNKNOWN
    value = machine.resolved(value)
    for name in path[1:]:
        if isinstance(value, Instance) and name not in value.attributes:
            value = _member_of(machine, value, name, node, frame)
        elif isinstance(value, Class) and value.meta is not None and _is_computed(method_of(value.meta, name)):
            value = UNKNOWN
        else:
            value = machine.attribute(value, name, node, frame)
    return value


_OF_METHODS = frozenset(["staticmethod", "classmethod"])  # decorators that leave a method one


def _member_of(machine: Machine, instance: Instance, name: str, node: ast.AST, frame: Frame) -> Value:
    """A method of an object; a property would run, so nothing is said of it."""
    if _is_computed(instance.cls.names.get(name) if isinstance(instance.cls, Class) else None):
        return UNKNOWN
    return machine.attribute(instance, name, node, frame)


def _is_computed(member: Value | None) -> bool:
    decorators = getattr(member.node, "decorator_list", []) if isinstance(member, Function) else []
    return not all(getattr(part, "id", "") in _OF_METHODS for part in decorators)
