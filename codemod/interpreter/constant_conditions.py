"""Tests whose outcome is known because a call settles it: `setup(app, sessions=False)`, `if self.key is None`.

What is settled is written in the call itself: a literal, a function by its name, what a caller was given in the same way, and what
an object keeps of the call that made it. A value that comes out of any other variable, attribute or dict settles nothing, even where
it is known: it is a switch that somebody turns.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable
from functools import partial
from operator import ge, gt, le, lt

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.classes import linearized
from codemod.interpreter.configuration import open_arms
from codemod.interpreter.containers import is_one_thing, items_of, keys_of, place_of
from codemod.interpreter.flags import bits_of, combined
from codemod.interpreter.kinds import any_or_all, has, is_below, is_no_constant, is_of, is_plain, names_class, size_of
from codemod.interpreter.literals import (
    BUILDING,
    HOOKS,
    Definition,
    bound_names,
    called_name,
    changed_attributes,
    is_open,
    is_set_later,
    key_targets,
    literal_attributes,
    literal_defaults,
    literal_targets,
    other_defaults,
    times_bound_in,
)
from codemod.interpreter.machine import Machine, Test
from codemod.interpreter.memoisation import once
from codemod.interpreter.questions import (
    answer_in,
    asked,
    asked_of_member,
    asked_of_object,
    function_of_module,
    is_only_read,
    kept,
    table,
)
from codemod.interpreter.state import at_this_moment, is_there_now
from codemod.interpreter.strings import METHODS
from codemod.interpreter.switches import (
    foresee,
    may_stand,
    module_of,
    note,
    note_answer,
    of_attribute,
    of_local,
    of_module,
    of_namespace,
    of_origin,
    of_turn,
)
from codemod.interpreter.values import (
    NAMESPACE,
    NONE,
    UNKNOWN,
    Absent,
    Alternatives,
    Application,
    BaseMethod,
    Class,
    Condition,
    Connection,
    Constant,
    DictObject,
    External,
    Frame,
    Function,
    Imported,
    Instance,
    Item,
    Layer,
    ListObject,
    ModuleValue,
    Outlook,
    Presence,
    Scope,
    Switch,
    TupleValue,
    Unknown,
    Value,
    alternatives,
    constant,
    frame_of,
)
from codemod.interpreter.walking import rebound_names, unparsed
from codemod.library_names import BARE, FIELDS, INITIALIZERS, MODELS, WEB, canonical, last_name
from codemod.project.module import Module
from codemod.project.nodes import nodes_in

if TYPE_CHECKING:
    from typing import Any, TypeVar

    Answer = TypeVar("Answer")

READERS = (External("os.environ.get"), External("os.getenv"))
_NAMED = (Class, External)  # what is there once, and is itself wherever it is named
_ORDER: dict[type, Callable[[int, int], bool]] = {ast.Lt: lt, ast.LtE: le, ast.Gt: gt, ast.GtE: ge}


def _ordered(compare: Callable[[int, int], bool]) -> Callable[[object, object], bool | None]:
    """Two numbers are in an order, and nothing else is that is asked about here."""
    return lambda one, other: compare(one, other) if isinstance(one, int) and isinstance(other, int) else None


_COMPARISONS: dict[type, Callable[[object, object], bool | None]] = {
    ast.Eq: lambda one, other: one == other,
    ast.NotEq: lambda one, other: one != other,
    ast.Is: lambda one, other: one is other,
    ast.IsNot: lambda one, other: one is not other,
    **{op: _ordered(compare) for op, compare in _ORDER.items()},
}


# Outcomes


def decided(machine: Machine, test: ast.expr, frame: Frame) -> bool | None:
    """Whether a test is true in the call that is followed, or None when that is not settled."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            outcome = decided(machine, operand, frame)
            return None if outcome is None else not outcome
        case ast.BoolOp(op=op, values=operands):
            return any_or_all(op, [decided(machine, operand, frame) for operand in operands])
        case ast.NamedExpr(value=value):
            return decided(machine, value, frame)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            outcome = compared(machine, left, op, right, frame)
            return is_there_now(machine, test, frame) if outcome is None else outcome
        case ast.Call(
            func=ast.Name(id="any" | "all" as name), args=[ast.GeneratorExp() | ast.ListComp() as gone_through]
        ):
            size = size_of(settled(machine, gone_through.generators[0].iter, frame) or UNKNOWN)
            return name == "all" if size == 0 and _settled_name(machine, name, frame) is None else None
        case ast.Call(func=ast.Attribute(attr="startswith" | "endswith"), args=[asked_for]):
            known = settled(machine, asked_for, frame)  # one of none
            is_none = isinstance(known, (TupleValue, ListObject)) and size_of(known) == 0
            return False if is_none else _of_its_truth(machine, test, frame)
        case ast.List(elts=parts) | ast.Tuple(elts=parts) if not any(isinstance(part, ast.Starred) for part in parts):
            return bool(parts)
        case ast.Call(func=ast.Name(id="bool" as name), args=[asked_for], keywords=[]):
            return decided(machine, asked_for, frame) if _settled_name(machine, name, frame) is None else None
        case ast.Call(func=ast.Name(id="isinstance" | "issubclass" | "hasattr" | "callable"), keywords=[]):
            outcome = _asked_of_value(machine, test, frame)
            return is_true_now(machine, test, frame) if outcome is None else outcome
        case ast.Name() | ast.Attribute() | ast.Subscript() | ast.Call() | ast.BinOp():
            return _of_its_truth(machine, test, frame)
    return None


def _of_its_truth(machine: Machine, test: ast.expr, frame: Frame) -> bool | None:
    outcome = _agreed(settled(machine, test, frame), truth)
    return is_true_now(machine, test, frame) if outcome is None else outcome


def is_true_now(machine: Machine, test: ast.expr, frame: Frame) -> bool | None:
    """The outcome of a test of what the program itself sets."""
    value = at_this_moment(machine, test, frame)
    if value is None or isinstance(value, Absent):
        return is_there_now(machine, test, frame)
    is_object = isinstance(value, Application) or (isinstance(value, Instance) and is_plain(value))
    return True if is_object else truth(value)


