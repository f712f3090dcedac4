"""What statements do to the machine: bind names, branch, loop, end the block."""

from __future__ import annotations

import ast
from collections.abc import Callable

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.belongings import tell_bases
from codemod.interpreter.binding import adopt, assign_stack, bind, bind_name, is_deleted_by_code, let_go, source_text
from codemod.interpreter.conditions import call_special, key_named, operated, tested
from codemod.interpreter.constant_conditions import as_it_stands, is_settled, settled, settled_attribute
from codemod.interpreter.containers import concatenated, is_changed_if, is_open, is_scrambled, items_of, remove, update
from codemod.interpreter.creation import created
from codemod.interpreter.descriptions import made_from
from codemod.interpreter.dispatchers import passes_request_on
from codemod.interpreter.expressions import OPERATORS, counted, defaults_of, evaluate_arguments, look_up
from codemod.interpreter.literals import HOOKS
from codemod.interpreter.machine import Machine
from codemod.interpreter.outside import set_variable
from codemod.interpreter.scope import is_scope, joined, take_out
from codemod.interpreter.stack_edits import drop_layers, is_all
from codemod.interpreter.state import at_this_moment
from codemod.interpreter.switches import note_origin
from codemod.interpreter.unseen import change, scramble
from codemod.interpreter.values import (
    ASKED,
    NONE,
    UNKNOWN,
    WHOLE,
    Absent,
    Application,
    Arguments,
    Class,
    Constant,
    DictObject,
    External,
    Frame,
    Function,
    Instance,
    Item,
    Layer,
    ListObject,
    Native,
    Registration,
    StackList,
    TupleValue,
    Value,
    Wrapped,
    alternatives,
    constant,
    frame_of,
)
from codemod.interpreter.walking import annotations_of, times_rebound, unparsed
from codemod.library_names import CONFIGURATIONS, ENUMS, MERGED_IN_PLACE, MODELS, WEB
from codemod.project.module import ROUTES
from codemod.project.nodes import nodes_in

if TYPE_CHECKING:
    from typing import Any

Names = dict[str, Value]


# Definitions


def execute_function(machine: Machine, node: ast.FunctionDef | ast.AsyncFunctionDef, frame: Frame) -> bool:
    function = Function(node, frame, defaults=defaults_of(machine, node, frame))
    if machine.thorough:
        for annotation in annotations_of(node):
            evaluate_annotation(machine, annotation, frame)
    if not machine.following and passes_request_on(node):
        machine.callables.append((function, None))
    value: Value = function
    is_part = frame.kind == "class" and node.name in frame.names and is_accessor(node)
    for decorator in reversed(node.decorator_list) if not is_part else ():
        value = decorated(machine, machine.evaluate(decorator, frame), value, decorator, frame)
    if not is_part:
        bind_name(machine, node.name, value, frame)
    return False


