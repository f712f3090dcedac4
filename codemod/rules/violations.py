"""Stacks to faults: which layers lie inside a layer that requires what they provide. The facts are in docs/semantics.md.

One rule for every key: a stack is right when each key that a layer requires is provided further out.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from codemod.frozen import TYPE_CHECKING, NamedTuple
from codemod.interpreter.containers import CHOICE
from codemod.interpreter.machine import Event, Machine
from codemod.interpreter.values import Application, Condition, Registration, compatible
from codemod.model import LOADED
from codemod.stacks.trace import Stack
from codemod.stacks.usage import Usage, usage_of
from codemod.stacks.ways import KINDS, Asked, covered

if TYPE_CHECKING:
    from typing import TypeAlias

# Which code a misplaced provider of a key gets.
CODES = {"session": "SES001", LOADED: "SES001", "user": "SES011", "auth": "SES011"}


class Member(NamedTuple):
    """A layer in its stack, and what it does. ``depth`` counts from the outermost, over everything that lies around."""

    slot: Registration
    usage: Usage
    application: Application
    depth: int

    def requires(self, key: str, keys_present: frozenset[str]) -> tuple[Event, ...]:
        """The events that show the requirement; who reads a session that another layer loads requires it loaded."""
        if key == LOADED:
            loads = (self.usage.provides | self.usage.renews) & CODES.keys()
            is_reader = "session" in self.usage.requires and not loads
            return self.usage.requires["session"] if is_reader and key in keys_present else ()
        return self.usage.requires.get(key, ())


class Violation(NamedTuple):
    """A provider that lies inside layers that require what it provides (``misplaced``), or another of the three kinds.

    Where it is not there as the program stands, ``only`` says what that takes; ``session`` says when there would be a session.
    ``by`` is the layer that provides one at times only, or hands requests on without it.
    """

    code: str
    stack: Stack
    provider: Member
    victims: tuple[tuple[Member, tuple[Event, ...]], ...]
    others: tuple[Member, ...]
    keys: frozenset[str]
    only: str | None = None
    session: str = ""
    by: Member | None = None


_SOCKETS = r"\.websocket(_route)?\(|\bWebSocket(Route|Endpoint)\b|\bAPIWebSocketRoute\b"  # how a program says that it takes them
Usages: TypeAlias = "dict[tuple[int, int], Usage]"  # by layer and application


class Survey(NamedTuple):
    """Every stack of a module with its members, and the layers that could not be followed.

    ``switched`` are the bodies of the functions of which a call settled a test.
    """

    stacks: tuple[tuple[Stack, tuple[Member, ...]], ...]
    unseen: tuple[tuple[Registration, str], ...]
    switched: frozenset[int]
    kinds: frozenset[str] = frozenset(KINDS)  # of requests that the program takes


def survey(machine: Machine, stacks: tuple[Stack, ...]) -> Survey:
    """Follow every layer once, from the outermost in, and say what lies around each application."""
    usages: Usages = {}
    unseen = []
    for stack in stacks:
        outside: list[tuple[Registration, Usage]] = []
        for slot in stack.slots:
            key = id(slot.layer), id(stack.application)
            if key not in usages:
                around = [] if stack.application.is_scrambled else usages_around(slot, outside)
                context = {variable: value for usage in around for variable, value in usage.context.items()}
                usage = usage_of(machine, slot.layer, stack.application, context)
                usages[key] = usage = usage.inside(frozenset().union(*(other.provides for other in around)))
                if usage.unseen:
                    unseen.append((slot, usage.unseen))
            if usages[key].context or usages[key].provides:  # most layers leave nothing to those inside of them
                outside.append((slot, usages[key]))
    bases = {id(stack.application): stack for stack in stacks if stack.run == 0}
    found = [(stack, members_of(stack, bases, usages)) for stack in stacks]
    switched = frozenset(id(getattr(function, "body", None)) for function in machine.partly)
    takes_sockets = machine.modules.says(_SOCKETS)
    return Survey(tuple(found), tuple(unseen), switched, frozenset(KINDS if takes_sockets else KINDS[:1]))


def usages_around(slot: Registration, outside: list[tuple[Registration, Usage]]) -> list[Usage]:
    """What the layers outside of one do, as far as they are there when it is."""
    return [usage for other, usage in outside if compatible(slot.conditions, other.conditions)]


def members_of(stack: Stack, bases: dict[int, Stack], usages: Usages) -> tuple[Member, ...]:
    """The layers around an application's own first, then its own, outermost first."""
    around: list[tuple[Application, Registration]] = []
    for ancestor in ancestors(stack.application):
        base = bases.get(id(ancestor))
        around = [(ancestor, slot) for slot in (base.slots if base else ())] + around
    layers = [*around, *((stack.application, slot) for slot in stack.slots)]
    return tuple(
        Member(slot, usages[id(slot.layer), id(application)], application, depth)
        for depth, (application, slot) in enumerate(layers)
        if (id(slot.layer), id(application)) in usages
    )


