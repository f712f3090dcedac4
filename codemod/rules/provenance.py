"""Where the objects come from that names stand for, as far as the text of the modules tells: by the last names in it.

`x` in `for x in rows` comes from `rows`, and so does what `pick(rows)` gives, where `pick` returns a part of what it is given.
"""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Iterator, Mapping, Sequence

from codemod.interpreter.memoisation import once
from codemod.library_names import CLASSES, DEPENDENCIES, GIVES_NEW
from codemod.project.module import ROUTES
from codemod.project.nodes import children_of, nodes_in
from codemod.rules.fresh import makers_in, own_nodes, parsers_in, parses

PARTS = "*"  # the parts of something that has no name here: what a parameter stands for
LAMBDA = "<lambda>"
# What an application is told with these runs when a request comes, or when it starts.
REGISTERS = (ROUTES | CLASSES | DEPENDENCIES) | frozenset(
    ["add_middleware", "middleware", "exception_handler", "add_exception_handler", "on_event", "add_event_handler"]
    + ["include_router", "mount", "host", "add_route", "add_api_route", "add_websocket_route"]
)
_WATCHES = frozenset(["finalize", "ref", "proxy"])  # of `weakref`: what they are given runs when the object goes
_DEEP_COPIES = GIVES_NEW | {"deepcopy", "asdict", "astuple", "model_dump", "model_dump_json"}
_SHALLOW_COPIES = frozenset(
    ["copy", "dict", "list", "set", "tuple", "frozenset", "sorted", "new_child", "replace", "model_copy", "union"]
    + ["fromkeys"]
)  # fmt: skip

# What leads to things of a module without naming it: `print` to `sys.stdout`, `"x".encode("shop")` to codecs that are registered.
_LEADS = {"print": ["sys"], "encode": ["codecs"], "decode": ["codecs"]}


def reached_from(statement: ast.AST, trees: Sequence[ast.Module], but: frozenset[str] = frozenset()) -> frozenset[str]:
    """All last names that a statement may lead to: what its names are made of and hold, what its functions mention.

    The names that it has itself and that ``but`` has as well are left out.
    """
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return frozenset(name for tree in trees for name in _leads(tree)) | {LAMBDA}
    # Nothing says their names.
    found = fresh = (names_used(statement) - but).union({LAMBDA, "__getattr__"}, *map(_hooks, trees))
    while fresh:
        known = [_leads(tree) for tree in trees]
        fresh = frozenset(other for leads in known for name in fresh & leads.keys() for other in leads[name]) - found
        found |= fresh
    return found


