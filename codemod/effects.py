"""What a statement reads, binds and changes when it runs, as far as that forbids to move another past it. DESIGN section 2.

All of it is read off the syntax; the machine is asked only what a name stands for and which functions a statement called.
A path is a dotted name as a tuple: `settings.key` is `("settings", "key")`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from codemod.expressions import look_up
from codemod.imports import absolute, star_imported
from codemod.known import last_name
from codemod.machine import Machine
from codemod.values import (
    UNKNOWN,
    Application,
    BaseMethod,
    Class,
    Constant,
    External,
    Frame,
    Function,
    Instance,
    ListObject,
    ModuleValue,
    Native,
    Registrar,
    StackList,
    Step,
    Stranger,
    Value,
    Wrapped,
)

Path = tuple[str, ...]

# Calls that change nothing of what they are given.
_PURE = frozenset(
    [
        "print",
        "len",
        "str",
        "repr",
        "int",
        "float",
        "bool",
        "bytes",
        "isinstance",
        "issubclass",
        "type",
        "id",
        "hash",
        "getattr",
        "hasattr",
        "sorted",
        "min",
        "max",
        "sum",
        "any",
        "all",
        "list",
        "tuple",
        "dict",
        "set",
        "frozenset",
        "enumerate",
        "zip",
        "range",
        "format",
        "info",
        "debug",
        "warning",
        "error",
        "exception",
        "critical",
        "log",
        "getLogger",
    ]
)
_PURE_METHODS = (
    "get", "is_", "has_", "to_", "as_", "model_dump", "items", "keys", "values", "copy", "split", "strip", "lstrip", "rstrip", "lower",
    "upper", "format", "encode", "decode", "join", "startswith", "endswith", "replace", "dict", "json", "count", "index", "hex",
)  # fmt: skip
_SETS_ENVIRONMENT = frozenset({"load_dotenv", "read_env", "putenv", "unsetenv", "setenv", "load_env", "read_dotenv"})
_CHANGES_MAPPING = frozenset({"update", "setdefault", "pop", "clear", "popitem", "__setitem__"})
_EXITS = frozenset({"sys.exit", "exit", "quit", "os._exit", "os.abort"})


class Change(NamedTuple):
    """A name is bound, or what a path leads to may be changed; ``text`` is the code that does it."""

    path: Path
    verb: str
    row: int


def immediate(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run when the statement runs: not the bodies of functions and lambdas that it defines."""
    stack = [node]
    while stack:
        here = stack.pop()
        yield here
        if isinstance(here, (ast.FunctionDef, ast.AsyncFunctionDef)):
            stack += [*here.decorator_list, *here.args.defaults, *(part for part in here.args.kw_defaults if part)]
        elif not isinstance(here, ast.Lambda):
            stack += ast.iter_child_nodes(here)