def ancestors(application: Application) -> list[Application]:
    """What an application is mounted on, nearest first."""
    found: list[Application] = []
    queue = list(application.parents)
    while queue:
        parent = queue.pop(0)
        if parent not in found and parent is not application:
            found.append(parent)
            queue += parent.parents
    return found


def faults(found: Survey) -> Iterator[Violation]:
    for stack, members in found.stacks:
        yield from misplaced(stack, members)
        yield from missing(stack, members, found)
        yield from doubled(stack, members)
        yield from parted(stack, members, found)


# SES001, SES011


def misplaced(stack: Stack, members: tuple[Member, ...]) -> Iterator[Violation]:
    """Providers that lie inside a layer that requires what they provide, when no other provider lies outside it."""
    present = frozenset(key for member in members for key in member.usage.provides)
    if stack.application.is_scrambled:
        return
    for provider in members:
        if provider.application is not stack.application or provider.slot.run != stack.run:
            continue
        if provider.usage.provides.isdisjoint(CODES) or any(is_spare(provider, other, members) for other in members):
            continue
        # Where another gives it for good, what a layer provides in case there is none is not what is missed.
        whole = frozenset().union(*(other.usage.provides - other.usage.falls_back for other in members))
        keys = sorted(provider.usage.provides & CODES.keys() - (provider.usage.falls_back & whole))
        if not keys:
            continue
        victims: dict[int, tuple[Member, tuple[Event, ...]]] = {}
        for key in (*keys, *carried(provider)):
            for member in members:
                uses = member.requires(key, present)
                if key not in CODES:
                    uses = tuple(use for use in uses if use.certain)
                if not uses or is_either(member.slot, provider.slot):
                    continue
                if is_victim(member, provider, key, members, stack):
                    known = victims.get(member.depth, (member, ()))[1]
                    victims[member.depth] = (member, (*known, *uses))
        if victims:
            others = tuple(member for member in members if member.depth not in victims)
            code = CODES[keys[0]]
            yield Violation(code, stack, provider, tuple(victims.values()), others, frozenset(keys))


def is_spare(provider: Member, other: Member, members: tuple[Member, ...]) -> bool:
    """Whether a provider is registered only where the program has looked whether there is one, when another is there."""
    # Where the other one is missing because the program has found one before it, that one is there.
    settled = frozenset(condition for condition in other.slot.conditions if not condition.asks)
    return (
        other.application is provider.application
        # The time of what a constructor takes is its place in the list, not when it was put there.
        and (other.slot.time < provider.slot.time or other.slot.form == provider.slot.form == "list")
        and bool(other.usage.provides & provider.usage.provides)
        and settled <= provider.slot.conditions
        and any(asks_about(one, provider, members) for one in provider.slot.conditions - other.slot.conditions)
    )


def asks_about(condition: Condition, provider: Member, members: tuple[Member, ...]) -> bool:
    """Whether a test that looks at the stack looks for a layer like this one, as far as the names in it tell."""
    if not condition.asks:
        return False
    words = set(re.findall(r"(?:id|attr)='(\w+)'", condition.test))
    others = {member.slot.layer.name for member in members if not member.usage.provides & provider.usage.provides}
    return provider.slot.layer.name in words or not others & words


def carried(provider: Member) -> list[str]:
    """What else of the scope comes with a session or a user: starsessions' `session_handler`."""
    keys = provider.usage.provides
    return sorted(key for key in keys - CODES.keys() if keys & CODES.keys() and not key.startswith("state."))


def is_victim(member: Member, provider: Member, key: str, members: tuple[Member, ...], stack: Stack) -> bool:
    if member.depth >= provider.depth or member.slot.layer is provider.slot.layer:
        return False
    if member.slot.run != stack.run and member.application is stack.application:
        return False
    if member.application is not provider.application and serves_itself(member, key, members):
        return False
    if not compatible(member.slot.conditions, provider.slot.conditions):
        return False
    # What a layer puts there when there is none, the provider further in replaces.
    is_whole = key not in provider.usage.falls_back
    outside = [
        other
        for other in members
        if key in other.usage.provides - (other.usage.falls_back if is_whole else frozenset())
        and (other.depth < member.depth or other.slot.layer is member.slot.layer)
        # An application with a session of its own means that one, not the one around it.
        and (other.application is member.application or provider.application is not member.application)
    ]
    context = member.slot.conditions | provider.slot.conditions
    return not covered(context, [other.slot.conditions for other in outside])


