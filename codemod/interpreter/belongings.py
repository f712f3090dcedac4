"""Which objects are a library's own: it was given nothing of the program that it could change through them.

`client = AsyncClient(base_url=settings.url)` has a text of the settings, and `client.headers.update(...)` changes none of them. What
a library was given once it may give back anywhere, so what is asked is whether it was ever given an object.
"""

from __future__ import annotations

import ast
import builtins
import sys

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.classes import linearized
from codemod.interpreter.memoisation import once
from codemod.interpreter.unseen import is_unchanged
from codemod.interpreter.values import (
    Arguments,
    BaseMethod,
    Class,
    Constant,
    External,
    Function,
    Instance,
    Opaque,
    Value,
)
from codemod.library_names import CHANGES_NOTHING, FIELD_TYPES, WEB
from codemod.project.nodes import nodes_in

if TYPE_CHECKING:
    from codemod.interpreter.machine import Machine

_DEEP = 5
_PLAIN = FIELD_TYPES | {"str", "int", "float", "bool", "bytes"}


def home_of(value: Value | None) -> str | None:
    """The package whose object a value is, or is a part of; None of what is, or may be, the program's own."""
    for _ in range(_DEEP):
        match value:
            case Instance(cls=External(dotted)):
                return package_of(dotted)
            case BaseMethod(instance):
                value = instance
            case Opaque(owner=owner):
                value = owner
            case _:
                return None
    return None


def package_of(dotted: str) -> str | None:
    """None of Python's own modules: through `gc` and `importlib` a program reaches all that it has."""
    package, _, rest = dotted.partition(".")
    if package in sys.stdlib_module_names or package == "builtins" or not rest:
        return None
    return dotted.rpartition(".")[0] if dotted.startswith(WEB) else package


def give(
    machine: Machine, package: str | None, arguments: Arguments, node: ast.AST, owner: Instance | None = None
) -> None:
    """A library is called, perhaps with an ``owner`` whose class derives from one of its own: what it is given it may keep."""
    if not machine.thorough or package is None or package in machine.given:
        return
    written = [*node.args, *(keyword.value for keyword in node.keywords)] if isinstance(node, ast.Call) else []
    values = arguments.all()
    if arguments.open or len(written) != len(values):
        written = [ast.Name("_")] * len(values)
    is_own = owner is not None and isinstance(owner.cls, Class)
    if (
        is_own
        or arguments.open
        or not all(is_apart(machine, value, one) for value, one in zip(values, written, strict=True))
    ):
        machine.given.add(package)


def is_apart(machine: Machine, value: Value, node: ast.AST | None = None, depth: int = 0) -> bool:
    """Whether nothing of the program can be changed through a value; of what is written out where it is given the parts count."""
    match value:
        case Constant(value=str(text)):
            return not names_module(machine, text)
        case Constant() | External():
            return True
        case Function(node=function, bound=None):
            return _has_all_it_names(function)
        case Instance(cls=External(dotted), arguments=given) if depth < _DEEP:
            is_own = is_unchanged(value) or package_of(dotted) not in {None, *machine.given}
            return is_own and all(is_apart(machine, part, None, depth + 1) for part in given.all())
        case Opaque(owner=Instance(cls=Class() as cls), name=name):
            return any(isinstance(entry, Class) and name in plain_fields(entry.node) for entry in linearized(cls))
    return isinstance(node, ast.JoinedStr) or _is_written_out(node)


@once
def _has_all_it_names(function: ast.AST) -> bool:
    """`lambda text: text.upper()`: a function that names nothing but what it is given or has itself, and what only reads."""
    nodes = list(nodes_in(function))
    own = {node.arg for node in nodes if isinstance(node, ast.arg)}
    own |= {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    read = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    special = any(isinstance(node, ast.Attribute) and node.attr.startswith("__") for node in nodes)
    is_plain = not getattr(function, "decorator_list", []) and not any(isinstance(node, _REACHING) for node in nodes)
    return is_plain and not special and read - own <= _READING


# What gives a function more than its names say, and the built-in functions that do not lead from an object to others.
_REACHING = (ast.Global, ast.Nonlocal, ast.Import, ast.ImportFrom, ast.ClassDef)
_READING = (CHANGES_NOTHING & {*dir(builtins)}) - {"getattr", "vars", "type", "map", "filter", "print"}


def names_module(machine: Machine, text: str) -> bool:
    """Whether a text names what the program has: `import_string("conf:settings")`."""
    first = text.replace(":", ".").partition(".")[0]
    module = machine.modules.find(first) if first.isidentifier() else None
    return module is not None and not module.is_library


def tell_bases(machine: Machine, bases: tuple[Value, ...]) -> None:
    """A class is told to the libraries that it derives from."""
    machine.given |= {package for base in bases if isinstance(base, External) and (package := package_of(base.dotted))}


def _is_written_out(node: ast.AST | None) -> bool:
    match node:
        case ast.Constant():
            return True
        case ast.Dict(keys=keys, values=parts):
            return None not in keys and all(map(_is_written_out, parts))
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return all(map(_is_written_out, parts))
    return False


@once
def plain_fields(cls: ast.ClassDef) -> frozenset[str]:
    """The fields that a class says are texts and numbers."""
    return frozenset(
        part.target.id
        for part in cls.body
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name) and _is_plain(part.annotation)
    )


def _is_plain(annotation: ast.expr) -> bool:
    match annotation:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in _PLAIN
        case ast.BinOp(op=ast.BitOr(), left=left, right=right):
            return all(_is_plain(part) or isinstance(part, ast.Constant) for part in (left, right))
        case ast.Subscript(value=ast.Name(id="Optional"), slice=inner):
            return _is_plain(inner)
    return False
