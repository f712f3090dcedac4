"""The ways of a request through a layer: on which of them it is given a session, and on which it loses that of the layers outside.

`if scope["path"].startswith("/shop"): scope["session"] = {}` gives one only at times. What kind of scope a request has is asked apart:
a layer that leaves websockets alone gives a session to every http request.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from itertools import islice, product

from codemod.frozen import NamedTuple
from codemod.interpreter.configuration import spelled_out
from codemod.interpreter.kinds import any_or_all
from codemod.interpreter.machine import Entry, Event, Machine, Test
from codemod.interpreter.memoisation import once
from codemod.interpreter.switches import left_open, off_in
from codemod.interpreter.values import Condition, compatible
from codemod.library_names import READING_METHODS
from codemod.project.nodes import nodes_in

_PARTS = frozenset(
    {"path", "raw_path", "url", "headers", "cookies", "method", "query_string", "query_params", "client"}
)
_READERS = frozenset({"any", "bool", "bytes", "dict", "len", "list", "next", "set", "str", "tuple"})
KINDS = ("http", "websocket")
_MOST = 50  # ways to keep the session of a layer that takes it out at several places
Conditions = frozenset[Condition]


class Gap(NamedTuple):
    """That a layer gives a session to requests of a ``kind`` only at times: if the test in ``text`` comes out so, where it is known.

    ``by_request`` says that all these tests ask the request, ``given`` has the questions and arms that each provision stands under.
    Of a layer that gives none it says when that of the layers outside is lost, and ``given`` when it is not.
    """

    kind: str
    text: str
    by_request: bool
    given: tuple[frozenset[tuple[str, str]], ...]


class Asked(NamedTuple):
    """A use of the session that fails without one, of a request of a ``kind``, and what else it stands under."""

    kind: str
    event: Event
    questions: frozenset[tuple[str, str]]


def asked_of(machine: Machine, uses: Sequence[Event], is_http: bool) -> tuple[Asked, ...]:
    """The uses of a layer that fail without a session, for each kind of request that comes to them."""
    found = []
    for event in uses:
        for kind in KINDS[: 1 if is_http else None] if event.certain else ():
            left = left_of(machine, event.conditions, kind)
            if left is not None:
                found.append(Asked(kind, event, frozenset((one.question, one.arm) for one in left)))
    return tuple(found)


def gaps_of(machine: Machine, events: Sequence[Event], entries: Sequence[Entry], is_http: bool) -> tuple[Gap, ...]:
    """For which kinds of requests a layer gives a session on some of its ways, and not on all."""
    gives = [one for one in events if one.key == "session" and one.kind in ("provide", "default") and not one.late]
    if not gives:
        return _losses(machine, events, entries, is_http)
    if not entries or any(not event.conditions for event in gives):
        return ()
    found = []
    for kind in KINDS:
        given = [left for event in gives if (left := left_of(machine, event.conditions, kind)) is not None]
        ways = [left for entry in entries if (left := left_of(machine, entry.conditions, kind)) is not None]
        open_ways = [way for way in ways if not covered(way, given)]
        if open_ways and (given or kind != "http"):
            gap = _gap(machine, kind, given or [event.conditions for event in gives], open_ways[0])
            found.append(gap if given else gap._replace(by_request=True, given=()))
    return tuple(found)


def kinds_given(machine: Machine, events: Sequence[Event]) -> frozenset[str]:
    """The kinds of requests that a layer may give a session to: all, where it says nothing of them."""
    gives = [one for one in events if one.key == "session" and one.kind in ("provide", "default")]
    given = {kind for kind in KINDS for one in gives if left_of(machine, one.conditions, kind) is not None}
    return frozenset(given or KINDS)


def _whole(test: Test) -> ast.expr:
    """A test with what its function binds its names to in their place."""
    return spelled_out(test.open, test.function) if test.function is not None else test.open


def _gap(machine: Machine, kind: str, given: list[Conditions], way: Conditions) -> Gap:
    tests = [(machine.tested.get(one.test), one.arm == "body") for conditions in given for one in conditions]
    by_request = all(test is not None and asks_request(_whole(test), is_body) for test, is_body in tests)
    by_request = by_request and not any(one.test in machine.open for conditions in given for one in conditions)
    known = sorted(
        (test.node.lineno, one)
        for conditions in given
        for one in conditions - way
        if (test := machine.tested.get(one.test))
    )
    text = said(machine, known[0][1]) if known else ""
    questions = (frozenset((one.question, one.arm) for one in conditions) for conditions in given)
    return Gap(kind, text, by_request, tuple(questions))


def _losses(machine: Machine, events: Sequence[Event], entries: Sequence[Entry], is_http: bool) -> tuple[Gap, ...]:
    """For which kinds of requests a layer that gives no session loses that of the layers outside on some of its ways only."""
    removed, wholly = [event.conditions for event in _left_out(events)], losing_kinds(machine, events, entries)
    found = []
    for kind in KINDS[: 1 if is_http else None]:
        lost = [
            left
            for entry in entries
            for gone in (*removed, *entry.without)
            if compatible(gone, entry.conditions)
            and (left := left_of(machine, gone | entry.conditions, kind)) is not None
        ]
        if not lost or kind in wholly:
            continue
        tests = [(machine.tested.get(one.test), one) for conditions in lost for one in conditions]
        by_request = all(test is not None and asks_request(_whole(test), one.arm != "body") for test, one in tests)
        known = min(((test.node.lineno, one) for test, one in tests if test is not None), default=None)
        given = (frozenset(kept) for kept in product(*([*map(_otherwise, conditions)] for conditions in lost)))
        text = said(machine, known[1]) if known is not None else ""
        found.append(Gap(kind, text, by_request, tuple(islice(given, _MOST))))
    return tuple(found)


def _otherwise(condition: Condition) -> tuple[str, str]:
    return condition.question, "else" if condition.arm == "body" else "body"


def filters(machine: Machine, entries: Sequence[Entry]) -> bool:
    """Whether a layer answers some http requests itself."""
    ways = [left for one in entries if (left := left_of(machine, one.conditions, "http")) is not None]
    return bool(ways) and not covered(frozenset(), ways)


def said(machine: Machine, condition: Condition) -> str:
    """A condition as reports say it: `only if not scope["path"] == "/" (line 9)`."""
    test = machine.tested[condition.test]
    text = f"`{' '.join(test.module.segment(test.node).split())}`"
    return f"only if {text if condition.arm == 'body' else f'not {text}'} (line {test.node.lineno})"


def losing_kinds(
    machine: Machine, events: Sequence[Event], entries: Sequence[Entry], perhaps: bool = False
) -> frozenset[str]:
    """For which kinds of requests a layer hands on all of them without the session that the layers outside have made, or may do so."""
    removed = [event.conditions for event in _left_out(events)]
    if not removed and not any(entry.without or (entry.may_lack and perhaps) for entry in entries):
        return frozenset()

    def loses(kind: str) -> bool:
        ways = [(left, one) for one in entries if (left := left_of(machine, one.conditions, kind)) is not None]
        gone = [left for one in removed if (left := left_of(machine, one, kind)) is not None]
        own = [
            [left for one in entry.without if (left := left_of(machine, one, kind)) is not None] for _, entry in ways
        ]
        are_lost = (
            covered(way, [*gone, *more]) or (perhaps and entry.may_lack)
            for (way, entry), more in zip(ways, own, strict=True)
        )
        return bool(ways) and all(are_lost)

    return frozenset(filter(loses, KINDS))


def _left_out(events: Sequence[Event]) -> list[Event]:
    """Where the session is taken out of the scope, and not put back before the layers inside are called."""
    own = [event for event in events if event.key == "session" and not event.late]
    return [
        event
        for place, event in enumerate(own)
        if event.kind == "remove" and not any(later.kind in ("provide", "default") for later in own[place:])
    ]


# Conditions


def left_of(machine: Machine, conditions: Conditions, kind: str) -> Conditions | None:
    """The conditions that a request of this kind may not meet, as long as nobody turns a switch; None where it does not meet one."""
    left = set()
    for condition in conditions:
        test = machine.tested.get(condition.test)
        outcome = of_kind(_whole(test), kind) if test is not None else None
        if outcome is None:
            left.add(condition)
        elif outcome is not (condition.arm == "body"):
            return None
    return left_open(machine, frozenset(left)) if off_in(machine, frozenset(left)) is None else None


@once
def of_kind(test: ast.expr, kind: str) -> bool | None:
    """What a test comes to for a scope of a kind, as far as it asks for nothing else: `scope["type"] == "http"`."""
    match test:
        case ast.Constant(value=bool(value)):
            return value
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            outcome = of_kind(operand, kind)
            return None if outcome is None else not outcome
        case ast.BoolOp(op=op, values=operands):
            return any_or_all(op, [of_kind(operand, kind) for operand in operands])
        case ast.Compare(left=left, ops=[op], comparators=[right]) if asks_kind(left):
            named = [part.value for part in nodes_in(right) if isinstance(part, ast.Constant)]
            is_literal = isinstance(right, (ast.Constant, ast.Tuple, ast.List, ast.Set))
            if not is_literal or not isinstance(op, (ast.Eq, ast.NotEq, ast.In, ast.NotIn)):
                return None
            return (kind in named) is isinstance(op, (ast.Eq, ast.In))
    return None


@once
def asks_request(test: ast.expr, wanted: bool) -> bool:
    """Whether a part of the request besides its kind (`scope["path"]`, `request.headers`) may keep a test from being ``wanted``."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return asks_request(operand, not wanted)
        case ast.BoolOp(op=op, values=operands):
            each = [asks_request(part, wanted) for part in operands if of_kind(part, KINDS[0]) is None]
            return any(each) if isinstance(op, ast.And) is wanted else bool(each) and all(each)
    parts = [*nodes_in(test)]
    named = (getattr(part, "attr", None) or getattr(part, "value", None) for part in parts)
    return any(name in _PARTS for name in named if isinstance(name, str)) and not any(map(_makes_up, parts))