def _asked_of_value(machine: Machine, test: ast.Call, frame: Frame) -> bool | None:
    """`isinstance(spec, Layer)`, `issubclass(cls, Layer)`, `hasattr(spec, "secret")`, `callable(spec)`, of what a call settles, or of
    a request.
    """
    known = machine.evaluate(test.args[0], frame) if test.args and isinstance(test.args[0], ast.Name) else None
    if not (machine.following and isinstance(known, (Connection, Scope, Constant))):
        known = settled(machine, test.args[0], frame) if test.args else None
    match test:
        case ast.Call(func=ast.Name(id="isinstance"), args=[_, kind]) if known is not None:
            classes = _classes_named(machine, kind, frame)
            return _agreed(known, lambda part: is_of(machine, part, classes))
        case ast.Call(func=ast.Name(id="issubclass"), args=[_, kind]) if known is not None:
            classes = _classes_named(machine, kind, frame)
            return _agreed(known, lambda part: is_below(part, classes))
        case ast.Call(func=ast.Name(id="hasattr"), args=[_, ast.Constant(value=str(name))]):
            return _agreed(known, lambda part: has(machine, part, name))
        case ast.Call(func=ast.Name(id="callable"), args=[_]):
            return _agreed(known, lambda part: is_of(machine, part, External("typing.Callable")))
    return None


def _classes_named(machine: Machine, kind: ast.expr, frame: Frame) -> Value:
    """The classes that `isinstance` asks for: one, or several in a tuple or as `A | B`."""
    parts: list[ast.expr] = [*kind.elts] if isinstance(kind, ast.Tuple) else []
    if isinstance(kind, ast.BinOp):
        parts = [kind.left, kind.right]
    if not parts:
        return machine.evaluate(kind, frame)
    return TupleValue(tuple(Item(_classes_named(machine, part, frame), (), frozenset()) for part in parts))


def compared(machine: Machine, left: ast.expr, op: ast.cmpop, right: ast.expr, frame: Frame) -> bool | None:
    one = settled(machine, left, frame)
    if isinstance(op, (ast.In, ast.NotIn)):
        if isinstance(right, (ast.Tuple, ast.List, ast.Set)):
            found = [compared(machine, left, ast.Eq(), element, frame) for element in right.elts]
            among = any_or_all(ast.Or(), found)
        else:
            known = settled(machine, right, frame)
            if isinstance(known, DictObject) and not known.is_written_out:
                known = None
            if known is None and one is not None and not isinstance(left, ast.Constant):
                known = _table_named(machine, right, frame)
            among = _agreed(known, lambda held: holds(held, one))
        return None if among is None else among is isinstance(op, ast.In)
    if one is None:
        now = at_this_moment(machine, left, frame)
        one = now if not isinstance(now, Absent) else None
    compare, other = _COMPARISONS.get(type(op)), settled(machine, right, frame)
    if compare is not None and isinstance(one, _NAMED) and isinstance(right, (ast.Name, ast.Attribute)):
        named = machine.evaluate(right, frame)
        is_one = _is_one(one, named) if isinstance(named, _NAMED) else None
        return None if is_one is None else compare(is_one, True)
    if compare is not None and one is not None and other is not None and is_member(other):
        return _agreed(one, lambda part: compare(_is_member_like(part, other), True) if is_member(part) else None)
    if isinstance(op, (ast.Is, ast.IsNot)) and (mark := sentinel(machine, right, frame)) is not None:
        held = machine.evaluate(left, frame) if isinstance(left, ast.Name) else None
        return _agreed(held, lambda part: (part is mark) is isinstance(op, ast.Is) if is_what_it_is(part) else None)
    if compare is None or one is None or not isinstance(other, Constant):
        return None
    expected = other.value
    if isinstance(op, (ast.Is, ast.IsNot)) and not isinstance(expected, (bool, type(None))):
        return None
    return _agreed(one, lambda part: _outcome(part, compare, expected))


def _table_named(machine: Machine, node: ast.expr, frame: Frame) -> Value | None:
    """What says of names, classes and objects whether they are in it: a table, or flags; of a question one that nothing changes."""
    found = table(machine, node, frame) or _kept_flags(machine, node, frame)
    if found is None:
        return _table_of_class(machine, node, frame)
    return found if not machine.answering or is_only_read(machine, node, frame) else None


def _table_of_class(machine: Machine, node: ast.expr, frame: Frame) -> Value | None:
    """A list, set or dict that the body of a class binds, for good: `cls in self.STATEFUL`, of an object whose class is known."""
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
        return None
    owner = machine.evaluate(node.value, frame)
    cls = owner.cls if isinstance(owner, (Application, Instance)) else owner
    if not isinstance(cls, Class):
        return None
    classes, name = [entry for entry in linearized(cls) if isinstance(entry, Class)], node.attr
    holder = next((entry for entry in classes if name in entry.names), None)
    is_own = isinstance(owner, (Application, Instance)) and name in owner.attributes
    if holder is None or is_own or machine.modules.sets_attribute(name) or times_bound_in(holder.node)[name] != 1:
        return None
    if any(is_set_later(entry.node, name) for entry in classes):
        return None
    value, is_changed = holder.names[name], machine.answering and machine.modules.changes_items(name)
    return value if isinstance(value, (DictObject, ListObject, TupleValue)) and not is_changed else None


def sentinel(machine: Machine, node: ast.expr, frame: Frame) -> Instance | None:
    """`END = object()` of a module: no switch, for it says nothing but that it is this one."""
    named = frame_of(frame.module).names.get(node.id) if isinstance(node, ast.Name) else None
    if named is None or not isinstance(node, ast.Name):
        return None
    module, name = (named.module, named.name) if isinstance(named, Imported) else (frame.module, node.id)
    value = machine.resolved(named)
    is_one = isinstance(value, Instance) and value.cls == External("builtins.object") and value.row is None
    return value if is_one and isinstance(value, Instance) and times_in(module)[name] == 1 else None


