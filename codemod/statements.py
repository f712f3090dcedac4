"""What statements do to the machine: bind names, branch, loop, end the block."""

from __future__ import annotations

import ast
from collections.abc import Callable

from codemod.expressions import (
    condition_of,
    concatenated,
    evaluate_arguments,
    facts_of,
    imported,
    items_of,
    key_named,
)
from codemod.machine import Binding, Machine
from codemod.values import (
    UNKNOWN,
    Application,
    Arguments,
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
    ListObject,
    ModuleValue,
    Native,
    Scope,
    StackList,
    Stranger,
    Value,
    alternatives,
    constant,
    join,
)

Names = dict[str, Value]


def bind(machine: Machine, target: ast.expr, value: Value, frame: Frame) -> None:
    """Assign a value to a name, attribute, subscript or pattern of them."""
    match target:
        case ast.Name(id=name):
            _bind_name(machine, name, value, frame)
        case ast.Starred(value=inner):
            bind(machine, inner, ListObject(open=True), frame)
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            _unpack(machine, targets, value, frame)
        case ast.Attribute(value=owner, attr=name):
            for part in alternatives(machine.evaluate(owner, frame)):
                _set_attribute(machine, part, name, value, target, frame)
        case ast.Subscript(value=owner, slice=index):
            key = machine.evaluate(index, frame)
            for part in alternatives(machine.evaluate(owner, frame)):
                _set_item(machine, part, key, value, target, frame)


def _bind_name(machine: Machine, name: str, value: Value, frame: Frame) -> None:
    if isinstance(value, Application):
        machine.bindings.append(Binding(machine.chain, name, value))
    if name in frame.globals:
        frame.module.frame.names[name] = value
    elif name in frame.nonlocals:
        here = frame.parent
        while here is not None and here.kind == "function" and name not in here.names:
            here = here.parent
        (here or frame).names[name] = value
    else:
        frame.names[name] = value


def _unpack(machine: Machine, targets: list[ast.expr], value: Value, frame: Frame) -> None:
    items = items_of(value)
    known = list(items) if items is not None and not any(isinstance(target, ast.Starred) for target in targets) else []
    for index, target in enumerate(targets):
        part = known[index].value if len(known) == len(targets) else UNKNOWN
        bind(machine, target, part, frame)


def _set_attribute(machine: Machine, owner: Value, name: str, value: Value, target: ast.Attribute, frame: Frame) -> None:
    match owner:
        case Instance() | Stranger():
            owner.attributes[name] = value
        case Class():
            owner.names[name] = value
        case Application():
            owner.attributes[name] = value
            if name in ("user_middleware", "middleware_stack", "build_middleware_stack"):
                machine.note(owner, "stack", f"{machine_text(target)} = ...", target, frame)
                owner.opaque.append("`user_middleware` is assigned")
        case Native(owner=Application(), name="router") if name == "lifespan_context":
            mark_lifecycle(machine, value)
        case Scope() | Connection():
            pass  # `request.session = ...` has no setter


def _set_item(machine: Machine, owner: Value, key: Value, value: Value, target: ast.Subscript, frame: Frame) -> None:
    match owner:
        case Scope() | Connection():
            name = key_named(key)
            if name is not None:
                machine.observe("provide", name, target, frame)
        case DictObject():
            name = getattr(key, "value", None)
            if isinstance(name, str):
                owner.items[name] = value
            else:
                owner.items[f"\0{len(owner.items)}"] = value
                owner.open = True
        case StackList(application):
            machine.note(application, "stack", machine_text(target), target, frame)
            application.opaque.append("`user_middleware` is assigned")


def machine_text(node: ast.AST) -> str:
    """The source of a small expression, on one line."""
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 60 else text[:57] + "..."


def mark_lifecycle(machine: Machine, value: Value | None) -> None:
    """Remember the functions that run when the application starts: nothing may be registered in them."""
    for part in alternatives(value) if value is not None else ():
        if isinstance(part, Function):
            machine.lifecycle[part.node] = part
        for item in items_of(part) or ():
            mark_lifecycle(machine, item.value)


