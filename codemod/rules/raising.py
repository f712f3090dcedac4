"""Whether an exception that is raised between two registrations may be swallowed, so that the program goes on with one of them.

A provider that moves past what may raise is then lost: asked are all blocks, calls and decorators around the two, from the outermost
in, up to the block that holds both.
"""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterable, Iterator

from codemod.interpreter.classes import linearized
from codemod.interpreter.expressions import look_up
from codemod.interpreter.machine import Machine
from codemod.interpreter.memoisation import once
from codemod.interpreter.values import (
    UNKNOWN,
    Application,
    BaseMethod,
    Chain,
    Class,
    Constant,
    DictObject,
    External,
    Frame,
    Function,
    Instance,
    Lazy,
    Native,
    Partial,
    Step,
    Value,
    alternatives,
    frame_of,
)
from codemod.interpreter.walking import is_try
from codemod.library_names import LOGS, WEB, last_name
from codemod.project.nodes import nodes_in
from codemod.rules.executed_code import frame_of_written_call, immediate, names_bound
from codemod.rules.locations import value_of

_DEEP = 3  # calls in calls
_ENDS = frozenset({"sys.exit", "exit", "quit", "os._exit", "os.abort"})
_METHODS = ("__exit__", "__aexit__")
_STACKS = frozenset({"contextlib.ExitStack", "contextlib.AsyncExitStack"})
_SWALLOWING = frozenset({"contextlib.suppress", *_STACKS})
# Decorators that let an exception through.
_PLAIN = frozenset(
    """
    staticmethod classmethod property cached_property abstractmethod override final overload wraps contextmanager asynccontextmanager
    lru_cache cache singledispatch singledispatchmethod fixture no_type_check
    """.split()  # noqa: SIM905 - as a list it is twenty lines
)
# What calls, or waits for, what it is given, and lets an exception through; the modules whose functions all do.
_PASSING = frozenset({"run", "run_until_complete", "wait_for", "shield", "to_thread", "run_sync", "run_in_threadpool"})
_PASSING_MODULES = ("builtins.", "functools.", "itertools.", "operator.", "contextlib.", *WEB)
_THREADS = ("threading.", "multiprocessing.")
_GENERATORS = frozenset({"contextmanager", "asynccontextmanager"})


def swallowed_by(machine: Machine, chain: Chain, step: Step) -> str | None:
    """What goes on after an exception in the block of a step, as the end of a sentence; None when nothing does."""
    found = _end_swallows(machine, chain[0])
    for outer, inner in zip(chain, chain[1:], strict=False):
        if outer.shares_block(step):
            break
        found = _swallowed_at(machine, outer, inner) or found
    return found


def _swallowed_at(machine: Machine, outer: Step, inner: Step) -> str | None:
    """What lies between a statement and the block that it runs, and takes the exceptions of that block."""
    node, frame = outer.block[outer.position], _frame_at(machine, outer)
    if is_try(node):
        return f"the `try` around it ({_where(outer, inner)})" if _try_swallows(node, inner.block) else None
    if isinstance(node, (ast.With, ast.AsyncWith)) and inner.block is node.body:
        return f"the `with` around it ({_where(outer, inner)})" if _with_swallows(machine, node, frame) else None
    function = _function_of(machine, inner)
    return None if function is None else _call_swallows(machine, node, function, frame)


def _where(outer: Step, inner: Step) -> str:
    file = "" if outer.module is inner.module else f" of {os.path.basename(outer.module.path)}"
    return f"line {outer.block[outer.position].lineno}{file}"


def _frame_at(machine: Machine, step: Step) -> Frame:
    """The names of the block of a step; an element of a display has those of its module."""
    return machine.frames.get(step.activation) or frame_of(step.module)


# Blocks


def _try_swallows(node: ast.Try, block: list[ast.stmt] | list[ast.expr]) -> bool:
    """`except` that does not raise in its turn, and `return`, `break` or `continue` in a `finally`."""
    if block is node.body and any(goes_on(handler.body) for handler in node.handlers):
        return True
    return block is not node.finalbody and any(map(_leaves, node.finalbody))


