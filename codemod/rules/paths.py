"""Paths that are absolute however they are made: what begins at `__file__` or at the root is found in whatever folder."""

from __future__ import annotations

import ast

from codemod.interpreter.machine import Machine
from codemod.interpreter.values import External
from codemod.rules.executed_code import Piece
from codemod.rules.locations import value_of
from codemod.rules.provenance import last_of
from codemod.rules.reading import made_once

_DEEP = 8
# What makes a path of the first one that it is given, and methods and attributes that make another one of a path.
_MAKING = frozenset(["Path", "PurePath", "join", "abspath", "realpath", "normpath", "dirname", "fspath", "str"])
_GOING_ON = frozenset(
    ["resolve", "absolute", "joinpath", "with_name", "with_suffix", "with_stem", "as_posix", "parent", "parents"]
)


def path_in(machine: Machine, piece: Piece, call: ast.Call) -> ast.expr | None:
    """The path in `open(path)`, `os.path.exists(path)` and `path.exists()`."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    is_function = owner is None or isinstance(value_of(machine, owner, piece.frame), External)
    if not is_function:
        return owner
    return call.args[0] if call.args else None


def is_absolute(piece: Piece, path: ast.expr | None, depth: int = 0) -> bool:
    """Whether a path begins at the root: what is joined to it begins there, too."""
    if depth > _DEEP:
        return False
    match path:
        case ast.Constant(value=str(text)):
            return text.startswith("/")
        case ast.Name(id="__file__"):
            return "__file__" not in piece.private and "__file__" not in made_once(piece.frame.module.tree)
        case ast.Name(id=name) if name not in piece.private:
            return is_absolute(piece, made_once(piece.frame.module.tree).get(name), depth + 1)
        case ast.BinOp(op=ast.Div(), left=first):
            return is_absolute(piece, first, depth + 1)
        case ast.Call(func=ast.Attribute(value=inner, attr=name)) if name in _GOING_ON:
            return is_absolute(piece, inner, depth + 1)
        case ast.Attribute(value=inner, attr=name) if name in _GOING_ON:
            return is_absolute(piece, inner, depth + 1)
        case ast.Subscript(value=ast.Attribute(attr="parents") as inner):
            return is_absolute(piece, inner, depth + 1)
        case ast.Call(func=function, args=[first, *_]) if last_of(function) in _MAKING:
            return is_absolute(piece, first, depth + 1)
    return False
