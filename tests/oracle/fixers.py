"""Fixers of a few lines for the simplest programs: one that is right, and others each wrong in its own way.

They keep the oracle honest: it must accept the first and complain about every other. They know only programs that
register by calls ``app_N.add_middleware(...)`` at the outermost level.
"""

from __future__ import annotations

import ast
from typing import NamedTuple

from .description import Application, Dress, Layer, Program, Registration, Session
from .outcome import Named, Outcome, Reported
from .truth import outside, stacks

USER = Layer("Gate1", "class", "attribute")
USER_TOO = Layer("Raw2", "asgi", "helper")
OTHER = Layer("Plain3", "class", "nothing")
OTHER_TOO = Layer("Plain4", "asgi", "nothing")


def simple(*applications: tuple[Session | Layer, ...]) -> Program:
    """A program of plain `add_middleware` calls, in this order."""
    return Program(
        tuple(
            Application(80 + number, "FastAPI", "module", tuple(Registration(layer, "add") for layer in layers))
            for number, layers in enumerate(applications, 1)
        )
    )


WRONG = simple((OTHER_TOO, Session(9), USER, OTHER, USER_TOO))
WRONG_INSIDE = simple((Session(9), USER, OTHER, OTHER_TOO))
RIGHT = simple((OTHER, USER, Session(9), OTHER_TOO))
TWO_APPLICATIONS = simple((Session(9), USER), (OTHER,))
COMMENTED = Program(
    (
        Application(
            81,
            "FastAPI",
            "module",
            (Registration(Session(9), "add", Dress(above=("keep me here",))), Registration(USER, "add")),
        ),
    )
)


class Call(NamedTuple):
    """One registration: its application, the class, and the lines of its statement (from 0, the end exclusive)."""

    application: str
    name: str
    first: int
    last: int


def calls(source: bytes) -> list[Call]:
    """All plain registrations, in the order of the text."""
    found = []
    for node in ast.parse(source).body:
        match node:
            case ast.Expr(ast.Call(ast.Attribute(ast.Name(app), "add_middleware"), [ast.Name(name), *_])):
                found.append(Call(app, name, node.lineno - 1, node.end_lineno or node.lineno))
    return found


def entries(source: bytes) -> tuple[str, ...]:
    return tuple(dict.fromkeys(call.application for call in calls(source)))


def moved(source: bytes, call: Call, row: int) -> bytes:
    """The statement of this call before the line at ``row``, which lies behind it."""
    lines = source.splitlines(keepends=True)
    statement = lines[call.first : call.last]
    return b"".join([*lines[: call.first], *lines[call.last : row], *statement, *lines[row:]])


class Violation(NamedTuple):
    """A session call, and the calls behind it that need it; ``rest`` are all calls of the application."""

    session: Call
    users: list[Call]
    rest: list[Call]


def faults(source: bytes) -> list[Violation]:
    found = []
    names = entries(source)
    for name, stack in zip(names, stacks(source, names), strict=True):
        own = [call for call in calls(source) if call.application == name]
        # The stack is the calls in reverse.
        for place in range(len(stack)):
            users = [own[len(own) - 1 - user] for user in outside(stack, place)]
            if users:
                found.append(Violation(own[len(own) - 1 - place], sorted(users, key=lambda call: call.first), own))
    return found


def report(fault: Violation, fixed: bool = True) -> Reported:
    named = tuple(Named(user.name, user.first + 1, user.last) for user in fault.users)
    return Reported(
        "SES001", fault.session.first + 1, fault.session.last, named, fixed, None if fixed else "it may not move"
    )


def right(source: bytes) -> Outcome:
    """Moves each misplaced session to directly after the last call that needs it."""
    found = faults(source)
    after = source
    while again := faults(after):
        after = moved(after, again[0].session, again[0].users[-1].last)
    return Outcome(after, tuple(report(fault) for fault in found))


def nothing(source: bytes) -> Outcome:
    return Outcome(source)


def too_far(source: bytes) -> Outcome:
    """Moves the session to the very end."""
    found = faults(source)
    after = moved(source, found[0].session, found[0].rest[-1].last) if found else source
    return Outcome(after, tuple(report(fault) for fault in found))


def not_far_enough(source: bytes) -> Outcome:
    found = faults(source)
    after = moved(source, found[0].session, found[0].rest[2].last) if found else source
    return Outcome(after, tuple(report(fault) for fault in found))


def swaps_others(source: bytes) -> Outcome:
    """Right, but two layers that have nothing to do with it change places as well."""
    result = right(source)
    plain = [call for call in calls(result.after) if call.name.startswith("Plain")]
    if not faults(source):
        return result
    return result._replace(after=moved(result.after, plain[0], plain[1].last))


