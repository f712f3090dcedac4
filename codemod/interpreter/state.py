"""Tests of what the program itself sets while it is being set up: `if self._app is None`, `if name not in CACHE`.

They have the outcome of the moment, where what they ask for is set by code that runs later than where it begins: by a function
with `global` or `nonlocal`, a method that is no constructor, an item that a function puts into a dict. Such a place is no switch that
somebody turns. What was set under a condition counts only where that condition holds; while a request is followed, none counts, for
many of them come.
"""

from __future__ import annotations

import ast

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.classes import linearized
from codemod.interpreter.containers import place_of
from codemod.interpreter.memoisation import once
from codemod.interpreter.values import (
    ABSENT,
    NONE,
    UNKNOWN,
    Absent,
    Application,
    Class,
    Constant,
    DictObject,
    External,
    Frame,
    Function,
    Instance,
    Layer,
    ListObject,
    Native,
    Opaque,
    TupleValue,
    Unknown,
    Value,
    constant,
    frame_of,
    same,
)
from codemod.interpreter.walking import statements_in, targets_in, unparsed
from codemod.library_names import INITIALIZERS

if TYPE_CHECKING:
    from codemod.interpreter.machine import Machine


STACK = "middleware_stack"  # of an application, None until it is built
KNOWN = (Application, Class, Constant, DictObject, Function, Instance, Layer, ListObject, TupleValue)


def at_this_moment(machine: Machine, node: ast.expr, frame: Frame) -> Value | Absent | None:
    """What a place that the program itself sets holds now, ABSENT where it holds nothing; None where that is not sure."""
    if machine.following or machine.answering:
        return None
    match node:
        case ast.Name(id=name):
            return _name(machine, name, frame)
        case ast.Attribute(value=owner, attr=name):
            held = _owner(machine, owner, frame)
            return attribute_now(machine, held, name, isinstance(held, Class) and sets_itself(frame, owner, name))
        case ast.Subscript(value=owner, slice=key):
            return _item(machine, owner, key, frame)
        case ast.Call(func=ast.Name(id="getattr"), args=[owner, ast.Constant(value=str(name)), default]):
            is_set = sets_itself(frame, owner, name)
            return _or_else(attribute_now(machine, _owner(machine, owner, frame), name, is_set), default)
        case ast.Call(func=ast.Attribute(value=owner, attr="get"), args=[key, *rest], keywords=[]) if len(rest) < 2:
            return _or_else(_item(machine, owner, key, frame), *rest)
    return None


def is_there_now(machine: Machine, test: ast.expr, frame: Frame) -> bool | None:
    """The outcome of `key in CACHE`, `hasattr(self, "_app")` and, of attributes that several objects share, `self._shared`."""
    if machine.answering:
        return None
    match test:
        case ast.Compare(left=key, ops=[ast.In() | ast.NotIn() as op], comparators=[owner]) if not machine.following:
            found = _item(machine, owner, key, frame)
            is_in = found is not ABSENT if found is not None else _is_among(machine, owner, key, frame)
            is_in = _is_own(machine, owner, key, frame) if is_in is None else is_in
            return None if is_in is None else is_in is isinstance(op, ast.In)
        case ast.Call(func=ast.Name(id="hasattr"), args=[owner, ast.Constant(value=str(name))]) if (
            not machine.following
        ):
            found = attribute_now(machine, _owner(machine, owner, frame), name, sets_itself(frame, owner, name))
            return None if found is None else found is not ABSENT
        case ast.Name() | ast.Attribute() if machine.shared and not machine.following:  # `if not self._shared`
            held = _owner(machine, test, frame)
            if isinstance(held, DictObject) and not held.open and (sharing := _sharing(machine, held)):
                sure = [is_sure(machine, one, name, part) for one in sharing for name, part in held.items.items()]
                return bool(held.items) if all(sure) else None
    return None


def _sharing(machine: Machine, holder: Value | None) -> list[Instance]:
    """The objects whose attributes a dict is."""
    return machine.shared.get(id(holder.items), ({}, []))[1] if isinstance(holder, DictObject) else []


def _or_else(found: Value | Absent | None, *default: ast.expr) -> Value | None:
    if not isinstance(found, Absent):
        return found
    if not default:
        return NONE
    return constant(default[0].value) if isinstance(default[0], ast.Constant) else None


