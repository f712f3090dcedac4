"""What a class, a function or a loop says as it is written: literals, defaults, attributes that are set. Nothing is run for it."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from codemod.interpreter.memoisation import once
from codemod.interpreter.walking import nodes_by_kind, rebound_names, targets_in, times_rebound
from codemod.library_names import CHANGING, INITIALIZERS
from codemod.project.module import Facts, names_bound
from codemod.project.nodes import nodes_in

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
HOOKS = ("__init_subclass__",)
# Build a list, a dict, a number or the like of what they are given.
BUILDING = frozenset({"bool", "dict", "enumerate", "frozenset", "list", "reversed", "set", "sorted", "tuple", "zip"})
# Decorators that leave the parameters of a function, and their defaults, what they are.
_PLAIN = frozenset(
    {"staticmethod", "classmethod", "property", "abstractmethod", "override", "wraps", "middleware"}
    | {"contextmanager", "asynccontextmanager", "cache", "lru_cache", "cached_property"}
)
_PLAIN_OF_CLASSES = frozenset(
    {"final", "runtime_checkable", "dataclass", "define", "frozen", "mutable", "attrs", "add_middleware"}
)


def is_set_later(node: ast.ClassDef, name: str, *makers: str) -> bool:
    """Whether a class sets an attribute of its objects at any place but one, at the top of a function with one of these names."""
    places, first = attribute_places(node, *makers).get(name, (0, 0))
    return first < places or places > 1


@once
def attribute_places(node: ast.ClassDef, *makers: str) -> dict[str, tuple[int, int]]:
    """The attributes that a class sets: at how many places, and at how many of these at the top of a function named so."""
    first = {
        id(target)
        for method in node.body
        if isinstance(method, ast.FunctionDef) and method.name in makers
        for statement in method.body
        if isinstance(statement, (ast.Assign, ast.AnnAssign))
        for target in nodes_in(statement)
    }
    found: dict[str, tuple[int, int]] = {}
    for part in nodes_by_kind(node).get(ast.Attribute, ()):
        if isinstance(part.ctx, ast.Load):
            continue
        if not (isinstance(part.value, ast.Attribute) and part.value.attr == "state"):  # of a request
            places, of_these = found.get(part.attr, (0, 0))
            found[part.attr] = places + 1, of_these + (id(part) in first)
    return found


@once
def changed_attributes(node: ast.ClassDef) -> frozenset[str]:
    """The attributes whose value a class may change: `self.sources.add("session")`, `self.options["key"] = key`."""
    found = set()
    kinds = nodes_by_kind(node)
    for part in (*kinds.get(ast.Subscript, ()), *kinds.get(ast.Call, ())):
        match part:
            case ast.Subscript(value=ast.Attribute(attr=name), ctx=ast.Store() | ast.Del()):
                found.add(name)
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr=name), attr=method)) if method in CHANGING:
                found.add(name)
    return frozenset(found)


@once
def is_open(node: ast.ClassDef, takes_keywords: bool = False) -> bool:
    """Whether a class sets attributes by names that are made up, or is made over by a decorator or a metaclass.

    Where a constructor does so by `setattr(self, name, value)` and `vars(self).update(options)`, the machine sees which.
    """
    if any(one.arg == "metaclass" or not takes_keywords for one in node.keywords):
        return True
    if any(called_name(part) not in _PLAIN_OF_CLASSES for part in node.decorator_list):
        return True
    makers = (part for part in node.body if isinstance(part, ast.FunctionDef) and part.name in INITIALIZERS)
    seen = {id(part) for method in makers for part in sets_of_itself(method)}
    names, attributes = (nodes_by_kind(node).get(kind, ()) for kind in (ast.Name, ast.Attribute))
    told = [part for part in names if part.id in ("setattr", "vars", "locals")]
    told += [part for part in attributes if part.attr in ("__dict__", "__setattr__", "setattr")]
    return any(id(part) not in seen for part in told)


def sets_of_itself(method: ast.FunctionDef) -> Iterator[ast.expr]:
    """What a constructor says to set attributes of its object by name, in forms that are followed."""
    for part in nodes_in(method):
        match part:
            case ast.Call(func=ast.Name(id="setattr") as word, args=[ast.Name(id="self"), _, _]):
                yield word
            case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="vars") as word), attr="update")):
                yield word
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="__dict__") as word, attr="update")):
                yield word
            case ast.Subscript(value=ast.Attribute(attr="__dict__") as word, ctx=ast.Store()):
                yield word


@once
def literal_attributes(node: ast.ClassDef, is_plain: bool = False) -> frozenset[str]:
    """The names that a class body binds to a literal, once; with an annotation a name may be a field that is set elsewhere, if the
    class is not ``is_plain``.
    """
    kinds = (ast.Assign, ast.AnnAssign) if is_plain else ast.Assign
    targets = [
        target.id
        for statement in node.body
        if isinstance(statement, kinds) and statement.value is not None and is_literal(statement.value)
        for target in targets_in(statement)
        if isinstance(target, ast.Name)
    ]
    return frozenset(name for name in targets if times_bound_in(node)[name] == 1)


@once
def times_bound_in(node: ast.ClassDef) -> Counter[str]:
    """How often the body of a class binds each name."""
    return Counter(names_bound([node]))


def is_literal(node: ast.expr) -> bool:
    """Whether an expression is a constant, or a list, tuple, set or dict of them."""
    parts: list[ast.expr | None] = [node]
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        parts = [*node.elts]
    elif isinstance(node, ast.Dict):
        parts = [*node.keys, *node.values]
    return all(isinstance(part, ast.Constant) for part in parts)


def bound_names(target: ast.expr) -> frozenset[str]:
    """The names that an assignment to a target binds."""
    return frozenset(part.id for part in nodes_in(target) if isinstance(part, ast.Name))


@once
def literal_defaults(node: Definition) -> frozenset[str]:
    """The parameters whose default is a literal."""
    return frozenset(name for name, default in defaults_in(node) if isinstance(default, ast.Constant))


@once
def other_defaults(node: Definition) -> list[tuple[str, ast.expr]]:
    return [(name, default) for name, default in defaults_in(node) if not isinstance(default, ast.Constant)]


def defaults_in(node: Definition) -> list[tuple[str, ast.expr]]:
    """The parameters that have a default, each with it."""
    spec = node.args
    positional = [*spec.posonlyargs, *spec.args]
    pairs = list(zip(positional[len(positional) - len(spec.defaults) :], spec.defaults, strict=True))
    pairs += [(one, default) for one, default in zip(spec.kwonlyargs, spec.kw_defaults, strict=True) if default]
    return [(parameter.arg, default) for parameter, default in pairs]


@once
def is_made_over(node: Definition) -> bool:
    """Whether a decorator may give other arguments to a function than its callers do."""
    return any(called_name(part) not in _PLAIN for part in getattr(node, "decorator_list", []))


def called_name(decorator: ast.expr) -> str:
    """The last name of what an expression calls or names: `property`, `dataclasses.dataclass(frozen=True)`."""
    plain = decorator.func if isinstance(decorator, ast.Call) else decorator
    return plain.attr if isinstance(plain, ast.Attribute) else getattr(plain, "id", "")


@once
def is_only_unpacked(node: Definition, name: str) -> bool:
    """Whether all that a function does with its `**options` is to hand them on in the same way."""
    unpacked = {
        id(keyword.value)
        for call in nodes_in(node)
        if isinstance(call, ast.Call)
        for keyword in call.keywords
        if keyword.arg is None
    }
    return all(
        id(part) in unpacked for part in nodes_in(node) if isinstance(part, ast.Name) and part.id == name
    ) and name not in rebound_names(node)


def key_targets(node: ast.For | ast.AsyncFor | ast.comprehension) -> frozenset[str]:
    """The name that stands for the key in `for name, cls in LAYERS.items()`: a key is a name, and no switch. So is what
    `dir(self)` gives, a part of a text, a section of a file.
    """
    given = node.iter
    while isinstance(given, ast.Call) and isinstance(given.func, ast.Name) and given.func.id in BUILDING and given.args:
        given = given.args[0]  # `sorted(dir(self))`
    match given, node.target:
        case ast.Call(func=ast.Name(id="dir") | ast.Attribute(attr="split" | "splitlines" | "sections")), ast.Name(
            id=name
        ):
            return frozenset({name})
        case ast.Call(func=ast.Attribute(attr="items"), args=[]), ast.Tuple(elts=[ast.Name(id=name), _]):
            return frozenset({name})
        case ast.Call(func=ast.Attribute(attr="keys"), args=[]), ast.Name(id=name):
            return frozenset({name})
    return frozenset()


def literal_targets(node: ast.For | ast.AsyncFor | ast.comprehension, facts: Facts) -> frozenset[str]:
    """The names that going through a table gives, where the table's column for it has nothing but literals."""
    rows = table_of(node.iter, facts)
    if not rows:
        return frozenset()
    if isinstance(node.target, ast.Name):
        return frozenset({node.target.id} if all(isinstance(row, ast.Constant) for row in rows) else ())
    targets = node.target.elts if isinstance(node.target, ast.Tuple) else []
    cells = [row.elts for row in rows if isinstance(row, (ast.Tuple, ast.List)) and len(row.elts) == len(targets)]
    if len(cells) < len(rows):
        return frozenset()
    return frozenset(
        target.id
        for target, *column in zip(targets, *cells, strict=True)
        if isinstance(target, ast.Name) and all(isinstance(value, ast.Constant) for value in column)
    )


def table_of(node: ast.expr, facts: Facts) -> list[ast.expr]:
    """The elements of a tuple or list that is written out, here or where a name of the module is bound for good."""
    if isinstance(node, ast.Name) and facts.times_bound[node.id] == 1:
        match facts.bound_to(node.id):
            case (
                ast.Assign(value=ast.Tuple() | ast.List() as value)
                | ast.AnnAssign(value=ast.Tuple() | ast.List() as value)
            ):
                return value.elts
    return node.elts if isinstance(node, (ast.Tuple, ast.List)) else []


@once
def rebound_in_order(node: Definition) -> frozenset[str]:
    """The names that only assignments bind which are run once, in their order: before that a parameter is what it is given."""
    if isinstance(node, ast.Lambda):
        return frozenset()
    plain = Counter(names_bound(part for part in node.body if isinstance(part, (ast.Assign, ast.AnnAssign))))
    return frozenset(name for name, times in plain.items() if times == times_rebound(node)[name])
