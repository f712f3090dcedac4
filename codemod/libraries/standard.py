"""What Python's own lists, dicts and builtins do, as far as programs build their middleware with them."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import partial
from itertools import pairwise

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.attributes import members_at_hand
from codemod.interpreter.binding import assign_stack, set_attribute, set_element, source_text
from codemod.interpreter.calls import carries, frame_of_call, iterated
from codemod.interpreter.classes import OBJECT, linearized
from codemod.interpreter.conditions import call_special, has_all, truth_of
from codemod.interpreter.constant_conditions import (
    decided,
    is_member,
    is_switch,
    is_unsure,
    may_ask,
    truth,
    with_switches,
)
from codemod.interpreter.containers import (
    concatenated,
    is_changed_if,
    is_one_thing,
    is_open,
    is_scrambled,
    item_at,
    items_of,
    kept_unless,
    made_of,
    may_be_any_key,
    merged,
    note_key,
    place_of,
    remove,
    rows_of,
    set_item,
    settle_order,
    sifted,
    update,
)
from codemod.interpreter.descriptions import made_from, note_decision
from codemod.interpreter.kinds import is_entry, is_itself
from codemod.interpreter.lazies import drawn_of, put_back
from codemod.interpreter.machine import Machine
from codemod.interpreter.memoisation import once
from codemod.interpreter.protocols import compare
from codemod.interpreter.questions import answer_in, is_question
from codemod.interpreter.scope import COPIED, copied, is_scope, put, updated
from codemod.interpreter.stack_edits import copy_of_stack, layers_of
from codemod.interpreter.statements import delete_item, placed
from codemod.interpreter.unseen import (
    FLAT,
    as_seen,
    change,
    change_any_attribute,
    change_given,
    copy_of,
    mark,
    scramble,
)
from codemod.interpreter.values import (
    NONE,
    UNKNOWN,
    WHOLE,
    Application,
    Arguments,
    Chain,
    Class,
    Condition,
    Connection,
    Constant,
    DictObject,
    External,
    Frame,
    Function,
    Instance,
    Item,
    KeyValue,
    Layer,
    Lazy,
    ListObject,
    ModuleValue,
    Opaque,
    Outlook,
    Partial,
    Presence,
    Scope,
    StackList,
    TupleValue,
    Value,
    View,
    alternatives,
    constant,
    frame_of,
    join,
    same,
)
from codemod.libraries.entry_points import make_entry_point
from codemod.libraries.fields import given_anew
from codemod.libraries.inherited import set_plainly
from codemod.libraries.pure import READS_SECTION, number_in
from codemod.libraries.requests import call_unknown
from codemod.library_names import PROPERTIES

if TYPE_CHECKING:
    from typing import Any, TypeAlias

Builtin: TypeAlias = "Callable[[Machine, Arguments, ast.AST, Frame], Value]"


def call_list(
    machine: Machine, owner: ListObject, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value:
    def new(value: Value) -> Item:
        return Item(value, machine.chain, machine.conditions)

    first = arguments.positional[0] if arguments.positional else UNKNOWN
    if machine.following and name in ("issubset", "intersection", "isdisjoint") and is_scope(first):
        return has_all(machine, owner, node, frame) if name == "issubset" else asked_of(machine, owner, node, frame)
    if name in ("count", "index", "remove"):
        for item in owner.items if machine.thorough else ():
            call_special(machine, item.value, "__eq__", Arguments((first,)), node, frame)
    machine.is_kept = machine.is_kept or (machine.following and name in KEEPING and any(map(carries, arguments.all())))
    if name in KEEPING and not machine.following:
        machine.grown.append(owner)
    if len(owner.items) > 5000:
        owner.scramble()
        return UNKNOWN
    if name in ("append", "add"):
        owner.items.append(new(first))
        cut(machine, owner, node)
    elif name == "appendleft":
        owner.items.insert(0, new(first)._replace(grows="outer"))
        cut(machine, owner, node, is_front=True)
    elif name == "insert" and len(arguments.positional) == 2:
        index = first.value if isinstance(first, Constant) and isinstance(first.value, int) else None
        index = None if index is None else max(min(index, len(owner.items)), -len(owner.items))
        placed_item = new(arguments.positional[1])._replace(grows="outer" if index == 0 else "inner")
        owner.items.insert(0 if index is None else index, placed_item)
        owner.open = owner.open or index is None
        owner.is_scrambled = owner.is_scrambled or index is None
    elif name in ("extend", "update"):
        owner.items += [placed(machine, item) for item in items_of(first) or ()]
        owner.open = owner.open or is_open(first)
        owner.is_scrambled = owner.is_scrambled or is_scrambled(first)
        cut(machine, owner, node)
    elif name == "copy":
        return made_of(list(owner.items), owner)
    elif name in ("index", "count"):
        return place_in(machine, owner, name, first)
    elif name in _CHANGES_ALL and (is_changed_if(machine, owner) or (owner.is_scrambled and name == "pop")):
        scramble(machine, owner, node)
        return UNKNOWN
    elif name == "reverse":
        # The order is now not that of the code: no element of it can be moved to where it should be.
        owner.items = [item._replace(chain=machine.chain) for item in reversed(owner.items)]
    elif name == "clear":
        owner.items.clear()
    elif name in ("pop", "popleft"):
        last = getattr(first, "value", None) if arguments.positional else -1 if name == "pop" else 0
        index = last if isinstance(last, int) else None
        if index is not None and -len(owner.items) <= index < len(owner.items):
            return owner.items.pop(index).value
        scramble(machine, owner, node)
    elif name == "sort":
        sort(machine, owner, arguments, node, frame)
    elif name == "__setitem__" and len(arguments.positional) == 2:
        set_element(machine, owner, first, new(arguments.positional[1]), node)
    elif name == "__delitem__" and not is_changed_if(machine, owner):
        delete_item(machine, owner, first, node)
    elif name == "rotate" and is_whole_number(first if arguments.positional else constant(1)):
        rotate(owner, getattr(first, "value", 1), machine)
    elif name in ("remove", "discard") and is_taken_out(machine, owner, first):
        pass
    elif name in ("remove", "discard", "rotate", "extendleft") or (machine.thorough and name not in READS_LIST):
        scramble(machine, owner, node)
    return NONE


def place_in(machine: Machine, owner: ListObject | TupleValue, name: str, value: Value) -> Value:
    """`ORDER.index(name)`, `ORDER.count(name)`, where each element is known and can be told from others."""
    held = [item.value for item in owner.items]
    are_layers = all(isinstance(one, Layer) for one in (*held, value))  # each is equal to itself alone
    is_known = (
        not is_unsure(owner) and not is_scrambled(owner) and (are_layers or all(map(is_one_thing, [*held, value])))
    )
    places = [index for index, one in enumerate(held) if same(one, value)] if is_known else []
    places = [index for index in places if held[index] is value] if are_layers else places
    if not is_known or (name == "index" and not places):
        return made_from(machine, name, owner, value)
    return constant(places[0] if name == "index" else len(places))


def is_taken_out(machine: Machine, owner: ListObject, value: Value) -> bool:
    """Take out `layers.remove(Profiler)`, where each element is known; at times, where it is there once."""
    count, place = (place_in(machine, owner, name, value) for name in ("count", "index"))
    if not isinstance(place, Constant) or not isinstance(place.value, int):
        return False
    if not is_changed_if(machine, owner):
        del owner.items[place.value]
        return True
    item = owner.items[place.value]
    left = None if machine.thorough or count != constant(1) else kept_unless(machine, item.conditions)
    if left is not None:
        owner.items[place.value] = item._replace(conditions=left)
    return left is not None


def cut(machine: Machine, owner: ListObject, node: ast.AST, is_front: bool = False) -> None:
    """Take out of a list with a limit what is too much, at the other end than that where it grew; who drops what is told
    to who compares two runs.
    """
    if owner.limit is None:
        return
    if not machine.thorough or not owner.limit or owner.open or is_changed_if(machine, owner):
        scramble(machine, owner, node)
    elif len(owner.items) > owner.limit:
        owner.items[:] = owner.items[: owner.limit] if is_front else owner.items[-owner.limit :]


def asked_of(machine: Machine, keys: Value, node: ast.AST, frame: Frame) -> Value:
    """`{"session"}.isdisjoint(scope)` asks for the keys as well; what its outcome says of them is not followed."""
    has_all(machine, keys, node, frame)
    return UNKNOWN


def is_whole_number(value: Value) -> bool:
    return isinstance(value, Constant) and isinstance(value.value, int)


def rotate(owner: ListObject, steps: int, machine: Machine) -> None:
    """`layers.rotate(1)` of a `deque`: the last element becomes the first."""
    moved = [item._replace(chain=machine.chain) for item in owner.items]  # the order is not that of the code
    at = -steps % len(moved) if moved else 0
    owner.items = [*moved[at:], *moved[:at]]
    if owner.open:
        owner.scramble()


def call_dict(machine: Machine, owner: DictObject, name: str, arguments: Arguments, node: ast.AST) -> Value:
    first = arguments.get(0, "key")
    key = place_of(owner, first) if first is not None and is_one_thing(first) else None
    if name == "get" and arguments.get(None, "vars") is not None:
        return UNKNOWN  # of a section of a `ConfigParser`, which looks there first
    if name == "get" and key is not None and (held := item_at(machine, owner, key)) is not None:
        return held
    # What nobody was seen to fill may be filled where it was not seen, and by other requests.
    is_filled = bool(owner.items) and not machine.following
    if name == "get" and key is not None and not owner.open and (machine.thorough or is_filled):
        return arguments.get(1, "default") or NONE
    values = list(owner.items.values())
    if name == "copy":
        twin = DictObject(dict(owner.items), owner.open)
        twin.keys, twin.conditions, twin.is_scrambled = dict(owner.keys), machine.conditions, owner.is_scrambled
        twin.written, twin.is_whole, twin.perhaps = dict(owner.written), owner.is_whole, dict(owner.perhaps)
        return twin
    if name == "__setitem__" and len(arguments.positional) == 2:
        set_item(owner, *arguments.positional)
        if machine.thorough and may_be_any_key(arguments.positional[0]):
            lose_keys(machine, owner, node)
        return NONE
    if name in _VIEWS:
        seen = partial(seen_in, owner, name, machine.chain, machine.conditions)
        return View(seen) if machine.thorough else seen()
    if name == "setdefault" and first is not None and key is not None and len(arguments.positional) > 1:
        if key not in owner.items:
            machine.set_in(owner, owner.items, key, arguments.positional[1])
            set_item(owner, first, arguments.positional[1])
        settle_order(owner, key)
        return owner.items[key]
    if name == "update":
        update_by(machine, owner, arguments, node)
    if name in _REORDERS:
        return reordered(machine, owner, name, arguments, node)
    if machine.thorough:
        return changed_dict(machine, owner, name, arguments, node)
    return join(values) if name in ("get", "setdefault") and values else UNKNOWN


_VIEWS = frozenset(["keys", "values", "items"])


def seen_in(owner: DictObject, name: str, chain: Chain, conditions: frozenset[Condition]) -> ListObject:
    """What a view of a dict shows now."""
    rows = rows_of(owner)
    shown = [key if name == "keys" else value if name == "values" else _tuple(key, value) for key, value, _ in rows]
    items = [Item(one, chain, conditions | own) for one, (*_, own) in zip(shown, rows, strict=True)]
    return ListObject(items, owner.open, owner.is_scrambled)


_REORDERS = frozenset({"pop", "__delitem__", "popitem", "clear", "move_to_end"})


def reordered(machine: Machine, owner: DictObject, name: str, arguments: Arguments, node: ast.AST) -> Value:
    """What takes items out of a dict, or puts them elsewhere; what is done at times leaves nothing known."""
    first = arguments.get(0, "key") or UNKNOWN
    last = arguments.get(1 if name == "move_to_end" else 0, "last") or constant(True)
    is_at_times = not machine.conditions <= owner.conditions
    place = place_of(owner, first) if is_one_thing(first) else None
    match name:
        case "pop" | "__delitem__":
            default = arguments.get(1, "default")
            if place is not None and place not in owner.items and default is not None:
                owner.written.pop(place, None)
                return join([default, UNKNOWN]) if owner.open else default
            return remove(machine, owner, first)
        case "clear" if not is_at_times:
            owner.items.clear()
            owner.keys.clear()
            owner.perhaps.clear()
            owner.open = False
        case "popitem" if (
            not is_at_times and owner.items and isinstance(last, Constant) and not (owner.open or owner.perhaps)
        ):
            taken = [*owner.items][-1 if last.value else 0]
            return _tuple(owner.keys.pop(taken, constant(taken)), owner.items.pop(taken))
        case "move_to_end" if not is_at_times and place in owner.items and isinstance(last, Constant):
            moved = {place: owner.items.pop(place)}
            rest = dict(owner.items)
            owner.items.clear()
            owner.items.update({**rest, **moved} if last.value else {**moved, **rest})
        case _:
            lose_keys(machine, owner, node)
            owner.is_scrambled = True
            return UNKNOWN
    return NONE


_READS_SECTION = frozenset({*READS_SECTION, "getboolean"})  # of an INI file


def changed_dict(machine: Machine, owner: DictObject, name: str, arguments: Arguments, node: ast.AST) -> Value:
    """What else a method does to a dict, for who asks what changes it."""
    values = list(owner.items.values())
    if name in _READS_SECTION:
        option = arguments.get(0, "option")
        known = number_in(owner, name, option) if name in READS_SECTION and isinstance(option, Constant) else None
        return known or made_from(machine, name, owner, *arguments.all())
    if name not in READS_DICT and name != "update":
        lose_keys(machine, owner, node)
    return join(values) if name in ("get", "setdefault") and values else UNKNOWN


def update_by(machine: Machine, owner: DictObject, arguments: Arguments, node: ast.AST) -> None:
    """`options.update(more, key="key")`, with a dict or with pairs."""
    first = arguments.get(0, "key")
    pairs = () if isinstance(first, DictObject) or first is None else items_of(first)
    known = [row for item in pairs or () if len(row := list(items_of(item.value) or ())) == 2]
    more = dict_of(arguments)
    if isinstance(first, DictObject):
        more = merged(first, more, (0 in arguments.settled, True))
    for key, value in known:
        set_item(owner, key.value, value.value)
    update(owner, more)
    if owner.of is not None:
        owner.of.settled -= more.items.keys()
        owner.of.settled |= {place for place in more.items if more.is_written(place)}
    is_seen = pairs is not None and len(known) == len(list(pairs)) and not more.open
    if not is_seen or (known and is_open(first or UNKNOWN)):
        unsettle(owner.of)
        if machine.thorough:
            lose_keys(machine, owner, node)


def note_set(machine: Machine, owner: Value, name: str, is_settled: bool, frame: Frame) -> None:
    """`setattr(self, name, value)`: what a constructor is told so, and always, is what it is told by `self.key = key`."""
    if isinstance(owner, Instance):
        is_kept = is_settled and frame.this is owner and machine.conditions <= frame.conditions
        (owner.settled.add if is_kept else owner.settled.discard)(name)


def unsettle(owner: Value | None) -> None:
    """Any attribute of an object may be set to anything."""
    if isinstance(owner, Instance):
        owner.settled.clear()


def lose_keys(machine: Machine, owner: DictObject, node: ast.AST) -> None:
    """Any key of a dict may have another value now, or be new."""
    owner.items.update(dict.fromkeys(owner.items, mark(node)))
    owner.open = True
    change_any_attribute(machine, owner, node)


READS_DICT = frozenset({"get", "setdefault", "__getitem__", "__contains__", "__len__", "__iter__", "fromkeys"})
_CHANGES_ALL = frozenset({"reverse", "rotate", "clear", "pop", "popleft", "sort"})
KEEPING = frozenset({"append", "appendleft", "insert", "add", "extend", "update"})
READS_LIST = frozenset({"index", "count", "__getitem__", "__contains__", "__len__", "__iter__"})


def _getattr(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    owner, name, default = arguments.get(0, "object"), arguments.get(1, "name"), arguments.get(2, "default")
    if owner is not None and isinstance(node, ast.Call) and len(node.args) > 1 and not isinstance(name, Constant):
        return any_that_fits(machine, owner, node.args[1], node, frame)
    if owner is None or not isinstance(name, Constant) or not isinstance(name.value, str):
        held = [owner, *owner.attributes.values()] if isinstance(owner, Instance) else []
        return made_from(machine, "attribute", *held) if held else UNKNOWN
    if default is not None and not machine.following and not machine.thorough and lacks(owner, name.value):
        return default
    return join([machine.attribute(part, name.value, node, frame) for part in alternatives(owner)])


def lacks(owner: Value, name: str) -> bool:
    """Whether a class, or an object of one, is known to have no attribute of a name: `getattr(cls, "layers", [])`."""
    if isinstance(owner, External):  # a class of Starlette has methods, and nothing that a program would call so
        return owner.dotted.startswith("starlette.middleware.") and not name.startswith("_") and name != "dispatch"
    if not isinstance(owner, (Class, Instance)):
        return False
    names, is_open = members_at_hand(owner)
    for entry in linearized(owner.meta) if isinstance(owner, Class) and owner.meta is not None else ():
        names |= entry.names if isinstance(entry, Class) else {}
    return not is_open and name not in names and not name.startswith("__") and "__getattr__" not in names


def any_that_fits(machine: Machine, owner: Value, name: ast.expr, node: ast.AST, frame: Frame) -> Value:
    """`getattr(self, f"check_{kind}")`: any of the methods whose name begins and ends so."""
    parts = name.values if isinstance(name, ast.JoinedStr) else []
    if isinstance(name, ast.BinOp) and isinstance(name.op, ast.Add):
        parts = [name.left, name.right]
    ends = [part.value if isinstance(part, ast.Constant) else "" for part in (parts[:1] + parts[-1:])]
    if not any(ends):
        return UNKNOWN
    first, last = map(str, ends)
    names = {
        one: None
        for part in alternatives(owner)
        if isinstance(part, Instance)
        for entry in linearized(part.cls)
        if isinstance(entry, Class)
        for one in entry.names
        if one.startswith(first) and one.endswith(last)
    }
    return join([machine.attribute(owner, one, node, frame) for one in names] or [UNKNOWN])


def _chosen(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`max(checks, key=...)`, `random.choice(checks)`: any of the elements."""
    if not arguments.positional:
        return UNKNOWN
    values = [*arguments.positional]
    if len(values) == 1:
        values = [item.value for item in _gone_through(machine, values[0], node, frame).items]
    key = arguments.get(None, "key")
    if key is None:
        compare(machine, values, "__lt__", node, frame)
    for value in values if key is not None else ():
        note_decision(machine, machine.call(key, Arguments((value,)), node, frame))  # type: ignore[arg-type]
    return join(values or [UNKNOWN])