def is_sure(machine: Machine, owner: object, name: str, value: Value) -> bool:
    """Whether a value is known, and was put where it is under no condition that does not hold now."""
    return isinstance(value, KNOWN) and machine.set_under(owner, name) <= machine.conditions


# Names


def _name(machine: Machine, name: str, frame: Frame) -> Value | None:
    home = _home(name, frame)
    if home is None:
        return None
    value = machine.resolved(home.names[name])
    if home.momentary.get(name) is value:
        return value
    if home.kind == "module":
        is_set = name in home.module.facts.globals_set
    else:
        is_set = home.node is not None and name in nonlocals_set(home.node)
    return value if is_set and is_sure(machine, home, name, value) else None


def _home(name: str, frame: Frame) -> Frame | None:
    here: Frame | None = frame_of(frame.module) if name in frame.globals else frame
    while here is not None:
        if name in here.names and (here.kind != "class" or here is frame):
            return here
        here = here.parent
    return None


@once
def nonlocals_set(node: ast.AST) -> frozenset[str]:
    body = node.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) else []
    return frozenset(name for part in statements_in(body) if isinstance(part, ast.Nonlocal) for name in part.names)


# Attributes


def _owner(machine: Machine, node: ast.expr, frame: Frame) -> Value | None:
    """The object that an expression of names and attributes stands for: to ask for it again changes nothing."""
    part = node
    while isinstance(part, ast.Attribute):
        part = part.value
    return machine.evaluate(node, frame) if isinstance(part, ast.Name) else None


def sets_itself(frame: Frame, owner: ast.expr, name: str) -> bool:
    """Whether the function that asks for an attribute sets it itself: `if not hasattr(owner, "fields"): owner.fields = {}`."""
    return isinstance(frame.node, ast.FunctionDef) and f"{unparsed(owner)}.{name}" in _attributes_set(frame.node)


@once
def _attributes_set(node: ast.FunctionDef) -> frozenset[str]:
    """The attributes that a function sets, as they are written."""
    found = (target for statement in statements_in(node.body) for target in targets_in(statement))
    return frozenset(unparsed(target) for target in found if isinstance(target, ast.Attribute))


def _is_own(machine: Machine, shown: ast.expr, key: ast.expr, frame: Frame) -> bool | None:
    """Whether a class or object has an attribute itself, whatever its bases have: `"fields" in vars(owner)`."""
    match shown, key:
        case (
            ast.Call(func=ast.Name(id="vars"), args=[base]) | ast.Attribute(value=base, attr="__dict__"),
            ast.Constant(value=str(name)),
        ) if sets_itself(frame, base, name) and not machine.shared:
            owner = _owner(machine, base, frame)
        case _:
            return None
    held = owner.names if isinstance(owner, Class) else owner.attributes if isinstance(owner, Instance) else None
    if held is None:
        return None
    value = machine.resolved(held[name]) if name in held else None
    if value is None or (isinstance(value, Opaque) and isinstance(owner, Instance)):
        return False
    return True if is_sure(machine, owner, name, value) else None


def attribute_now(machine: Machine, owner: Value | None, name: str, is_set: bool = False) -> Value | Absent | None:
    """What an attribute is now; ``is_set`` says that the function which asks sets it itself."""
    if isinstance(owner, Application) and name == STACK:
        return NONE if _is_without_stack(machine, owner) else None
    if isinstance(owner, Native):
        return _on_state(machine, owner, name) if is_set else None
    cls = owner.cls if isinstance(owner, (Instance, Application)) else owner
    if not isinstance(owner, (Instance, Class, Application)) or cls is None:
        return None
    # What is asked for and not there is an opaque value of its own.
    own = None if isinstance(owner, Class) else owner.attributes.get(name)
    if own is not None and not isinstance(own, (Opaque, *KNOWN)):
        return None
    classes = linearized(cls)
    if isinstance(owner, Class) and owner.meta is not None:
        classes += linearized(owner.meta)
    known = [entry for entry in classes if isinstance(entry, Class)]
    places: list[tuple[object, dict[str, Value]]] = [(entry, entry.names) for entry in known]
    if own is not None and not isinstance(own, Opaque) and not isinstance(owner, Class):
        places = [(owner, owner.attributes)]
    place, names = next(((one, names) for one, names in places if name in names), (None, {}))
    value = machine.resolved(names[name]) if place is not None else None
    if value is not None and not isinstance(value, KNOWN):
        return None
    if not (is_set or any(name in set_in_passing(entry.node) for entry in known)):
        return None
    if value is not None:
        is_method = isinstance(value, Function) and place is not owner  # or a property
        return value if not is_method and is_sure(machine, place, name, value) else None
    is_whole = len(known) == len(classes) and not any("__getattr__" in entry.names for entry in known)
    return ABSENT if is_whole else None