def is_what_it_is(value: Value) -> bool:
    """Whether a value is known well enough to be another thing than a sentinel, or to be that."""
    return isinstance(
        value, (Application, Class, Constant, DictObject, Function, Instance, Layer, ListObject, TupleValue)
    )


def _is_one(one: Class | External, other: Class | External) -> bool | None:
    """Whether two names stand for one class; a library may have it under several paths."""
    if not isinstance(one, External) or not isinstance(other, External):
        return one is other
    if canonical(one.dotted) == canonical(other.dotted):
        return True
    return None if last_name(one.dotted) == last_name(other.dotted) else False


def is_member(value: Value) -> bool:
    """Whether a value is a member of an enum: it is there once."""
    return isinstance(value, Instance) and isinstance(value.cls, Class) and value.cls.is_enum


def _is_member_like(one: Value, other: Value) -> bool:
    """Whether two members of an enum are the same; flags that are combined are so when they stand for the same number."""
    return one is other or (bits_of(one) is not None and bits_of(one) == bits_of(other))


def holds(held: Value, one: Value | None) -> bool | None:
    """Whether a list, tuple or dict that is known as a whole has an element or key like this one, or one flag is this flag."""
    if one is not None and is_member(held) and is_member(one):
        whole, part = bits_of(held), bits_of(one)
        return held is one if whole is None or part is None else whole & part == part
    if isinstance(held, DictObject):
        parts = None if held.open else keys_of(held)
    else:
        items = items_of(held) if isinstance(held, (ListObject, TupleValue)) and not is_unsure(held) else None
        parts = None if items is None else [item.value for item in items]
    if parts == []:
        return False  # whatever is looked for
    if parts is None or one is None:
        return None
    if is_member(one) and all(map(is_member, parts)):
        return any(_is_member_like(part, one) for part in parts)
    if isinstance(one, _NAMED) and all(isinstance(part, _NAMED) for part in parts):
        return any_or_all(ast.Or(), [_is_one(part, one) for part in parts if isinstance(part, _NAMED)])
    return one in parts if isinstance(one, Constant) and all(isinstance(part, Constant) for part in parts) else None


def is_unsure(value: ListObject | TupleValue) -> bool:
    """Whether a list may hold more than is known, or an element only at times."""
    return value.open or any(item.conditions for item in value.items)


def _outcome(part: Value, compare: Callable[[object, object], bool | None], expected: object) -> bool | None:
    if isinstance(part, Constant):
        return compare(part.value, expected)
    if is_member(part) and isinstance(part, Instance) and isinstance(expected, str):  # of `class Mode(str, Enum)`
        value, is_text = part.attributes.get("value"), External("builtins.str") in linearized(part.cls)
        return compare(value.value, expected) if isinstance(value, Constant) and is_text else None
    if isinstance(expected, (str, bytes, int, float)) and is_no_constant(part):
        return compare(part, expected)
    # A function, a class, an object of the program's own: not None, and of its equality with others nothing is known.
    is_object = isinstance(part, (Application, Function, Class, Layer, ListObject, DictObject, TupleValue)) or (
        isinstance(part, Instance) and isinstance(part.cls, Class)
    )
    return compare(part, None) if is_object and expected is None else None


def is_switch(value: Value | None) -> bool:
    """Whether a value says yes or no, or which: a layer, a class, and None in the place of one, are what they are."""
    return isinstance(value, Constant) and value.value is not None


def truth(value: Value) -> bool | None:
    if isinstance(value, (Function, Class, Layer)):
        return True
    if isinstance(value, Instance) and isinstance(value.cls, Class) and not is_member(value):
        return True if is_plain(value) else None
    if (bits := bits_of(value)) is not None:
        return bool(bits)
    if isinstance(value, (ListObject, TupleValue)) and (size := size_of(value)) is not None:
        return size > 0
    return bool(value.value) if isinstance(value, Constant) else None


def _agreed(value: Value | None, outcome: Callable[[Value], bool | None]) -> bool | None:
    """The outcome for a value that may be one of several, when it is the same for all of them."""
    found = {outcome(part) for part in alternatives(value)} if value is not None else {None}
    return found.pop() if len(found) == 1 else None


# What is settled


def settled(machine: Machine, node: ast.expr, frame: Frame) -> Value | None:
    """What an expression is worth for good, or None when that is not sure."""
    of_kind = _SETTLED.get(type(node))
    return of_kind(machine, node, frame) if of_kind is not None else None


def _settled_constant(machine: Machine, node: ast.Constant, frame: Frame) -> Value | None:
    return constant(node.value)


def _settled_lambda(machine: Machine, node: ast.Lambda, frame: Frame) -> Value | None:
    return Function(node, frame)


def _settled_word(machine: Machine, node: ast.Name, frame: Frame) -> Value | None:
    if node.id == "__debug__":
        note(machine, "__debug__", constant(True), frame.module, node.lineno, frozenset())  # without `-O`
        return constant(True) if machine.looking is not None else None
    return constant(False) if node.id == "TYPE_CHECKING" else _settled_name(machine, node.id, frame)


def _settled_part(machine: Machine, node: ast.Attribute, frame: Frame) -> Value | None:
    attribute = node.attr
    if attribute == "TYPE_CHECKING":
        return constant(False)
    base = shown_in(node)
    fields = _fields_shown(machine, node, base, frame) if base is not None else None
    if fields is not None:
        return fields
    if machine.looking is not None and (found := _stands(machine, node, frame)) is not None:
        return found
    owner = settled(machine, node.value, frame)
    if isinstance(owner, Layer):
        return owner.cls if attribute == "cls" else None
    if isinstance(owner, Class) and owner.is_enum:
        member = owner.names.get(attribute)
        return member if member is not None and is_member(member) else None
    if isinstance(owner, Class) and attribute != "__name__" and frame.is_sifting:
        return None if machine.modules.sets_attribute(attribute) else _class_attribute(owner, attribute)
    if isinstance(owner, _NAMED):
        return constant(_own_name(owner)) if attribute == "__name__" else None
    if isinstance(owner, (Application, Instance)):
        found = settled_attribute(machine, owner, attribute)
        return _answered(machine, node, frame, owner) if found is None else found
    return None


