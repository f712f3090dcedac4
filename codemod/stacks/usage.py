"""What a layer does with the connection that it is given: the keys it requires and provides, with evidence. See docs/semantics.md."""

from __future__ import annotations

import ast
import os

from codemod.frozen import NamedTuple
from codemod.interpreter.classes import linearized
from codemod.interpreter.machine import STEPS, Event, Machine, as_text
from codemod.interpreter.switches import off_in
from codemod.interpreter.values import (
    UNKNOWN,
    Application,
    Arguments,
    Class,
    Constant,
    Context,
    External,
    Inner,
    Instance,
    Layer,
    ListObject,
    Scope,
    TupleValue,
    Unknown,
    Value,
    alternatives,
    compatible,
    frame_of,
)
from codemod.library_names import (
    BASE_HTTP,
    GIVEN,
    KNOWN,
    PROVIDES,
    SECURE_COOKIES,
    SESSION,
    canonical,
    last_name,
)
from codemod.stacks.meddling import meddling_of
from codemod.stacks.repeats import TWICE, may_repeat
from codemod.stacks.ways import KINDS, Asked, Gap, asked_of, filters, gaps_of, kinds_given, losing_kinds

_LIMIT = 20_000
_ENOUGH = 200_000  # for all layers of the programs that are checked together, after which each is followed for
_SHORTLY = 1_000  # steps: in an application that is so large most of them are the same ones in other stacks


class Usage(NamedTuple):
    """What a layer does: the keys that it requires, each with the events that show it, and those that it provides.

    ``removes`` are the keys that it takes out of the scope, ``falls_back`` those that it provides only when they are not there.
    A key is one of the scope, or `state.x`. ``unseen`` says why the layer could not be followed, if so; ``cookies`` what it does
    with cookies, headers or the scope that keeps a session where it is, if anything; ``context`` what context variables
    hold when it calls what lies inside it. ``unserved`` are the events of a use of the session that fails before a part of the layer
    provides it, further in. ``renews`` are the keys that only an object provides that a layer further out has left:
    `await request.scope["session_handler"].load()`. ``gaps`` say for which kinds of requests it
    provides a session at times only, ``loses`` for which it hands on none of those outside (or ``may_lose`` it), ``asks`` what it does
    that fails without one; it ``filters``, if it does not hand on every http request. ``kinds`` has those that it gives one to, if
    any. It ``is_either`` when one of the classes that it may be provides a session, and another uses it. ``now`` is what it does as
    long as nobody turns a switch, where that is not all.
    """

    requires: dict[str, tuple[Event, ...]]
    provides: frozenset[str]
    removes: frozenset[str]
    falls_back: frozenset[str]
    unseen: str | None
    cookies: str | None
    named_cookies: frozenset[str]
    context: Context
    unserved: tuple[Event, ...] = ()
    renews: frozenset[str] = frozenset()
    now: Usage | None = None
    gaps: tuple[Gap, ...] = ()
    loses: frozenset[str] = frozenset()
    may_lose: frozenset[str] = frozenset()
    asks: tuple[Asked, ...] = ()
    filters: bool = False
    kinds: frozenset[str] = frozenset(KINDS)
    is_either: bool = False

    def inside(self, around: frozenset[str]) -> Usage:
        """What it does where these keys are provided around it: what it renews of them is theirs."""
        now = self.now.inside(around) if self.now is not None else None
        return self._replace(provides=self.provides - (self.renews & around), now=now)


def usage_of(machine: Machine, layer: Layer, application: Application, context: Context) -> Usage:
    """Follow one request to an application through one of its layers, with the context that those outside of it set."""
    machine.serving, machine.context, machine.handed = application, context, {}
    told = follow_request(machine, layer)
    usage = _usage_by(machine, layer, machine.events, context)._replace(is_either=_is_either(told))
    taken = [event for event in machine.events if off_in(machine, event.conditions) is None]
    is_all = len(taken) == len(machine.events)
    return usage if is_all else usage._replace(now=_usage_by(machine, layer, taken, context))


def _is_either(told: list[tuple[Value, list[Event]]]) -> bool:
    """Whether one of several classes provides a session, and another uses it; each comes with what it does."""
    if len(told) < 2:
        return False
    givers = [part for part, events in told if "session" in provided(events) or is_known_to_provide(part)]
    users = [part for part, events in told if part not in givers and "session" in required(events)]
    return bool(givers and users)