# Definitions


def execute_function(machine: Machine, node: ast.FunctionDef | ast.AsyncFunctionDef, frame: Frame) -> bool:
    value: Value = Function(node, frame)
    for decorator in reversed(node.decorator_list):
        function = machine.evaluate(decorator, frame)
        value = decorated(machine, function, value, decorator, frame)
    _bind_name(machine, node.name, value, frame)
    return False


def decorated(machine: Machine, decorator: Value, value: Value, node: ast.expr, frame: Frame) -> Value:
    """What a decorator makes of a function or class; one whose source is not read is taken to give it back."""
    result = machine.call(decorator, Arguments((value,)), node, frame)
    known = (Function, Class, Application, Native)
    if isinstance(decorator, known) or isinstance(result, (Function, Class)):
        return value if result == UNKNOWN else result
    return value


def execute_class(machine: Machine, node: ast.ClassDef, frame: Frame) -> bool:
    bases = evaluate_arguments(machine, node, frame).positional
    inner = Frame(frame.module, frame, "class")
    value = Class(node, bases, frame, inner.names)
    machine.execute_block(node.body, inner, machine.activation())
    for name, member in inner.names.items():
        if isinstance(member, Function) and member.frame is inner:
            # A method does not see the names of its class, only those around it: Frame.kind says so to `look_up`.
            inner.names[name] = member._replace(owner=value)
    result: Value = value
    for decorator in reversed(node.decorator_list):
        result = decorated(machine, machine.evaluate(decorator, frame), result, decorator, frame)
    _bind_name(machine, node.name, result, frame)
    return False


# Simple statements


def execute_expression(machine: Machine, node: ast.Expr, frame: Frame) -> bool:
    machine.evaluate(node.value, frame)
    return _never_returns(node.value)


def _never_returns(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) in ("sys.exit", "os._exit", "os.abort")


def execute_return(machine: Machine, node: ast.Return, frame: Frame) -> bool:
    frame.returns.append(machine.evaluate(node.value, frame) if node.value else constant(None))
    return True


def execute_assign(machine: Machine, node: ast.Assign, frame: Frame) -> bool:
    value = machine.evaluate(node.value, frame)
    for target in node.targets:
        bind(machine, target, value, frame)
    return False


def execute_annotated(machine: Machine, node: ast.AnnAssign, frame: Frame) -> bool:
    if node.value is not None:
        bind(machine, node.target, machine.evaluate(node.value, frame), frame)
    return False


def execute_augmented(machine: Machine, node: ast.AugAssign, frame: Frame) -> bool:
    value = machine.evaluate(node.value, frame)
    if isinstance(node.target, ast.Name):
        target = machine.evaluate(node.target, frame)
        if isinstance(target, ListObject) and isinstance(node.op, ast.Add):
            known = items_of(value)
            target.items += [placed(machine, item) for item in known or ()]
            target.open = target.open or known is None
        else:
            _bind_name(machine, node.target.id, concatenated(target, value), frame)
        return False
    owner = machine.evaluate(node.target, frame)
    if isinstance(owner, StackList):
        machine.note(owner.application, "stack", machine_text(node), node, frame)
        owner.application.opaque.append("`user_middleware` is extended")
    elif isinstance(owner, ListObject):
        owner.items += [placed(machine, item) for item in items_of(value) or ()]
    return False


def placed(machine: Machine, item: Item) -> Item:
    """An item of another list that is put into a list here: a move would move this statement, or an element of it."""
    inner = item.chain if item.chain[: len(machine.chain)] == machine.chain else machine.chain
    return item._replace(chain=inner, conditions=item.conditions | machine.conditions)


def execute_delete(machine: Machine, node: ast.Delete, frame: Frame) -> bool:
    for target in node.targets:
        if isinstance(target, ast.Name):
            frame.names.pop(target.id, None)
        elif isinstance(target, ast.Subscript):
            machine.evaluate(target, frame)
    return False