def _replace(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`dataclasses.replace(options, key=key)`: another object, with these attributes instead."""
    value = _first(machine, arguments, node, frame)
    if not isinstance(value, Instance):
        return value
    if isinstance(value.cls, Class):
        arguments = given_anew(machine, value.cls, arguments)
    twin = Instance(value.cls, value.arguments, value.node, value.chain)
    twin.attributes = {**value.attributes, **dict(arguments.named)}
    twin.row = value.row
    is_told = 0 in arguments.settled  # what the other object was told
    twin.settled = {name for name, _ in arguments.named if name in arguments.settled} | (
        value.settled - dict(arguments.named).keys() if is_told else set()
    )
    return twin


def _namedtuple(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`namedtuple("Row", "cls options")`: a class whose objects have these fields."""
    made = Instance(External("collections.namedtuple"), arguments, node, machine.chain)
    given = arguments.get(1, "field_names") or UNKNOWN
    words = [given] if isinstance(given, Constant) else [item.value for item in items_of(given) or ()]
    texts = [str(word.value) for word in words if isinstance(word, Constant)]
    made.row = tuple(" ".join(texts).replace(",", " ").split())
    return made


def _static(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`load = staticmethod(read)` in a class: called without the object."""
    return Partial(_first(machine, arguments, node, frame), Arguments())


def _partialmethod(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    return Instance(External("functools.partialmethod"), arguments, node) if arguments.positional else UNKNOWN


def _hasattr(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    value = _getattr(machine, arguments, node, frame)
    keys = {part.key for part in alternatives(value) if isinstance(part, KeyValue)}
    match arguments.positional:
        case (Connection(), Constant(value=str(name))) if name in PROPERTIES:
            keys = {name}
    return Presence(frozenset(keys), frozenset()) if len(keys) == 1 else UNKNOWN


def _list(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    if not arguments.positional:
        return ListObject()
    if machine.thorough and isinstance(arguments.positional[0], ListObject) and _is_view(node):
        return arguments.positional[0]  # what is put into the list later comes out of it, too
    if isinstance(arguments.positional[0], StackList):
        return copy_of_stack(machine, arguments.positional[0])
    if machine.following and isinstance(arguments.positional[0], (Scope, Connection)):
        return Scope()  # its keys
    return _gone_through(machine, arguments.positional[0], node, frame)


_ONE_BY_ONE = (DictObject, View, ListObject, TupleValue)


def _iter(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`iter(load, None)` calls the function for each element."""
    if arguments.positional and isinstance(arguments.positional[0], Lazy):
        return arguments.positional[0]
    if len(arguments.positional) == 1 and not machine.following and isinstance(arguments.positional[0], _ONE_BY_ONE):
        return begun(arguments.positional[0], Lazy(lambda: _list(machine, arguments, node, frame), arguments.all()))
    if len(arguments.positional) < 2:
        return _list(machine, arguments, node, frame)
    element = machine.call(arguments.positional[0], Arguments(), node, frame)
    return ListObject([Item(element, machine.chain, machine.conditions)], open=True)


def begun(source: Value, iterator: Lazy) -> Lazy:
    """An iterator, with how many keys the dict has that it goes through."""
    if isinstance(source, (DictObject, View)):
        iterator.begun = source, len(source.items)
    return iterator


def _set(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`frozenset(names)`: it has no order."""
    if not arguments.positional or items_of(arguments.positional[0]) is None or machine.thorough:
        name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else "set"
        return Instance(External(f"builtins.{name}"), arguments, node)
    result = _gone_through(machine, arguments.positional[0], node, frame)
    result.is_scrambled = result.is_scrambled or len(result.items) > 1
    return result


def _is_view(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "iter"


def _deque(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    result = _list(machine, arguments._replace(positional=arguments.positional[:1]), node, frame)
    limit = arguments.get(1, "maxlen") or NONE
    if isinstance(result, ListObject) and limit != NONE:
        result.limit = limit.value if isinstance(limit, Constant) and isinstance(limit.value, int) else 0
        cut(machine, result, node)
    return result


def _gone_through(machine: Machine, value: Value, node: ast.AST, frame: Frame) -> ListObject:
    """A list of what a loop over a value goes through."""
    value = iterated(machine, layers_of(machine, value), node, frame)
    items = items_of(value)
    if items is None and machine.thorough:
        items = [Item(made_from(machine, "an element", value), machine.chain, machine.conditions)]
    return made_of(list(items or ()), value)


def _reversed(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    result = _list(machine, arguments, node, frame)
    if not isinstance(result, ListObject):
        return UNKNOWN
    # The order is now not that of the display: a move within it would go the wrong way, so the items have no place in it.
    result.items = [item._replace(chain=machine.chain) for item in reversed(result.items)]
    return result


def _dict(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    first = arguments.positional[0] if arguments.positional else None
    if first is not None and is_scope(first):
        return updated(machine, copied(first), None, arguments, node, frame)
    result = dict_of(arguments)
    result.conditions = machine.conditions
    pairs = items_of(first) if first is not None else ()
    if isinstance(first, DictObject):
        result = merged(first, result, (0 in arguments.settled, True))
    elif pairs is None or is_open(first or UNKNOWN) or not all(map(_is_pair, pairs)):
        result.open = result.open or first is not None
    else:
        for pair in pairs:
            key, value = (item.value for item in items_of(pair.value) or ())
            set_item(result, key, value)
    return result


def _fromkeys(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`dict.fromkeys(names)`: each key stands where it came first."""
    keys = _gone_through(machine, arguments.positional[0] if arguments.positional else UNKNOWN, node, frame)
    value = arguments.get(1, "value") or NONE
    result = DictObject(open=keys.open)
    result.conditions, result.is_scrambled = machine.conditions, keys.is_scrambled
    for item in keys.items:
        _add_key(machine, result, item, value)
    return result


def _add_key(machine: Machine, owner: DictObject, item: Item, value: Value) -> None:
    """Put a key behind the others, unless it is there; of one that may be there, at times, it is not known where it stands."""
    place, is_certain = place_of(owner, item.value), item.conditions <= machine.conditions
    if place in owner.perhaps or not is_one_thing(item.value) or (machine.thorough and not is_certain):
        owner.scramble()
    if place in owner.items:
        return
    if not is_certain:
        owner.perhaps[place] = value, item.conditions
    owner.items[place] = value if is_certain else UNKNOWN
    note_key(owner, place, item.value)


def _defaultdict(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`defaultdict(list)`; who compares two runs takes it as changed by each look instead."""
    if machine.thorough:
        return as_seen(Instance(External("collections.defaultdict"), arguments, node))
    result = _dict(machine, arguments.without_first(), node, frame)
    if isinstance(result, DictObject) and arguments.positional:
        result.factory = arguments.positional[0]
    return result


def dict_of(arguments: Arguments) -> DictObject:
    """`dict(key="key")`."""
    result = DictObject(dict(arguments.named), arguments.open)
    result.written = {name: value for name, value in arguments.named if name in arguments.settled}
    result.is_whole = WHOLE in arguments.settled
    return result


def _is_pair(item: Item) -> bool:
    return not is_open(item.value) and len(list(items_of(item.value) or ())) == 2


def _partial(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    return Partial(arguments.positional[0], arguments.without_first()) if arguments.positional else UNKNOWN


def _method(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`MethodType(self.run, layer)`: the function, which is given the object first."""
    if len(arguments.positional) != 2:
        return UNKNOWN
    function, this = arguments.positional
    if isinstance(function, Function) and function.bound is None:
        return function._replace(bound=this)
    return Partial(function, Arguments((this,)))


def _second(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    return arguments.positional[1] if len(arguments.positional) > 1 else UNKNOWN


def _first(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    return arguments.positional[0] if arguments.positional else UNKNOWN


def _map(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """Nothing is called before somebody goes through it."""
    return Lazy(lambda: mapped(machine, arguments, node, frame), arguments.all())


def mapped(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    function, *iterables = arguments.positional or (UNKNOWN,)
    sources = [_gone_through(machine, value, node, frame) for value in iterables]
    rows = list(zip(*[source.items for source in sources], strict=False)) if sources else []
    items = [
        _in_place(machine, machine.call(function, _given_by(row, len(rows) > 1), node, frame), row)
        for row in rows or [(Item(UNKNOWN, (), frozenset()),)]
    ]
    result = made_of(items, *sources)
    result.open = result.open or not rows
    return result


def _given_by(row: tuple[Item, ...], is_one_of_several: bool) -> Arguments:
    """What `map` calls a function with: which entry of a table it is, is settled, as it is in a loop."""
    values = tuple(item.value for item in row)
    told = {place for place, value in enumerate(values) if (is_entry if is_one_of_several else is_itself)(value)}
    return Arguments(values, settled=frozenset({*told, WHOLE}))


def _later(make: Builtin) -> Builtin:
    """An iterator looks at what it was made of when somebody goes through it: who compares two runs asks for it then."""

    def made(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
        if not machine.thorough:
            return make(machine, arguments, node, frame)
        return Lazy(lambda: make(machine, arguments, node, frame), arguments.all())

    return made


def _some_of(name: str) -> Builtin:
    """An iterator of which no more is known than what it is made of."""

    def elements(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
        sources = [machine.finished(value, node, frame) for value in arguments.all()]
        return ListObject([Item(made_from(machine, name, *sources), machine.chain, machine.conditions)], open=True)

    return elements


def _islice(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    value, *bounds = arguments.positional or (UNKNOWN,)
    known = [bound.value for bound in bounds if isinstance(bound, Constant) and isinstance(bound.value, int | None)]
    drawn = drawn_of(value)
    source = _gone_through(machine, value, node, frame)
    if source.open or not known or len(known) < len(bounds):
        return _some_of("islice")(machine, arguments._replace(positional=(source, *bounds)), node, frame)
    taken = slice(*known)
    put_back(machine, value, drawn, None if taken.stop is None else min(taken.stop, len(source.items)))
    return ListObject(source.items[taken])


def _filter(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    return Lazy(lambda: _filtered(machine, arguments, node, frame), arguments.all())


def _filtered(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`filter(None, layers)`: an element that stays stays where it was written."""
    if len(arguments.positional) != 2:
        return UNKNOWN
    function, value = arguments.positional
    source = _gone_through(machine, value, node, frame)

    def passes(part: Value) -> bool | None:
        if function == NONE:
            return truth(part)
        answer = machine.call(function, Arguments((part,)), node, frame)
        answers.append(answer)
        return truth(answer) if machine.thorough else outcome_of(machine, function, part, frame)

    answers: list[Value] = []
    passed = sifted(machine, source.items, passes, lambda part: foreseen(machine, function, part, frame))
    if any(truth(answer) is None for answer in answers) and machine.thorough:
        rest = made_from(machine, "what passes", *(item.value for item in passed), *answers)
        return ListObject([Item(rest, machine.chain, machine.conditions)], open=True)
    return made_of(passed, source)


def _filtered_out(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`filterfalse(is_optional, layers)`."""
    if machine.thorough or len(arguments.positional) != 2:
        return _some_of("filterfalse")(machine, arguments, node, frame)
    function, value = arguments.positional
    source = _gone_through(machine, value, node, frame)

    def passes(part: Value) -> bool | None:
        machine.call(function, Arguments((part,)), node, frame)
        outcome = outcome_of(machine, function, part, frame)
        return None if outcome is None else not outcome

    def stands(part: Value) -> Outlook | None:
        return foreseen(machine, function, part, frame, is_wanted=False)

    return made_of(sifted(machine, source.items, passes, stands), source)


def _taken_while(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`takewhile(is_needed, layers)`: those before the first one that fails the test; of one that may, the rest may be gone."""
    if machine.thorough or len(arguments.positional) != 2:
        return _some_of("takewhile")(machine, arguments, node, frame)
    function, value = arguments.positional
    source = _gone_through(machine, value, node, frame)
    taken: list[Item] = []
    under: frozenset[Condition] = frozenset()
    for item in source.items:
        machine.call(function, Arguments((item.value,)), node, frame)
        outcomes = {outcome_of(machine, function, part, frame) for part in alternatives(item.value)}
        if outcomes == {False} and not item.conditions:
            return made_of(taken, ListObject())
        if outcomes != {True}:
            under |= {Condition(f"choice {machine.tick()}", "passes")}
        taken.append(item._replace(conditions=item.conditions | under))
    return made_of(taken, source)


def outcome_of(machine: Machine, function: Value, argument: Value, frame: Frame) -> bool | None:
    """Whether a function of one argument that is no more than a test is true of it: `lambda layer: layer is not None`."""
    if function == External("builtins.bool"):
        return truth(argument)
    answer = answer_about(machine, function, argument, frame)
    return None if answer is None else decided(machine, *answer)


def foreseen(
    machine: Machine, function: Value, argument: Value, frame: Frame, is_wanted: bool = True
) -> Outlook | None:
    """Whether an element passes such a test as long as nobody turns a switch."""
    about = answer_about(machine, function, argument, frame) if may_ask(machine, frame) else None
    if about is None:
        return None
    outcome, switches = with_switches(machine, lambda: decided(machine, *about))
    arm, asked_for = "passes" if outcome is is_wanted else "fails", about[0]
    text = ast.unparse(asked_for if is_wanted else ast.UnaryOp(ast.Not(), asked_for))
    return Outlook(arm, text, switches) if switches and outcome is not None else None


def answer_about(machine: Machine, function: Value, argument: Value, frame: Frame) -> tuple[ast.expr, Frame] | None:
    """What a function of one argument gives back that does no more than that, and the frame where it does."""
    if not isinstance(function, Function) or isinstance(function.node, ast.AsyncFunctionDef):
        return None
    settled = frozenset[int | str]() if is_switch(argument) else frozenset({0})
    inner = frame_of_call(machine, function, Arguments((argument,), settled=settled), frame)
    inner.is_sifting = True
    if isinstance(function.node, ast.Lambda):
        return function.node.body, inner
    is_plain = is_question(function.node) and not function.node.decorator_list
    answer = answer_in(function.node, lambda test: decided(machine, test, inner)) if is_plain else None
    return None if answer is None else (answer, inner)


def _enumerate(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    source = _gone_through(machine, arguments.get(0, "iterable") or UNKNOWN, node, frame)
    start = arguments.get(1, "start") or constant(0)
    first = start.value if isinstance(start, Constant) and isinstance(start.value, int) else None
    items = [
        _in_place(machine, _tuple(constant(first + index) if first is not None else UNKNOWN, item.value), (item,))
        for index, item in enumerate(source.items)
    ]
    return made_of(items, source)


def _zip(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    drawn = [drawn_of(value) for value in arguments.positional]
    sources = [_gone_through(machine, value, node, frame) for value in arguments.positional]
    rows = zip(*[source.items for source in sources], strict=False)
    items = [_in_place(machine, _tuple(*(item.value for item in row)), row) for row in rows]
    is_known = not any(source.open for source in sources)
    for value, before, source in zip(arguments.positional, drawn, sources, strict=True):
        if len(source.items) > len(items) or not is_known:
            put_back(machine, value, before, None)  # one more may be gone: it depends on which comes first
    return made_of(items, *sources)


def _compress(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`compress(LAYERS, [1, 0, 1])`: those whose place is said to count; a switch that stands there may be turned."""
    if machine.thorough:
        return _some_of("compress")(machine, arguments, node, frame)
    given = (arguments.get(0, "data") or UNKNOWN, arguments.get(1, "selectors") or UNKNOWN)
    sources = [_gone_through(machine, value, node, frame) for value in given]
    result = made_of([], *sources)
    for item, selector in zip(sources[0].items, sources[1].items, strict=False):
        counts, is_settled = truth(selector.value), _is_written_out(selector)
        if counts is False:
            result.open = result.open or not is_settled
            continue
        maybe = frozenset() if is_settled else frozenset({Condition(f"choice {machine.tick()}", "passes")})
        row = _in_place(machine, item.value, (item, selector))
        result.items.append(row._replace(conditions=row.conditions | maybe))
    return result


def _is_written_out(item: Item) -> bool:
    """Whether a list has a literal at this place."""
    step = item.chain[-1] if item.chain else None
    return step is not None and isinstance(step.block[step.position], ast.Constant)


def _starmap(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`starmap(app.add_middleware, rows)`: each row is what one call is given."""
    function, rows = arguments.get(0, "function") or UNKNOWN, arguments.get(1, "iterable") or UNKNOWN
    source = _gone_through(machine, rows, node, frame)
    result = made_of([], source)
    for row in source.items or [Item(UNKNOWN, (), frozenset())]:
        given = tuple(item.value for item in items_of(row.value) or ())
        with machine.under(*row.conditions):
            value = machine.call(function, Arguments(given, open=is_open(row.value)), node, frame)
        result.items.append(_in_place(machine, value, (row,)))
    result.open = result.open or not source.items
    return result


def _in_place(machine: Machine, value: Value, row: tuple[Item, ...]) -> Item:
    """What is made here of elements of other lists: there when they are."""
    return Item(value, machine.chain, machine.conditions.union(*(item.conditions for item in row)))


def _sorted(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    result = _gone_through(machine, arguments.get(0, "iterable") or UNKNOWN, node, frame)
    sort(machine, result, arguments.without_first(), node, frame)
    return result


def sort(machine: Machine, owner: ListObject, arguments: Arguments, node: ast.AST, frame: Frame) -> None:
    """Sort a list by the constants that are its keys; where one is not known, neither is the order."""
    function, reverse = arguments.get(None, "key") or NONE, arguments.get(None, "reverse") or constant(False)

    # The order is now not that of the code: no element of it can be moved to where it should be.
    owner.items = [item._replace(chain=machine.chain) for item in owner.items]
    values = [item.value for item in owner.items]
    compare(machine, values, "__lt__", node, frame)
    if function != NONE:
        values = [key_of(machine, function, value, node, frame) for value in values]
    keys: list[Any] = [comparable(value) for value in values]
    try:
        order = sorted(range(len(keys)), key=keys.__getitem__, reverse=bool(getattr(reverse, "value", False)))
    except TypeError:
        scramble(machine, owner, node)
        return
    owner.items = [owner.items[index] for index in order]
    if owner.open or not isinstance(reverse, Constant):
        scramble(machine, owner, node)
    elif owner.is_scrambled and all(keys[one] != keys[other] for one, other in pairwise(order)):
        owner.is_scrambled = False  # of a set there is one order now


def key_of(machine: Machine, function: Value, argument: Value, node: ast.AST, frame: Frame) -> Value:
    """What the function says by which a list is sorted: a constant, or the outcome of a test, `layer.cls is not SessionMiddleware`."""
    before = machine.undecided
    found = machine.call(function, Arguments((argument,)), node, frame)
    is_sure = machine.undecided == before  # else it may be another one, in the other arm of a test
    if is_sure and is_whole_key(comparable(found)):
        return found
    answer = answer_about(machine, function, argument, frame)
    if answer is None:
        return found if is_sure else UNKNOWN
    return _told(machine, *answer)


def is_whole_key(key: object) -> bool:
    return all(map(is_whole_key, key)) if isinstance(key, tuple) else type(key) is not object


def _told(machine: Machine, node: ast.expr, frame: Frame) -> Value:
    """What an expression comes to where tests in it are decided."""
    match node:
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return _tuple(*(_told(machine, part, frame) for part in parts))
        case ast.IfExp(test=test, body=body, orelse=orelse) if (outcome := decided(machine, test, frame)) is not None:
            return _told(machine, body if outcome else orelse, frame)
        case ast.Call(func=ast.Name(id="int" | "bool"), args=[test], keywords=[]):
            return _told(machine, test, frame)
        case ast.Compare() | ast.UnaryOp(op=ast.Not()) | ast.BoolOp() | ast.Call():
            outcome = decided(machine, node, frame)
            return machine.evaluate(node, frame) if outcome is None else constant(outcome)
    return machine.evaluate(node, frame)


def comparable(value: Value) -> object:
    """The constants in a value; in the place of anything else something that is in no order with others."""
    if isinstance(value, Constant):
        return value.value
    if is_member(value) and isinstance(value, Instance) and is_ordered(value.cls):
        return comparable(value.attributes["value"])
    if isinstance(value, (TupleValue, ListObject)) and not is_open(value):
        return tuple(comparable(item.value) for item in value.items)
    if isinstance(value, Instance) and isinstance(value.cls, Class) and (names := ordered_by(value.cls.node)):
        return tuple(comparable(value.attributes.get(name, UNKNOWN)) for name in names)
    return object()


@once
def ordered_by(node: ast.ClassDef) -> tuple[str, ...]:
    """The fields by which the objects of a dataclass are in order, `@dataclass(order=True)`; none of one that derives from others."""
    orders = [
        source_text(keyword.value) == "True"
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call) and source_text(decorator.func).endswith("dataclass")
        for keyword in decorator.keywords
        if keyword.arg == "order"
    ]
    fields = [part for part in node.body if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)]
    if not any(orders) or node.bases or any("Var" in source_text(part.annotation) for part in fields):
        return ()
    compared = [part for part in fields if not (isinstance(part.value, ast.Call) and not _is_compared(part.value))]
    return tuple(source_text(part.target) for part in compared)


def _is_compared(field: ast.Call) -> bool:
    """Whether `field(...)` makes one that counts when two objects are compared."""
    return all(keyword.arg != "compare" or source_text(keyword.value) == "True" for keyword in field.keywords)


def is_ordered(cls: Value) -> bool:
    """Whether the members of an enum are in the order of their values: those of an `IntEnum`, of `class Level(str, Enum)`."""
    bases = {entry.dotted for entry in linearized(cls) if isinstance(entry, External)}
    return bool(bases & {"enum.IntEnum", "enum.IntFlag", "enum.StrEnum", "builtins.int", "builtins.str"})


def _reduce(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`reduce(lambda app, layer: layer(app), LAYERS, app)`: each call is given what the one before gave."""
    function, value = arguments.get(0, "function") or UNKNOWN, arguments.get(1, "iterable") or UNKNOWN
    initial = arguments.positional[2:]
    source = _gone_through(machine, value, node, frame)
    if source.open:
        rest = Arguments((*initial, join([item.value for item in source.items] or [UNKNOWN])))
        call_unknown(machine, UNKNOWN, rest, node, frame)
        return initial[0] if initial else UNKNOWN
    items = [*(Item(start, (), frozenset()) for start in initial), *source.items]
    total = items[0].value if items else UNKNOWN
    for item in items[1:]:
        with machine.under(*item.conditions):
            total = machine.call(function, Arguments((total, item.value)), node, frame)
    return total


def _chain(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    result: Value = ListObject(open=arguments.open)
    for value in arguments.positional:
        result = concatenated(machine, result, iterated(machine, value, node, frame))
    return result


def _chain_all(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    items = items_of(arguments.get(0, "iterable") or UNKNOWN)
    known = Arguments(tuple(item.value for item in items or ()), open=items is None)
    return _chain(machine, known, node, frame)


def _tuple(*values: Value) -> TupleValue:
    return TupleValue(tuple(Item(value, (), frozenset()) for value in values))


def _setattr(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    match arguments.positional:
        case (Application() as application, Constant(str("user_middleware")), value):
            assign_stack(machine, application, source_text(node), value, node, frame)
        case (
            Instance() | Opaque() | Class() | ModuleValue() | Application() | External() as owner,
            Constant(str(name)),
            value,
        ):
            set_attribute(machine, owner, name, value, node, frame)
            note_set(machine, owner, name, 2 in arguments.settled, frame)
        case (owner, *_):
            change(machine, owner, node)
            unsettle(owner)
    return NONE


def _plain_setattr(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`object.__setattr__(self, "key", key)`."""
    owner = arguments.positional[0] if arguments.positional else UNKNOWN
    if isinstance(owner, Instance):
        return set_plainly(machine, owner, arguments.without_first(), node, frame)
    return NONE


def _globals(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """The names of the module, which whoever writes there binds."""
    if not machine.thorough:
        return Instance(External("builtins.globals"), arguments, node)
    names = DictObject()
    names.items = frame_of(frame.module).names
    return names


def _setitem(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`operator.setitem(options, "key", key)`."""
    match arguments.positional:
        case (Scope() | Connection() as owner, key, _):
            put(machine, owner, key, node, frame)
        case (DictObject() as owner, key, value) if machine.thorough:
            set_item(owner, key, value)
        case (ListObject() as owner, key, value) if machine.thorough:
            set_element(machine, owner, key, Item(value, machine.chain, machine.conditions), node)
        case _:
            change_given(machine, arguments, node)
    return NONE


def _vars(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`vars(settings)["key"] = ...` sets an attribute."""
    if machine.following and arguments.positional and isinstance(arguments.positional[0], Connection):
        return DictObject({"scope": Scope()}, open=True)
    if not arguments.positional:
        is_global = frame.kind == "module"
        return _globals(machine, arguments, node, frame) if is_global else DictObject(dict(frame.names))
    owners = alternatives(arguments.positional[0])
    if not machine.thorough and not any(isinstance(part, (Instance, Class)) or part == OBJECT for part in owners):
        return Instance(External("builtins.vars"), arguments, node)
    return join([machine.attribute(part, "__dict__", node, frame) for part in owners])


def _referred(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`weakref.proxy(request)`: the object itself, as long as somebody else has it."""
    machine.has_weak_references = True
    return _first(machine, arguments, node, frame)


def _weak_dict(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """A dict; in a thorough look what is in it may be gone."""
    machine.has_weak_references = True
    if not machine.thorough:
        return _dict(machine, arguments, node, frame)
    made = Instance(External("weakref.WeakValueDictionary"), arguments, node)
    machine.weak[made] = [*arguments.all()]
    return made


def _namespace(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`SimpleNamespace(key="key")`: an object with these attributes."""
    instance = Instance(External("types.SimpleNamespace"), Arguments(), node, machine.chain)
    instance.attributes = dict(arguments.named)
    instance.settled = {name for name, _ in arguments.named if name in arguments.settled}
    return instance


def _bool(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    return truth_of(machine, arguments.positional[0], node, frame) if arguments.positional else UNKNOWN


def _copy(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """The same for who only asks whether something registers; a copy for who asks what changes it."""
    value = _first(machine, arguments, node, frame)
    if isinstance(value, Scope):
        return copied(value)
    own = call_special(machine, value, "__copy__", Arguments(), node, frame) if machine.thorough else None
    if own is not None:
        return own
    return copy_of(value, FLAT) if machine.thorough else value


def _deepcopy(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """The same for who only asks whether something registers; a copy for who asks what changes it."""
    value = _first(machine, arguments, node, frame)
    if isinstance(value, Scope):
        return copied(value, COPIED)

    def own_copy(part: Value) -> Value | None:
        return call_special(machine, part, "__deepcopy__", Arguments((DictObject(),)), node, frame)

    return copy_of(value, own_copy=own_copy) if machine.thorough else value


SPECIAL = {
    "builtins.len": ("__len__",),
    "builtins.str": ("__str__", "__repr__"),
    "builtins.repr": ("__repr__",),
    "builtins.ascii": ("__repr__",),
    "builtins.format": ("__format__", "__str__", "__repr__"),
    "builtins.int": ("__int__", "__index__", "__trunc__"),
    "builtins.float": ("__float__", "__index__"),
    "builtins.complex": ("__complex__", "__float__"),
    "builtins.bytes": ("__bytes__",),
    "builtins.abs": ("__abs__",),
    "builtins.round": ("__round__",),
    "builtins.hash": ("__hash__",),
    "builtins.next": ("__next__",),
}
BUILTINS = {
    "builtins.getattr": _getattr,
    "builtins.hasattr": _hasattr,
    "builtins.setattr": _setattr,
    "builtins.vars": _vars,
    "builtins.globals": _globals,
    "builtins.locals": _vars,
    "builtins.object.__setattr__": _plain_setattr,
    "operator.setitem": _setitem,
    "weakref.proxy": _referred,
    "weakref.WeakValueDictionary": _weak_dict,
    "weakref.WeakKeyDictionary": _weak_dict,
    "types.SimpleNamespace": _namespace,
    "importlib.metadata.EntryPoint": make_entry_point,
    "importlib_metadata.EntryPoint": make_entry_point,
    "argparse.Namespace": _namespace,
    "builtins.list": _list,
    "builtins.tuple": _list,
    "builtins.set": _set,
    "builtins.frozenset": _set,
    "builtins.iter": _iter,
    "builtins.reversed": _later(_reversed),
    "builtins.enumerate": _later(_enumerate),
    "builtins.zip": _later(_zip),
    "builtins.dict": _dict,
    "builtins.dict.fromkeys": _fromkeys,
    "collections.OrderedDict.fromkeys": _fromkeys,
    "collections.OrderedDict": _dict,
    "collections.defaultdict": _defaultdict,
    "collections.deque": _deque,
    "builtins.map": _map,
    "builtins.filter": _filter,
    "builtins.sorted": _sorted,
    "builtins.bool": _bool,
    "itertools.chain": _later(_chain),
    "itertools.starmap": _later(_starmap),
    "itertools.chain.from_iterable": _later(_chain_all),
    "itertools.islice": _later(_islice),
    "itertools.compress": _later(_compress),
    "itertools.filterfalse": _later(_filtered_out),
    "itertools.takewhile": _later(_taken_while),
    "functools.reduce": _reduce,
    "functools.partial": _partial,
    "functools.partialmethod": _partialmethod,
    "functools.update_wrapper": _first,
    "contextlib.contextmanager": _first,  # called as a function: a generator is entered as what it makes is
    "contextlib.asynccontextmanager": _first,
    "types.MethodType": _method,
    "builtins.max": _chosen,
    "builtins.min": _chosen,
    "random.choice": _chosen,
    "dataclasses.replace": _replace,
    "attrs.evolve": _replace,
    "attr.evolve": _replace,
    "copy.replace": _replace,
    "collections.namedtuple": _namedtuple,
    "builtins.staticmethod": _static,
    "typing.cast": _second,
    "copy.copy": _copy,
    "copy.deepcopy": _deepcopy,
    "types.MappingProxyType": _first,
}
# Iterators that are not worked out.
_OTHERS = frozenset(
    ["dropwhile", "pairwise", "accumulate", "batched", "zip_longest", "groupby", "product"]
    + ["permutations", "combinations"]
)  # fmt: skip
ITERATORS = frozenset(
    ["builtins.enumerate", "builtins.zip", "builtins.reversed", "itertools.chain", "itertools.starmap", "itertools.islice"]
    + ["itertools.chain.from_iterable", "itertools.compress", "itertools.filterfalse", "itertools.takewhile"]
    + [f"itertools.{name}" for name in _OTHERS]
)  # fmt: skip


def iterator_named(dotted: str) -> Builtin | None:
    """An iterator of `itertools` that is made of others, for who compares two runs."""
    owner, _, name = dotted.rpartition(".")
    return _later(_some_of(name)) if owner == "itertools" and name in _OTHERS else None
