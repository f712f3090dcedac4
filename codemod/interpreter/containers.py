"""What lists, tuples and dicts hold, each element with its place and the conditions that it is there under."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations, count, takewhile

from codemod.interpreter.kinds import equal_constant, is_member_alone
from codemod.interpreter.machine import Machine
from codemod.interpreter.switches import foresee
from codemod.interpreter.values import (
    ASKED,
    UNKNOWN,
    Chain,
    Class,
    Condition,
    Constant,
    DictObject,
    External,
    Function,
    Instance,
    Item,
    Layer,
    ListObject,
    Outlook,
    TupleValue,
    Unknown,
    Value,
    alternatives,
    constant,
    is_asked,
    join,
    same,
)

MOST = 1_000  # elements of a list that is put together: a loop that adds to one of several doubles it each time


def items_of(value: Value) -> Iterable[Item] | None:
    """The elements of a list, a tuple or a `Middleware`, or None when they are not known."""
    if isinstance(value, Layer):
        parts = (value.cls, *layer_options(value))
        return tuple(Item(part, (), frozenset()) for part in parts)
    if isinstance(value, (ListObject, TupleValue)):
        return value.items
    if isinstance(value, Instance) and value.row is not None:
        return [Item(value.attributes.get(name, UNKNOWN), (), frozenset()) for name in value.row]
    return None


def unseen_element(iterable: Value) -> Value:
    """What a turn of a loop takes out of something whose elements are not known: it tells what that was made of."""
    return ASKED if is_asked(iterable) else iterable if isinstance(iterable, Unknown) else UNKNOWN


def gone_through(value: Value) -> Value:
    """The one alternative that has elements: nobody goes through the None that stands in for a failed import."""
    known = [part for part in alternatives(value) if items_of(part) is not None or isinstance(part, DictObject)]
    return known[0] if len(known) == 1 else value


CHOICE = "choice of "  # how the test begins by which a value is one of several, behind the time of it


def exclusive(machine: Machine, value: Value) -> list[tuple[Value, frozenset[Condition]]]:
    """The alternatives of a value, each under a condition that no other of them holds under."""
    parts = alternatives(value)
    if len(parts) == 1:
        return [(value, frozenset())]
    places = [id(part.node) if isinstance(part, (Layer, Instance)) else id(part) for part in parts]
    choice = f"{machine.tick()}: {CHOICE}{places}"
    conditions = [Condition(choice, str(index), arms=len(parts)) for index in range(len(parts))]
    if machine.chain:
        step = machine.chain[-1]
        machine.split(conditions[0], step.block[step.position], step.module)
    return [(part, frozenset({condition})) for part, condition in zip(parts, conditions, strict=True)]


def united(machine: Machine, value: Value) -> Value:
    """One list of what several hold that a value may be, each element under the condition that it is this one."""
    value = gone_through(value)
    parts = exclusive(machine, value)
    if len(parts) == 1 or not any(items_of(part) is not None for part, _ in parts):
        return value
    lists = [tuple(items_of(part) or ()) for part, _ in parts]
    common = [items[0] for items in takewhile(_are_one, zip(*lists, strict=False))]  # `LAYERS += (Trace,)` in one arm
    rest = [
        item._replace(conditions=item.conditions | condition)
        for items, (_, condition) in zip(lists, parts, strict=True)
        for item in items[len(common) :]
    ]
    return made_of([*common, *rest], *(part for part, _ in parts))


def _are_one(items: tuple[Item, ...]) -> bool:
    return all(item is items[0] for item in items)


def is_open(value: Value) -> bool:
    """Whether a list, or what stands for one, may have more elements than are known."""
    return items_of(value) is None or getattr(value, "open", False)


def is_scrambled(value: Value) -> bool:
    return getattr(value, "is_scrambled", False)


def made_of(items: list[Item], *sources: Value) -> ListObject:
    """A list that is made out of others: as open as they are, and its order known if theirs is, and if no element stands at two
    places of which the program chooses one.
    """
    made = ListObject(items[:MOST], any(map(is_open, sources)) or len(items) > MOST, any(map(is_scrambled, sources)))
    made.is_of_stack = any(getattr(source, "is_of_stack", False) for source in sources)
    if is_doubled(made.items):
        made.scramble()
    return made


def is_doubled(items: list[Item]) -> bool:
    """Whether one element may be at several places of a list, under conditions that are not known."""
    places: dict[int, list[Item]] = {}
    for item in items:
        if item.conditions and isinstance(item.value, (TupleValue, Layer, Class, Instance, DictObject, Function)):
            places.setdefault(id(item.value), []).append(item)
    pairs = (pair for same_ones in places.values() for pair in combinations(same_ones[:10], 2))
    return any(not exclude_each_other(one.conditions, other.conditions) for one, other in pairs)


def exclude_each_other(one: frozenset[Condition], other: frozenset[Condition]) -> bool:
    arms = {condition.test: condition.arm for condition in one}
    return any(arms.get(condition.test, condition.arm) != condition.arm for condition in other)


def is_changed_if(machine: Machine, owner: ListObject) -> bool:
    """Whether a change of a list is made here under a condition that its elements are not under."""
    return any(not machine.conditions <= item.conditions for item in owner.items)


def kept_unless(machine: Machine, conditions: frozenset[Condition]) -> frozenset[Condition] | None:
    """What something that is taken out here is still there under; None where that takes more than one test."""
    further = [condition.otherwise for condition in machine.conditions - conditions]
    other = further[0] if len(further) == 1 else None
    return None if other is None else conditions | {other}


def sifted(
    machine: Machine,
    items: Iterable[Item],
    passes: Callable[[Value], bool | None],
    stands: Callable[[Value], Outlook | None] = lambda _: None,
) -> list[Item]:
    """The elements that pass a test, one for each value that they may have; under a condition where that is not known. What
    ``stands`` says of one holds as long as nobody turns a switch.
    """
    found = []
    for item in items:
        for part, either in exclusive(machine, item.value):
            outcome = passes(part)
            if outcome is False:
                continue
            choice = Condition(f"choice {machine.tick()}", "passes")
            if outcome is None:
                foresee(machine, choice.test, stands(part))
            maybe = frozenset({choice} if outcome is None else ())
            found.append(item._replace(value=part, conditions=item.conditions | either | maybe))
    return found


def layer_options(layer: Layer) -> tuple[Value, Value]:
    """`middleware.args` and `middleware.kwargs`."""
    positional = TupleValue(tuple(Item(value, (), frozenset()) for value in layer.arguments.positional))
    return positional, DictObject(dict(layer.arguments.named), layer.arguments.open)


def shared_steps(one: Chain, other: Chain) -> int:
    """How many steps two chains have in common from their beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def update(owner: DictObject, other: DictObject, is_settled: bool = True) -> None:
    """Put all items of one dict into another; those that are written out are so there, if that dict ``is_settled``."""
    owner.is_scrambled = owner.is_scrambled or bool(other.perhaps)
    for place, key in zip(other.items, keys_of(other), strict=True):
        set_item(owner, key, other.items[place])
        if is_settled and other.is_written(place):
            owner.written[place_of(owner, key)] = other.items[place]
    owner.is_whole = owner.is_whole and is_settled and other.is_written_out