def drops_argument(source: bytes) -> Outcome:
    result = right(source)
    return result._replace(after=result.after.replace(b', session_cookie="cookie_9"', b""))


def changes_argument(source: bytes) -> Outcome:
    result = right(source)
    return result._replace(after=result.after.replace(b'secret_key="key-9"', b'secret_key="key-8"'))


def wrong_application(source: bytes) -> Outcome:
    """Gives the session of the first application to the second."""
    result = right(source)
    moved_lines = [line for line in result.after.splitlines(keepends=True) if b"cookie_9" not in line]
    line = next((line for line in source.splitlines(keepends=True) if b"cookie_9" in line), b"")
    return result._replace(after=b"".join([*moved_lines, line.replace(b"app_81", b"app_82")]))


def fixes_the_right(source: bytes) -> Outcome:
    """Moves every session to the end, whether it lies wrong or not."""
    call = next(call for call in calls(source) if call.name == "SessionMiddleware")
    own = [other for other in calls(source) if other.application == call.application]
    return Outcome(moved(source, call, own[-1].last))


def alarms(source: bytes) -> Outcome:
    """Reports a session that lies right."""
    call = next(call for call in calls(source) if call.name == "SessionMiddleware")
    return Outcome(source, (Reported("SES001", call.first + 1, call.last, (), False, "it may not move"),))


def doubles(source: bytes) -> Outcome:
    """Adds a second session where it should move the first."""
    found = faults(source)
    lines = source.splitlines(keepends=True)
    after = b"".join([*lines, *(lines[fault.session.first] for fault in found)])
    return Outcome(after, tuple(report(fault) for fault in found))


def wrong_row(source: bytes) -> Outcome:
    result = right(source)
    return result._replace(findings=tuple(found._replace(first=found.first - 1) for found in result.findings))


def forgets_a_dependent(source: bytes) -> Outcome:
    result = right(source)
    return result._replace(
        findings=tuple(found._replace(dependents=found.dependents[:-1]) for found in result.findings)
    )


def names_too_many(source: bytes) -> Outcome:
    result = right(source)
    innocent = next(call for call in calls(source) if call.name == "Plain4")
    extra = (Named(innocent.name, innocent.first + 1, innocent.first),)
    return result._replace(
        findings=tuple(found._replace(dependents=found.dependents + extra) for found in result.findings)
    )


def refuses(source: bytes) -> Outcome:
    return Outcome(source, tuple(report(fault, fixed=False) for fault in faults(source)))


def says_nothing(source: bytes) -> Outcome:
    """Neither repairs nor tells why."""
    return Outcome(source, tuple(report(fault)._replace(fixed=False) for fault in faults(source)))


def blank_lines(source: bytes) -> Outcome:
    """Right, but the formatter will want the lines otherwise."""
    result = right(source)
    return (
        result._replace(after=result.after.replace(b"app_81 = FastAPI()\n", b"app_81 = FastAPI()\n\n\n\n\n"))
        if result.findings
        else result
    )


def leaves_the_comment(source: bytes) -> Outcome:
    """Right, but the comment that touches the statement stays where it was."""
    return right(source)


def touches_a_line(source: bytes) -> Outcome:
    result = right(source)
    return result._replace(after=result.after.replace(b"app_81 = FastAPI()", b"app_81: FastAPI = FastAPI()"))


BROKEN = [
    (nothing, WRONG, "is not repaired"),
    (too_far, WRONG_INSIDE, "moved too far"),
    (not_far_enough, WRONG, "is not repaired"),
    (swaps_others, WRONG, "changed places"),
    (drops_argument, WRONG, "its layers are other ones"),
    (changes_argument, WRONG, "its layers are other ones"),
    (wrong_application, TWO_APPLICATIONS, "its layers are other ones"),
    (wrong_application, TWO_APPLICATIONS, "its stack was right and was changed"),
    (fixes_the_right, RIGHT, "in the right order was changed"),
    (alarms, RIGHT, "SES001 for a program in the right order"),
    (doubles, WRONG, "its layers are other ones"),
    (wrong_row, WRONG, "no SES001 at the statement"),
    (forgets_a_dependent, WRONG, "does not name Raw2"),
    (names_too_many, WRONG, "names Plain4"),
    (refuses, WRONG, "is not repaired"),
    (says_nothing, WRONG, "neither repaired nor refused"),
    (blank_lines, WRONG, "black no longer"),
    (leaves_the_comment, COMMENTED, "a comment was left behind"),
    (touches_a_line, WRONG, "other lines"),
]