def is_either(one: Registration, other: Registration) -> bool:
    """Whether two layers stand in different arms of one statement that runs several times, each time for another thing.

    Which arm is taken when is not known: each of the two may be there in the one run, in the other, or in both.
    """
    again = {step.activation for step in one.chain if any(step.block is part.block for part in other.chain)}
    is_again = not again <= {step.activation for step in other.chain}
    arms = {
        condition.question: condition
        for condition in one.conditions
        if condition.question and (is_again or condition.question.startswith(CHOICE))
    }
    return any(
        condition.question in arms
        and arms[condition.question].arm != condition.arm
        and arms[condition.question].test != condition.test
        for condition in other.conditions
    )


def undecided(stack: Stack, members: tuple[Member, ...]) -> Iterator[tuple[Member, Member]]:
    """The providers of a stack, each with a layer that may lie outside of it: which is added when is not known."""
    for provider in members if not stack.application.is_scrambled else ():
        keys = provider.usage.provides & CODES.keys() if provider.slot.conditions else frozenset()
        for member in members if keys else ():
            used = keys & member.usage.requires.keys()
            is_seen = any(is_victim(member, provider, key, members, stack) for key in used)
            if is_seen and is_either(member.slot, provider.slot):
                yield provider, member


def serves_itself(member: Member, key: str, members: tuple[Member, ...]) -> bool:
    """Whether the application of a layer has a provider of its own, or may have one that is not seen."""
    return bool(member.application.opaque) or any(
        other.application is member.application and key in other.usage.provides for other in members
    )


# SES002, SES003


def missing(stack: Stack, members: tuple[Member, ...], found: Survey) -> Iterator[Violation]:
    """Layers that use the session of an application that is known as a whole and has none."""
    around = ancestors(stack.application)
    known = stack.is_known and not stack.application.is_scrambled and not any(ancestor.opaque for ancestor in around)
    is_loose = any(map(is_loose_route, (stack.application, *around)))
    if not known or is_loose or any(member.usage.unseen or gives_session(member) for member in members):
        return
    inside = [
        member
        for inner, layers in found.stacks
        if stack.application in ancestors(inner.application)
        for member in layers
    ]
    if any("session" in member.usage.provides for member in inside):
        return  # SES001 names that registration
    # Those of which one part lies around another that it needs: they fail before any other does.
    turned = [member for member in members if member.usage.unserved]
    if not turned and any(is_on_a_stranger(other, layers) for other, layers in found.stacks):
        return  # it may be this application
    for member in turned or members:
        uses = member.usage.unserved or member.usage.requires.get("session", ())
        if not uses or member.application is not stack.application or "session" in member.usage.falls_back:
            continue
        if any(condition.asks for condition in member.slot.conditions):
            continue  # registered where the program has found that there is a session
        if all(use.spared for use in uses):
            continue  # it is written to work without one as well
        if any(use.certain for use in uses) or not is_switched(member, found):
            yield Violation("SES002", stack, member, ((member, uses),), (), frozenset({"session"}))


def is_loose_route(application: Application) -> bool:
    """Whether a route waits for an application that takes it in, which may have a session; one in layers that were put around it by
    hand is served as it is.
    """
    is_wrapped = any(slot.form == "wrap" for slot in application.slots)
    return application.kind == "route" and not application.parents and not is_wrapped


def parted(stack: Stack, members: tuple[Member, ...], found: Survey) -> Iterator[Violation]:
    """Layers that use the session, and a layer outside of them gives it to some requests only, or hands them on without it."""
    is_known = stack.is_known and not any(one.opaque for one in (stack.application, *ancestors(stack.application)))
    if (
        not is_known
        or stack.application.is_scrambled
        or not any(one.usage.gaps or one.usage.may_lose for one in members)
    ):
        return
    for member in members:
        outside = [
            other for other in members if other.depth < member.depth and other.slot.layer is not member.slot.layer
        ]
        if member.application is not stack.application or any(other.usage.unseen for other in outside):
            continue
        told = [
            (by, one)
            for one in member.usage.asks
            if one.kind in found.kinds and (by := parts_from(one, outside, member))
        ]
        for by, asked in told[:1]:
            others = [other for other in outside if other is not by]
            is_plain = by.slot.conditions <= member.slot.conditions and is_plainly_parted(by, asked, member, others)
            uses = tuple(one.event for _, one in told)
            yield Violation(
                "SES002", stack, member, ((member, uses),), (), frozenset({"session"}), None if is_plain else "", by=by
            )