@once
def _leads(tree: ast.Module) -> Mapping[str, frozenset[str]]:
    """What each variable, function and class of a module leads to, by last names."""
    found = {name: set(parts) for name, parts in _meanings(tree, False).items()}
    own = {node.name for node in nodes_in(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    for name, inner in _inner_functions(tree).items():
        found.get(name, set()).difference_update(inner)
    for node in nodes_in(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found.setdefault(name, set()).update(_mentioned_by(node))
                if isinstance(node, ast.ClassDef):  # `weakref.finalize(self, SECRETS.pop, name)` in a method
                    found[name] |= _watched_in(node)
                # `@event.listens_for(engine, "connect")`: whoever uses the engine may run the function.
                told = (
                    part
                    for part in node.decorator_list
                    if isinstance(part, ast.Call) and not _is_plain(part.func) and last_of(part.func) not in own
                )
                for other in frozenset().union(*map(names_in, told)):
                    found.setdefault(other, set()).add(name)
    found.setdefault("gc", set()).update(_watched_in(tree))
    for name, modules in _LEADS.items():
        found.setdefault(name, set()).update(modules)
    return {name: frozenset(parts) for name, parts in found.items()}


_HOOKS = frozenset(["addaudithook", "settrace", "setprofile", "settrace_all_threads", "setprofile_all_threads"])


@once
def _hooks(tree: ast.Module) -> frozenset[str]:
    """The last names of what Python is told to run whatever is done."""
    calls = (node for node in nodes_in(tree) if isinstance(node, ast.Call) and last_of(node.func) in _HOOKS)
    return frozenset().union(*(names_in(given) for call in calls for given in call.args))


@once
def _inner_functions(tree: ast.Module) -> Mapping[str, frozenset[str]]:
    """Of each function of a name of its own the functions that it defines itself: these names mean others elsewhere."""
    named: dict[str, list[frozenset[str]]] = {}
    for node in nodes_in(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            named.setdefault(node.name, []).append(_defined_in(node))
    return {name: inner[0] for name, inner in named.items() if len(inner) == 1 and inner[0]}


def _defined_in(function: ast.FunctionDef | ast.AsyncFunctionDef) -> frozenset[str]:
    """The names that a function binds to functions of its own, and never to anything else."""
    defined: set[str] = set()
    others: set[str] = {node.arg for node in nodes_in(function.args) if isinstance(node, ast.arg)}
    for node in own_nodes(function):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                defined.add(name)
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                others.update(names)
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.ClassDef(name=name) | ast.Attribute(attr=name):
                others.add(name)
    return frozenset(defined - others)


def _watched_in(node: ast.AST) -> frozenset[str]:
    """The last names of what is to run when an object goes."""
    calls = (part for part in nodes_in(node) if isinstance(part, ast.Call) and last_of(part.func) in _WATCHES)
    return frozenset().union(*(names_in(given) for call in calls for given in call.args[1:]))


def _is_plain(decorator: ast.expr) -> bool:
    """Whether what it is told runs with a request only."""
    return last_of(decorator) in REGISTERS


def _mentioned_by(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> Iterator[str]:
    """The names in the body of a function, and those in a class statement but for its methods."""
    if not isinstance(node, ast.ClassDef):
        yield from names_in(node) - _defined_in(node)
        return
    for part in (*node.bases, *node.keywords, *node.decorator_list, *node.body):
        if not isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield from names_in(part)


def origins(
    names: frozenset[str], trees: Sequence[ast.Module], is_direct: bool = False, new: frozenset[str] = frozenset()
) -> frozenset[str]:
    """These last names and those of what they were made of, but for those that all programs share: classes, modules, built-in names.

    ``is_direct`` leaves out what they are shallow copies of; ``new`` are names of what a call makes anew, which no other name means.
    """
    shared = frozenset().union(*map(_shared_names, trees))
    first = names - shared
    made = _next_names(first, trees, is_direct) - shared
    return first - new | made_of(made, trees, shared) - {PARTS}


def made_of(names: frozenset[str], trees: Sequence[ast.Module], but: frozenset[str] = frozenset()) -> frozenset[str]:
    """These last names, and those of what they were made of."""
    found, fresh = names, names
    while fresh:
        fresh = _next_names(fresh, trees, False) - found - but
        found |= fresh
    return found


def _next_names(names: frozenset[str], trees: Sequence[ast.Module], is_direct: bool) -> frozenset[str]:
    meanings = [_meanings(tree, is_direct) for tree in trees]
    return frozenset(other for known in meanings for name in names & known.keys() for other in known[name])


@once
def _meanings(tree: ast.Module, is_direct: bool) -> Mapping[str, frozenset[str]]:
    """The last names of what the variables of a module, and those of its functions, may be or hold; ``is_direct``: may be."""
    found: dict[str, set[str]] = {}
    parameters = {
        node.name: [parameter.arg for parameter in (*node.args.posonlyargs, *node.args.args)]
        for node in nodes_in(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }

    returned = {
        node.name: [part.value for part in own_nodes(node) if isinstance(part, ast.Return) and part.value]
        for node in nodes_in(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }

    parsers, makers = parsers_in(tree), makers_in(tree)

    def sources(value: ast.AST, is_direct: bool) -> frozenset[str]:
        return sources_in(value, is_direct, parsers, makers)

    def note(target: ast.AST, value: ast.AST) -> None:
        for one, part in _pairs(target, value, returned):
            for node in nodes_in(one):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    found.setdefault(node.id, set()).update(sources(part, is_direct))

    for node in nodes_in(tree):
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    note(target, value)
                    for one, part in _pairs(target, value, returned):
                        if isinstance(one, (ast.Attribute, ast.Subscript)) and (holder := root_name(one)):
                            found.setdefault(holder, set()).update(sources(part, False) if not is_direct else ())
            case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.NamedExpr(target=target, value=value):
                note(target, value)
            case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                note(target, value)
            case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
                note(target, value)
            case ast.Match(subject=value, cases=cases):
                for part in (part for case in cases for part in nodes_in(case.pattern)):
                    if name := getattr(part, "name", None) or getattr(part, "rest", None):
                        found.setdefault(name, set()).update(sources(value, is_direct))
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.setdefault(name, set()).update(*(sources(value, is_direct) for value in returned[name]))
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name), args=[watched, *given]) if (
                name in _WATCHES
            ):
                found.setdefault(root_name(watched), set()).update(*map(names_in, given))
            case ast.Call(func=ast.Attribute() as function, args=arguments, keywords=keywords) if holder := root_name(
                function
            ):
                for value in (*arguments, *(keyword.value for keyword in keywords)):
                    found.setdefault(holder, set()).update(sources(value, False) if not is_direct else ())
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=keywords) if name in parameters:
                for parameter, value in zip(parameters[name], arguments, strict=False):
                    found.setdefault(parameter, set()).update(sources(value, is_direct))
                for keyword in keywords:
                    found.setdefault(keyword.arg or "", set()).update(sources(keyword.value, is_direct))
    return {name: frozenset(parts) for name, parts in found.items()}


def _pairs(
    target: ast.AST, value: ast.AST, returned: Mapping[str, list[ast.expr]]
) -> Iterator[tuple[ast.AST, ast.AST]]:
    """What each part of a target stands for: `get, put = make()`, where `make` returns two things."""
    match target, value:
        case ast.Tuple(elts=targets), ast.Call(func=ast.Name(id=name)) if len(returned.get(name, ())) == 1:
            value = returned[name][0]
        case ast.Tuple(elts=targets), _:
            pass
        case _:
            yield target, value
            return
    parts = value.elts if isinstance(value, ast.Tuple) and len(value.elts) == len(targets) else [value] * len(targets)
    yield from zip(targets, parts, strict=True)


def root_name(node: ast.AST) -> str:
    """`logging` in `logging.getLogger().addHandler`."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def sources_in(value: ast.AST, is_direct: bool, parsers: frozenset[str], makers: frozenset[str]) -> frozenset[str]:
    """The last names in an expression of what its value may be, or hold; ``parsers`` and ``makers`` give something new."""
    if parses(value, parsers):
        return frozenset()
    match value:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in _DEEP_COPIES or (
            is_direct and name in _SHALLOW_COPIES
        ):
            return frozenset()
        case ast.Call(func=ast.Name(id=name)) if name in makers:
            return frozenset()
        case ast.JoinedStr() | ast.Constant() | ast.Compare():
            return frozenset()
        case ast.Dict() | ast.List() | ast.Tuple() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.BinOp() if (
            is_direct
        ):
            return frozenset()
    own = {last_of(value)} - {""}
    return frozenset(own).union(*(sources_in(part, is_direct, parsers, makers) for part in children_of(value)))


# Of a function or class: who asks runs nothing.
_TOLD = frozenset(["__name__", "__qualname__", "__doc__", "__module__"])


def names_used(statement: ast.AST) -> frozenset[str]:
    """The last names in a statement, but for those of functions and classes of which it asks no more than their own name."""
    told = {
        id(node.value)
        for node in nodes_in(statement)
        if isinstance(node, ast.Attribute) and node.attr in _TOLD and isinstance(node.value, ast.Name)
    }
    return frozenset(part for node in nodes_in(statement) if id(node) not in told and (part := last_of(node)))


def names_in(node: ast.AST) -> frozenset[str]:
    """The last names in an expression."""
    return frozenset(part for inner in nodes_in(node) if (part := last_of(inner)))


@once
def modules_imported(tree: ast.Module) -> frozenset[tuple[str, str]]:
    """The names that `import x` binds to modules, each with the dotted name of what is imported."""
    return frozenset(
        (alias.asname or alias.name.partition(".")[0], alias.name)
        for node in nodes_in(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    )


@once
def functions_imported(tree: ast.Module) -> frozenset[tuple[str, str]]:
    """The names of functions that `from random import seed` binds, each with the module of Python's own that it is of."""
    return frozenset(
        (alias.asname or alias.name, node.module)
        for node in nodes_in(tree)
        if isinstance(node, ast.ImportFrom) and node.module in sys.stdlib_module_names
        for alias in node.names
        if alias.name[:1].islower()
    )


@once
def may_be_watched(tree: ast.Module) -> bool:
    """Whether a module may be told when an object goes."""
    return any(
        (isinstance(node, ast.ImportFrom) and node.module == "weakref")
        or (isinstance(node, ast.alias) and node.name == "weakref")
        for node in nodes_in(tree)
    )


@once
def _shared_names(tree: ast.Module) -> frozenset[str]:
    """Names that say nothing of where an object comes from."""
    found = set(dir(builtins)) | {"app", "self", "cls"}
    for node in nodes_in(tree):
        match node:
            case ast.ClassDef(name=name):
                found.add(name)
            case ast.alias(name=name, asname=asname):
                found.add(asname or name.partition(".")[0])
            case ast.Call(func=ast.Attribute(attr=name)):
                found.add(name)
    return frozenset(found)


def last_of(node: ast.AST) -> str:
    """The last name of a variable or attribute; the empty one of anything else."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