def execute_raise(machine: Machine, node: ast.Raise, frame: Frame) -> bool:
    for part in (node.exc, node.cause):
        if part is not None:
            machine.evaluate(part, frame)
    return True


def execute_assert(machine: Machine, node: ast.Assert, frame: Frame) -> bool:
    facts = facts_of(machine.evaluate(node.test, frame))
    frame.present = frame.present | facts.if_true
    return False


def execute_global(machine: Machine, node: ast.Global, frame: Frame) -> bool:
    frame.globals |= set(node.names)
    return False


def execute_nonlocal(machine: Machine, node: ast.Nonlocal, frame: Frame) -> bool:
    frame.nonlocals |= set(node.names)
    return False


def ends(machine: Machine, node: ast.stmt, frame: Frame) -> bool:
    return True


# Imports


def execute_import(machine: Machine, node: ast.Import, frame: Frame) -> bool:
    for alias in node.names:
        found = machine.project.find(alias.name)
        if found is not None:
            _run_if_it_registers(machine, found)
        if alias.asname:
            value: Value = ModuleValue(found) if found else External(alias.name)
            frame.names[alias.asname] = value
            continue
        top = alias.name.partition(".")[0]
        package = machine.project.find(top)
        frame.names[top] = ModuleValue(package) if package else External(top)
    return False


def execute_import_from(machine: Machine, node: ast.ImportFrom, frame: Frame) -> bool:
    module = absolute(node, frame)
    found = machine.project.find(module) if module else None
    if found is not None:
        _run_if_it_registers(machine, found)
    for alias in node.names:
        if alias.name == "*":
            for name, value in (star_imported(machine, module) or {}).items():
                _bind_name(machine, name, value, frame)
            continue
        bound = imported(machine, module, alias.name)
        if isinstance(bound, ModuleValue):
            _run_if_it_registers(machine, bound.module)
        _bind_name(machine, alias.asname or alias.name, bound, frame)
    return False


def absolute(node: ast.ImportFrom, frame: Frame) -> str:
    """The dotted name that a relative import means."""
    if not node.level:
        return node.module or ""
    parts = frame.module.package.split(".") if frame.module.package else []
    parts = parts[: len(parts) - (node.level - 1)] if node.level > 1 else parts
    return ".".join([*parts, *([node.module] if node.module else [])])


def _run_if_it_registers(machine: Machine, found: object) -> None:
    """A module that names middleware may register some when it is imported; any other is executed when it is used."""
    from codemod.project import Module

    if isinstance(found, Module):
        machine.open_module(found)


def star_imported(machine: Machine, module: str) -> dict[str, Value] | None:
    """What `from module import *` binds, or None when that cannot be known."""
    from codemod.known import STAR_NAMES

    found = machine.project.find(module)
    if found is None:
        return {name: External(f"{module}.{name}") for name in STAR_NAMES[module]} if module in STAR_NAMES else None
    machine.execute_all(found)
    names = found.frame.names
    listed = items_of(names["__all__"]) if "__all__" in names else None
    if listed is not None:
        chosen = [item.value.value for item in listed if isinstance(item.value, Constant)]
        return {str(name): names[str(name)] for name in chosen if name in names}
    return {name: value for name, value in names.items() if not name.startswith("_")}


# Branches


def run_arms(machine: Machine, frame: Frame, arms: list[tuple[Condition | None, frozenset[str], Callable[[], bool]]]) -> bool:
    """Run each arm from the same names, then go on with what the arms that do not end leave behind.

    When all but one arm end, the rest of the block lies in that one: its condition holds from there on.
    """
    names, present, late = dict(frame.names), frame.present, machine.late
    left: list[tuple[Condition | None, Names, frozenset[str], bool]] = []
    for condition, facts, run in arms:
        frame.names, frame.present, machine.late = dict(names), present | facts, late
        with machine.under(*([condition] if condition else [])):
            ended = run()
        if not ended:
            left.append((condition, frame.names, frame.present, machine.late))
    if not left:
        frame.names, frame.present = names, present
        return True
    frame.names = merged([arm_names for _, arm_names, _, _ in left])
    frame.present = frozenset.intersection(*(keys for _, _, keys, _ in left))
    machine.late = all(arm_late for _, _, _, arm_late in left)
    if len(left) == 1 and len(arms) > 1 and left[0][0] is not None:
        machine.conditions = machine.conditions | {left[0][0]}
    return False


