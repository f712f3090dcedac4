"""What expressions are worth to the machine: one function for each syntax node that matters."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import takewhile

from codemod.decided import decided, settled
from codemod.known import GIVEN, last_name
from codemod.machine import Machine, as_text
from codemod.nouns import TYPE_CHECKING
from codemod.texts import added, joined
from codemod.values import (
    ASKED,
    UNKNOWN,
    WHOLE,
    Alternatives,
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
    ListObject,
    Presence,
    Scope,
    StackList,
    Step,
    Stranger,
    Super,
    TupleValue,
    Unknown,
    Value,
    alternatives,
    constant,
    is_asked,
    join,
    linearized,
    same,
)

if TYPE_CHECKING:
    from typing import Any

_BUILTINS = frozenset(dir(builtins))


def evaluate_constant(machine: Machine, node: ast.Constant, frame: Frame) -> Value:
    if machine.following and isinstance(node.value, (str, bytes)):
        machine.note_text(node.value)
    return constant(node.value)


def _scope_with(machine: Machine, node: ast.Dict, frame: Frame) -> Value:
    """`{**scope, "session": session}`: a scope with more in it."""
    for key in node.keys:
        name = key_named(machine.evaluate(key, frame)) if key is not None else None
        if name is not None:
            machine.observe("provide", name, node, frame)
    return Scope()


def look_up(machine: Machine, name: str, frame: Frame) -> Value | None:
    """The value of a name as Python finds it: the frame's own, the enclosing functions', the module's, the builtins'."""
    here: Frame | None = frame
    if name in frame.globals:
        here = frame.module.frame
    while here is not None:
        if name in here.names and (here.kind != "class" or here is frame) and name not in here.module.waiting:
            return here.names[name]
        if here.kind == "module" and name in here.module.waiting:
            return machine.global_of(here.module, name)
        here = here.parent
    return External(f"builtins.{name}") if name in _BUILTINS else None


def evaluate_name(machine: Machine, node: ast.Name, frame: Frame) -> Value:
    value = look_up(machine, node.id, frame)
    if value is None:
        return UNKNOWN
    return noted(machine, machine.resolved(value))


def noted(machine: Machine, value: Value) -> Value:
    """The value; a layer that is followed handles its strings, also those of a list or set of them."""
    if machine.following:
        items = items_of(value) if isinstance(value, (ListObject, TupleValue)) else None
        for part in (value, *(item.value for item in items or ())):
            if isinstance(part, Constant) and isinstance(part.value, (str, bytes)):
                machine.note_text(part.value)
    return value


def evaluate_attribute(machine: Machine, node: ast.Attribute, frame: Frame) -> Value:
    return noted(machine, machine.attribute(machine.evaluate(node.value, frame), node.attr, node, frame))


def evaluate_await(machine: Machine, node: ast.Await | ast.Starred, frame: Frame) -> Value:
    return machine.evaluate(node.value, frame)


def evaluate_yield(machine: Machine, node: ast.Yield | ast.YieldFrom, frame: Frame) -> Value:
    value = machine.evaluate(node.value, frame) if node.value is not None else UNKNOWN
    if not frame.paused:
        frame.paused, frame.context = machine.tick(), machine.context
    if node.value is None:
        return UNKNOWN
    items = items_of(value) if isinstance(node, ast.YieldFrom) else None
    frame.yields += items if items is not None else [Item(value, machine.chain, machine.conditions)]
    return UNKNOWN


def evaluate_named(machine: Machine, node: ast.NamedExpr, frame: Frame) -> Value:
    value = machine.evaluate(node.value, frame)
    frame.names[node.target.id] = value
    return value


def evaluate_lambda(machine: Machine, node: ast.Lambda, frame: Frame) -> Value:
    return Function(node, frame, defaults=defaults_of(machine, node, frame))


def defaults_of(
    machine: Machine, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, frame: Frame
) -> tuple[tuple[str, Value], ...]:
    """The defaults of the parameters: they are evaluated when the function is defined."""
    spec = node.args
    positional = [*spec.posonlyargs, *spec.args]
    pairs = list(zip(positional[len(positional) - len(spec.defaults) :], spec.defaults, strict=True))
    pairs += [
        (parameter, default) for parameter, default in zip(spec.kwonlyargs, spec.kw_defaults, strict=True) if default
    ]
    return tuple((parameter.arg, machine.evaluate(default, frame)) for parameter, default in pairs)


def items_of(value: Value) -> Iterable[Item] | None:
    """The elements of a list, a tuple or a `Middleware`, or None when they are not known."""
    if isinstance(value, Layer):
        parts = (value.cls, *layer_options(value))
        return tuple(Item(part, (), frozenset()) for part in parts)
    if isinstance(value, (ListObject, TupleValue)):
        return value.items
    return None


def unseen_element(iterable: Value) -> Value:
    """What a turn of a loop takes out of something whose elements are not known."""
    return ASKED if is_asked(iterable) else UNKNOWN


def gone_through(value: Value) -> Value:
    """The one alternative that has elements: nobody goes through the None that stands in for a failed import."""
    known = [part for part in alternatives(value) if items_of(part) is not None or isinstance(part, DictObject)]
    return known[0] if len(known) == 1 else value


def exclusive(machine: Machine, value: Value) -> list[tuple[Value, frozenset[Condition]]]:
    """The alternatives of a value, each under a condition that no other of them holds under."""
    parts = alternatives(value)
    if len(parts) == 1:
        return [(value, frozenset())]
    choice = f"choice {machine.tick()}"
    return [(part, frozenset({Condition(choice, str(index))})) for index, part in enumerate(parts)]


def united(machine: Machine, value: Value) -> Value:
    """One list of what several hold that a value may be, each element under the condition that it is this one."""
    value = gone_through(value)
    parts = exclusive(machine, value)
    if len(parts) == 1 or not any(items_of(part) is not None for part, _ in parts):
        return value
    items = [
        item._replace(conditions=item.conditions | condition)
        for part, condition in parts
        for item in items_of(part) or ()
    ]
    return made_of(items, *(part for part, _ in parts))


def is_open(value: Value) -> bool:
    """Whether a list, or what stands for one, may have more elements than are known."""
    return items_of(value) is None or getattr(value, "open", False)


def is_scrambled(value: Value) -> bool:
    return getattr(value, "is_scrambled", False)


def made_of(items: list[Item], *sources: Value) -> ListObject:
    """A list that is made out of others: as open as they are, and its order known if theirs is."""
    return ListObject(items, any(map(is_open, sources)), any(map(is_scrambled, sources)))


def sifted(machine: Machine, items: Iterable[Item], passes: Callable[[Value], bool | None]) -> list[Item]:
    """The elements that pass a test, one for each value that they may have; under a condition where that is not known."""
    found = []
    for item in items:
        for part, either in exclusive(machine, item.value):
            outcome = passes(part)
            if outcome is False:
                continue
            maybe = frozenset({Condition(f"choice {machine.tick()}", "passes")}) if outcome is None else frozenset()
            found.append(item._replace(value=part, conditions=item.conditions | either | maybe))
    return found


def call_special(
    machine: Machine, value: Value, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value | None:
    """What Python calls on an object of the program's own for an operator: `visit["user"]` is `visit.__getitem__("user")`."""
    if not isinstance(value, Instance) or not any(
        isinstance(entry, Class) and name in entry.names for entry in linearized(value.cls)
    ):
        return None
    return machine.call(machine.attribute(value, name, node, frame), arguments, node, frame)


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


