"""What a program does where a test has found that a key of the scope is not there: something else, or nothing in its place.

`with lock(request) if has_session(request) else nullcontext()`, `else: request.state.lang = request.headers.get("accept-language")`:
such a layer is written to work with a session and without one. `user = None`, `else: return await call_next(request)`, an error or
a line in the log stand in for nothing: what depends on the key is just left out.
"""

from __future__ import annotations

import ast
import builtins

from codemod.interpreter.memoisation import once
from codemod.library_names import LOGS
from codemod.project.nodes import nodes_in

_ELSE = "\0else "  # before a key that is there, where something else is done if it is not
# Calls that do nothing else: `dict()`, `logger.warning("no session")`
_PLAIN = frozenset(dir(builtins)) | LOGS | {"warn"}


def with_substitute(keys: frozenset[str], other: list[ast.stmt] | ast.expr) -> frozenset[str]:
    """The keys that are there in one arm of a test, and whether its ``other`` arm does something in their place."""
    does_else = is_substitute(other) if isinstance(other, ast.expr) else any(map(does_something_else, other))
    return keys | {f"{_ELSE}{key}" for key in keys} if keys and does_else else keys


def has_substitute(present: frozenset[str], key: str) -> bool:
    """Whether something else is done where a key is not there, of those that are known to be there."""
    return f"{_ELSE}{key}" in present


@once
def does_something_else(statement: ast.stmt) -> bool:
    """Whether a statement of the arm without the key does something with the request; to refuse it, or to hand it on, is nothing."""
    match statement:
        case ast.Assign(value=value) | ast.AugAssign(value=value) | ast.Expr(value=value):
            return is_substitute(value)
        case ast.AnnAssign(value=value) | ast.Return(value=value):
            return value is not None and is_substitute(value)
        case ast.If(body=body, orelse=orelse) | ast.For(body=body, orelse=orelse):
            return any(map(does_something_else, (*body, *orelse)))
        case ast.With(body=body) | ast.AsyncWith(body=body) | ast.Try(body=body):
            return any(map(does_something_else, body))
    return False


@once
def is_substitute(value: ast.expr) -> bool:
    """Whether an expression works something out: `nullcontext()`, `request.cookies.get("lang")`; no constant, no default, no error."""
    calls = [part for part in nodes_in(value) if isinstance(part, ast.Call)]
    return any(_name_of(call) not in _PLAIN for call in calls) and not any(map(_answers, calls))


def _name_of(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _answers(call: ast.Call) -> bool:
    """A response that is made here, or the request that is handed on: `call_next(request)`, `self.app(scope, receive, send)`."""
    given = {part.id for part in call.args if isinstance(part, ast.Name)}
    is_handed_on = _name_of(call) == "call_next" or (len(call.args) == 3 and "scope" in given)
    return is_handed_on or _name_of(call).endswith("Response")
