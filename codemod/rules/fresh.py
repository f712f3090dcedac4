"""What is made anew whenever it is worked out: of an object that nobody else has no other can be changed with it.

`json.load(file)` gives another object each time, and so does a function that returns no more than that; a name of a function that
stands for such an object is not what the same name stands for in another call.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping

from codemod.interpreter.lazies import is_lazy
from codemod.interpreter.memoisation import once
from codemod.library_names import PARSES
from codemod.project.nodes import children_of, nodes_in

_HOOKS = frozenset(["object_hook", "object_pairs_hook", "cls", "Loader", "parse_constant", "_dict", "decoder"])


@once
def parsers_in(tree: ast.Module) -> frozenset[str]:
    """How a module calls the functions that make data of a text: `json.load`."""
    imported = {
        alias.name
        for node in nodes_in(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
        if not alias.asname
    }
    return frozenset(name for name in PARSES if name.partition(".")[0] in imported)


def parses(value: ast.AST, parsers: frozenset[str]) -> bool:
    match value:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=module), attr=name), keywords=keywords):
            return f"{module}.{name}" in parsers and not any(one.arg in _HOOKS or one.arg is None for one in keywords)
    return False


@once
def makers_in(tree: ast.Module) -> frozenset[str]:
    """The functions of a module that give a new object of parsed data in each call."""
    parsers = parsers_in(tree)
    if not parsers:
        return frozenset()
    found: set[str] = set()
    bound: list[str] = []
    for node in nodes_in(tree):
        match node:
            case ast.FunctionDef(name=name):
                bound.append(name)
                found |= {name} if _gives_new(node, parsers) else set()
            case ast.ClassDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.Name(id=name, ctx=ast.Store()):
                bound.append(name)
    return frozenset(name for name in found if bound.count(name) == 1)


def _gives_new(function: ast.FunctionDef, parsers: frozenset[str]) -> bool:
    if function.decorator_list or is_lazy(function):
        return False
    nodes = list(own_nodes(function))
    returned = [node.value for node in nodes if isinstance(node, ast.Return) and node.value is not None]
    own = {
        name
        for name, values in values_of_locals(function, nodes).items()
        if all(_is_new(value, parsers, frozenset()) for value in values) and _is_only_returned(name, nodes, returned)
    }
    return bool(returned) and all(_is_new(value, parsers, frozenset(own)) for value in returned)


def _is_new(value: ast.expr, parsers: frozenset[str], own: frozenset[str]) -> bool:
    match value:
        case ast.Constant():
            return True
        case ast.Name(id=name):
            return name in own
        case ast.BoolOp(values=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts):
            return all(_is_new(part, parsers, own) for part in parts)
        case ast.Dict(keys=keys, values=parts):
            return None not in keys and all(_is_new(part, parsers, own) for part in parts)
        case ast.IfExp(body=body, orelse=other):
            return _is_new(body, parsers, own) and _is_new(other, parsers, own)
        case ast.Subscript(value=base):
            return _is_new(base, parsers, own)
        case ast.Call(func=ast.Attribute(value=base, attr="get"), args=[_, *rest], keywords=[]) if not parses(
            value, parsers
        ):
            return _is_new(base, parsers, own) and all(_is_new(part, parsers, own) for part in rest)
    return parses(value, parsers)


def _is_only_returned(name: str, nodes: Iterable[ast.AST], returned: Iterable[ast.expr]) -> bool:
    """Whether a function keeps what a name of its own stands for nowhere else."""
    given = {id(part) for value in returned for part in nodes_in(value)}
    asked = {
        id(part)
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("isinstance", "len")
        for part in node.args
    }
    return all(
        id(node) in given | asked
        for node in nodes
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id == name
    )


def values_of_locals(function: ast.AST, nodes: Iterable[ast.AST]) -> Mapping[str, list[ast.expr]]:
    """What the names of a function stand for that it binds by plain assignments only."""
    given: dict[str, list[ast.expr]] = {}
    others: list[str] = []
    plain: set[int] = set()
    for node in nodes:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name) as target], value=value)
                | ast.AnnAssign(target=ast.Name(id=name) as target, value=ast.expr() as value)
            ):
                given.setdefault(name, []).append(value)
                plain.add(id(target))
            case ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                others.append(name)
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                others += names
    others += _bound_otherwise(nodes, plain)
    others += [node.arg for node in nodes_in(getattr(function, "args", ast.Pass())) if isinstance(node, ast.arg)]
    return {name: values for name, values in given.items() if name not in others}


def _bound_otherwise(nodes: Iterable[ast.AST], plain: set[int]) -> Iterator[str]:
    for node in nodes:
        match node:
            case ast.Name(id=name, ctx=ast.Store()) if id(node) not in plain:
                yield name
            case ast.alias(name=name, asname=asname):
                yield asname or name.partition(".")[0]
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield name


@once
def counted_in(cls: ast.ClassDef) -> frozenset[ast.AugAssign]:
    """The `n += 1` in a class body whose name is the class's own, a number or text that it writes out above."""
    shared = {name for node in cls.body if isinstance(node, ast.Global) for name in node.names}
    plain: set[str] = set()
    found: set[ast.AugAssign] = set()
    for node in cls.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant() | ast.JoinedStr()) if name not in shared:
                plain.add(name)
            case ast.AugAssign(target=ast.Name(id=name)) if name in plain:
                found.add(node)
            case _:
                plain -= {*_bound_otherwise(nodes_in(node), set())}
    return frozenset(found)


def new_locals(
    function: ast.AST, nodes: Iterable[ast.AST], parsers: frozenset[str], is_library_class: Callable[[ast.expr], bool]
) -> frozenset[str]:
    """The names of a function that stand for what it has made itself: no other name stands for that before the function ends."""
    if is_lazy(function):
        return frozenset()
    return frozenset(
        name
        for name, values in values_of_locals(function, nodes).items()
        if all(_is_made(value, parsers, is_library_class) for value in values)
    )


def is_logger(value: ast.expr) -> bool:
    """`logging.getLogger(...)`."""
    return isinstance(value, ast.Call) and ast.unparse(value.func) in ("logging.getLogger", "getLogger")


def loggers_in(function: ast.AST, nodes: Iterable[ast.AST]) -> frozenset[str]:
    """The names of a function that stand for loggers."""
    return frozenset(name for name, values in values_of_locals(function, nodes).items() if all(map(is_logger, values)))


def _is_made(value: ast.expr, parsers: frozenset[str], is_library_class: Callable[[ast.expr], bool]) -> bool:
    match value:
        case ast.Constant() | ast.JoinedStr() | ast.BinOp():
            return True
        case ast.List() | ast.Dict() | ast.Set() | ast.ListComp() | ast.DictComp() | ast.SetComp():
            return True
        case ast.Call(func=function) if is_library_class(function):
            return True
    return parses(value, parsers)


def own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function but for those of functions inside of it."""
    queue = [*children_of(function)]
    while queue:
        node = queue.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            queue += children_of(node)