def layer_options(layer: Layer) -> tuple[Value, Value]:
    """`middleware.args` and `middleware.kwargs`."""
    positional = TupleValue(tuple(Item(value, (), frozenset()) for value in layer.arguments.positional))
    return positional, DictObject(dict(layer.arguments.named), layer.arguments.open)


def collect_items(machine: Machine, elements: list[ast.expr], frame: Frame) -> ListObject:
    """The items of a display, each with the place that it has in it."""
    items: list[Item] = []
    unpacked: list[Value] = []
    chain = machine.chain
    activation = machine.activation()
    machine.frames[activation] = frame
    for index, element in enumerate(elements):
        machine.chain = (*chain, Step(elements, index, activation, frame.module))
        value = machine.evaluate(element, frame)
        if not isinstance(element, ast.Starred):
            items.append(Item(value, machine.chain, machine.conditions))
            continue
        for part in alternatives(value):
            unpacked.append(part)
            for item in items_of(part) or ():
                # The element that holds the star is what a move would move: the item's own place lies inside it.
                inner = item.chain[shared_steps(item.chain, machine.chain) :]
                items.append(Item(item.value, machine.chain + inner, item.conditions | machine.conditions, item.grows))
    machine.chain = chain
    return made_of(items, *unpacked)


def shared_steps(one: Chain, other: Chain) -> int:
    """How many steps two chains have in common from their beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def evaluate_list(machine: Machine, node: ast.List | ast.Set, frame: Frame) -> Value:
    return collect_items(machine, node.elts, frame)


def evaluate_tuple(machine: Machine, node: ast.Tuple, frame: Frame) -> Value:
    made = collect_items(machine, node.elts, frame)
    return made if made.is_scrambled else TupleValue(tuple(made.items), made.open)


def evaluate_dict(machine: Machine, node: ast.Dict, frame: Frame) -> Value:
    result = DictObject()
    for key, value_node in zip(node.keys, node.values, strict=True):
        value = machine.evaluate(value_node, frame)
        if key is None:
            if isinstance(value, (Scope, Connection)):
                return _scope_with(machine, node, frame)
            if isinstance(value, DictObject):
                update(result, value)
            result.open = result.open or getattr(value, "open", True)
            continue
        set_item(result, machine.evaluate(key, frame), value)
    return result


def update(owner: DictObject, other: DictObject) -> None:
    for key, value in zip(keys_of(other), other.items.values(), strict=True):
        set_item(owner, key, value)


def set_item(owner: DictObject, key: Value, value: Value) -> None:
    if isinstance(key, Constant) and isinstance(key.value, str):
        owner.items[key.value] = value
        return
    place = stand_in(owner, key)
    owner.items[place], owner.keys[place] = value, key
    owner.open = owner.open or isinstance(key, Unknown)


def stand_in(owner: DictObject, key: Value) -> str:
    """What stands among the names of a dict for a key that is no string."""
    known = (place for place, other in owner.keys.items() if same(key, other) and is_one_thing(key))
    return next(known, f"\0{len(owner.items)}")


def is_one_thing(value: Value) -> bool:
    """Whether two that look like this value are the same thing."""
    return isinstance(value, (Constant, Class, External, Function))


def keys_of(owner: DictObject) -> list[Value]:
    return [owner.keys.get(name, constant(name)) for name in owner.items]


def evaluate_formatted(machine: Machine, node: ast.FormattedValue, frame: Frame) -> Value:
    value = machine.evaluate(node.value, frame)
    call_special(machine, value, "__str__", Arguments(), node, frame)
    return value


def evaluate_joined(machine: Machine, node: ast.JoinedStr, frame: Frame) -> Value:
    values = [machine.evaluate(part, frame) for part in node.values]
    is_plain = not any(
        isinstance(part, ast.FormattedValue) and (part.format_spec or part.conversion > 0) for part in node.values
    )
    known = [value.value for value in values if isinstance(value, Constant) and is_plain]
    return joined(known) if known and len(known) == len(values) else UNKNOWN


def evaluate_slice(machine: Machine, node: ast.Slice, frame: Frame) -> Value:
    for part in (node.lower, node.upper, node.step):
        if part is not None:
            machine.evaluate(part, frame)
    return UNKNOWN


def evaluate_operation(machine: Machine, node: ast.BinOp, frame: Frame) -> Value:
    # A chain of `+` leans to the left, as deep as it is long: walk down it, do not recurse.
    operands = []
    left: ast.expr = node
    while isinstance(left, ast.BinOp):
        operands.append((left.op, left.right))
        left = left.left
    value = machine.evaluate(left, frame)
    for operator, operand in reversed(operands):
        right = machine.evaluate(operand, frame)
        text = added(value, right) if isinstance(operator, ast.Add) else None
        value = concatenated(machine, value, right) if text is None else text
    return value


def concatenated(machine: Machine, left: Value, right: Value) -> Value:
    left, right = united(machine, left), united(machine, right)
    one, other = items_of(left), items_of(right)
    if one is None and other is None:
        return UNKNOWN
    return made_of([*(one or ()), *(other or ())], left, right)


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
    for operand in node.values:
        value = machine.evaluate(operand, frame)
        outcome = decided(machine, operand, frame)
        if outcome is is_and and operand is not node.values[-1]:
            continue  # the next one is what it is worth
        values.append(value)
        if outcome is (not is_and):
            break  # the others are not reached
        fact = facts_of(truth_of(machine, value, operand, frame))
        facts.append(fact)
        # The next operand is reached only when this one was true (`and`) or false (`or`).
        frame.present = frame.present | (fact.if_true if is_and else fact.if_false)
    frame.present = before
    every = frozenset().union(*(fact.if_true if is_and else fact.if_false for fact in facts))
    if every:
        return Presence(every, frozenset()) if is_and else Presence(frozenset(), every)
    return ASKED if any(map(is_asked, values)) else join(values)


def evaluate_unary(machine: Machine, node: ast.UnaryOp, frame: Frame) -> Value:
    value = machine.evaluate(node.operand, frame)
    if is_asked(value):
        return ASKED
    if isinstance(node.op, ast.Not):
        facts = facts_of(truth_of(machine, value, node.operand, frame))
        return Presence(facts.if_false, facts.if_true)
    if isinstance(node.op, ast.USub) and isinstance(value, Constant) and isinstance(value.value, int):
        return constant(-value.value)
    return UNKNOWN


def evaluate_conditional(machine: Machine, node: ast.IfExp, frame: Frame) -> Value:
    value = machine.evaluate(node.test, frame)
    facts = facts_of(truth_of(machine, value, node.test, frame))
    outcome = decided(machine, node.test, frame)
    before = frame.present
    values = []
    for arm, branch, present in (("body", node.body, facts.if_true), ("else", node.orelse, facts.if_false)):
        if outcome is (arm == "else"):
            continue
        frame.present = before | present
        with machine.under(*([condition_of(node.test, arm, frame, is_asked(value))] if outcome is None else [])):
            values.append(machine.evaluate(branch, frame))
    frame.present = before
    return join(values)


def condition_of(test: ast.expr, arm: str, frame: Frame, asks: bool) -> Condition:
    """The condition of an arm; `if not x` and `if x` are two arms of one, in one call of a function and turn of a loop.

    What ``asks`` the stack is a condition of its own each time.
    """
    while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test, arm = test.operand, "else" if arm == "body" else "body"
    # The stack may have grown when the same question is asked again.
    place = f" at {id(test)}" if asks else ""
    return Condition(f"{frame.turn}: {dumped(test)}{place}", arm, asks)


@lru_cache(4096)
def dumped(test: ast.expr) -> str:
    return ast.dump(test)  # an `if` is met again by every file that imports its module


def evaluate_comparison(machine: Machine, node: ast.Compare, frame: Frame) -> Value:
    values = [machine.evaluate(part, frame) for part in (node.left, *node.comparators)]
    if any(map(is_asked, values)):
        return ASKED
    if len(node.ops) != 1:
        return UNKNOWN
    left, right, op = values[0], values[1], node.ops[0]
    if isinstance(op, (ast.In, ast.NotIn)) and any(
        isinstance(part, (Scope, Connection)) for part in alternatives(right)
    ):
        key = key_named(left)
        if key is not None:
            machine.observe("use", key, node, frame)
            return _presence(key, isinstance(op, ast.In))
    if _compares_layers(left, right):
        return ASKED
    if isinstance(op, (ast.In, ast.NotIn)):
        held = call_special(machine, right, "__contains__", Arguments((left,)), node, frame)
        facts = facts_of(held if held is not None else UNKNOWN)
        return facts if isinstance(op, ast.In) else Presence(facts.if_false, facts.if_true)
    if isinstance(left, KeyValue) and isinstance(right, Constant) and right.value is None:
        if isinstance(op, (ast.Is, ast.Eq)):
            return _presence(left.key, False)
        if isinstance(op, (ast.IsNot, ast.NotEq)):
            return _presence(left.key, True)
    return UNKNOWN


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
    for part in alternatives(value) if value is not None else ():
        if isinstance(part, Constant) and isinstance(part.value, str) and part.value not in GIVEN:
            return part.value
    return None


def evaluate_subscript(machine: Machine, node: ast.Subscript, frame: Frame) -> Value:
    value = machine.evaluate(node.value, frame)
    index = machine.evaluate(node.slice, frame)
    if isinstance(node.slice, ast.Slice):
        return join([_sliced(machine, part, node.slice) for part in alternatives(value)])
    return join([_element(machine, part, index, node, frame) for part in alternatives(value)])


def _sliced(machine: Machine, value: Value, part: ast.Slice) -> Value:
    """`layers[:1]`, and `layers[::-1]`, the list turned round; bounds that are no literals leave it open."""
    if isinstance(value, StackList) and part.step is None:
        return value  # some of it, in its order
    items = items_of(value)
    try:
        bounds = slice(
            *(ast.literal_eval(bound) if bound is not None else None for bound in (part.lower, part.upper, part.step))
        )
        kept = list(items or ())[bounds]
    except (ValueError, TypeError):
        return ListObject(open=True, is_scrambled=is_scrambled(value))
    if bounds.step not in (None, 1):
        # The order is now not that of the code: no element of it can be moved to where it should be.
        kept = [item._replace(chain=machine.chain) for item in kept]
    return made_of(kept, value)


def _element(machine: Machine, value: Value, index: Value, node: ast.Subscript, frame: Frame) -> Value:
    own = call_special(machine, value, "__getitem__", Arguments((index,)), node, frame)
    return own if own is not None else element_of(machine, value, index, node, frame)


def element_of(machine: Machine, value: Value, index: Value, node: ast.AST, frame: Frame) -> Value:
    match value:
        case Scope() | Connection():
            if index == constant("app"):
                return machine.serving
            key = key_named(index)
            if key is None:
                return UNKNOWN
            machine.observe("use", key, node, frame, "KeyError")
            return KeyValue(key)
        case DictObject():
            if isinstance(index, Constant) and isinstance(index.value, str):
                return value.items.get(index.value, UNKNOWN)
            return value.items.get(stand_in(value, index)) or join(list(value.items.values()) or [UNKNOWN])
        case ListObject() | TupleValue():
            items = value.items
            if isinstance(index, Constant) and isinstance(index.value, int) and -len(items) <= index.value < len(items):
                return items[index.value].value
            return join([item.value for item in items] or [UNKNOWN])
        case StackList() | Unknown("asked"):
            return ASKED
        case Stranger():
            place = ast.unparse(node.slice) if isinstance(node, ast.Subscript) else str(index)
            return value.attributes.setdefault(f"[{place}]", Stranger(ast.unparse(node)))
        case External() | Class():
            return value  # `Annotated[...]`, `BaseClass[T]`
    return UNKNOWN


def evaluate_call(machine: Machine, node: ast.Call, frame: Frame) -> Value:
    if (
        isinstance(node.func, ast.Name)
        and node.func.id == "super"
        and look_up(machine, "super", frame) == External("builtins.super")
    ):
        for argument in node.args:
            machine.evaluate(argument, frame)
        method = _method_frame(frame)
        return Super(method.owner, method.this) if method and method.owner and method.this else UNKNOWN
    function = machine.evaluate(node.func, frame)
    unnoted = _header_added(node) - machine.texts
    arguments = evaluate_arguments(machine, node, frame)
    machine.texts -= unnoted
    return machine.call(function, arguments, node, frame)


def _header_added(node: ast.Call) -> set[str]:
    """The name in `headers.append("set-cookie", value)`, which neither reads nor changes the headers of other layers."""
    match node:
        case ast.Call(func=ast.Attribute(attr="append"), args=[ast.Constant(str() | bytes() as name), _]):
            return {as_text(name)}
        case ast.Call(
            func=ast.Attribute(attr="append"), args=[ast.Tuple(elts=[ast.Constant(str() | bytes() as name), _])]
        ):
            return {as_text(name)}
    return set()


def _method_frame(frame: Frame) -> Frame | None:
    here: Frame | None = frame
    while here is not None and here.owner is None:
        here = here.parent
    return here


def evaluate_arguments(machine: Machine, node: ast.Call | ast.ClassDef, frame: Frame) -> Arguments:
    positional: list[Value] = []
    named: list[tuple[str, Value]] = []
    is_open = False
    certain: set[int | str] = {WHOLE}
    for argument in node.args if isinstance(node, ast.Call) else node.bases:
        value = machine.evaluate(argument, frame)
        if not isinstance(argument, ast.Starred):
            if WHOLE in certain and settled(machine, argument, frame) is not None:
                certain.add(len(positional))
            positional.append(value)
            continue
        value = gone_through(value)
        items = items_of(value)
        positional += [item.value for item in items or ()]
        is_open = is_open or items is None or getattr(value, "open", False)
        if is_open or settled(machine, argument.value, frame) is None:
            certain.discard(WHOLE)
    for keyword in node.keywords:
        value = machine.evaluate(keyword.value, frame)
        if keyword.arg is not None:
            named.append((keyword.arg, value))
            if settled(machine, keyword.value, frame) is not None:
                certain.add(keyword.arg)
        elif isinstance(value, DictObject):
            named += [(name, item) for name, item in value.items.items() if not name.startswith("\0")]
            is_open = is_open or value.open
            certain |= value.settled - {WHOLE}
            certain -= {WHOLE} - value.settled
        else:
            is_open = True
            certain.discard(WHOLE)
    return Arguments(tuple(positional), tuple(named), is_open, frozenset(certain))


EVALUATORS: dict[type, Callable[[Machine, Any, Frame], Value]] = {
    ast.Constant: evaluate_constant,
    ast.Name: evaluate_name,
    ast.Attribute: evaluate_attribute,
    ast.Await: evaluate_await,
    ast.Starred: evaluate_await,
    ast.FormattedValue: evaluate_formatted,
    ast.Yield: evaluate_yield,
    ast.YieldFrom: evaluate_yield,
    ast.NamedExpr: evaluate_named,
    ast.Lambda: evaluate_lambda,
    ast.List: evaluate_list,
    ast.Set: evaluate_list,
    ast.Tuple: evaluate_tuple,
    ast.Dict: evaluate_dict,
    ast.JoinedStr: evaluate_joined,
    ast.Slice: evaluate_slice,
    ast.BinOp: evaluate_operation,
    ast.BoolOp: evaluate_boolean,
    ast.UnaryOp: evaluate_unary,
    ast.IfExp: evaluate_conditional,
    ast.Compare: evaluate_comparison,
    ast.Subscript: evaluate_subscript,
    ast.Call: evaluate_call,
}
