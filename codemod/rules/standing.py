"""The program as it stands: which faults are there as long as nobody turns a switch (`interpreter.switches`), and which are not."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator

from codemod.interpreter.containers import CHOICE
from codemod.interpreter.machine import Machine
from codemod.interpreter.switches import is_sure, left_open, off_in, told
from codemod.interpreter.values import Condition, Registration
from codemod.project.module import Module
from codemod.rules.raising import goes_on
from codemod.rules.steps import home_step
from codemod.rules.violations import Member, Survey, Violation, faults, gives_session, missing
from codemod.stacks.trace import Stack
from codemod.stacks.ways import covered


def as_it_stands(machine: Machine, found: Survey) -> Survey:
    """The stacks without the layers that are registered, and without what these do, only when somebody turns a switch.

    What is registered under conditions that hold is so under none. Where there is no switch they are the same.
    """
    slots: dict[int, Registration | None] = {}

    def taken(slot: Registration) -> Registration | None:
        if id(slot) not in slots:
            is_off = off_in(machine, slot.conditions) is not None
            left = left_open(machine, slot.conditions)
            same = slot if left == slot.conditions else slot._replace(conditions=left)
            slots[id(slot)] = None if is_off else same
        return slots[id(slot)]

    def members_now(members: tuple[Member, ...]) -> tuple[Member, ...]:
        known = ((member, taken(member.slot)) for member in members)
        return tuple(
            one._replace(slot=slot, usage=one.usage.now or one.usage) for one, slot in known if slot is not None
        )

    def stack_now(stack: Stack) -> Stack:
        return stack._replace(slots=tuple(slot for slot in map(taken, stack.slots) if slot is not None))

    if not machine.outlook:
        return found
    return found._replace(stacks=tuple((stack_now(stack), members_now(members)) for stack, members in found.stacks))


def judged(machine: Machine, found: Survey, now: Survey) -> Iterator[Violation]:
    """All faults, each with what it takes where it is not there as the program stands."""
    left = {_key(fault): fault for fault in faults(now)} if now is not found else None
    for fault in faults(found):
        is_there = left is None or left.pop(_key(fault), None) is not None
        yield _as_configured(machine, fault) if is_there else fault._replace(only=_what_it_takes(machine, fault))
    stacks = {_place(stack): (stack, members) for stack, members in found.stacks}
    for fault in (left or {}).values():
        if fault.code == "SES002":
            yield from _without_session(machine, fault, *stacks[_place(fault.stack)])
    yield from _perhaps_missing(machine, now)


def _key(fault: Violation) -> tuple[object, ...]:
    return fault.code, _place(fault.stack), id(fault.provider.slot.layer)


def _place(stack: Stack) -> tuple[int, int]:
    return id(stack.application), stack.run


def _what_it_takes(machine: Machine, fault: Violation) -> str:
    """The switch that somebody has to turn before a fault is there."""
    others = fault.others if fault.code == "SES003" else ()
    slots = (fault.provider.slot, *(member.slot for member, _ in fault.victims), *(member.slot for member in others))
    places = [*(slot.conditions for slot in slots), *(use.conditions for _, uses in fault.victims for use in uses)]
    off = next((one for one in (off_in(machine, conditions) for conditions in places) if one is not None), None)
    layer = fault.provider.slot.layer
    return told(machine, off, layer.module.path) if off is not None else "only when a switch is turned"


def _as_configured(machine: Machine, fault: Violation) -> Violation:
    """A layer without a session that uses one only where the configuration says so, of which nothing is known, may never do so."""
    is_asked = fault.code == "SES002" and machine.open
    places = [use.conditions | fault.provider.slot.conditions for _, uses in fault.victims for use in uses if is_asked]
    hanging = [next(filter(None, (_open(machine, one) for one in sorted(conditions))), "") for conditions in places]
    return fault._replace(only=hanging[0]) if hanging and all(hanging) else fault


def _open(machine: Machine, condition: Condition) -> str:
    if condition.arm not in machine.open_arms(condition):
        return ""
    _, test, module = machine.open[condition.test]
    text = f"`{module.segment(test)}`"
    return f"only if {text if condition.arm == 'body' else f'not {text}'} (line {test.lineno})"


def _without_session(
    machine: Machine, fault: Violation, stack: Stack, members: tuple[Member, ...]
) -> Iterator[Violation]:
    """A layer whose application is given a session only when somebody turns a switch: for certain, where that is asked for itself."""
    given = [off_in(machine, member.slot.conditions) for member in members if gives_session(member)]
    off: list[Condition] = [one for one in given if one is not None]
    if off:
        session = told(machine, off[0], fault.provider.slot.layer.module.path)
        is_certain = len(off) == len(given) and all(is_sure(machine, one) for one in off)
        yield fault._replace(stack=stack, session=session, only=None if is_certain else "")


# What nobody knows


def _perhaps_missing(machine: Machine, now: Survey) -> Iterator[Violation]:
    """Layers that use a session which is registered under a condition that nothing is known of: `if os.environ.get("SESSIONS")`."""
    for found, members in now.stacks:
        stack = _as_called(machine, found)
        givers = [member for member in members if gives_session(member)]
        conditions = [member.slot.conditions for member in givers]
        texts = [text for member in givers if (text := _condition_of(machine, member))]
        if not givers or len(texts) < len(givers) or covered(frozenset(), conditions):
            continue
        without = tuple(member for member in members if not gives_session(member))
        for fault in missing(stack, without, now):
            if not covered(fault.provider.slot.conditions, conditions):
                yield fault._replace(session=f"only if {' or '.join(dict.fromkeys(texts))}", only="")


def _as_called(machine: Machine, stack: Stack) -> Stack:
    """The stack of an application that a function makes which nobody calls, as whoever calls it has it; any other as it is."""
    is_own = all(slot.run == stack.run for slot in stack.application.slots)
    return stack._replace(run=0) if is_own and stack.run not in machine.reruns else stack


def _condition_of(machine: Machine, member: Member) -> str:
    """A test that a layer is registered under, and that lets the program go on without it, as reports say it."""
    conditions = member.slot.conditions
    if any(condition.asks for condition in conditions):
        return ""
    home = home_step(member.slot.chain).module
    known = [
        (module is not home, *said, module)
        for condition in conditions
        for node, module in machine.splits.get(condition.test, {}).items()
        if (said := _said(node, condition, module))[1]
    ]
    if not known:
        return ""
    is_elsewhere, row, text, module = min(known, key=lambda one: one[:3])
    return f"{text} (line {row}{f' of {os.path.basename(module.path)}' if is_elsewhere else ''})"


def _said(node: ast.AST, condition: Condition, module: Module) -> tuple[int, str]:
    """What it takes that an arm of a statement is run, with the row; nothing where the program ends in the others."""
    arm = condition.arm
    if condition.question.startswith(CHOICE):
        return node.lineno, "what the program chooses has it"  # type: ignore[attr-defined]
    match node:
        case ast.If(test=test, body=body, orelse=orelse):
            is_body = _is_body(test, arm)
            other = orelse if is_body else body
            return test.lineno, _outcome(test, is_body, module) if not other or goes_on(other) else ""
        case ast.Try(lineno=row, handlers=handlers):
            is_left = arm == "body" and any(goes_on(one.body) for one in handlers)
            return row, "its `try` is not left by an exception" if is_left else ""
        case ast.Match(subject=subject, cases=cases) if arm.startswith("case "):
            pattern = cases[int(arm.removeprefix("case "))].pattern
            is_whole = any(map(_takes_all, cases))
            is_left = not is_whole or any(goes_on(one.body) for one in cases if one.pattern is not pattern)
            text = f"`{module.segment(subject)}` is `{module.segment(pattern)}`"
            return pattern.lineno, text if is_left else ""
        case ast.For(lineno=row) | ast.AsyncFor(lineno=row) | ast.While(lineno=row) if arm == "through":
            return row, "no turn of the loop returns"
        case ast.expr(lineno=row):
            return row, _outcome(node, _is_body(node, arm), module)
    return 0, ""


def _is_body(test: ast.expr, arm: str) -> bool:
    """Whether a test is met in an arm of its condition, which is that of the test without `not`."""
    is_body = arm == "body"
    while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test, is_body = test.operand, not is_body
    return is_body


def _outcome(test: ast.expr, is_body: bool, module: Module) -> str:
    text = f"`{' '.join(module.segment(test).split())}`"
    return text if is_body else f"not {text}"


def _takes_all(case: ast.match_case) -> bool:
    return case.guard is None and isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None