def is_accessor(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """`@key.setter`: the name goes on standing for the property, which is what is read."""
    return any(is_part_of_property(part, node.name) for part in node.decorator_list)


def is_part_of_property(decorator: ast.expr, name: str) -> bool:
    match decorator:
        case ast.Attribute(value=ast.Name(id=owner), attr="setter" | "deleter"):
            return owner == name
    return False


def decorated(machine: Machine, decorator: Value, value: Value, node: ast.expr, frame: Frame) -> Value:
    """What a decorator makes of a function or class; one whose source is not read is taken to give it back."""
    if _caches(decorator) or (machine.thorough and _serves(machine, node, frame)):
        return value  # it is not called yet
    if isinstance(value, Class) and _is_told_of_class(decorator):
        value.is_frozen = _freezes(decorator) and len(value.node.decorator_list) == 1
        return value
    result = machine.call(decorator, Arguments((value,), settled=frozenset({WHOLE})), node, frame)
    known = (Function, Class, Application, Native)
    if isinstance(decorator, known) or isinstance(result, (Function, Class)):
        return value if result == UNKNOWN else result
    return value


def _is_told_of_class(decorator: Value) -> bool:
    """`@dataclass(order=True)`, told by constants alone: it leaves the class as it is, but for its slots."""
    match decorator:
        case Instance(
            cls=External("dataclasses.dataclass"), arguments=Arguments(positional=(), named=named, open=False)
        ):
            return all(isinstance(value, Constant) for _, value in named) and "slots" not in dict(named)
    return False


def _freezes(decorator: Value) -> bool:
    """`@dataclass(frozen=True)`. Where another decorator is above or below it, that may give the class what it likes."""
    return isinstance(decorator, Instance) and decorator.arguments.get(None, "frozen") == constant(True)


def is_frozen_model(cls: Class, given: Arguments) -> bool:
    """`class Options(BaseModel, frozen=True)`, or with `model_config = ConfigDict(frozen=True)`."""
    match cls.bases, cls.names.get("model_config"):
        case (External(base),), None if base in MODELS:
            return given.get(None, "frozen") == constant(True)
        case (External(base),), Instance(cls=External(dotted), arguments=told) if base in MODELS and not told.open:
            return dotted in CONFIGURATIONS and told.get(None, "frozen") == constant(True)
    return False


def _serves(machine: Machine, decorator: ast.expr, frame: Frame) -> bool:
    """`@app.post("/")`, `@router.get("/")`, `@app.exception_handler(KeyError)`: what is decorated runs with a request."""
    match decorator:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=verb)) if verb in (*ROUTES, "exception_handler"):
            owner = machine.resolved(look_up(machine, name, frame) or UNKNOWN)
            return isinstance(owner, Application) or (
                isinstance(owner, Instance) and isinstance(owner.cls, External) and owner.cls.dotted.startswith(WEB)
            )
    return False


def _caches(decorator: Value) -> bool:
    """`@lru_cache` and `@lru_cache(maxsize=1)`."""
    name = decorator.cls if isinstance(decorator, Instance) else decorator
    return isinstance(name, External) and name.dotted in ("functools.lru_cache", "functools.cache")


def execute_class(machine: Machine, node: ast.ClassDef, frame: Frame) -> bool:
    given = evaluate_arguments(machine, node, frame)
    tell_bases(machine, given.positional)
    inner = Frame(frame.module, frame, "class")
    value = Class(node, given.positional, frame, inner.names)
    value.is_enum = any(
        base.is_enum if isinstance(base, Class) else isinstance(base, External) and base.dotted in ENUMS
        for base in given.positional
    )
    meta = given.get(None, "metaclass")
    value.meta = meta if isinstance(meta, Class) else value.meta
    machine.execute_block(node.body, inner, machine.activation())
    for name, member in inner.names.items():
        if isinstance(member, Function) and member.frame is inner:
            # A method does not see the names of its class, only those around it: Frame.kind says so to `look_up`.
            inner.names[name] = member._replace(owner=value)
    value.is_frozen = not node.decorator_list and is_frozen_model(value, given)
    result = created(machine, value, given, node, frame)
    for decorator in reversed(node.decorator_list):
        result = decorated(machine, machine.evaluate(decorator, frame), result, decorator, frame)
    bind_name(machine, node.name, result, frame)
    return False


# Simple statements


def execute_expression(machine: Machine, node: ast.Expr, frame: Frame) -> bool:
    began = machine.clock
    value = machine.evaluate(node.value, frame)
    if isinstance(node.value, ast.Call) and not machine.following:
        machine.drop(value, node.value, frame)
        unwrap(machine, value, began, node.value, frame)
    return _never_returns(node.value)


def unwrap(machine: Machine, value: Value, began: int, node: ast.expr, frame: Frame) -> None:
    """`secure(app)`, and nobody keeps what it gives back: the application is served without what was put around it."""
    wrapped = [part for part in alternatives(value) if isinstance(part, Wrapped)]
    held = [part for part in frame_of(frame.module).names.values() if isinstance(part, Wrapped)] if wrapped else []
    for part in wrapped:
        if not any(one.application is part.application for one in held):
            slots = part.application.slots
            lost = [slot for slot in slots if slot.time > began and slot.end == "wrap" and slot.form == "wrap"]
            part.application.slots = [slot for slot in slots if slot not in lost]
            machine.thrown += [(part.application, slot.layer, node, frame.module) for slot in lost]