def goes_on(block: list[ast.stmt]) -> bool:
    """Whether what follows a block may run after it: the block ends by no exception."""
    match block[-1]:
        case ast.Raise():
            return any(map(_leaves, block))
        case ast.Expr(value=ast.Call(func=function)) if ast.unparse(function) in _ENDS:
            return any(map(_leaves, block))
    return True


def _leaves(node: ast.AST) -> bool:
    """Whether a block is left by it, which drops what was raised."""
    return any(isinstance(part, (ast.Return, ast.Break, ast.Continue)) for part in immediate(node))


def _with_swallows(machine: Machine, node: ast.With | ast.AsyncWith, frame: Frame) -> bool:
    return any(
        _manager_swallows(machine, item.context_expr, frame) and not _is_idle_stack(machine, item, node, frame)
        for item in node.items
    )


def _is_idle_stack(machine: Machine, item: ast.withitem, node: ast.With | ast.AsyncWith, frame: Frame) -> bool:
    """`with ExitStack() as stack:` that takes in nothing which swallows: callbacks are not told of exceptions."""
    made = item.context_expr
    if not isinstance(made, ast.Call) or not isinstance(item.optional_vars, ast.Name | None):
        return False
    if not all(isinstance(part, External) and part.dotted in _STACKS for part in _values(machine, made.func, frame)):
        return False
    name = item.optional_vars.id if item.optional_vars is not None else None
    uses = [
        part
        for part in nodes_in(node)
        if isinstance(part, ast.Name) and part.id == name and part is not item.optional_vars
    ]
    harmless = 0
    for part in nodes_in(node):
        match part:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=method), args=args) if owner == name:
                is_entered = method in ("enter_context", "enter_async_context") and bool(args)
                harmless += method in ("callback", "push_async_callback", "close", "aclose") or (
                    is_entered and not _manager_swallows(machine, args[0], frame)
                )
    return harmless == len(uses)


def _manager_swallows(machine: Machine, made: ast.expr, frame: Frame, depth: int = 0) -> bool:
    """Whether the context manager that an expression gives may take an exception; one that is not known may."""
    if isinstance(made, ast.Await):
        made = made.value
    function = made.func if isinstance(made, ast.Call) else None
    if isinstance(function, ast.Attribute) and function.attr == "open":
        return False
    values = _values(machine, made if function is None else function, frame)
    kinds = [_kind_of(part) for part in values] if function is None else values
    return any(_kind_swallows(machine, kind, depth) for kind in kinds)


def _kind_of(value: Value) -> Value:
    """The class of an object, the function of a generator."""
    if isinstance(value, Instance):
        return value.cls
    return (value.function or UNKNOWN) if isinstance(value, Lazy) else value


def _kind_swallows(machine: Machine, kind: Value, depth: int) -> bool:
    match kind:
        case External(dotted):
            is_known = dotted.startswith(WEB) or dotted.partition(".")[0] in {"builtins", *sys.stdlib_module_names}
            return dotted in _SWALLOWING or not is_known
        case Class():
            for entry in linearized(kind):
                if isinstance(entry, External):
                    return entry.dotted != "builtins.object" and _kind_swallows(machine, entry, depth)
                for method in (entry.names.get(name) for name in _METHODS):
                    if method is not None:
                        return not isinstance(method, Function) or _exit_swallows(method)
            return False
        case Function() if depth < _DEEP and _is_generator(kind):
            body = kind.node.body
            return isinstance(body, list) and _yield_is_guarded(machine, body, kind.frame, depth)
    return True


def _is_generator(function: Function) -> bool:
    decorators = getattr(function.node, "decorator_list", [])
    return any(last_name(ast.unparse(part)) in _GENERATORS for part in decorators)


def _exit_swallows(method: Function) -> bool:
    """Whether an `__exit__` gives back anything but None and False."""
    if isinstance(method.node, ast.Lambda):
        return not (isinstance(method.node.body, ast.Constant) and not method.node.body.value)
    given = [part.value for node in method.node.body for part in immediate(node) if isinstance(part, ast.Return)]
    return any(not (value is None or (isinstance(value, ast.Constant) and not value.value)) for value in given)