def _settled_subscript(machine: Machine, node: ast.Subscript, frame: Frame) -> Value | None:
    found = _settled_item(machine, settled(machine, node.value, frame), settled(machine, node.slice, frame))
    return _said_by_table(machine, node.value, node.slice, None, frame) if found is None else found


def _settled_call(machine: Machine, node: ast.Call, frame: Frame) -> Value | None:
    base = shown_in(node)
    fields = _fields_shown(machine, node, base, frame) if base is not None else None
    if fields is not None:
        return fields
    is_named = isinstance(node.func, (ast.Name, ast.Attribute))
    if machine.is_unset and is_named and node.args and machine.evaluate(node.func, frame) in READERS:
        return settled(machine, node.args[1], frame) if len(node.args) > 1 else NONE
    if isinstance(node.func, ast.Name):
        return _settled_call_of_name(machine, node, node.func.id, frame)
    if isinstance(node.func, ast.Attribute):
        return _settled_call_of_method(machine, node, node.func, frame)
    return _evaluated_again(machine, node, frame)


def _settled_call_of_name(machine: Machine, node: ast.Call, name: str, frame: Frame) -> Value | None:
    match name, node.args:
        case "getattr", [base, key, *rest]:
            asked_for = settled(machine, key, frame)
            if not isinstance(asked_for, Constant) or not isinstance(asked_for.value, str):
                return None
            if rest and frame.is_sifting and _is_lacking(machine, settled(machine, base, frame), asked_for.value):
                return settled(machine, rest[0], frame)
            named = ast.Attribute(base, asked_for.value, ast.Load())
            return settled(machine, ast.copy_location(named, base), frame)
        case "len", [value] if not node.keywords and makes_no_object(value):
            known = settled(machine, value, frame)
            size = size_of(known) if known is not None else None
            return None if size is None else constant(size)
    if name in BUILDING:
        return _evaluated_again(machine, node, frame)
    # An object of a class of the program is not None, whatever it is.
    called = _settled_name(machine, name, frame)
    return called if isinstance(called, Class) else _answered(machine, node, frame, called)


def _settled_call_of_method(machine: Machine, node: ast.Call, func: ast.Attribute, frame: Frame) -> Value | None:
    if func.attr in ("get", "pop") and node.args and not node.keywords:
        return _settled_get(machine, func, node.args, frame)
    if func.attr in _READING:
        return _evaluated_again(machine, node, frame)
    owner = settled(machine, func.value, frame)
    if not node.args and not node.keywords:
        if not isinstance(owner, (Application, Instance)):
            return None
        found = settled_outcome(machine, owner, func.attr)
        return _answered(machine, node, frame, owner) if found is None else found
    cls = owner.cls if isinstance(owner, (Application, Instance)) else None
    asks_object = isinstance(cls, Class) and not cls.is_enum
    return _answered(machine, node, frame, owner if asks_object else function_of_module(machine, func, frame))


def _settled_get(machine: Machine, func: ast.Attribute, args: list[ast.expr], frame: Frame) -> Value | None:
    """What `options.get("key", default)` gives, or `options.pop("key", default)`."""
    key, *rest = args
    holder, wanted = settled(machine, func.value, frame), settled(machine, key, frame)
    if holder is None and func.attr == "get":
        return _said_by_table(machine, func.value, key, rest, frame)
    found = _settled_item(machine, holder, wanted, is_taken=func.attr == "pop")
    if found is not None or not isinstance(holder, DictObject) or not isinstance(wanted, Constant):
        return found
    place = place_of(holder, wanted)
    if not holder.is_written_out or place in holder.items or (func.attr == "pop" and place in holder.taken):
        return None
    return settled(machine, rest[0], frame) if rest else NONE


def _settled_operation(machine: Machine, node: ast.BinOp, frame: Frame) -> Value | None:
    common = _flags_in_common(machine, node.left, node.right, frame) if isinstance(node.op, ast.BitAnd) else None
    return _evaluated_again(machine, node, frame) if common is None else common


def _settled_choice(machine: Machine, node: ast.BoolOp, frame: Frame) -> Value | None:
    """What `mode or "cookies"` is worth."""
    outcome = decided(machine, node, frame) if _asks_outcome(machine, node, frame) else None
    found = _first_that_counts(machine, node.op, node.values, frame) if outcome is not None else None
    return constant(False) if found is None and outcome is False else found


def _settled_test(machine: Machine, node: ast.Compare | ast.UnaryOp, frame: Frame) -> Value | None:
    is_test = isinstance(node, ast.Compare) or isinstance(node.op, ast.Not)
    outcome = decided(machine, node, frame) if is_test and _asks_outcome(machine, node, frame) else None
    return None if outcome is None else constant(outcome)


def _asks_outcome(machine: Machine, node: ast.expr, frame: Frame) -> bool:
    return machine.following or machine.looking is not None or is_worked_out(node, frame)


def _settled_conditional(machine: Machine, node: ast.IfExp, frame: Frame) -> Value | None:
    outcome = decided(machine, node.test, frame)
    return None if outcome is None else settled(machine, node.body if outcome else node.orelse, frame)


def _settled_starred(machine: Machine, node: ast.Starred, frame: Frame) -> Value | None:
    return settled(machine, node.value, frame)


def _evaluated_again(machine: Machine, node: ast.expr, frame: Frame) -> Value | None:
    """What is built out of what is settled, and of nothing else."""
    if not makes_no_object(node):
        return None
    # A dict is looked at before its parts are: what is written in it is settled, whatever else there is.
    if isinstance(node, (ast.Dict, ast.BinOp)) or is_settled(machine, node, frame):
        made = machine.evaluate(node, frame)
        return made if is_settled(machine, node, frame, made) else None
    return None