def _never_returns(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and unparsed(node.func) in ("sys.exit", "os._exit", "os.abort")


def execute_return(machine: Machine, node: ast.Return, frame: Frame) -> bool:
    value = machine.evaluate(node.value, frame) if node.value else NONE
    frame.returns.append(told(machine, value))
    frame.returned.append(machine.conditions - frame.conditions)
    if isinstance(value, Instance) and node.value is not None:
        value.is_told = is_told(machine, node.value, frame, value)
    frame.ended = ast.Return, machine.conditions
    frame.is_left_early = frame.is_left_early or not machine.late
    return True


def is_told(machine: Machine, node: ast.expr, frame: Frame, value: Instance) -> bool:
    """Whether a function gives back an object that it makes anew each time: `return cls(session=False)`."""
    decorators = frame.node.decorator_list if isinstance(frame.node, ast.FunctionDef) else [node]
    is_plain = all(isinstance(part, ast.Name) and part.id in ("classmethod", "staticmethod") for part in decorators)
    return is_plain and isinstance(node, ast.Call) and is_settled(machine, node, frame, value)


def told(machine: Machine, value: Value) -> Value:
    """A flag that is set, or given back, where the program has just asked the stack tells what it found there."""
    is_flag = isinstance(value, Constant) and isinstance(value.value, (int, type(None)))
    return ASKED if is_flag and any(condition.asks for condition in machine.conditions) else value


def execute_assign(machine: Machine, node: ast.Assign, frame: Frame) -> bool:
    value = told(machine, machine.evaluate(node.value, frame))
    value = as_it_stands(machine, node.value, value, frame) if frame.node is not None else value
    now = None
    if frame.kind == "function" and isinstance(node.value, (ast.Attribute, ast.Subscript, ast.Call)):
        now = at_this_moment(machine, node.value, frame)
    value = value if now is None or isinstance(now, Absent) else now
    known = settled(machine, node.value, frame) if frame.node is not None else None
    for target in node.targets:
        bind(machine, target, value, frame)
        if isinstance(target, ast.Name):
            note_origin(machine, target.id, node.value, value, frame)
        if value is now and isinstance(target, ast.Name):
            frame.momentary[target.id] = value
        note_settled(machine, target, node.value, known, frame)
    return False


def note_settled(
    machine: Machine, target: ast.expr, given: ast.expr, value: Value | None, frame: Frame, is_part: bool = False
) -> None:
    """`self.strict = strict`, where the call of the constructor settles `strict`; ``value`` is what that is.

    ``is_part`` says that it is one of the elements of what is ``given``.
    """
    if isinstance(target, ast.Name) and frame.node is not None:
        derive(machine, target.id, given, value, frame)
    if isinstance(target, ast.Tuple) and isinstance(given, ast.Tuple) and len(target.elts) == len(given.elts):
        for one, part in zip(target.elts, given.elts, strict=True):  # a name may be bound by now
            if isinstance(one, ast.Attribute):
                note_settled(machine, one, part, settled(machine, part, frame), frame)
    elif isinstance(target, ast.Tuple) and value is not None:  # `self.limit, self.strict = options`
        for one, element in zip(target.elts, told_elements(machine, target, value), strict=True):
            if isinstance(one, ast.Attribute):
                note_settled(machine, one, given, element, frame, is_part=True)
            elif isinstance(one, ast.Starred) and isinstance(one.value, ast.Name):  # `first, *rest = layers`
                derive(machine, one.value.id, given, frame.names.get(one.value.id), frame)
    if not isinstance(target, ast.Attribute) or not isinstance(target.value, ast.Name):
        return
    owner = frame.names.get(target.value.id)
    if isinstance(owner, (Application, Instance)):
        is_kept = value is not None or (not is_part and is_settled(machine, given, frame))
        (owner.settled.add if is_kept else owner.settled.discard)(target.attr)
        if isinstance(value, Constant):
            owner.attributes[target.attr] = value  # the outcome of a test
    elif isinstance(owner, Class):
        is_hook = isinstance(frame.node, ast.FunctionDef) and frame.node.name in HOOKS
        is_kept = is_hook and is_settled(machine, given, frame) and machine.conditions <= frame.conditions
        (owner.settled.add if is_kept else owner.settled.discard)(target.attr)


def told_elements(machine: Machine, target: ast.Tuple, value: Value) -> list[Value | None]:
    """The elements that are settled of a row that is taken apart: those that the call writes out, and the fields it tells."""
    count = len(target.elts)
    if isinstance(value, Instance) and value.row is not None and len(value.row) == count:
        return [settled_attribute(machine, value, name) for name in value.row]
    if not isinstance(value, TupleValue) or value.open or len(value.items) != count:
        return [None] * count
    return [item.value if is_written_out(item) else None for item in value.items]


def is_written_out(item: Item) -> bool:
    """Whether an element of a tuple is a literal where the tuple is written."""
    step = item.chain[-1] if item.chain else None
    return step is not None and not item.conditions and isinstance(step.block[step.position], ast.Constant)


def derive(machine: Machine, name: str, given: ast.expr, value: Value | None, frame: Frame) -> None:
    """`options = {**DEFAULTS, **options}`: what follows from what is settled is so, too. A literal is a switch that somebody turns."""
    frame.derived.pop(name, None)
    if isinstance(given, ast.Constant) or frame.node is None or times_rebound(frame.node)[name] != 1:
        return
    if value is not None and not isinstance(value, (Class, Function)):
        frame.names[name] = frame.derived[name] = value
    elif value is None and isinstance(made := frame.names.get(name), DictObject) and is_new_dict(given):
        made.written = made.written if isinstance(given, ast.Dict) else {}
        frame.derived[name] = made  # what is settled may be put into it


def is_new_dict(node: ast.expr) -> bool:
    """`dict(DEFAULTS)`, `{**DEFAULTS}`, `DEFAULTS.copy()`."""
    match node:
        case ast.Dict() | ast.Call(func=ast.Name(id="dict")) | ast.Call(func=ast.Attribute(attr="copy"), args=[]):
            return True
    return False


def execute_annotated(machine: Machine, node: ast.AnnAssign, frame: Frame) -> bool:
    if node.value is not None:
        value = machine.evaluate(node.value, frame)
        known = settled(machine, node.value, frame) if frame.node is not None else None
        bind(machine, node.target, value, frame)
        if isinstance(node.target, ast.Name):
            note_origin(machine, node.target.id, node.value, value, frame)
        note_settled(machine, node.target, node.value, known, frame)
    if machine.thorough and frame.kind != "function":
        evaluate_annotation(machine, node.annotation, frame)
    return False


def evaluate_annotation(machine: Machine, annotation: ast.expr, frame: Frame) -> None:
    """What an annotation calls, which may be the program's own: `Annotated[str, need("items")]`."""
    module = frame.module
    kinds = (ast.Call, ast.Subscript, ast.BinOp) if machine.thorough else (ast.Call, ast.Subscript)  # `Card | None`
    runs_code = any(isinstance(node, kinds) for node in nodes_in(annotation))
    if runs_code and not module.is_library and not module.facts.postpones_annotations:
        machine.evaluate(annotation, frame)


def execute_augmented(machine: Machine, node: ast.AugAssign, frame: Frame) -> bool:
    value = machine.finished(machine.evaluate(node.value, frame), node, frame)
    if isinstance(node.target, ast.Name):
        target = machine.evaluate(node.target, frame)
        machine.locate(node.target, target, frame, is_whole=True)
        if isinstance(node.op, ast.BitOr) and joined(machine, target, value, node, frame) is not None:
            return False
        if isinstance(target, ListObject) and isinstance(node.op, ast.Add):
            known = items_of(value)
            machine.grown += [] if machine.following else [target]
            target.items += [placed(machine, item) for item in (known or ()) if len(target.items) < 5000]
            target.open = target.open or is_open(value)
            target.is_scrambled = target.is_scrambled or is_scrambled(value)
        elif isinstance(target, StackList) and isinstance(node.op, ast.Add):  # another name for `app.user_middleware`
            extend_stack(machine, target.application, value)
        elif is_merged(machine, node, target, value):
            return False
        else:
            bind_name(machine, node.target.id, augmented(machine, node, target, value, frame), frame)
        return False
    owner = machine.evaluate(node.target, frame)
    if isinstance(node.op, ast.BitOr) and joined(machine, owner, value, node, frame) is not None:
        return False
    if is_merged(machine, node, owner, value):
        return False
    if machine.thorough and not isinstance(owner, (StackList, ListObject, Native)):
        bind(machine, node.target, augmented(machine, node, owner, value, frame), frame)
        return False
    own = changed_in_place(machine, node, owner, value, frame)
    if own is not None:
        bind(machine, node.target, own, frame)
        return False
    if isinstance(owner, StackList):
        extend_stack(machine, owner.application, value)
    elif isinstance(owner, ListObject):
        owner.items += [placed(machine, item) for item in items_of(value) or ()]
    elif isinstance(owner, Native) and isinstance(owner.owner, Application) and owner.name == "routes":
        adopt(machine, owner.owner, value)
    return False


def is_merged(machine: Machine, node: ast.AugAssign, target: Value, value: Value) -> bool:
    """`options |= {"key": key}` changes a dict in place, whoever else has it."""
    if isinstance(target, External) and target.dotted in MERGED_IN_PLACE and isinstance(node.op, ast.BitOr):
        return True
    if not isinstance(target, DictObject) or not isinstance(node.op, ast.BitOr):
        return False
    if isinstance(value, DictObject):
        update(target, value)
        target.open = target.open or value.open
    else:
        target.open = True
        change(machine, target, node)
    return True


def augmented(machine: Machine, node: ast.AugAssign, target: Value, value: Value, frame: Frame) -> Value:
    """What a name or a part of something stands for after `target += value`."""
    own = changed_in_place(machine, node, target, value, frame) or counted(machine, node.op, target, value)
    if own is not None:
        return own
    both = concatenated(machine, target, value)
    return made_from(machine, type(node.op).__name__, target, value) if both == UNKNOWN else both


def changed_in_place(machine: Machine, node: ast.AugAssign, target: Value, value: Value, frame: Frame) -> Value | None:
    """What `target += value` gives for an object of the program's own."""
    name = OPERATORS[type(node.op)]
    return operated(machine, (f"i{name}", name), target, value, node, frame)


def extend_stack(machine: Machine, application: Application, value: Value) -> None:
    """Layers that are put at the end of `user_middleware`: innermost, in their order."""
    items = items_of(value)
    for item in items or ():
        if isinstance(item.value, Layer):
            here = placed(machine, item)
            application.slots.append(
                Registration(
                    item.value, here.chain, here.conditions, machine.tick(), machine.run, "inner", "append", "inner"
                )
            )
    application.is_scrambled = application.is_scrambled or is_scrambled(value)
    if is_open(value) or any(not isinstance(item.value, Layer) for item in items or ()):
        application.opaque.append("`user_middleware` is extended by something that cannot be seen")


def placed(machine: Machine, item: Item) -> Item:
    """An item of another list that is put into a list here: a move would move this statement, or an element of it."""
    inner = item.chain if item.chain[: len(machine.chain)] == machine.chain else machine.chain
    return item._replace(chain=inner, conditions=item.conditions | machine.conditions)


def execute_delete(machine: Machine, node: ast.Delete, frame: Frame) -> bool:
    for target in node.targets:
        if isinstance(target, ast.Name):
            value = frame.names.pop(target.id, UNKNOWN)
            if machine.thorough and isinstance(value, Instance):
                let_go(machine, value, frame)
        elif isinstance(target, ast.Attribute) and machine.thorough:
            holder = machine.evaluate(target.value, frame)
            if isinstance(holder, Instance) and not is_deleted_by_code(machine, holder, target.attr, target, frame):
                holder.attributes.pop(target.attr, None)  # that of its class is seen again
            elif isinstance(holder, Class):
                holder.names.pop(target.attr, None)  # and that of a class no longer
        elif isinstance(target, ast.Subscript):
            owner = machine.evaluate(target.value, frame)
            if isinstance(owner, ListObject):
                delete_item(machine, owner, machine.evaluate(target.slice, frame), target)
                continue
            if isinstance(owner, StackList):
                delete_layers(machine, owner.application, target, frame)
                continue
            if isinstance(owner, External) and owner.dotted in MERGED_IN_PLACE:
                set_variable(machine, machine.evaluate(target.slice, frame), target)
            if isinstance(owner, (Instance, Application)):
                index = Arguments((machine.evaluate(target.slice, frame),))
                own = call_special(machine, owner, "__delitem__", index, target, frame)
                if own is None and isinstance(owner, Instance):
                    change(machine, owner, target)
                continue
            if isinstance(owner, DictObject):
                remove(machine, owner, machine.evaluate(target.slice, frame))
            machine.evaluate(target, frame)
            key = key_named(machine.evaluate(target.slice, frame)) if is_scope(owner) else None
            if key is not None:
                take_out(machine, owner, key, target, frame)
    return False


def delete_layers(machine: Machine, application: Application, target: ast.Subscript, frame: Frame) -> None:
    """`del app.user_middleware[0]`, `del app.user_middleware[:]`."""
    key = None if is_all(target.slice) else getattr(machine.evaluate(target.slice, frame), "value", "")
    if isinstance(key, str) or not drop_layers(machine, application, key, frame):
        assign_stack(machine, application, source_text(target), UNKNOWN, target, frame)
    else:
        machine.note(application, "stack", source_text(target), target, frame)


def delete_item(machine: Machine, owner: ListObject, key: Value, node: ast.AST) -> None:
    """`del layers[0]`; of an unknown index or a slice, or under a condition, it is not known what is left."""
    index = getattr(key, "value", None)
    if isinstance(index, int) and -len(owner.items) <= index < len(owner.items) and not is_changed_if(machine, owner):
        del owner.items[index]
    else:
        scramble(machine, owner, node)


def execute_raise(machine: Machine, node: ast.Raise, frame: Frame) -> bool:
    for part in (node.exc, node.cause):
        if part is not None:
            value = machine.evaluate(part, frame)
            if machine.following and isinstance(value, Instance) and isinstance(value.cls, Class):
                machine.raised.append(value)
    return True


def execute_assert(machine: Machine, node: ast.Assert, frame: Frame) -> bool:
    facts = tested(machine, node.test, frame)
    frame.present = frame.present | facts.if_true
    if machine.following and not machine.caught:
        machine.refuse(facts.if_true, "raises")
    return False


def execute_global(machine: Machine, node: ast.Global, frame: Frame) -> bool:
    frame.globals |= set(node.names)
    return False


def execute_nonlocal(machine: Machine, node: ast.Nonlocal, frame: Frame) -> bool:
    frame.nonlocals |= set(node.names)
    return False


def end_turn(machine: Machine, node: ast.Break | ast.Continue, frame: Frame) -> bool:
    machine.steps += len(frame.names) // 50  # the copy
    frame.left.append(dict(frame.names))
    if isinstance(node, ast.Break):
        frame.ended = ast.Break, machine.conditions
    return True


EXECUTORS: dict[type, Callable[[Machine, Any, Frame], bool]] = {
    ast.FunctionDef: execute_function,
    ast.AsyncFunctionDef: execute_function,
    ast.ClassDef: execute_class,
    ast.Expr: execute_expression,
    ast.Return: execute_return,
    ast.Assign: execute_assign,
    ast.AnnAssign: execute_annotated,
    ast.AugAssign: execute_augmented,
    ast.Delete: execute_delete,
    ast.Raise: execute_raise,
    ast.Assert: execute_assert,
    ast.Global: execute_global,
    ast.Nonlocal: execute_nonlocal,
    ast.Break: end_turn,
    ast.Continue: end_turn,
}