def binding(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Of these nodes those that can bind a name of the block: class bodies and comprehensions have names of their own."""
    hidden: set[int] = set()
    for node in nodes:
        if isinstance(node, ast.ClassDef):
            hidden |= {id(part) for statement in node.body for part in ast.walk(statement)}
        elif isinstance(node, ast.comprehension):
            hidden |= {id(part) for part in ast.walk(node.target)}
        if id(node) not in hidden:
            yield node


def path_of(node: ast.AST) -> Path | None:
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return (node.id, *reversed(names)) if isinstance(node, ast.Name) else None


def paths_read(nodes: Iterable[ast.AST]) -> frozenset[Path]:
    """The longest dotted names that are read."""
    found: set[Path] = set()
    inner: set[int] = set()
    for node in nodes:
        if isinstance(node, (ast.Attribute, ast.Name)) and id(node) not in inner and isinstance(node.ctx, ast.Load):
            path = path_of(node)
            if path is None:
                continue
            found.add(path)
            below: ast.AST = node
            while isinstance(below, ast.Attribute):
                below = below.value
                inner.add(id(below))
    return frozenset(found)


def names_bound(nodes: Iterable[ast.AST]) -> dict[str, Change]:
    found: dict[str, Change] = {}
    for node in binding(nodes):
        row = getattr(node, "lineno", 0)
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                found[name] = Change((name,), "is assigned", row)
            case ast.Name(id=name, ctx=ast.Del()):
                found[name] = Change((name,), "is deleted", row)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found[name] = Change((name,), "is defined", row)
            case ast.alias(name=name, asname=alias) if name != "*":
                found[alias or name.partition(".")[0]] = Change((alias or name.partition(".")[0],), "is imported", row)
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                found[name] = Change((name,), "is bound", row)
            case ast.MatchMapping(rest=str(name)):
                found[name] = Change((name,), "is bound", row)
    return found


def lists_extended(machine: Machine, nodes: Iterable[ast.AST], frame: Frame) -> dict[str, Change]:
    """`layers += [...]` changes a list in place: the name goes on standing for it."""
    return {
        node.target.id: Change((node.target.id,), "may be changed by `+=`", node.lineno)
        for node in nodes
        if isinstance(node, ast.AugAssign)
        and isinstance(node.target, ast.Name)
        and isinstance(value_of(machine, node.target, frame), ListObject)
    }


def star_names(machine: Machine, node: ast.ImportFrom, frame: Frame) -> list[Change]:
    """The names that a star import binds; `*` when they are not known."""
    if not any(alias.name == "*" for alias in node.names):
        return []
    names = star_imported(machine, absolute(node, frame))
    return [Change((name,), "is imported", node.lineno) for name in (["*"] if names is None else names)]


def functions_called(machine: Machine, step: Step) -> list[Function]:
    """The functions of the program that a statement ran, directly or not."""
    queue = [
        function
        for chain, function in machine.inlined
        if any(part.shares_block(step) and part.position == step.position for part in chain)
    ]
    found: dict[ast.AST, Function] = {}
    while queue:
        function = queue.pop()
        if function.node in found:
            continue
        found[function.node] = function
        # What a function calls that is of no interest to the stacks was not followed: it may still change a name.
        frame = Frame(function.frame.module, function.frame, "function")
        callees = [node.func for node in body_of(function) if isinstance(node, ast.Call)]
        queue += [
            value for value in (value_of(machine, callee, frame) for callee in callees) if isinstance(value, Function)
        ]
    return list(found.values())


def body_of(function: Function) -> list[ast.AST]:
    body = [function.node.body] if isinstance(function.node, ast.Lambda) else function.node.body
    return [node for statement in body for node in immediate(statement)]


def locals_of(function: Function, nodes: list[ast.AST]) -> set[str]:
    spec = function.node.args
    names = {parameter.arg for parameter in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs)}
    names |= {parameter.arg for parameter in (spec.vararg, spec.kwarg) if parameter}
    return (names | set(names_bound(nodes))) - globals_of(nodes)


def globals_of(nodes: Iterable[ast.AST]) -> set[str]:
    return {name for node in nodes if isinstance(node, (ast.Global, ast.Nonlocal)) for name in node.names}


class Effects(NamedTuple):
    """What running one statement does, the functions that it calls included.

    ``attributes`` are the names of all attributes that it reads, whatever of.
    """

    reads: frozenset[Path]
    attributes: frozenset[str]
    changes: tuple[Change, ...]
    reads_environment: bool
    sets_environment: str | None


def effects_of(machine: Machine, step: Step) -> Effects:
    statement = step.block[step.position]
    frame = machine.frames[step.activation]
    nodes = list(immediate(statement))
    stars = [
        change for node in nodes if isinstance(node, ast.ImportFrom) for change in star_names(machine, node, frame)
    ]
    reads = set(paths_read(nodes))
    reads |= {path for node in nodes if isinstance(node, ast.AugAssign) and (path := path_of(node.target))}
    bound = {**names_bound(nodes), **lists_extended(machine, nodes, frame)}
    changes = [*bound.values(), *stars, *mutations(machine, nodes, frame)]
    every = list(nodes)
    for function in functions_called(machine, step):
        body = body_of(function)
        every += body
        if function.frame.module is not frame.module:
            continue  # its globals are other names
        inside = locals_of(function, body)
        reads |= {path for path in paths_read(body) if path[0] not in inside}
        outside = [change for name, change in names_bound(body).items() if name in globals_of(body)]
        inner = Frame(frame.module, function.frame, "function")
        outside += [change for change in mutations(machine, body, inner) if change.path[0] not in inside]
        called = getattr(function.node, "name", "<lambda>")
        row = statement.lineno  # where it happens is where the function is called
        changes += [
            Change(change.path, f"{change.verb} by `{called}(...)`, which is called", row) for change in outside
        ]
    attributes = frozenset(node.attr for node in every if isinstance(node, ast.Attribute))
    return Effects(
        frozenset(reads), attributes, tuple(changes), reads_environment(machine, every, frame), sets_environment(every)
    )


def mutations(machine: Machine, nodes: list[ast.AST], frame: Frame) -> list[Change]:
    """Stores into attributes and items, methods that may change their object, objects handed to functions that may."""
    found: list[Change] = []
    for node in nodes:
        match node:
            case ast.Attribute(ctx=ast.Store() | ast.Del()):
                found += _change(path_of(node), "is assigned", node)
            case ast.Subscript(
                ctx=ast.Store() | ast.Del(), value=ast.Call(func=ast.Name(id="globals" | "vars" | "locals"))
            ):
                key = node.slice.value if isinstance(node.slice, ast.Constant) else "*"
                found += _change((str(key),), "is assigned", node)
            case ast.Subscript(ctx=ast.Store() | ast.Del(), value=value):
                found += _change(path_of(value), "is changed", node)
            case ast.Call(func=ast.Attribute(value=value, attr=name)):
                if (
                    not name.startswith(_PURE_METHODS)
                    and name not in _PURE
                    and not is_stable(machine, value_of(machine, value, frame))
                ):
                    found += _change(path_of(value), f"may be changed by `.{name}(...)`", node)
                found += _handed(machine, node, frame)
            case ast.Call():
                found += _handed(machine, node, frame)
    return found


def _change(path: Path | None, verb: str, node: ast.AST) -> list[Change]:
    return [Change(path, verb, getattr(node, "lineno", 0))] if path else []


def _handed(machine: Machine, call: ast.Call, frame: Frame) -> list[Change]:
    """The names that a call is given, when it may change what they stand for."""
    callee = value_of(machine, call.func, frame)
    name = ast.unparse(call.func)
    if last_name(name) in _PURE or _keeps_arguments(callee, last_name(name)):
        return []
    found: list[Change] = []
    for index, argument in enumerate([*call.args, *(keyword.value for keyword in call.keywords)]):
        path = path_of(argument)
        if path is None or is_stable(machine, value_of(machine, argument, frame)):
            continue
        if isinstance(callee, Function) and not _parameter_changes(callee, index, argument, call):
            continue
        found.append(Change(path, f"is handed to `{name}(...)`, which may change it", call.lineno))
    return found


def _keeps_arguments(callee: Value, name: str) -> bool:
    """Starlette's own calls, and constructors: they keep what they are given, they do not change it."""
    if isinstance(callee, (Native, Registrar, StackList, Class, BaseMethod)):
        return not isinstance(callee, BaseMethod) or name[:1].isupper()
    if isinstance(callee, External):
        return callee.dotted.startswith(("starlette.", "fastapi.")) or name[:1].isupper()
    return False


def _parameter_changes(function: Function, index: int, argument: ast.expr, call: ast.Call) -> bool:
    """Whether a function of the program stores into a parameter, calls a method on it, or hands it on."""
    spec = function.node.args
    names = [parameter.arg for parameter in (*spec.posonlyargs, *spec.args)]
    keyword = next((keyword.arg for keyword in call.keywords if keyword.value is argument), None)
    name = keyword or (names[index] if index < len(names) else None)
    if name is None:
        return True
    for node in body_of(function):
        match node:
            case ast.Attribute(ctx=ast.Store() | ast.Del()) | ast.Subscript(ctx=ast.Store() | ast.Del()):
                if (path_of(node.value) or ("",))[0] == name:
                    return True
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=method)) if owner == name:
                if not method.startswith(_PURE_METHODS):
                    return True
            case ast.Call(args=arguments):
                if (
                    any(path_of(part) == (name,) for part in arguments)
                    and last_name(ast.unparse(node.func)) not in _PURE
                ):
                    return True
    return False