def merged(arms: list[Names]) -> Names:
    if len(arms) == 1:
        return arms[0]
    result: Names = {}
    for name in dict.fromkeys(name for names in arms for name in names):
        values = [names[name] for names in arms if name in names]
        result[name] = values[0] if all(value is values[0] for value in values) else join(values)
    return result


def execute_if(machine: Machine, node: ast.If, frame: Frame) -> bool:
    facts = facts_of(machine.evaluate(node.test, frame))
    body, orelse = condition_of(machine, node.test, "body"), condition_of(machine, node.test, "else")
    if _is_true(node.test):
        return machine.execute_block(node.body, frame, machine.activation())
    return run_arms(
        machine,
        frame,
        [
            (body, facts.if_true, lambda: machine.execute_block(node.body, frame, machine.activation())),
            (orelse, facts.if_false, lambda: machine.execute_block(node.orelse, frame, machine.activation())),
        ],
    )


def _is_true(test: ast.expr) -> bool:
    return isinstance(test, ast.Constant) and bool(test.value)


def condition_at(machine: Machine, node: ast.AST, arm: str) -> Condition:
    """The condition of a statement that has no test to compare: a loop, `try`, `match`."""
    return Condition(f"{type(node).__name__}@{id(node)}", arm)


def execute_for(machine: Machine, node: ast.For | ast.AsyncFor, frame: Frame) -> bool:
    iterable = machine.evaluate(node.iter, frame)
    if isinstance(iterable, StackList):
        machine.note(iterable.application, "stack", f"for ... in {machine_text(node.iter)}", node.iter, frame)
    if isinstance(iterable, DictObject):
        known: list[Item] | None = None
    else:
        items = items_of(iterable)
        known = list(items) if items is not None and not getattr(iterable, "open", False) else None
    turns = known if known is not None else [Item(join([i.value for i in items_of(iterable) or ()] or [UNKNOWN]), (), frozenset())]
    if known is None:
        body = condition_at(machine, node, "body")
        run_arms(
            machine,
            frame,
            [
                (body, frozenset(), lambda: _turn(machine, node, turns[0], frame)),
                (condition_at(machine, node, "else"), frozenset(), lambda: False),
            ],
        )
    else:
        for item in turns[:50]:
            with machine.under(*item.conditions):
                _turn(machine, node, item, frame)
    return machine.execute_block(node.orelse, frame, machine.activation()) if node.orelse else False


def _turn(machine: Machine, node: ast.For | ast.AsyncFor, item: Item, frame: Frame) -> bool:
    bind(machine, node.target, item.value, frame)
    machine.execute_block(node.body, frame, machine.activation())
    return False  # `return` and `break` end a turn; the loop may also have none


def execute_while(machine: Machine, node: ast.While, frame: Frame) -> bool:
    facts = facts_of(machine.evaluate(node.test, frame))

    def body() -> bool:
        machine.execute_block(node.body, frame, machine.activation())
        return False

    nothing = (condition_at(machine, node, "else"), facts.if_false, lambda: False)
    run_arms(machine, frame, [(condition_at(machine, node, "body"), facts.if_true, body), nothing])
    return False


def execute_with(machine: Machine, node: ast.With | ast.AsyncWith, frame: Frame) -> bool:
    caught = machine.caught
    for item in node.items:
        value = machine.evaluate(item.context_expr, frame)
        if isinstance(value, Instance) and value.cls == External("contextlib.suppress"):
            machine.caught = machine.caught | {
                argument.dotted.rpartition(".")[2] for argument in value.arguments.all() if isinstance(argument, External)
            }
        entered = machine.call(Native(value, "__enter__"), Arguments(), item.context_expr, frame)
        if item.optional_vars is not None:
            bind(machine, item.optional_vars, entered, frame)
    ended = machine.execute_block(node.body, frame, machine.activation())
    machine.caught = caught
    return ended