def parts_from(asked: Asked, outside: list[Member], member: Member) -> Member | None:
    """The layer for which a use of the session may find none, though one outside provides it; None where there is no such."""
    givers = [other for other in outside if "session" in other.usage.provides]
    losers = [
        other
        for other in outside
        if asked.kind in other.usage.may_lose and compatible(other.slot.conditions, member.slot.conditions)
    ]
    if losers and givers and not any(other.depth > losers[-1].depth for other in givers):
        return losers[-1]
    open_ones = [
        other
        for other in outside
        if any(gap.kind == asked.kind for gap in other.usage.gaps)
        and compatible(other.slot.conditions, member.slot.conditions)
    ]
    cutting = [other for other in open_ones if givers and other.depth > givers[-1].depth]
    if not givers or not (cutting or all(other in open_ones for other in givers)):
        return None
    open_ones = cutting or [other for other in open_ones if other in givers]
    is_served = any(
        given <= asked.questions
        for other in open_ones
        for gap in other.usage.gaps
        if gap.kind == asked.kind
        for given in gap.given
    )
    return None if is_served else open_ones[-1]


def is_plainly_parted(by: Member, asked: Asked, member: Member, others: list[Member]) -> bool:
    """Whether nothing that a use stands under may have to do with what the layer outside of it asks: a test, a path that an application
    is mounted at, a layer on the way that answers some requests itself.
    """
    gaps = [gap for gap in by.usage.gaps if gap.kind == asked.kind]
    if not gaps:  # it loses the session, whatever is asked
        return asked.kind in by.usage.loses
    is_free = not asked.questions and by.application is member.application
    return is_free and all(gap.by_request for gap in gaps) and not any(other.usage.filters for other in others)


def is_on_a_stranger(stack: Stack, members: tuple[Member, ...]) -> bool:
    """Whether the program gives a session to an application of which it is not known which one it is.

    What a function that nobody calls gives one to is another: that of whoever calls it.
    """
    if stack.application.kind != "stranger" or stack.run:
        return False
    return any("session" in member.usage.provides for member in members)


def gives_session(member: Member) -> bool:
    """Whether a layer provides a session, and does not fail itself before that."""
    return "session" in member.usage.provides and not member.usage.unserved


def is_switched(member: Member, found: Survey) -> bool:
    """Whether the code that registers a layer was told what to register: one that asks first copes without a session."""
    return any(id(step.block) in found.switched for step in member.slot.chain)


def doubled(stack: Stack, members: tuple[Member, ...]) -> Iterator[Violation]:
    """The second session layer of an application, when both are there in one run of the program."""
    if stack.application.is_scrambled:
        return  # the first one may have been taken out
    # A layer that sets a session only when there is none is no second one.
    sessions = [
        member
        for member in members
        if "session" in member.usage.provides - member.usage.falls_back
        and member.application is stack.application
        and not any(gap.kind == "http" for gap in member.usage.gaps)
    ]
    if stack.run and not all(member.slot.run == stack.run for member in sessions):
        return
    sessions.sort(key=lambda member: member.slot.time)
    for index, later in enumerate(sessions):
        for earlier in sessions[:index]:
            one, other = earlier.slot.conditions, later.slot.conditions
            # Under two unrelated conditions it cannot be told whether both ever hold.
            is_told = compatible(one, other) and (one <= other or other <= one)
            is_told = is_told and not is_spare(later, earlier, members) and not is_spare(earlier, later, members)
            is_told = is_told and not later.usage.kinds.isdisjoint(earlier.usage.kinds)
            if is_told and not (in_loop(earlier) and in_loop(later)):
                yield Violation("SES003", stack, later, (), (earlier,), frozenset({"session"}))
                break


def in_loop(member: Member) -> bool:
    """A loop may register a layer in one of its turns only, by a test that is not followed."""
    return any(isinstance(step.block[step.position], (ast.For, ast.AsyncFor, ast.While)) for step in member.slot.chain)


def with_row(member: Member) -> str:
    """How a sentence names a layer among others of the same name."""
    return f"`{member.slot.layer.name}` (line {row_of(member.slot)})"


def row_of(slot: Registration) -> int:
    """The row at which the program registers a layer; one that a library registers, the call of the library does."""
    own = [step for step in slot.chain if not step.module.is_library]
    is_of_library = slot.layer.module.is_library and bool(own)
    node = own[-1].block[own[-1].position] if is_of_library else slot.layer.node
    row: int = node.lineno  # type: ignore[attr-defined]
    return row
