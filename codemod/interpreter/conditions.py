"""Tests: what they tell of the keys of the scope, and the conditions that their arms run under."""

from __future__ import annotations

import ast
from collections.abc import Callable

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.classes import linearized, method_of
from codemod.interpreter.constant_conditions import decided, holds, outlook_of
from codemod.interpreter.containers import (
    items_of,
)
from codemod.interpreter.descriptions import made_from, note_decision
from codemod.interpreter.machine import Machine
from codemod.interpreter.substitutes import with_substitute
from codemod.interpreter.values import (
    ASKED,
    CONTAINERS,
    NO,
    UNKNOWN,
    WHOLE,
    YES,
    Alternatives,
    Application,
    Arguments,
    Class,
    Condition,
    Connection,
    Constant,
    External,
    Frame,
    Instance,
    KeyValue,
    Presence,
    Scope,
    TupleValue,
    Unknown,
    Value,
    Wrapped,
    alternatives,
    constant,
    is_asked,
    join,
)
from codemod.interpreter.walking import dump_of
from codemod.library_names import GIVEN, last_name

if TYPE_CHECKING:
    from typing import Any


COMPARES: dict[type[ast.cmpop], str] = {
    ast.Eq: "__eq__",
    ast.NotEq: "__ne__",
    ast.Lt: "__lt__",
    ast.LtE: "__le__",
    ast.Gt: "__gt__",
    ast.GtE: "__ge__",
}
# What is called where the object has no such method: `!=` asks `__eq__`, and any asks that of the other side.
REFLECTED: dict[type[ast.cmpop], str] = {ast.NotEq: "__eq__"}
MIRRORED: dict[type[ast.cmpop], str] = {
    ast.Eq: "__eq__",
    ast.NotEq: "__ne__",
    ast.Lt: "__gt__",
    ast.LtE: "__ge__",
    ast.Gt: "__lt__",
    ast.GtE: "__le__",
}
UNARY: dict[type[ast.unaryop], str] = {
    ast.USub: "__neg__",
    ast.UAdd: "__pos__",
    ast.Invert: "__invert__",
}


def is_run(machine: Machine, cls: Class) -> bool:
    """Whether what Python calls on the objects of a class, without its being called by name, is run.

    While the program is being set up only what may register something, if it is not looked at thoroughly.
    """
    return machine.following or machine.thorough or cls.node.name in cls.frame.module.registering


def call_special(
    machine: Machine, value: Value, name: str, arguments: Arguments, node: ast.AST, frame: Frame, always: bool = False
) -> Value | None:
    """What Python calls on an object of the program's own for an operator: `visit["user"]` is `visit.__getitem__("user")`.

    A class of applications may have it as well: `app |= SessionMiddleware`; and one whose objects are wrapped around them; and a class
    is an object of its metaclass. With ``always`` also where what registers nothing is not run.
    """
    value = value.wrapper if isinstance(value, Wrapped) and value.wrapper is not None else value
    if isinstance(value, Class):
        return _call_of_metaclass(machine, value, name, arguments, node, frame) if machine.thorough else None
    if not isinstance(value, (Instance, Application)) or value.cls is None:
        return None
    having = next((one for one in linearized(value.cls) if isinstance(one, Class) and name in one.names), None)
    is_wanted = (
        name == "__getitem__" or (always and not having.frame.module.is_library) if having is not None else False
    )
    if having is None or not (is_wanted or is_run(machine, having)):
        return None
    return machine.call(machine.attribute(value, name, node, frame), arguments, node, frame)