def value_of(machine: Machine, node: ast.AST, frame: Frame) -> Value:
    """What a dotted name stands for, without running anything."""
    path = path_of(node)
    if path is None:
        return UNKNOWN
    value = look_up(machine, path[0], frame)
    if value is None:
        return UNKNOWN
    value = machine.resolved(value)
    for name in path[1:]:
        if isinstance(value, Instance):
            return value.attributes.get(name, UNKNOWN)  # a property would run
        value = machine.attribute(value, name, node, frame)
    return value


def is_stable(machine: Machine, value: Value) -> bool:
    """Nothing that a call does to it changes what an argument reads from it."""
    match value:
        case Stranger():
            return value in machine.owners
        case (
            Constant()
            | Application()
            | Wrapped()
            | Class()
            | Function()
            | External()
            | ModuleValue()
            | Registrar()
            | StackList()
        ):
            return True
        case Native(owner=Application(), name=name):
            return name == "router"
        case Instance(cls=External(dotted)):
            return dotted in ("os.getenv", "os.environ.get", "builtins.str") or dotted.startswith("secrets.")
    return False


def reads_environment(machine: Machine, nodes: list[ast.AST], frame: Frame) -> bool:
    for node in nodes:
        path = path_of(node)
        if path is None:
            continue
        if "environ" in path or path[-1] == "getenv":
            return True
        value = value_of(machine, node, frame)
        if isinstance(value, External) and value.dotted in (
            "os.environ",
            "os.getenv",
            "os.environb",
            "decouple.config",
        ):
            return True
        if isinstance(value, Instance) and value.cls in (
            External("starlette.config.Config"),
            External("environs.Env"),
            External("environ.Env"),
        ):
            return True
    return False