_SETTLED: dict[type, Callable[[Machine, Any, Frame], Value | None]] = {
    ast.Constant: _settled_constant,
    ast.Lambda: _settled_lambda,
    ast.Name: _settled_word,
    ast.Attribute: _settled_part,
    ast.Subscript: _settled_subscript,
    ast.Call: _settled_call,
    ast.BinOp: _settled_operation,
    ast.BoolOp: _settled_choice,
    ast.Compare: _settled_test,
    ast.UnaryOp: _settled_test,
    ast.IfExp: _settled_conditional,
    ast.Starred: _settled_starred,
    ast.Dict: _evaluated_again,
    ast.List: _evaluated_again,
    ast.Tuple: _evaluated_again,
    ast.Set: _evaluated_again,
}


def _is_lacking(machine: Machine, owner: Value | None, name: str) -> bool:
    """Whether a class that is looked at has no attribute of a name, and nothing sets one: `getattr(cls, "optional", False)`."""
    return isinstance(owner, Class) and has(machine, owner, name) is False and not machine.modules.sets_attribute(name)


def _stands(machine: Machine, node: ast.Attribute, frame: Frame) -> Value | None:
    """`config.DEBUG`, `Settings.debug`, `settings.debug`: what it is as long as nobody turns it."""
    assert machine.looking is not None
    since, judge = len(machine.looking), partial(settled, machine)
    module = module_of(machine, node.value, frame)
    if module is not None:
        return of_module(machine, module, node.attr, unparsed(node), judge)
    owner = settled(machine, node.value, frame)
    if isinstance(owner, Class) and not owner.is_enum and not machine.modules.sets_attribute(node.attr):
        found, cls = _class_attribute(owner, node.attr, is_switch=True), owner
    elif isinstance(owner, Instance) and isinstance(owner.cls, Class) and len(machine.looking) > since:
        found, cls = settled_attribute(machine, owner, node.attr), owner.cls
    elif isinstance(owner, Instance) and owner.cls == NAMESPACE and len(machine.looking) > since:
        found = settled_attribute(machine, owner, node.attr)
        of_namespace(machine, node, owner, found, since)
        return found
    else:
        return None
    holder = next((one for one in linearized(cls) if isinstance(one, Class) and node.attr in one.names), cls)
    of_attribute(machine, node, holder, found, since)
    return found


def outlook_of(machine: Machine, test: ast.expr, frame: Frame, condition: Condition) -> None:
    """Note which arm of a test is taken as long as nobody turns a switch; the ``condition`` is that of its body."""
    machine.undecided += 1
    if not may_ask(machine, frame):
        return
    note_open(machine, test, frame, condition)
    if not any(may_stand(name, frame) for name in names_in(test)):
        return
    outcome, switches = with_switches(machine, partial(decided, machine, test, frame))
    arm = {True: "body", False: "else"}.get(outcome) if outcome is not None else None
    while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test, arm = test.operand, {"body": "else", "else": "body"}.get(arm or "")
    foresee(machine, condition.test, Outlook(arm, ast.unparse(test), switches) if arm and switches else None)


def as_it_stands(machine: Machine, node: ast.expr, value: Value, frame: Frame) -> Value:
    """What is handed on of a test of switches, `when=not COOKIELESS`: the answer that it has as long as nobody turns them."""
    if not isinstance(node, _ANSWERED) or machine.following or not may_ask(machine, frame):
        return value
    is_telling = not all(isinstance(part, (Unknown, Presence, Constant)) for part in alternatives(value))
    if is_telling or not any(may_stand(name, frame) for name in names_in(node)):
        return value
    answer, switches = with_switches(machine, partial(_answer_to, machine, node, frame))
    return value if answer is None or not switches else note_answer(machine, answer, switches, node, frame)


_ANSWERED = (ast.UnaryOp, ast.Compare, ast.BoolOp, ast.IfExp)


def _answer_to(machine: Machine, node: ast.expr, frame: Frame) -> bool | None:
    """The yes or no that an expression is worth; None where it may be anything else."""
    match node:
        case ast.BoolOp(op=op, values=operands):
            answers = [_answer_to(machine, operand, frame) for operand in operands]
            return None if None in answers else any_or_all(op, answers)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            outcome = decided(machine, test, frame)
            return None if outcome is None else _answer_to(machine, body if outcome else orelse, frame)
        case ast.Compare() | ast.UnaryOp(op=ast.Not()):
            return decided(machine, node, frame)
    found = settled(machine, node, frame)
    return found.value if isinstance(found, Constant) and isinstance(found.value, bool) else None


def note_open(machine: Machine, test: ast.expr, frame: Frame, condition: Condition) -> None:
    """Note which arms of a test are taken only as the configuration says, where nobody knows what that is."""

    def outcome(part: ast.expr) -> bool | None:
        known, _ = with_switches(machine, partial(decided, machine, part, frame))
        return known

    def unset(part: ast.expr) -> bool | None:
        machine.is_unset = True
        try:
            return outcome(part)
        finally:
            machine.is_unset = False

    arms = open_arms(machine, test, frame, outcome, unset)
    while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test, arms = test.operand, arms if len(arms) != 1 else frozenset({"body", "else"}) - arms
    if arms:
        machine.open[condition.test] = arms, test, frame.module
    if machine.following:
        machine.tested[condition.test] = Test(test, frame.module, _without_known(test, outcome), frame.node)


def _without_known(test: ast.expr, outcome: Callable[[ast.expr], bool | None]) -> ast.expr:
    """A test with what is known of its parts in their place."""
    if not isinstance(test, ast.BoolOp):
        return test
    known = [(part, outcome(part)) for part in test.values]
    if all(one is None for _, one in known):
        return test
    return ast.copy_location(
        ast.BoolOp(test.op, [ast.Constant(one) if one is not None else part for part, one in known]), test
    )


def may_ask(machine: Machine, frame: Frame) -> bool:
    """Whether it is asked what switches say: not while that is asked, nor of the tests of a library."""
    return machine.looking is None and not machine.thorough and not frame.module.is_library


def with_switches(machine: Machine, judge: Callable[[], Answer]) -> tuple[Answer, tuple[Switch, ...]]:
    """An answer as long as nobody turns a switch, and those that it depends on."""
    machine.looking = []
    try:
        answer = judge()
        return answer, tuple(dict.fromkeys(machine.looking))
    finally:
        machine.looking = None