def _usage_by(machine: Machine, layer: Layer, events: list[Event], context: Context) -> Usage:
    is_left = machine.is_exhausted or machine.is_cut
    unseen = "it calls more than can be followed" if is_left else unseen_reason(layer) or lost_by(machine, layer)
    requires, provides = required(events), provided(events)
    project = machine.modules.project
    falls_back = fallbacks(events)
    classes = classes_of(layer)
    named = {dotted_name(cls) for cls in classes}
    for cls in classes:
        provides |= PROVIDES.get(canonical(dotted_name(cls)), frozenset()) if is_of_library(cls) else frozenset()
    if named & project.providers:
        provides |= SESSION
    if named & project.dependents and "session" not in requires:
        requires["session"] = (Event("use", "session", layer.node, layer.module, (), False, False),)
    if named & (project.providers | project.dependents):
        unseen = None
    return Usage(
        requires,
        provides,
        frozenset(event.key for event in events if event.kind == "remove"),
        falls_back,
        unseen,
        cookies_of(machine, layer),
        frozenset(machine.cookies),
        machine.handed,
        unserved(events),
        renewed(events, context),
        gaps=() if unseen or "session" in falls_back else gaps_of(machine, events, machine.ways, is_of_http(classes)),
        loses=frozenset() if unseen else losing_kinds(machine, events, machine.ways),
        may_lose=losing_kinds(machine, events, machine.ways, perhaps=True),
        filters=filters(machine, machine.ways),
        kinds=kinds_given(machine, events),
        asks=asked_of(machine, requires.get("session", ()), is_of_http(classes)),
    )


def is_of_http(classes: list[Class | External]) -> bool:
    """Whether a layer is handed http requests only, and lets all else pass by."""
    return any(canonical(dotted_name(cls)) == BASE_HTTP for cls in classes)


def follow_request(machine: Machine, layer: Layer) -> list[tuple[Value, list[Event]]]:
    """Run the layer with a scope; what it does is left in ``events`` and ``texts`` of the machine. Of each class that it may be, as the
    program stands, it gives the events.
    """
    machine.following, machine.late, machine.caught = True, False, frozenset()
    machine.events, machine.texts, machine.memory, machine.is_cut = [], set(), {}, False
    machine.cookies, machine.lost, machine.raised, machine.heard = set(), None, [], {}
    machine.served, machine.barred, machine.is_kept = [], None, False
    machine.entered, machine.ways = [], []
    choices, machine.choices = machine.choices, {**machine.choices}  # each request chooses anew
    project = machine.modules.project
    begun = STEPS - (_LIMIT if project.followed < _ENOUGH else _SHORTLY)
    machine.steps, machine.asked = begun, 0
    frame = frame_of(layer.module)
    present, frame.present = frame.present, frozenset()
    inner = layer.arguments.after(Inner("app"))
    inner = inner._replace(settled=inner.settled | {0})
    told = []
    for part, conditions in machine.chosen(layer.cls):
        since = len(machine.events)
        with machine.under(*conditions):
            machine.late = False
            made = machine.call(part, inner, layer.node, frame)
            for value in alternatives(made):
                machine.late, machine.entered = False, []
                machine.complete(value, Arguments((Scope(), UNKNOWN, UNKNOWN)), layer.node, frame)
                machine.bar(TWICE if may_repeat(machine.entered) else None)
                machine.ways += machine.entered
        told += [(part, machine.events[since:])] if off_in(machine, conditions) is None else []
    project.followed += machine.steps - begun
    machine.following, frame.present, machine.choices = False, present, choices
    return told


def fallbacks(events: list[Event]) -> frozenset[str]:
    """The keys that a layer sets by `setdefault`, or after it has asked whether they are there."""
    found = {event.key for event in events if event.kind == "default"}
    asked: set[str] = set()
    for event in events:
        if event.kind == "use" and not event.certain:
            asked.add(event.key)
        elif event.kind == "provide" and event.key in asked:
            found.add(event.key)
    return frozenset(found)


def classes_of(layer: Layer) -> list[Class | External]:
    return classes_in(layer.cls)


def classes_in(value: Value) -> list[Class | External]:
    """The classes that a value may be, with those that they derive from."""
    return [entry for part in alternatives(value) for entry in linearized(part)]


def is_known_to_provide(cls: Value) -> bool:
    """Whether a class, or one that it derives from, is one that is known by name to provide a session."""
    return any(not SESSION.isdisjoint(PROVIDES.get(canonical(dotted_name(one)), ())) for one in classes_in(cls))


def dotted_name(cls: Class | External) -> str:
    return cls.dotted if isinstance(cls, External) else f"{cls.frame.module.name}.{cls.node.name}"


def is_of_library(cls: Class | External) -> bool:
    """Whether the tables speak of it: a folder of the project that is called like a library is not that library."""
    return isinstance(cls, External) or cls.frame.module.is_library