def sets_environment(nodes: Iterable[ast.AST]) -> str | None:
    for node in nodes:
        match node:
            case ast.Subscript(ctx=ast.Store() | ast.Del(), value=value) if (path_of(value) or ("",))[-1] == "environ":
                return ast.unparse(node)
            case ast.Call(func=function):
                path = path_of(function) or (function.attr if isinstance(function, ast.Attribute) else "",)
                if path[-1] in _SETS_ENVIRONMENT or ("environ" in path[:-1] and path[-1] in _CHANGES_MAPPING):
                    return f"{'.'.join(path)}(...)"
    return None


def ends_block(statement: ast.AST, in_loop: bool = False) -> ast.AST | None:
    """A `return`, `raise`, `yield` or exit that may end the block within this statement."""
    for node in immediate(statement):
        if isinstance(node, (ast.Return, ast.Raise, ast.Yield, ast.YieldFrom)):
            return node
        if isinstance(node, ast.Call) and ast.unparse(node.func) in _EXITS:
            return node
        if isinstance(node, (ast.Break, ast.Continue)) and not isinstance(
            statement, (ast.For, ast.While, ast.AsyncFor)
        ):
            return node
    return None


def overlaps(read: Path, changed: Path) -> bool:
    """Whether a change at one path may change what is read at the other: one leads to the other."""
    shorter = min(len(read), len(changed))
    return read[:shorter] == changed[:shorter]