def is_worked_out(node: ast.expr, frame: Frame) -> bool:
    """Whether a constructor works something out of nothing but what it is told: that is so for its object, whoever else calls it."""
    if frame.owner is None or getattr(frame.node, "name", "") not in INITIALIZERS:
        return False
    return names_in(node) <= frame.settled


def _answered(machine: Machine, node: ast.Call | ast.Attribute, frame: Frame, called: Value | None) -> Value | None:
    """What a function says that is asked something: `is_on("tracking")`, `Feature.TRACKING.is_on`."""
    if isinstance(called, (Application, Instance)):
        place = node.func if isinstance(node, ast.Call) else node
        name = place.attr if isinstance(place, ast.Attribute) else ""
        inner = asked_of_member(machine, called, name, is_property=place is node)
        if inner is None and isinstance(node, ast.Call) and not is_member(called):
            inner = asked_of_object(machine, called, node, frame, partial(settled, machine))
    else:
        inner = asked(machine, called, node, frame, partial(settled, machine)) if isinstance(node, ast.Call) else None
    if inner is None or not isinstance(inner.node, ast.FunctionDef):
        return None
    machine.answering += 1
    try:
        answer = answer_in(inner.node, lambda test: decided(machine, test, inner))
        found = None if answer is None else _worth(machine, answer, inner)
        if found is not None and isinstance(answer, ast.Constant):
            note(machine, ast.unparse(node), found, inner.module, inner.node.lineno, frozenset({inner.node.name}))
        return found
    finally:
        machine.answering -= 1


def _worth(machine: Machine, node: ast.expr, frame: Frame) -> Value | None:
    """What an answer is, or at least whether it says yes."""
    value = settled(machine, node, frame)
    if value is None and isinstance(node, (ast.Compare, ast.UnaryOp, ast.BoolOp, ast.Call)):
        outcome = decided(machine, node, frame)
        return None if outcome is None else constant(outcome)
    return value


def _said_by_table(
    machine: Machine, base: ast.expr, key: ast.expr, default: list[ast.expr] | None, frame: Frame
) -> Value | None:
    """What a table that nobody changes says of what a call names: `FLAGS[name]`, `FLAGS.get(name, False)`."""
    wanted = settled(machine, key, frame) if not isinstance(key, ast.Constant) else None
    if wanted is None or not (isinstance(wanted, Constant) or is_one_thing(wanted)):
        return None
    holder = table(machine, base, frame)
    if not isinstance(holder, DictObject) or holder.open or not is_only_read(machine, base, frame):
        return None
    place = place_of(holder, wanted)
    if place in holder.items:
        found = holder.items[place]
        return found if holder.is_written(place) and isinstance(found, Constant) else None
    if default is None or not holder.is_written_out:
        return None
    return settled(machine, default[0], frame) if default else NONE


def _flags_in_common(machine: Machine, left: ast.expr, right: ast.expr, frame: Frame) -> Value | None:
    """`ENABLED & Feature.TRACKING`, of what a module says and what is named there; a variable says nothing of another one."""
    one, other = settled(machine, left, frame), settled(machine, right, frame)
    if one is None and other is not None:
        one = _kept_flags(machine, left, frame)
    elif one is not None and other is None:
        other = _kept_flags(machine, right, frame)
    return combined(ast.BitAnd(), one, other) if one is not None and other is not None else None


def _kept_flags(machine: Machine, node: ast.expr, frame: Frame) -> Value | None:
    """The flags that a name of a module stands for, for good: `ENABLED = Feature.DARK | Feature.PLAIN`."""
    value = kept(machine, node, frame)
    return value if value is not None and bits_of(value) is not None else None


@once
def names_in(node: ast.expr) -> frozenset[str]:
    return frozenset(part.id for part in nodes_in(node) if isinstance(part, ast.Name))


def _first_that_counts(machine: Machine, op: ast.boolop, operands: list[ast.expr], frame: Frame) -> Value | None:
    """What `mode or "cookies"` is worth: the first operand that is true, or with `and` one that is not, else the last."""
    for operand in operands[:-1]:
        outcome = decided(machine, operand, frame)
        if outcome is None:
            return None
        if outcome is isinstance(op, ast.Or):
            return settled(machine, operand, frame)
    return settled(machine, operands[-1], frame)


# Give an object, with these attributes.
_MAKING = frozenset({"replace", "evolve", "_replace", "model_validate", "parse_obj"})
_READING = frozenset({"items", "keys", "values", "copy", *METHODS})  # methods of dicts and texts


@once
def makes_no_object(node: ast.expr) -> bool:
    """Whether an expression may be evaluated again: it calls nothing but what reads, and builds lists and dicts."""
    calls = (part.func for part in nodes_in(node) if isinstance(part, ast.Call) and shown_in(part) is None)
    return all(
        isinstance(func, ast.Name) and func.id in BUILDING or isinstance(func, ast.Attribute) and func.attr in _READING
        for func in calls
    ) and not any(isinstance(part, _RUNNING) for part in nodes_in(node))


_RUNNING = (ast.Await, ast.NamedExpr, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Yield)


def _settled_item(machine: Machine, holder: Value | None, key: Value | None, is_taken: bool = False) -> Value | None:
    """The item of a dict that is settled: one that is written out there, or was until it was taken out."""
    if isinstance(holder, (TupleValue, ListObject)) and not is_unsure(holder) and isinstance(key, Constant):
        return _settled_element(machine, holder, key.value)
    if not isinstance(holder, DictObject) or key is None or not is_one_thing(key):
        return None
    place = place_of(holder, key)
    if is_taken and place not in holder.items:
        return holder.written.get(place)
    if holder.is_written(place):
        return holder.items[place]
    found = _settled_field(machine, holder, place)
    return of_origin(machine, holder.items[place]) if found is None and place in holder.items else found