def _makes_up(part: ast.AST) -> bool:
    """Whether something else may stand in for what a request does not have: a default, what a store gives."""
    match part:
        case ast.Call(func=ast.Attribute(attr="get"), args=[_, default]):
            return not isinstance(default, (ast.Constant, ast.List, ast.Tuple, ast.Dict))
        case ast.Call(func=ast.Attribute(attr=name)):
            return name not in READING_METHODS
        case ast.Call(func=ast.Name(id=name)):
            return not (name in _READERS or name[:1].isupper())  # `Request(scope)`
    return isinstance(part, (ast.Await, ast.BoolOp, ast.Call, ast.IfExp))


def asks_kind(node: ast.expr) -> bool:
    match node:
        case ast.Subscript(slice=ast.Constant(value="type")):
            return True
        case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value="type"), *_]):
            return True
    return False


def covered(context: Conditions, providers: Sequence[Conditions]) -> bool:
    """Whether some provider is there whenever ``context`` holds: unconditionally, or one in each arm of a branch."""
    left = [conditions - context for conditions in providers if compatible(context, conditions)]
    if any(not conditions for conditions in left):
        return True
    for test in {condition.test for conditions in left for condition in conditions}:
        arms = {condition for conditions in left for condition in conditions if condition.test == test}
        if len(arms) >= max(arm.arms for arm in arms) and all(covered(context | {arm}, providers) for arm in arms):
            return True
    return False