def _yield_is_guarded(machine: Machine, block: list[ast.stmt], frame: Frame, depth: int) -> bool:
    """Whether what is thrown in at a `yield` of a context manager may stay in there."""
    for node in block:
        if not any(isinstance(part, (ast.Yield, ast.YieldFrom)) for part in immediate(node)):
            continue
        blocks = [inner for name in ("body", "orelse", "finalbody") if (inner := getattr(node, name, None))]
        if is_try(node):
            blocks += [handler.body for handler in node.handlers]
        for inner in blocks:
            has_yield = any(isinstance(part, (ast.Yield, ast.YieldFrom)) for one in inner for part in immediate(one))
            if has_yield and is_try(node) and _try_swallows(node, inner):
                return True
            if has_yield and _yield_is_guarded(machine, inner, frame, depth):
                return True
        if isinstance(node, (ast.With, ast.AsyncWith)) and any(
            _manager_swallows(machine, item.context_expr, frame, depth + 1) for item in node.items
        ):
            return True
    return False


# Calls


def _call_swallows(machine: Machine, node: ast.AST, function: Function, frame: Frame) -> str | None:
    """Who calls a function in the place of the program, or around it, and may take what it raises."""
    for decorator in getattr(function.node, "decorator_list", ()):
        if _decorator_swallows(machine, decorator, function.frame):
            return f"`@{ast.unparse(decorator)}` of `{getattr(function.node, 'name', '')}`"
    calls = [part for part in immediate(node) if isinstance(part, ast.Call)]
    for call in calls:
        if not _lets_through(machine, call, frame) and (_hands(machine, call, function, frame) or len(calls) == 1):
            return f"`{ast.unparse(call.func)}(...)` on line {call.lineno}"
    return None


def _end_swallows(machine: Machine, first: Step) -> str | None:
    """Who may call a function that the program was not seen to call: a library that it is handed to, such as a thread."""
    function = _function_of(machine, first)
    if function is None or isinstance(function.node, ast.Lambda):
        return None
    bases = linearized(function.owner) if function.owner is not None else ()
    base = next((entry for entry in bases if isinstance(entry, External) and entry.dotted.startswith(_THREADS)), None)
    if base is not None and function.node.name == "run":
        return f"`{last_name(base.dotted)}`, which runs it,"
    frame = frame_of(first.module)
    for call in handing(first.module.tree).get(function.node.name, ()):
        if not _lets_through(machine, call, frame):
            return f"`{ast.unparse(call.func)}(...)` on line {call.lineno}"
    return None


@once
def handing(tree: ast.Module) -> dict[str, list[ast.Call]]:
    """The calls of a file that are given something by its name, by that name."""
    found: dict[str, list[ast.Call]] = {}
    for node in nodes_in(tree):
        if isinstance(node, ast.Call):
            for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
                name = getattr(argument, "id", None) or getattr(argument, "attr", None)
                found.setdefault(name or "", []).append(node)
    return found


def _function_of(machine: Machine, step: Step) -> Function | None:
    """The function in whose body a step is."""
    ran = (function for _, function, _ in machine.inlined if getattr(function.node, "body", None) is step.block)
    return next(ran, None)


def _decorator_swallows(machine: Machine, decorator: ast.expr, frame: Frame) -> bool:
    maker = decorator.func if isinstance(decorator, ast.Call) else decorator
    if last_name(ast.unparse(maker)) in _PLAIN:
        return False
    for value in _values(machine, maker, frame):
        match value:
            case Function() if _is_generator(value):
                return _kind_swallows(machine, value, 0)
            case Class() if any(
                isinstance(entry, External) and "Decorator" in entry.dotted for entry in linearized(value)
            ):
                return _kind_swallows(machine, value, 0)
            case Function() | Class() | Instance() | Native() | Application():
                continue  # it is followed: the function that it calls instead lies around
            case External(dotted) if dotted.startswith(WEB):
                continue
            case _:
                return True
    return False