def _settled_field(machine: Machine, holder: DictObject, name: str) -> Value | None:
    """What is settled of a dict that shows what an object holds: `asdict(toggles)["tours"]` is what `toggles.tours` was."""
    owner, held = holder.of or holder.shown, holder.items.get(name)
    found = settled_attribute(machine, owner, name) if owner is not None and held is not None else None
    return held if found is not None and (held is found or getattr(held, "shown", None) is found) else None


def _is_whole(machine: Machine, holder: Value | None) -> bool:
    """Whether all that a dict has is settled, if it shows what an object holds."""
    if not isinstance(holder, DictObject) or not (holder.of or holder.shown):
        return True
    return not holder.open and all(_settled_field(machine, holder, name) is not None for name in holder.items)


@once
def shown_in(node: ast.expr) -> ast.expr | None:
    """The object whose attributes an expression shows as a dict, by the words of it: `asdict(toggles)`, `vars(toggles)`."""
    match node:
        case ast.Attribute(value=base, attr="__dict__"):
            return base
        case ast.Call(func=ast.Name(id="vars" | "asdict") | ast.Attribute(attr="asdict"), args=[base], keywords=[]):
            return base
        case ast.Call(func=ast.Attribute(value=base, attr="_asdict" | "model_dump" | "dict"), args=[], keywords=[]):
            return base
    return None


def _fields_shown(machine: Machine, node: ast.Call | ast.Attribute, base: ast.expr, frame: Frame) -> DictObject | None:
    """The dict that shows an object which is settled."""
    owner = settled(machine, base, frame)
    if not isinstance(owner, Instance) or not isinstance(owner.cls, Class):
        return None
    if isinstance(node, ast.Call) and not isinstance(machine.evaluate(node.func, frame), (External, BaseMethod)):
        return None  # of the program's own, which is not run again
    made = machine.evaluate(node, frame)
    is_shown = isinstance(made, DictObject) and owner in (made.of, made.shown)
    return made if is_shown and isinstance(made, DictObject) else None


def _settled_element(machine: Machine, row: TupleValue | ListObject, index: object) -> Value | None:
    """An element of a row, unless it says yes or no, or how many: that may be anybody's switch."""
    if not isinstance(index, int) or not -len(row.items) <= index < len(row.items):
        return None
    found = [*row.items][index].value
    is_switch = isinstance(found, Constant) and isinstance(found.value, (bool, int, float))
    return of_origin(machine, found) if is_switch else found


def is_settled(machine: Machine, node: ast.expr, frame: Frame, value: Value | None = None) -> bool:
    """Whether what a call is given is written in the call itself; ``value`` is what it came to, where that is at hand."""
    if isinstance(value, DictObject) and isinstance(node, (ast.Dict, ast.BinOp, ast.Call)):
        return bool(value.written)  # each item is asked for itself
    if isinstance(value, Instance) and isinstance(node, ast.Call) and called_name(node) in _MAKING:
        return True  # and each attribute
    if isinstance(value, Instance) and isinstance(node, ast.Call) and is_made_there(machine, node, frame, value):
        return True
    match node:
        case ast.Starred(value=inner):
            return is_settled(machine, inner, frame)
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            return all(is_settled(machine, part, frame) for part in parts)
        case ast.Dict(keys=keys, values=values):
            return all(part is not None and is_settled(machine, part, frame) for part in (*keys, *values))
        case ast.BinOp(left=left, right=right):
            return is_settled(machine, left, frame) and is_settled(machine, right, frame)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=keywords) if name in BUILDING:
            is_builtin = _settled_name(machine, name, frame) is None
            return is_builtin and all(
                is_settled(machine, part, frame) for part in (*args, *(one.value for one in keywords))
            )
        case ast.Call(func=ast.Attribute(value=base, attr=name), args=args, keywords=keywords) if name in _READING:
            given = (base, *args, *(one.value for one in keywords))
            is_whole = _is_whole(machine, settled(machine, base, frame))
            return is_whole and all(is_settled(machine, part, frame) for part in given)
    return settled(machine, node, frame) is not None


def is_made_there(machine: Machine, node: ast.Call, frame: Frame, value: Instance) -> bool:
    """Whether a call makes an object: `presets.Policy(session=False)`, `Policy.stateless()`; that of a variable may be any other."""
    if not isinstance(value.cls, Class) and value.cls != NAMESPACE:
        return False
    if value.node is node or isinstance(node.func, ast.Name):
        return value.node is node or value.is_told
    if not value.is_told or not isinstance(node.func, ast.Attribute):
        return False
    owner = node.func.value
    is_module = isinstance(owner, ast.Name) and isinstance(machine.evaluate(owner, frame), ModuleValue)
    return is_module or settled(machine, owner, frame) is not None


def _own_name(value: Class | External) -> str:
    return value.dotted.rpartition(".")[2] if isinstance(value, External) else value.node.name


def may_settle(value: Value) -> bool:
    """Whether a test could be settled by a value of this kind: most that is handed on is not known at all."""
    return isinstance(
        value, (Constant, Function, Class, External, Instance, Alternatives, ListObject, DictObject, TupleValue, Layer)
    )


def _settled_name(machine: Machine, name: str, frame: Frame) -> Value | None:
    here: Frame | None = frame
    while here is not None:
        if name in here.names and (here.kind != "class" or here is frame):
            value = here.names[name]
            if here.derived.get(name) is value:
                return value
            if name in here.settled:
                is_kept = here.node is None or name not in rebound_names(here.node)
                return value if is_kept else None
            if here.kind == "module" and isinstance(value, External) and last_name(value.dotted) == name:
                return value if names_class(value.dotted) and times_in(here.module)[name] == 1 else None  # imported
            if here.kind == "module" and isinstance(value, (Function, Class, Imported)):
                known = machine.resolved(value)
                if is_defined_once(known, name, here):
                    return known
            return _switch_named(machine, name, here) if machine.looking is not None else None
        here = here.parent
    return None


def _switch_named(machine: Machine, name: str, frame: Frame) -> Value | None:
    """What a name of a frame stands for as long as nobody turns it."""
    if frame.node is None and frame.kind != "class" and (found := of_turn(machine, name, frame)) is not None:
        return found
    if frame.kind != "module":
        return of_local(machine, name, frame)
    return of_module(machine, frame.module, name, name, partial(settled, machine))