def execute_try(machine: Machine, node: ast.Try, frame: Frame) -> bool:
    caught = machine.caught
    before = dict(frame.names)
    body_ends = False

    def body() -> bool:
        nonlocal body_ends
        machine.caught = caught | frozenset(name for handler in node.handlers for name in handled(handler))
        ended = machine.execute_block(node.body, frame, machine.activation())
        machine.caught = caught
        body_ends = ended
        return ended or (bool(node.orelse) and machine.execute_block(node.orelse, frame, machine.activation()))

    def handle(handler: ast.ExceptHandler) -> Callable[[], bool]:
        def run() -> bool:
            # The body may have got to any point: its bindings may be there or not.
            if handler.type is not None:
                machine.evaluate(handler.type, frame)
            if handler.name:
                frame.names[handler.name] = UNKNOWN
            return machine.execute_block(handler.body, frame, machine.activation())

        return run

    frame.names = before
    arms: list[tuple[Condition | None, frozenset[str], Callable[[], bool]]] = []
    if node.handlers:
        arms.append((condition_at(machine, node, "body"), frozenset(), body))
        arms += [
            (condition_at(machine, node, f"handler {index}"), frozenset(), handle(handler))
            for index, handler in enumerate(node.handlers)
        ]
        ended = run_arms(machine, frame, arms)
    else:
        ended = body()
    if node.finalbody:
        return machine.execute_block(node.finalbody, frame, machine.activation()) or ended
    return ended


def handled(handler: ast.ExceptHandler) -> list[str]:
    """The names of the exceptions that a handler takes: a bare one takes all."""
    if handler.type is None:
        return ["BaseException"]
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return [ast.unparse(kind).rpartition(".")[2] for kind in types]


def execute_match(machine: Machine, node: ast.Match, frame: Frame) -> bool:
    subject = machine.evaluate(node.subject, frame)

    def arm(case: ast.match_case) -> Callable[[], bool]:
        def run() -> bool:
            _match_keys(machine, subject, case.pattern, frame)
            for part in ast.walk(case.pattern):
                if name := getattr(part, "name", None) or getattr(part, "rest", None):
                    frame.names[name] = UNKNOWN
            if case.guard is not None:
                machine.evaluate(case.guard, frame)
            return machine.execute_block(case.body, frame, machine.activation())

        return run

    arms: list[tuple[Condition | None, frozenset[str], Callable[[], bool]]] = [
        (condition_at(machine, node, f"case {index}"), frozenset(), arm(case)) for index, case in enumerate(node.cases)
    ]
    last = node.cases[-1]
    if last.guard is not None or not (isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None):
        arms.append((condition_at(machine, node, "no case"), frozenset(), lambda: False))
    return run_arms(machine, frame, arms)


def _match_keys(machine: Machine, subject: Value, pattern: ast.pattern, frame: Frame) -> None:
    """`case {"session": session}` asks whether the key is there, and so binds only when it is."""
    if not any(isinstance(part, (Scope, Connection)) for part in alternatives(subject)):
        return
    for part in ast.walk(pattern):
        for key_node in part.keys if isinstance(part, ast.MatchMapping) else ():
            key = key_named(machine.evaluate(key_node, frame))
            if key is not None:
                machine.observe("use", key, key_node, frame)
                frame.present = frame.present | {key}


EXECUTORS = {
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
    ast.Break: ends,
    ast.Continue: ends,
    ast.Import: execute_import,
    ast.ImportFrom: execute_import_from,
    ast.If: execute_if,
    ast.For: execute_for,
    ast.AsyncFor: execute_for,
    ast.While: execute_while,
    ast.With: execute_with,
    ast.AsyncWith: execute_with,
    ast.Try: execute_try,
    ast.Match: execute_match,
}
if hasattr(ast, "TryStar"):
    EXECUTORS[ast.TryStar] = execute_try
