"""What expressions are worth to the machine: one function for each syntax node that matters."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Callable
from contextlib import nullcontext

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.calls import matters
from codemod.interpreter.classes import is_dict_class, method_of
from codemod.interpreter.conditions import call_special, condition_of, key_named, operated
from codemod.interpreter.constant_conditions import as_it_stands, decided, is_settled, may_settle, settled
from codemod.interpreter.containers import (
    concatenated,
    gone_through,
    is_one_thing,
    is_scrambled,
    item_at,
    items_of,
    made_of,
    may_be_any_key,
    merged,
    note_key,
    place_of,
    set_item,
    shared_steps,
    update_by_any,
)
from codemod.interpreter.descriptions import is_from_file, made_from, note_choice
from codemod.interpreter.flags import combined
from codemod.interpreter.lazies import deferred, is_lazy
from codemod.interpreter.literals import defaults_in
from codemod.interpreter.machine import Machine, as_text
from codemod.interpreter.outside import variable_read
from codemod.interpreter.protocols import SHOWN, item_of_class, show
from codemod.interpreter.scope import copied, is_scope, kept, look, merge
from codemod.interpreter.scope import joined as joined_scope
from codemod.interpreter.stack_edits import copy_of_stack, layers_of
from codemod.interpreter.strings import added, formatted, joined
from codemod.interpreter.unseen import change, held, mark
from codemod.interpreter.values import (
    ASKED,
    CONTENT,
    UNKNOWN,
    WHOLE,
    Application,
    Arguments,
    BaseMethod,
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
    ModuleValue,
    Native,
    Opaque,
    Scope,
    StackList,
    Step,
    Super,
    TupleValue,
    Unknown,
    Value,
    Wrapped,
    alternatives,
    constant,
    frame_of,
    is_asked,
    is_lost,
    join,
)
from codemod.library_names import PARSERS, SENDERS

if TYPE_CHECKING:
    from typing import Any

_BUILTINS = frozenset(dir(builtins))


def evaluate_constant(machine: Machine, node: ast.Constant, frame: Frame) -> Value:
    if machine.following and isinstance(node.value, (str, bytes)):
        machine.note_text(node.value)
    return constant(node.value)


def look_up(machine: Machine, name: str, frame: Frame) -> Value | None:
    """The value of a name as Python finds it: the frame's own, the enclosing functions', the module's, the builtins'."""
    here: Frame | None = frame
    if name in frame.globals:
        here = frame_of(frame.module)
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
    owner = machine.evaluate(node.value, frame)
    machine.locate(node.value, owner, frame)
    return noted(machine, machine.attribute(owner, node.attr, node, frame))


def evaluate_starred(machine: Machine, node: ast.Starred, frame: Frame) -> Value:
    return machine.finished(machine.evaluate(node.value, frame), node, frame)


def evaluate_await(machine: Machine, node: ast.Await, frame: Frame) -> Value:
    given = (
        called(machine, node.value, frame, True)
        if type(node.value) is ast.Call
        else machine.evaluate(node.value, frame)
    )
    value = machine.finished(given, node, frame)
    own = call_special(machine, value, "__await__", Arguments(), node, frame)
    own = own if own is None else machine.finished(own, node, frame)
    return value if own is None else UNKNOWN if isinstance(own, ListObject) else own  # of a generator what it yields


def evaluate_set(machine: Machine, node: ast.Set, frame: Frame) -> Value:
    made = collect_items(machine, node.elts, frame)
    for item in made.items:
        call_special(machine, item.value, "__hash__", Arguments(), node, frame)
    made.is_scrambled = made.is_scrambled or len(made.items) > 1
    return made


def evaluate_yield(machine: Machine, node: ast.Yield | ast.YieldFrom, frame: Frame) -> Value:
    value = machine.evaluate(node.value, frame) if node.value is not None else UNKNOWN
    if isinstance(node, ast.YieldFrom):
        value = machine.finished(value, node, frame)
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
    return tuple((name, machine.evaluate(default, frame)) for name, default in defaults_in(node))


def handed_on(machine: Machine, node: ast.expr, frame: Frame) -> Value:
    """What an expression is to who is given it."""
    return as_it_stands(machine, node, machine.evaluate(node, frame), frame)


def collect_items(machine: Machine, elements: list[ast.expr], frame: Frame) -> ListObject:
    """The items of a display, each with the place that it has in it."""
    items: list[Item] = []
    unpacked: list[Value] = []
    chain = machine.chain
    activation = machine.activation()
    machine.frames[activation] = frame
    for index, element in enumerate(elements):
        machine.chain = (*chain, Step(elements, index, activation, frame.module))
        value = layers_of(machine, handed_on(machine, element, frame))
        if not isinstance(element, ast.Starred):
            layer, conditions = at_times(machine, element, value, frame)
            items.append(Item(layer, machine.chain, machine.conditions | conditions))
            continue
        for part in alternatives(value):
            unpacked.append(part)
            for item in items_of(part) or ():
                # The element that holds the star is what a move would move: the item's own place lies inside it.
                inner = item.chain[shared_steps(item.chain, machine.chain) :]
                items.append(Item(item.value, machine.chain + inner, item.conditions | machine.conditions, item.grows))
    machine.chain = chain
    return made_of(items, *unpacked)


def at_times(machine: Machine, element: ast.expr, value: Value, frame: Frame) -> tuple[Value, frozenset[Condition]]:
    """`DEBUG and Middleware(Trace)`, `Middleware(Trace) if DEBUG else None`: the layer, and when it is there."""
    tests: list[tuple[ast.expr, str]] = []
    match element:
        case ast.BoolOp(op=ast.And(), values=[*first, _]):
            tests = [(test, "body") for test in first]
        case ast.IfExp(test=test, orelse=ast.Constant(value=None)):
            tests = [(test, "body")]
        case ast.IfExp(test=test, body=ast.Constant(value=None)):
            tests = [(test, "else")]
    layers = [part for part in alternatives(value) if isinstance(part, (Layer, Class))]
    if not tests or len(layers) != 1:
        return value, frozenset()
    unsettled = [(test, arm) for test, arm in tests if decided(machine, test, frame) is None]
    asked = {test: is_asked(machine.evaluate(test, frame)) for test, _ in unsettled}
    conditions = [(test, condition_of(test, arm, frame, asked[test])) for test, arm in unsettled]
    for test, condition in conditions:
        machine.split(condition, test, frame.module)
    return layers[0], frozenset(condition for _, condition in conditions)


def evaluate_list(machine: Machine, node: ast.List, frame: Frame) -> Value:
    return collect_items(machine, node.elts, frame)


def evaluate_tuple(machine: Machine, node: ast.Tuple, frame: Frame) -> Value:
    made = collect_items(machine, node.elts, frame)
    return made if made.is_scrambled else TupleValue(tuple(made.items), made.open)


def evaluate_dict(machine: Machine, node: ast.Dict, frame: Frame) -> Value:
    result = DictObject()
    result.conditions, result.is_whole = machine.conditions, True
    scopes = []
    for key, value_node in zip(node.keys, node.values, strict=True):
        value = handed_on(machine, value_node, frame)
        if key is None:
            if is_scope(value):
                scopes.append(value)
                continue
            update_by_any(result, value, settled(machine, value_node, frame) is not None)
            continue
        name = machine.evaluate(key, frame)
        call_special(machine, name, "__hash__", Arguments(), node, frame)
        set_item(result, name, value)
        result.open = result.open or (machine.thorough and may_be_any_key(name))
        if is_one_thing(name) and may_settle(value) and is_settled(machine, value_node, frame, value):
            result.written[place_of(result, name)] = value
    if scopes:  # `{**scope, "session": session}`: a scope with more in it
        copy = copied(join(scopes))
        merge(machine, copy, result, node, frame)
        return copy
    return result


def evaluate_formatted(machine: Machine, node: ast.FormattedValue, frame: Frame) -> Value:
    value = machine.evaluate(node.value, frame)
    told = constant("") if node.format_spec is None else machine.evaluate(node.format_spec, frame)
    how = Arguments((told,), settled=frozenset([0] if isinstance(told, Constant) and _is_literal(node) else []))
    text = show(machine, value, _SHOWING[node.conversion], node, frame, how=how)
    if node.format_spec is None and node.conversion < 0:
        return text
    known = formatted(value, node.conversion, told)
    if known is not None:
        return known
    if not machine.thorough:
        return UNKNOWN if isinstance(value, Constant) else text
    return made_from(machine, "format", text, told)


# What makes a text of an object, by what is written behind it: nothing, `!s`, `!r`, `!a`.
_SHOWING = {-1: ("__format__", *SHOWN), ord("s"): SHOWN, ord("r"): ("__repr__",), ord("a"): ("__repr__",)}


def _is_literal(node: ast.FormattedValue) -> bool:
    """Whether it is written out how a value is shown: `{total:>8}`, not `{total:>{width}}`."""
    parts = node.format_spec.values if isinstance(node.format_spec, ast.JoinedStr) else []
    return all(isinstance(part, ast.Constant) for part in parts)


def evaluate_joined(machine: Machine, node: ast.JoinedStr, frame: Frame) -> Value:
    values = [machine.evaluate(part, frame) for part in node.values]
    known = [value.value for value in values if isinstance(value, Constant)]
    if known and len(known) == len(values):
        return joined(known)
    return made_from(machine, "text", *values) if values else UNKNOWN


def evaluate_slice(machine: Machine, node: ast.Slice, frame: Frame) -> Value:
    for part in (node.lower, node.upper, node.step):
        if part is not None:
            machine.evaluate(part, frame)
    return UNKNOWN


OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.MatMult: "matmul",
    ast.Div: "truediv",
    ast.FloorDiv: "floordiv",
    ast.Mod: "mod",
    ast.Pow: "pow",
    ast.LShift: "lshift",
    ast.RShift: "rshift",
    ast.BitOr: "or",
    ast.BitXor: "xor",
    ast.BitAnd: "and",
}


_PERCENT = r"%\((\w+)\)"


def fill(machine: Machine, text: Value, pattern: str, values: Value, node: ast.AST, frame: Frame) -> None:
    """`"%(user)s" % values` asks for the names in the text, which matters in a request and in a thorough look."""
    if (machine.following or machine.thorough) and isinstance(text, Constant) and isinstance(text.value, str):
        for name in dict.fromkeys(re.findall(pattern, text.value)):
            item_of(machine, values, constant(name), node, frame)


def item_of(machine: Machine, value: Value, index: Value, node: ast.AST, frame: Frame) -> Value:
    """`value[index]`."""
    return join([_element(machine, part, index, node, frame) for part in alternatives(value)])


def evaluate_operation(machine: Machine, node: ast.BinOp, frame: Frame) -> Value:
    # A chain of `+` leans to the left, as deep as it is long: walk down it, do not recurse.
    operands = []
    left: ast.expr = node
    while isinstance(left, ast.BinOp):
        operands.append((left.op, left.right))
        left = left.left
    value = first = machine.evaluate(left, frame)
    for operator, operand in reversed(operands):
        right = machine.evaluate(operand, frame)
        if isinstance(operator, ast.Mod) and isinstance(value, Constant):
            right = show(machine, right, SHOWN, node, frame)
            fill(machine, value, _PERCENT, right, node, frame)
        is_object = isinstance(value, Instance) or isinstance(right, Instance)
        may_layer = is_object and (matters(value) or matters(right))  # `Pipeline() >> flash`, `polls | sessions`
        is_written = is_object and may_settle(right) and is_settled(machine, operand, frame, right)
        own = operated(machine, (OPERATORS[type(operator)],), value, right, node, frame, may_layer, is_written)
        if own is not None:
            value = own
            continue
        scope = joined_scope(machine, value, right, node, frame) if isinstance(operator, ast.BitOr) else None
        if scope is not None:
            value = scope
            continue
        if isinstance(operator, ast.BitOr) and isinstance(value, DictObject) and isinstance(right, DictObject):
            is_known = settled(machine, left, frame) is not None if value is first else True
            value = merged(value, right, (is_known, settled(machine, operand, frame) is not None))
            value.conditions = machine.conditions
            continue
        flags = combined(operator, value, right)
        if flags is not None:
            value = flags
            continue
        text = added(value, right) if isinstance(operator, ast.Add) else multiplied(operator, value, right)
        text = counted(machine, operator, value, right) if text is None else text
        both = concatenated(machine, layers_of(machine, value), layers_of(machine, right)) if text is None else text
        for part in (value, right) if both == UNKNOWN and not machine.following else ():
            if isinstance(part, (Application, Wrapped)):  # what the operator makes of it is not followed
                inside = part.application if isinstance(part, Wrapped) else part
                machine.note(inside, "opaque", ast.unparse(node)[:60], node, frame)
        value = made_from(machine, type(operator).__name__, value, right) if both == UNKNOWN else both
    return value


_LONG = 10_000  # as much as is worked out


def counted(machine: Machine, operator: ast.operator, one: Value, other: Value) -> Value | None:
    """`names.index(name) + 1`, `count += 1`, where it is certain that it is run once."""
    if machine.following or machine.conditions or not isinstance(operator, (ast.Add, ast.Sub)):
        return None
    match one, other:
        case Constant(value=int() as first), Constant(value=int() as second):
            return constant(first + second if isinstance(operator, ast.Add) else first - second)
    return None


def multiplied(operator: ast.operator, one: Value, other: Value) -> Value | None:
    """`"x" * 32` and `60 * 60`; None for what is not known, or is no product."""
    if not isinstance(operator, ast.Mult) or not isinstance(one, Constant) or not isinstance(other, Constant):
        return None
    match one.value, other.value:
        case (int() as a, int() as b) if abs(a) < _LONG**2 and abs(b) < _LONG**2:
            return constant(a * b)
        case (str() | bytes() as text, int() as times) | (int() as times, str() | bytes() as text) if (
            len(text) * times <= _LONG
        ):
            return constant(text * times)
    return None


def evaluate_subscript(machine: Machine, node: ast.Subscript, frame: Frame) -> Value:
    value = machine.evaluate(node.value, frame)
    index = machine.evaluate(node.slice, frame)
    if isinstance(node.slice, ast.Slice):
        return join([_sliced(machine, part, node.slice) for part in alternatives(value)])
    return item_of(machine, value, index, node, frame)


def _sliced(machine: Machine, value: Value, part: ast.Slice) -> Value:
    """`layers[:1]`, and `layers[::-1]`, the list turned round; bounds that are no literals leave it open."""
    value = layers_of(machine, value)
    if isinstance(value, StackList) and part.step is None:
        return copy_of_stack(machine, value)  # some of it, in its order
    items = items_of(value)
    if items is None and (view := held(machine, "item", value, node=part)) is not None:
        return view  # of a `memoryview`
    try:
        bounds = slice(
            *(ast.literal_eval(bound) if bound is not None else None for bound in (part.lower, part.upper, part.step))
        )
        if isinstance(value, Constant) and isinstance(value.value, (str, bytes)):
            return constant(value.value[bounds])  # `name[1:]`
        kept = list(items or ())[bounds]
    except (ValueError, TypeError):
        return ListObject(open=True, is_scrambled=is_scrambled(value))
    if bounds.step not in (None, 1):
        # The order is now not that of the code: no element of it can be moved to where it should be.
        kept = [item._replace(chain=machine.chain) for item in kept]
    return made_of(kept, value)


def _element(machine: Machine, value: Value, index: Value, node: ast.AST, frame: Frame) -> Value:
    own = call_special(machine, value, "__getitem__", Arguments((index,)), node, frame)
    if own is None and machine.thorough and isinstance(value, Class):
        own = item_of_class(machine, value, index, node, frame)
    return own if own is not None else element_of(machine, value, index, node, frame)


def element_of(machine: Machine, value: Value, index: Value, node: ast.AST, frame: Frame) -> Value:
    match value:
        case Scope() | Connection():
            if index == constant("app"):
                return machine.serving
            key = key_named(index)
            if key is None:
                return UNKNOWN
            look(machine, value, key, node, frame, "KeyError")
            return kept(machine, key) or KeyValue(key)
        case DictObject(factory=factory) if factory is not None and not value.open and is_one_thing(index):
            place = place_of(value, index)
            if place not in value.items:
                machine.set_in(value, value.items, place, machine.call(factory, Arguments(), node, frame))
                note_key(value, place, index)
            return value.items[place]
        case DictObject():
            if isinstance(index, Constant) and isinstance(index.value, str):
                return item_at(machine, value, index.value) or UNKNOWN
            return item_at(machine, value, place_of(value, index)) or join(list(value.items.values()) or [UNKNOWN])
        case ListObject() | TupleValue():
            items = value.items
            if isinstance(index, Constant) and isinstance(index.value, int) and -len(items) <= index.value < len(items):
                return items[index.value].value
            if machine.thorough and isinstance(index, Constant) and isinstance(index.value, int) and not value.open:
                return mark(node)  # it fails
            return join([item.value for item in items] or [UNKNOWN])
        case StackList() if (listed := layers_of(machine, value)) is not value and isinstance(index, Constant):
            return element_of(machine, listed, index, node, frame)
        case StackList() | Unknown() if is_asked(value):
            return ASKED
        case Opaque():
            place = ast.unparse(node.slice) if isinstance(node, ast.Subscript) else str(index)
            return value.attributes.setdefault(f"[{place}]", value.changed or Opaque(ast.unparse(node), value))
        case Instance(row=[*names]) if (
            isinstance(index, Constant) and isinstance(index.value, int) and index.value < len(names)
        ):
            return value.attributes.get(names[index.value], UNKNOWN)
        case Instance(cls=External("collections.ChainMap")) if (own := chained(machine, value, index)) is not None:
            return own
        case Instance(cls=External(), attributes=attributes) if isinstance(attributes.get(CONTENT), DictObject):
            return element_of(machine, attributes[CONTENT], index, node, frame)
        case Instance(cls=External(dotted)) if dotted in PARSERS and machine.thorough:
            return Instance(External("item"), Arguments((value, index)), node)  # what it reads is always that of now
        case Instance() if (
            machine.thorough and isinstance(index, Constant) and isinstance(index.value, str) and is_from_file(value)
        ):
            part = held(machine, "item", value, index, node=node) or UNKNOWN
            return value.attributes.setdefault(f"[{index.value!r}]", part)
        case Instance(cls=cls):
            if isinstance(cls, External) and cls.dotted == "collections.defaultdict":
                change(machine, value, node)  # what is not there is made
            if (
                machine.thorough
                and isinstance(index, Constant)
                and index.value in value.attributes
                and is_dict_class(cls)
            ):
                return value.attributes[index.value]
            missing = call_special(machine, value, "__missing__", Arguments((index,)), node, frame)
            if missing == UNKNOWN:  # it may have put it there
                return made_from(machine, "item", value, index)
            return missing or held(machine, "item", value, index, node=node) or UNKNOWN
        case Unknown() if is_lost(value):
            return value
        case Constant() if machine.thorough:
            return made_from(machine, "a part", value, index)  # of a text, or it fails
        case BaseMethod():
            return held(machine, "item", value, index, node=node) or UNKNOWN
        case External("sys.modules"):
            is_own = isinstance(node, ast.Subscript) and ast.unparse(node.slice) == "__name__"
            module = frame.module if is_own else machine.modules.find(str(getattr(index, "value", "")))
            return UNKNOWN if module is None else ModuleValue(module)
        case External("os.environ" | "os.environb"):
            return variable_read(machine, "os.environ.get", Arguments((index,)), node)
        case External() | Class():
            return value  # `Annotated[...]`, `BaseClass[T]`
    return UNKNOWN


def chained(machine: Machine, value: Instance, index: Value) -> Value | None:
    """What a `ChainMap` has for a key: that of the first dict which has it. None where that is not known."""
    if not machine.thorough or value.changed is not None or not isinstance(index, Constant):
        return None
    for part in value.arguments.positional:
        if not isinstance(part, DictObject) or part.open:
            return None
        place = place_of(part, index)
        if place in part.items:
            return part.items[place]
    return None


def evaluate_call(machine: Machine, node: ast.Call, frame: Frame) -> Value:
    return called(machine, node, frame, False)


def called(machine: Machine, node: ast.Call, frame: Frame, is_awaited: bool) -> Value:
    """What a call gives; one that is waited for where it stands runs at once."""
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
    if machine.thorough and type(node.func) is ast.Subscript:
        note_choice(machine, function, node.func, frame)
    unnoted = _header_added(node) - machine.texts
    with machine.wanting(frame) if is_given_to_layer(function) else nullcontext():
        arguments = evaluate_arguments(machine, node, frame)
    machine.texts -= unnoted
    if machine.following and _sets_cookie(node, frame):
        name = arguments.get(0, "key")
        machine.cookies.add(name.value if isinstance(name, Constant) and isinstance(name.value, str) else "*")
    if not is_awaited and type(function) is Function and is_lazy(function.node):
        return deferred(machine, function, arguments, node, frame)
    return machine.call(function, arguments, node, frame)


def is_given_to_layer(function: Value) -> bool:
    """Whether a call makes or registers a layer: the requests ask for what it is given."""
    match function:
        case External(dotted):
            return "iddleware" in dotted
        case Native(owner=Application() | Opaque(), name="add_middleware"):
            return True
    return False


def _sets_cookie(node: ast.Call, frame: Frame) -> bool:
    is_named = isinstance(node.func, ast.Attribute) and node.func.attr in ("delete_cookie", "set_cookie")
    return is_named and not (frame.module.is_library and frame.module.name.startswith(SENDERS))


def _header_added(node: ast.Call) -> set[str]:
    """The name in `headers.append("set-cookie", value)`, which neither reads nor changes the headers of other layers.

    `cookie` changes them: it is a header of the request, of which the layers inside read all cookies together.
    """
    match node:
        case (
            ast.Call(func=ast.Attribute(attr="append"), args=[ast.Constant(str() | bytes() as name), _])
            | ast.Call(
                func=ast.Attribute(attr="append"), args=[ast.Tuple(elts=[ast.Constant(str() | bytes() as name), _])]
            )
        ):
            return {as_text(name)} if as_text(name).lower() != "cookie" else set()
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
        value = handed_on(machine, argument, frame)
        if not isinstance(argument, ast.Starred):
            if WHOLE in certain and may_settle(value) and is_settled(machine, argument, frame, value):
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
        value = handed_on(machine, keyword.value, frame)
        if keyword.arg is not None:
            named.append((keyword.arg, value))
            if may_settle(value) and is_settled(machine, keyword.value, frame, value):
                certain.add(keyword.arg)
            continue
        value = unpacked(machine, value, keyword.value, frame)
        if isinstance(value, DictObject):
            named += [(name, item) for name, item in value.items.items() if not name.startswith("\0")]
            is_open = is_open or value.open
            known = value.settled
            if settled(machine, keyword.value, frame) is not None:
                known |= {name for name in value.items if value.is_written(name)}
                known |= {WHOLE} if value.is_written_out else set()
            certain |= known - {WHOLE}
            certain -= {WHOLE} - known
        else:
            if is_scope(value):
                machine.lose(keyword.value, frame)  # the parameters take keys out of it
            is_open = True
            certain.discard(WHOLE)
    return Arguments(tuple(positional), tuple(named), is_open, frozenset(certain))


def unpacked(machine: Machine, value: Value, node: ast.expr, frame: Frame) -> Value:
    """What `**value` gives: an object of the program's own tells its keys, and is asked for each of them."""
    if not machine.thorough or not isinstance(value, Instance) or not isinstance(value.cls, Class):
        return value
    if is_dict_class(value.cls) and method_of(value.cls, "keys") is None:  # Python asks no method of it
        return DictObject({**value.attributes, "**": value}, True)  # what was done to it since is told of it itself
    keys = items_of(call_special(machine, value, "keys", Arguments(), node, frame) or UNKNOWN)
    if keys is None:
        return value
    result = DictObject()
    for item in keys:
        own = call_special(machine, value, "__getitem__", Arguments((item.value,)), node, frame)
        set_item(result, item.value, own or UNKNOWN)
    return result


EVALUATORS: dict[type, Callable[[Machine, Any, Frame], Value]] = {
    ast.Constant: evaluate_constant,
    ast.Name: evaluate_name,
    ast.Attribute: evaluate_attribute,
    ast.Await: evaluate_await,
    ast.Starred: evaluate_starred,
    ast.FormattedValue: evaluate_formatted,
    ast.Yield: evaluate_yield,
    ast.YieldFrom: evaluate_yield,
    ast.NamedExpr: evaluate_named,
    ast.Lambda: evaluate_lambda,
    ast.List: evaluate_list,
    ast.Set: evaluate_set,
    ast.Tuple: evaluate_tuple,
    ast.Dict: evaluate_dict,
    ast.JoinedStr: evaluate_joined,
    ast.Slice: evaluate_slice,
    ast.BinOp: evaluate_operation,
    ast.Subscript: evaluate_subscript,
    ast.Call: evaluate_call,
}