def _lets_through(machine: Machine, call: ast.Call, frame: Frame) -> bool:
    """Whether an exception in what a call runs comes out of it."""
    name = last_name(ast.unparse(call.func))
    if name == "gather":
        return all(
            isinstance(keyword.value, ast.Constant) and not keyword.value.value
            for keyword in call.keywords
            if keyword.arg in ("return_exceptions", None)
        )
    known = (Function, Class, Partial, Native, Lazy, Application, Constant)  # to call None raises
    return name in _PASSING or all(
        isinstance(part, known)
        or (isinstance(part, External) and part.dotted.startswith(_PASSING_MODULES))
        or (isinstance(part, Instance) and isinstance(part.cls, Class))
        for part in _values(machine, call.func, frame)
    )


def _hands(machine: Machine, call: ast.Call, function: Function, frame: Frame) -> bool:
    """Whether a call is given a function, or what it gives, or is a method of an object that was."""
    callee = value_of(machine, call.func, frame)
    if isinstance(callee, BaseMethod) and function in callee.instance.arguments.all():
        return True
    given = (part for argument in [*call.args, *call.keywords] for part in nodes_in(argument))
    return any(
        isinstance(value, Function) and value.node is function.node
        for part in given
        if isinstance(part, (ast.Name, ast.Attribute, ast.Lambda))
        for value in _values(machine, part, frame)
    )


def _values(machine: Machine, node: ast.AST, frame: Frame) -> tuple[Value, ...]:
    return alternatives(value_of(machine, node, frame))


# What cannot raise


def may_raise(machine: Machine, step: Step) -> bool:
    """Whether a statement does more than define something, name it, or keep it with the application."""
    node = step.block[step.position]
    frame = _frame_at(machine, step)
    later = frozenset().union(*map(_bound_by, step.block[step.position :]))
    return isinstance(node, ast.stmt) and not _is_quiet(machine, node, frame, later, 0)


@once
def _bound_by(node: ast.AST) -> frozenset[str]:
    return frozenset(names_bound(immediate(node)))


def _is_quiet(machine: Machine, node: ast.stmt, frame: Frame, later: Iterable[str], depth: int) -> bool:
    def is_quiet(*parts: ast.expr | None) -> bool:
        return all(part is None or _gives(machine, part, frame, later, depth) for part in parts)

    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Pass():
            return True
        case ast.Import(names=names):
            return all(_is_always_there(machine, alias.name) for alias in names)
        case ast.Assign(targets=targets, value=value):
            return is_quiet(value) and all(_takes(machine, target, frame) for target in targets)
        case ast.AnnAssign(target=target, value=value):
            return is_quiet(value) and isinstance(target, ast.Name) and isinstance(node.annotation, ast.Name)
        case ast.Expr(value=value) | ast.Return(value=value):
            return is_quiet(value)
    return False


def _takes(machine: Machine, target: ast.expr, frame: Frame) -> bool:
    """A name, and an attribute of an application or of its state."""
    if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Attribute) and target.value.attr == "state":
        target = target.value
    return isinstance(target, ast.Name) or (
        isinstance(target, ast.Attribute) and isinstance(value_of(machine, target.value, frame), Application)
    )


def _gives(machine: Machine, node: ast.expr, frame: Frame, later: Iterable[str], depth: int) -> bool:
    def all_give(parts: Iterable[ast.expr]) -> bool:
        return all(_gives(machine, part, frame, later, depth) for part in parts)

    match node:
        case ast.Constant():
            return True
        case ast.Name(id=name):
            return name not in later and look_up(machine, name, frame) is not None
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return all_give(parts)
        case ast.Dict(keys=keys, values=parts):
            return all(isinstance(key, ast.Constant) for key in keys) and all_give(parts)
        case ast.Call(func=ast.Attribute(value=base, attr="get"), args=[ast.Constant(), *rest], keywords=[]):
            return len(rest) < 2 and all_give(rest) and _is_dict(machine, base, frame, later)
        case ast.Call(func=ast.Attribute(attr=name), args=args, keywords=[]) if name in LOGS:
            return all(isinstance(part, ast.Constant) for part in args)
        case ast.Call(func=function, args=args, keywords=[]) if _shows_literals(machine, function, args, frame, later):
            return True
        case ast.Call(func=function, args=args, keywords=keywords) if depth < _DEEP:
            given = [*args, *(keyword.value for keyword in keywords)]
            values = list(_functions(_values(machine, function, frame)))
            return (
                all_give(given)
                and bool(values)
                and all(value is not None and _body_is_quiet(machine, value, node, frame, depth) for value in values)
            )
    return False