def _call_of_metaclass(
    machine: Machine, cls: Class, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value | None:
    """`Card | None`, where the metaclass of `Card` has an `__or__`."""
    method = method_of(cls.meta, name) if cls.meta is not None else None
    return machine.call(method._replace(bound=cls), arguments, node, frame) if method is not None else None


_OPERANDS = (Instance, Application, Wrapped, Class)
_DECLINES = External("builtins.NotImplemented")


def operated(
    machine: Machine,
    names: tuple[str, ...],
    left: Value,
    right: Value,
    node: ast.AST,
    frame: Frame,
    always: bool = False,
    is_settled: bool = False,
) -> Value | None:
    """What an operator gives where the program has code for it: the left operand's `iadd` or `add`, else `radd` of the right one.

    With ``always`` it is run wherever it stands; the right operand ``is_settled`` as what is given in a call may be.
    """
    settled: frozenset[int | str] = frozenset({0, WHOLE} if is_settled else ())
    calls = [(left, f"__{name}__", Arguments((right,), settled=settled)) for name in names]
    calls = calls if isinstance(left, _OPERANDS) else []
    if isinstance(right, _OPERANDS):
        calls.append((right, f"__r{names[-1]}__", Arguments((left,))))
    for owner, name, given in calls:
        own = call_special(machine, owner, name, given, node, frame, always)
        if own is not None and own != _DECLINES:
            return own
    return None


def truth_of(machine: Machine, value: Value, node: ast.AST, frame: Frame) -> Value:
    """What decides whether a value is true: for an object of the program's own what its `__bool__` or `__len__` gives."""

    def truth(part: Value) -> Value:
        own = call_special(machine, part, "__bool__", Arguments(), node, frame)
        if own is None:
            own = call_special(machine, part, "__len__", Arguments(), node, frame)
        return part if own is None else own

    parts = alternatives(value)
    return join([truth(part) for part in parts]) if any(isinstance(part, Instance) for part in parts) else value


def tested(machine: Machine, node: ast.expr, frame: Frame) -> Presence:
    """What a test tells about the keys of the scope."""
    return facts_of(truth_of(machine, machine.evaluate(node, frame), node, frame))


def facts_of(value: Value) -> Presence:
    """What the truth of a value tells about the keys of the scope."""
    match value:
        case Presence():
            return value
        case KeyValue(key):
            return Presence(frozenset({key}), frozenset())
        case Alternatives(values):
            # `return False` in one place and `return "session" in scope` in another: true still means present.
            facts = [
                facts_of(part)
                for part in values
                if not (isinstance(part, Constant) and not part.value) and not isinstance(part, Unknown)
            ]
            if facts and len(facts) < len(values):
                return Presence(frozenset.intersection(*(fact.if_true for fact in facts)), frozenset())
    return Presence(frozenset(), frozenset())


def evaluate_boolean(machine: Machine, node: ast.BoolOp, frame: Frame) -> Value:
    is_and = isinstance(node.op, ast.And)
    before = frame.present
    facts = []
    values = []
    unmet: list[Condition] = []  # which keep the next operand from being reached
    for operand in node.values:
        with machine.under(*unmet):
            value = machine.evaluate(operand, frame)
        outcome = decided(machine, operand, frame)
        if outcome is is_and and operand is not node.values[-1]:
            continue  # the next one is what it is worth
        values.append(value)
        if outcome is (not is_and):
            break  # the others are not reached
        truth = truth_of(machine, value, operand, frame)
        values += [made_from(machine, "truth", truth)] if truth is not value else []
        fact = facts_of(truth)
        facts.append(fact)
        unmet += not_reached(machine, operand, is_and, frame, value) if operand is not node.values[-1] else []
        # The next operand is reached only when this one was true (`and`) or false (`or`).
        frame.present = frame.present | (fact.if_true if is_and else fact.if_false)
    frame.present = before
    every = frozenset().union(*(fact.if_true if is_and else fact.if_false for fact in facts))
    if every:
        return Presence(every, frozenset()) if is_and else Presence(frozenset(), every)
    return ASKED if any(map(is_asked, values)) else join(values)


def not_reached(machine: Machine, operand: ast.expr, is_and: bool, frame: Frame, value: Value) -> list[Condition]:
    """`DEBUG and app.add_middleware(Profiler)`: the condition of what a switch keeps from being reached, or may keep."""
    condition = condition_of(operand, "body" if is_and else "else", frame, is_asked(value))
    if condition.asks or frame.module.is_library:
        return []
    outlook_of(machine, operand, frame, condition_of(operand, "body", frame, asks=False))
    outlook = machine.outlook.get(condition.test)
    is_open = condition.arm in machine.open_arms(condition)
    return [condition] if is_open or (outlook is not None and outlook.arm != condition.arm) else []


def evaluate_unary(machine: Machine, node: ast.UnaryOp, frame: Frame) -> Value:
    value = machine.evaluate(node.operand, frame)
    if is_asked(value):
        is_turned = isinstance(node.op, ast.Not)
        return NO if is_turned and value == YES else YES if is_turned and value == NO else ASKED
    if isinstance(node.op, ast.Not):
        truth = truth_of(machine, value, node.operand, frame)
        facts = facts_of(truth)
        if machine.thorough and not (facts.if_false or facts.if_true):
            return made_from(machine, "not", truth)
        return Presence(facts.if_false, facts.if_true)
    if isinstance(node.op, ast.USub) and isinstance(value, Constant) and isinstance(value.value, int):
        return constant(-value.value)
    own = call_special(machine, value, UNARY[type(node.op)], Arguments(), node, frame)
    return made_from(machine, UNARY[type(node.op)], value) if own is None else own


def evaluate_conditional(machine: Machine, node: ast.IfExp, frame: Frame) -> Value:
    since = len(machine.events)
    value = machine.evaluate(node.test, frame)
    truth = truth_of(machine, value, node.test, frame)
    facts = facts_of(truth)
    outcome = decided(machine, node.test, frame)
    condition = condition_of(node.test, "body", frame, is_asked(value))
    if outcome is None:
        machine.split(condition, node.test, frame.module)
        note_decision(machine, truth)
    if outcome is None and not condition.asks:
        outlook_of(machine, node.test, frame, condition)
    before = frame.present
    values = [made_from(machine, "truth", truth)] if truth is not value else []
    chosen: list[tuple[Value, frozenset[Condition]]] = []
    if_true, if_false = with_substitute(facts.if_true, node.orelse), with_substitute(facts.if_false, node.body)
    # Where the test asks for nothing itself, what it tests was asked for before: `session = scope.get("session")`.
    machine.spare(since if len(machine.events) > since else 0, if_true | if_false)
    for arm, branch, present in (("body", node.body, if_true), ("else", node.orelse, if_false)):
        if outcome is (arm == "else"):
            continue
        frame.present = before | present
        own = [condition_of(node.test, arm, frame, is_asked(value))] if outcome is None else []
        with machine.under(*own):
            values.append(machine.evaluate(branch, frame))
        chosen.append((values[-1], frozenset(own)))
    frame.present = before
    made = join(values)
    machine.choose(made, chosen)
    if (
        isinstance(made, Alternatives)
        and len(chosen) == 2
        and all(isinstance(part, CONTAINERS) for part in made.values)
    ):
        return made._replace(under=tuple(own for _, own in chosen))  # each turn of a loop chooses anew
    return made


def condition_of(test: ast.expr, arm: str, frame: Frame, asks: bool) -> Condition:
    """The condition of an arm; `if not x` and `if x` are two arms of one, in one call of a function and turn of a loop.

    What ``asks`` the stack is a condition of its own each time.
    """
    while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test, arm = test.operand, "else" if arm == "body" else "body"
    # The stack may have grown when the same question is asked again.
    place = f" at {id(test)}" if asks else ""
    return Condition(f"{frame.turn}: {dump_of(test)}{place}", arm, asks)


def answered(machine: Machine, one: Value, op: ast.cmpop, other: Value) -> Value:
    """`SessionMiddleware in {layer.cls for layer in app.user_middleware}`: yes or no, where what the stack told is known."""
    told = machine.told.get(other) if isinstance(other, Unknown) else None
    outcome = holds(TupleValue(told), one) if told is not None and isinstance(op, (ast.In, ast.NotIn)) else None
    return ASKED if outcome is None else YES if outcome is isinstance(op, ast.In) else NO


def evaluate_comparison(machine: Machine, node: ast.Compare, frame: Frame) -> Value:
    values = [machine.evaluate(part, frame) for part in (node.left, *node.comparators)]
    for place, op in enumerate(node.ops, 1):
        if isinstance(op, (ast.In, ast.NotIn)):  # the other operators go through nothing
            values[place] = machine.finished(values[place], node, frame)
    if any(map(is_asked, values)):
        return answered(machine, values[0], node.ops[0], values[1]) if len(node.ops) == 1 else ASKED
    if len(node.ops) != 1:
        owns = [
            compared(machine, op, left, right, node, frame)
            for op, left, right in zip(node.ops, values, values[1:], strict=False)
        ]
        return made_from(machine, "comparison", *values, *owns)
    left, right, op = values[0], values[1], node.ops[0]
    own = compared(machine, op, left, right, node, frame)
    scopes = [part for part in alternatives(right) if isinstance(part, (Scope, Connection))]
    if isinstance(op, (ast.In, ast.NotIn)) and scopes:
        key = key_named(left)
        if key is not None:
            if not any(key in copy.keys for copy in scopes[0].copies):
                machine.observe("use", key, node, frame)
            return _presence(key, isinstance(op, ast.In))
    if isinstance(op, (ast.LtE, ast.Lt, ast.GtE, ast.Gt)):
        whole, part = (left, right) if isinstance(op, (ast.GtE, ast.Gt)) else (right, left)
        if any(isinstance(one, Scope) for one in alternatives(whole)):
            return has_all(machine, part, node, frame)
    if _compares_layers(left, right) and decided(machine, node, frame) is None:
        return ASKED
    if isinstance(op, (ast.In, ast.NotIn)):
        facts = facts_of(own)
        if machine.thorough and not (facts.if_false or facts.if_true):
            return made_from(machine, type(op).__name__, left, right, own)
        return facts if isinstance(op, ast.In) else Presence(facts.if_false, facts.if_true)
    if isinstance(left, KeyValue) and isinstance(right, Constant) and right.value is None:
        if isinstance(op, (ast.Is, ast.Eq)):
            return _presence(left.key, False)
        if isinstance(op, (ast.IsNot, ast.NotEq)):
            return _presence(left.key, True)
    return made_from(machine, type(op).__name__, left, right, own)


def compared(machine: Machine, op: ast.cmpop, left: Value, right: Value, node: ast.AST, frame: Frame) -> Value:
    """What the methods say that Python calls for a comparison; UNKNOWN where it calls none of the program's own."""
    if isinstance(op, (ast.In, ast.NotIn)):
        held = call_special(machine, right, "__contains__", Arguments((left,)), node, frame)
        if held is None and machine.thorough:
            held = call_special(machine, right, "__iter__", Arguments(), node, frame)
        return UNKNOWN if held is None else held
    if type(op) not in COMPARES:
        return UNKNOWN
    own = call_special(machine, left, COMPARES[type(op)], Arguments((right,)), node, frame)
    if own is None and machine.thorough:
        own = call_special(machine, left, REFLECTED.get(type(op), ""), Arguments((right,)), node, frame)
        own = own or call_special(machine, right, MIRRORED[type(op)], Arguments((left,)), node, frame)
    return UNKNOWN if own is None else own


def has_all(machine: Machine, keys: Value, node: ast.AST, frame: Frame) -> Presence:
    """`{"session", "user"} <= scope.keys()` asks whether the scope has these keys."""
    names = [key_named(item.value) for item in items_of(keys) or ()]
    asked = frozenset(name for name in names if name is not None)
    for name in sorted(asked):
        machine.observe("use", name, node, frame)
    return Presence(asked, frozenset())


def _compares_layers(left: Value, right: Value) -> bool:
    """`layer.cls is SessionMiddleware`, of a list that is to become a stack; `SessionMiddleware in [layer.cls for ...]`."""

    def is_class(value: Value) -> bool:
        return isinstance(value, Class) or (isinstance(value, External) and last_name(value.dotted)[:1].isupper())

    others = [item.value for item in items_of(right) or ()] or [right]
    return is_class(left) and any(map(is_class, others))


def _presence(key: str, positive: bool) -> Presence:
    keys = frozenset({key})
    return Presence(keys, frozenset()) if positive else Presence(frozenset(), keys)


def key_named(value: Value | None) -> str | None:
    """The key of the scope that a constant names, when it is one that a layer may provide."""
    key = key_set(value)
    return key if key not in GIVEN else None


def key_set(value: Value | None) -> str | None:
    """The key of the scope that a constant names: a layer may also put another value to one that the server gives (`headers`)."""
    for part in alternatives(value) if value is not None else ():
        if isinstance(part, Constant) and isinstance(part.value, str):
            return part.value
    return None


EVALUATORS: dict[type, Callable[[Machine, Any, Frame], Value]] = {
    ast.BoolOp: evaluate_boolean,
    ast.UnaryOp: evaluate_unary,
    ast.IfExp: evaluate_conditional,
    ast.Compare: evaluate_comparison,
}