def update_by_any(owner: DictObject, value: Value, is_settled: bool = True) -> None:
    """Put all items of a dict into another; where it may be one of several, each item may be that of any of these, or be as it was."""
    parts = alternatives(value)
    known = [part for part in parts if isinstance(part, DictObject)]
    if len(parts) == 1:
        for part in known:
            update(owner, part, is_settled)
    else:
        places = dict.fromkeys(place for part in known for place in part.items)
        keys = {place: part.keys.get(place, constant(place)) for part in known for place in part.items}
        had = {place: owner.items.get(place_of(owner, keys[place])) for place in places}
        for place in places:
            found = [part.items.get(place, had[place]) for part in known]
            owner.open = owner.open or None in found
            owner.is_scrambled = owner.is_scrambled or any(part.perhaps for part in known)
            set_item(owner, keys[place], join([one for one in found if one is not None]))
    owner.open = owner.open or len(known) < len(parts) or any(part.open for part in known)


def merged(one: DictObject, other: DictObject, settled: tuple[bool, bool] = (True, True)) -> DictObject:
    """`DEFAULTS | {"key": key}`; what is written out in one that is not ``settled`` says nothing."""
    result = DictObject(open=one.open or other.open)
    result.is_whole, result.is_scrambled = True, one.is_scrambled or other.is_scrambled
    result.conditions = one.conditions | other.conditions
    for part, is_settled in zip((one, other), settled, strict=True):
        update(result, part, is_settled)
    return result