# Modules of Python's own library that no system and no build of it lacks.
_EVERYWHERE = frozenset(
    """
    abc ast asyncio base64 collections contextlib copy dataclasses datetime enum functools hashlib hmac inspect io itertools json
    logging math operator os pathlib random re secrets string sys tempfile textwrap threading time traceback types typing urllib uuid
    warnings weakref
    """.split()  # noqa: SIM905 - as a list it is thirty lines
)


def _is_always_there(machine: Machine, dotted: str) -> bool:
    """A module of Python's own that cannot be missing, and in whose place the program has none."""
    return dotted in _EVERYWHERE and machine.modules.find(dotted) is None


_SHOWS = frozenset(["builtins.print", "json.dumps"])


def _shows_literals(
    machine: Machine, function: ast.expr, args: list[ast.expr], frame: Frame, later: Iterable[str]
) -> bool:
    """`print(json.dumps({"cache": None}))`: of texts, numbers, and lists and dicts of them."""
    root = function.value if isinstance(function, ast.Attribute) else function
    is_there = isinstance(root, ast.Name) and root.id not in later
    values = _values(machine, function, frame)
    is_known = all(isinstance(value, External) and value.dotted in _SHOWS for value in values)
    return is_there and is_known and bool(args) and all(_is_literal(machine, part, frame, later) for part in args)


def _is_literal(machine: Machine, node: ast.expr, frame: Frame, later: Iterable[str]) -> bool:
    match node:
        case ast.Constant(value=value):
            is_shown = not isinstance(value, str) or value.isascii()  # every coding has it
            return is_shown and (isinstance(value, (str, int, float)) or value is None)
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return all(_is_literal(machine, part, frame, later) for part in parts)
        case ast.Dict(keys=keys, values=parts):
            is_named = all(isinstance(key, ast.Constant) and isinstance(key.value, str) for key in keys)
            return is_named and all(_is_literal(machine, part, frame, later) for part in parts)
        case ast.Call(func=function, args=args, keywords=[]):
            return _shows_literals(machine, function, args, frame, later)
    return False


def _functions(values: Iterable[Value]) -> Iterator[Function | None]:
    """The functions of the program; None for anything else."""
    for value in values:
        yield value if isinstance(value, Function) and isinstance(value.node, ast.FunctionDef) else None


def _body_is_quiet(machine: Machine, function: Function, call: ast.Call, frame: Frame, depth: int) -> bool:
    node = function.node
    if isinstance(node, ast.Lambda) or node.decorator_list or function.frame.module.is_library:
        return False
    if _is_misfit(node.args, call):
        return False
    inner = frame_of_written_call(machine, function, call, frame)
    later = frozenset(names_bound(part for statement in node.body for part in immediate(statement)))
    return all(_is_quiet(machine, statement, inner, later, depth + 1) for statement in node.body)


def _is_misfit(spec: ast.arguments, call: ast.Call) -> bool:
    """Whether a call may not fit the parameters: only those without defaults, by position, are seen to."""
    is_plain = not (spec.defaults or spec.kwonlyargs or spec.vararg or spec.kwarg or call.keywords)
    is_bound = isinstance(call.func, ast.Attribute)
    has_star = any(isinstance(part, ast.Starred) for part in call.args)
    return not is_plain or is_bound or has_star or len(call.args) != len([*spec.posonlyargs, *spec.args])


def _is_dict(machine: Machine, node: ast.expr, frame: Frame, later: Iterable[str]) -> bool:
    if isinstance(node, ast.Dict):
        return _gives(machine, node, frame, later, 0)
    if value_of(machine, node, frame) in (External("os.environ"),):
        return True
    is_there = not isinstance(node, ast.Name) or node.id not in later
    return is_there and all(isinstance(part, DictObject) for part in _values(machine, node, frame))