def is_defined_once(value: Value, name: str, frame: Frame) -> bool:
    """Whether a name of a module stands for one function or class, whatever happens: both there and where it is defined."""
    if not isinstance(value, (Function, Class)) or isinstance(value.node, ast.Lambda):
        return False
    home = value.frame
    return home.kind == "module" and times_in(frame.module)[name] == 1 and times_in(home.module)[value.node.name] == 1


def settled_attribute(machine: Machine, owner: Instance | Application, name: str) -> Value | None:
    """An attribute that the constructor settles, or a class attribute that is a literal; nothing else sets it."""
    if owner.cls is None:
        return None
    classes = [entry for entry in linearized(owner.cls) if isinstance(entry, Class)]
    holder = next((entry for entry in classes if name in entry.names), None)
    is_told = holder is not None and name in holder.settled  # by its keywords, when it was defined
    makers = HOOKS if is_told and name not in owner.attributes else INITIALIZERS
    if any(is_set_later(entry.node, name, *makers) or is_open(entry.node, is_told) for entry in classes):
        return None
    if machine.modules.sets_attribute(name, also_of_classes=not is_told):
        return None
    found = holder.names[name] if holder is not None else None
    if isinstance(found, Function):
        return given_back(owner, name, is_property)
    if is_told and name not in owner.attributes:
        return found
    if name in owner.attributes:  # a property or a descriptor would make something else of it
        is_plain = (
            found is None
            or isinstance(found, Constant)
            or is_member(found)
            or is_field(found)
            or is_plain_object(found)
        )
        if isinstance(owner.attributes[name], (ListObject, DictObject)):
            is_plain = is_plain and not any(name in changed_attributes(entry.node) for entry in classes)
        is_told = is_plain and name in owner.settled
        if not is_told and is_plain and machine.looking is not None:
            return of_origin(machine, owner.attributes[name])
        return owner.attributes[name] if is_told else None
    return _class_attribute(owner.cls, name, machine.looking is not None)


def settled_outcome(machine: Machine, owner: Instance | Application, name: str) -> Value | None:
    """What a method gives that does nothing but give a literal: a class says so of its objects, as by a class attribute."""
    classes = [entry for entry in linearized(owner.cls or UNKNOWN) if isinstance(entry, Class)]
    if machine.modules.sets_attribute(name) or any(
        is_set_later(one.node, name) or is_open(one.node) for one in classes
    ):
        return None
    return given_back(owner, name, lambda node: not getattr(node, "decorator_list", ()))


def given_back(owner: Instance | Application, name: str, is_meant: Callable[[Definition], bool]) -> Value | None:
    """The literal that a method or property gives whose body is `return False`, if nothing is found in its place."""
    entries = linearized(owner.cls or UNKNOWN)
    classes = [entry for entry in entries if isinstance(entry, Class)]
    holder = next((entry for entry in classes if name in entry.names), None)
    if holder is None or name in owner.attributes or any("__getattribute__" in entry.names for entry in classes):
        return None
    found, earlier = holder.names[name], entries[: entries.index(holder)]
    if any(isinstance(entry, External) for entry in earlier) or not isinstance(found, Function):
        return None
    if not isinstance(found.node, ast.FunctionDef) or not is_meant(found.node):
        return None
    match found.node.body:
        case [ast.Return(value=ast.Constant(value=value))]:
            return constant(value)
        case [ast.Expr(value=ast.Constant()), ast.Return(value=ast.Constant(value=value))]:  # below a docstring
            return constant(value)
    return None


def is_property(node: Definition) -> bool:
    return [called_name(part) for part in getattr(node, "decorator_list", [])] in (["property"], ["cached_property"])


def is_field(value: Value) -> bool:
    """`with_user: bool = field(default=False)`."""
    return isinstance(value, Instance) and isinstance(value.cls, External) and value.cls.dotted in FIELDS


def is_plain_object(value: Value) -> bool:
    """`features: Features = Features()`, an object that makes nothing else of itself where it is an attribute of a class."""
    entries = linearized(value.cls) if isinstance(value, Instance) else ()
    return any(isinstance(entry, Class) for entry in entries) and not any(
        not entry.names.keys().isdisjoint(("__get__", "__set__"))
        if isinstance(entry, Class)
        else entry.dotted not in (*BARE, *MODELS)
        for entry in entries
    )


def _class_attribute(cls: Class | External, name: str, is_switch: bool = False) -> Value | None:
    """A class attribute that is a literal, and that no class of its own changes; of a switch also one with an annotation."""
    for entry in linearized(cls):
        if isinstance(entry, External) and not entry.dotted.startswith((*WEB, "abc.", "typing.")):
            return None
        if isinstance(entry, Class) and name in entry.names:
            is_literal = name in literal_attributes(entry.node, is_switch and not entry.node.decorator_list)
            is_kept = is_literal and name not in changed_attributes(entry.node)
            return entry.names[name] if is_kept else None
    return None


# Names that are settled


def settled_defaults(machine: Machine, function: Function) -> frozenset[str]:
    """The parameters whose default is written out."""
    return literal_defaults(function.node).union(
        name for name, default in other_defaults(function.node) if is_settled(machine, default, function.frame)
    )


def settled_targets(machine: Machine, node: ast.For | ast.AsyncFor, frame: Frame) -> frozenset[str]:
    """The names of a loop that are settled in each turn, and that nothing in its body binds."""
    return told_targets(machine, node, frame).difference(*map(rebound_names, node.body))


def told_targets(machine: Machine, node: ast.For | ast.AsyncFor | ast.comprehension, frame: Frame) -> frozenset[str]:
    """The names that going through something gives that is settled, with all that it holds; else those of a table."""
    if settled(machine, node.iter, frame) is not None:
        return bound_names(node.target)
    return literal_targets(node, frame.module.facts) | key_targets(node)


def times_in(module: Module) -> Counter[str]:
    return module.facts.times_bound