def set_item(owner: DictObject, key: Value, value: Value) -> None:
    place = place_of(owner, key)
    settle_order(owner, place)
    owner.items[place] = value
    owner.written.pop(place, None)
    note_key(owner, place, key)


def note_key(owner: DictObject, place: str, key: Value) -> None:
    """Remember which key a name among the items stands for, where that is no string."""
    if not (isinstance(key, Constant) and isinstance(key.value, str)):
        owner.keys[place] = key
        owner.open = owner.open or isinstance(key, Unknown)


def may_be_any_key(key: Value) -> bool:
    """Whether a key may be equal to any other: a text that a library gives, and not an object of the program's own."""
    return not is_one_thing(key) and not (isinstance(key, Instance) and isinstance(key.cls, Class))


def settle_order(owner: DictObject, place: str) -> None:
    """Something is put into a dict under a key that may have been taken out: it stands where it stood, or behind the others."""
    if owner.perhaps.pop(place, None) is not None:
        owner.is_scrambled = True


def item_at(machine: Machine, owner: DictObject, place: str) -> Value | None:
    """What a dict has under a key; of what was taken out at times, where it is still there."""
    value, conditions = owner.perhaps.get(place, (None, frozenset()))
    return value if value is not None and conditions <= machine.conditions else owner.items.get(place)


def rows_of(owner: DictObject) -> list[tuple[Value, Value, frozenset[Condition]]]:
    """The keys and values of a dict, each with the conditions that it is there under, as far as the dict keeps them."""
    rows = zip(keys_of(owner), owner.items, strict=True)
    return [(key, *owner.perhaps.get(place, (owner.items[place], frozenset()))) for key, place in rows]


def place_of(owner: DictObject, key: Value) -> str:
    """The name among the items of a dict that a key has, or would have."""
    key = equal_constant(key) or key
    return key.value if isinstance(key, Constant) and isinstance(key.value, str) else stand_in(owner, key)


def remove(machine: Machine, owner: DictObject, key: Value) -> Value:
    """`config.pop("key")`, `del config["key"]`: gone, or perhaps gone, where that is not run for certain."""
    if not is_one_thing(key):
        value = join([*owner.items.values()] or [UNKNOWN])
        owner.items.update(dict.fromkeys(owner.items, UNKNOWN))
        return value
    place = place_of(owner, key)
    value = owner.items.get(place, UNKNOWN)
    owner.taken |= {place} if place in owner.items else frozenset()
    if place in owner.items and machine.conditions <= owner.conditions:
        del owner.items[place]
        owner.keys.pop(place, None)
        owner.perhaps.pop(place, None)
    elif place in owner.items:
        left = None if machine.thorough or place in owner.perhaps else kept_unless(machine, owner.conditions)
        settle_order(owner, place)
        if left is None:
            owner.is_scrambled = True  # it may be put there again, behind the others
        else:
            owner.perhaps[place] = value, left
        owner.items[place] = UNKNOWN
    return value


def stand_in(owner: DictObject, key: Value) -> str:
    """What stands among the names of a dict for a key that is no string."""
    known = (
        place for place, other in owner.keys.items() if same(key, equal_constant(other) or other) and is_one_thing(key)
    )
    new = (f"\0{number}" for number in count(len(owner.items)))  # one may have been taken out
    return next(known, None) or next(place for place in new if place not in owner.items)


def is_one_thing(value: Value) -> bool:
    """Whether two that look like this value are the same thing."""
    return (
        isinstance(value, (Constant, Class, External, Function))
        or is_member_alone(value)
        or equal_constant(value) is not None
    )


def keys_of(owner: DictObject) -> list[Value]:
    return [owner.keys.get(name, constant(name)) for name in owner.items]


def concatenated(machine: Machine, left: Value, right: Value) -> Value:
    left, right = united(machine, left), united(machine, right)
    one, other = items_of(left), items_of(right)
    if one is None and other is None:
        return UNKNOWN
    return made_of([*(one or ()), *(other or ())], left, right)