def _on_state(machine: Machine, state: Native, name: str) -> Value | Absent | None:
    """What `app.state` has."""
    if not isinstance(state.owner, Application) or state.name != "state":
        return None
    place = f"state.{name}"
    if (id(state.owner), place) not in machine.sets:  # what is asked for and not there has a stand-in
        return ABSENT
    value = state.owner.attributes[place]
    return value if is_sure(machine, state.owner, place, value) else None


def _is_without_stack(machine: Machine, application: Application) -> bool:
    """Whether an application waits for its first request: its stack is built then, unless the program has done so itself."""
    is_touched = any(moment.kind == "stack" for moment in application.moments)
    return not is_touched and machine.starting is not application


@once
def set_in_passing(node: ast.ClassDef) -> frozenset[str]:
    """The attributes that a class sets at another place than at the top of a constructor."""
    makers = [part for part in node.body if isinstance(part, ast.FunctionDef) and part.name in INITIALIZERS]
    at_first = {id(statement) for method in makers for statement in method.body}
    return frozenset(
        target.attr
        for statement in statements_in(node.body)
        if id(statement) not in at_first
        for target in targets_in(statement)
        if isinstance(target, ast.Attribute)
    )


# Items


def _is_among(machine: Machine, owner: ast.expr, key: ast.expr, frame: Frame) -> bool | None:
    """Whether a list has an element, when functions of the module append to it: `if step in done`."""
    if unparsed(owner) not in frame.module.facts.filled_in_passing:
        return None
    holder, wanted = _owner(machine, owner, frame), _asked(machine, key, frame)
    if not isinstance(holder, ListObject) or holder.open or wanted is None:
        return None
    if not all(_is_one_thing(item.value) for item in holder.items):
        return None
    found = [item for item in holder.items if same(item.value, wanted)]
    if not found:
        return False
    return True if any(item.conditions <= machine.conditions for item in found) else None


def _asked(machine: Machine, key: ast.expr, frame: Frame) -> Value | None:
    """What is asked for, if it is one thing."""
    wanted = machine.evaluate(key, frame) if isinstance(key, (ast.Name, ast.Attribute, ast.Constant)) else UNKNOWN
    return wanted if _is_one_thing(wanted) else None


def _is_one_thing(value: Value) -> bool:
    """Whether a value is equal to no other thing that is known, an object of the program if it is compared by what it is."""
    if not isinstance(value, Instance):
        return isinstance(value, (Constant, Class, External, Function))
    classes = linearized(value.cls)
    return all(
        isinstance(entry, Class) and "__eq__" not in entry.names and not entry.node.decorator_list for entry in classes
    )


def _item(machine: Machine, owner: ast.expr, key: ast.expr, frame: Frame) -> Value | Absent | None:
    """What a dict has under a key, when functions of the module put items into it, or attributes: `self.__dict__ = self._shared`."""
    is_filled = unparsed(owner) in frame.module.facts.filled_in_passing
    if not is_filled and not machine.shared:
        return None
    holder = _owner(machine, owner, frame)
    sharing = _sharing(machine, holder)
    if not is_filled and not sharing:
        return None
    wanted = _asked(machine, key, frame)
    if not isinstance(holder, DictObject) or wanted is None or isinstance(wanted, Instance):
        return None
    place = place_of(holder, wanted)
    if place not in holder.items:
        return None if holder.open or any(isinstance(other, Unknown) for other in holder.keys.values()) else ABSENT
    value = holder.items[place]
    return value if all(is_sure(machine, one, place, value) for one in (holder, *sharing)) else None