def required(events: list[Event]) -> dict[str, tuple[Event, ...]]:
    """The uses of each key before the layer itself provides it; with a provision at hand, only those that would raise.

    Of a key that it sets only when it is not there those that come after that: a layer further in may replace the value.
    """
    result: dict[str, tuple[Event, ...]] = {}
    falls_back = fallbacks(events)
    for key in dict.fromkeys(event.key for event in events if event.kind == "use"):
        uses: list[Event] = []
        is_own = False
        for event in events:
            if event.key != key or event.kind == "remove":
                continue
            if event.kind == "default":
                uses[-1:] = [use._replace(own=True) for use in uses[-1:]]
                is_own = True
            elif event.kind == "provide" and not is_own:
                uses = [use for use in uses if use.certain]
                if key not in falls_back:
                    break
                is_own = True
            elif event.kind == "use":
                uses.append(event._replace(certain=False, own=True) if is_own else event)
        if uses:
            result[key] = tuple(_distinct(uses))
    return result


def unserved(events: list[Event]) -> tuple[Event, ...]:
    """The uses of the session that raise without one, and that come before the layer provides it itself."""
    if "session" in fallbacks(events):
        return ()
    served: list[Event] = []
    found: list[Event] = []
    asked: list[Event] = []
    for event in events:
        if event.key != "session":
            continue
        if event.kind == "use" and event.certain:
            is_served = any(one.conditions <= event.conditions for one in served)
            asked += [] if is_served else [event]
        elif event.kind == "provide":
            found += [use for use in asked if compatible(use.conditions, event.conditions)]
            served.append(event)
    return tuple(_distinct(found))


def _distinct(events: list[Event]) -> list[Event]:
    """One event for each place: the one that raises, else the first; one that nothing stands in for before one that has that."""
    found: dict[ast.AST, Event] = {}
    for event in events:
        known = found.get(event.node)
        if known is None or (event.certain, not event.spared) > (known.certain, not known.spared):
            found[event.node] = event
    return list(found.values())


def provided(events: list[Event]) -> frozenset[str]:
    return frozenset(event.key for event in events if event.kind in ("provide", "default")) - GIVEN


def renewed(events: list[Event], context: Context) -> frozenset[str]:
    """The keys that are provided only where a method runs of an object that the layers further out have left in the context."""
    left = {value.node for value in context.values() if isinstance(value, Instance)}
    provides = [event for event in events if event.kind in ("provide", "default")] if left else []
    own = {event.key for event in provides if left.isdisjoint(call.origin for call in event.calls)}
    return frozenset(event.key for event in provides) - own


def lost_by(machine: Machine, layer: Layer) -> str | None:
    """What takes the request where nobody follows it, as a sentence for who looks at the file of the layer."""
    if machine.lost is None:
        return None
    text, row, module = machine.lost
    file = f" of {os.path.basename(module.path)}" if module.path != layer.module.path else ""
    return f"`{text}` on line {row}{file} is not followed"


def unseen_reason(layer: Layer) -> str | None:
    for part in alternatives(layer.cls):
        if isinstance(part, Unknown):
            return "what is registered cannot be followed"
        if isinstance(part, External):
            name = canonical(part.dotted)
            if name not in PROVIDES and not name.startswith(KNOWN):
                return f"the source of `{part.dotted}` is not at hand"
    return None


def cookies_of(machine: Machine, layer: Layer) -> str | None:
    if any(isinstance(part, External) and last_name(part.dotted) == SECURE_COOKIES for part in alternatives(layer.cls)):
        return "encrypts the cookies of the layers inside it"
    if any(last_name(text) == SECURE_COOKIES for text in machine.texts):
        return "encrypts the cookies of the layers inside it"
    texts = {*machine.texts, *(text for value in layer.arguments.all() for text in texts_in(value))}
    if any(text.lower().startswith("set-") and "set-cookie".startswith(text.lower()) for text in texts):
        return "reads or changes the `Set-Cookie` header"
    changes_request = any(event.kind == "provide" and event.key == "headers" for event in machine.events)
    meddling = meddling_of(machine, texts)
    if meddling.text is not None:
        return meddling.text
    if changes_request and not meddling.changes_request and any(text.lower() == "cookie" for text in texts):
        return "changes the `Cookie` header of the request"
    return None


def texts_in(value: Value, depth: int = 0) -> set[str]:
    """The strings of a constant, and of a list or tuple of constants."""
    if isinstance(value, Constant):
        return {as_text(value.value) if isinstance(value.value, bytes) else str(value.value)}
    if isinstance(value, (ListObject, TupleValue)) and depth < 2:
        return {text for item in value.items for text in texts_in(item.value, depth + 1)}
    return set()
