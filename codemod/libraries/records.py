"""What a filter, handler or formatter of the program's own does with the record of what is logged."""

from __future__ import annotations

import ast

from codemod.interpreter.memoisation import once
from codemod.project.nodes import nodes_in

# What a record gives that is a text or number, or tells of an exception: nothing that was logged can be changed through it.
_TEXTS = frozenset(
    """
    levelno levelname name message created msecs relativeCreated asctime pathname filename module lineno funcName process
    processName thread threadName getMessage exc_info exc_text stack_info
    """.split()  # noqa: SIM905 - as a list it is twenty lines
)


@once
def leaves_what_is_logged(method: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> bool:
    """Whether a method only reads such attributes of the record that it is given, and sets others: `record.args = ()`.

    What `record.args` and `record.msg` are may be what was logged itself: of them a text may be made.
    """
    parameters = [*method.args.posonlyargs, *method.args.args]
    if len(parameters) != 2 or method.args.vararg or method.args.kwarg or method.args.kwonlyargs:
        return False
    own, record = (parameter.arg for parameter in parameters)
    used: set[int] = set()
    for node in nodes_in(method):
        match node:
            case ast.Attribute(value=ast.Name(id=name) as base, ctx=ast.Store() | ast.Del()) if name == record:
                used.add(id(base))
            case ast.Attribute(value=ast.Name(id=name) as base, attr=attribute) if (
                name == record and attribute in _TEXTS
            ):
                used.add(id(base))
            case (
                ast.FormattedValue(value=ast.Attribute(value=ast.Name() as base))
                | ast.Call(func=ast.Name(id="str" | "repr"), args=[ast.Attribute(value=ast.Name() as base)])
            ):
                used.add(id(base))
            case ast.Call(
                func=ast.Attribute(value=ast.Call(func=ast.Name(id="super"), args=[])), args=[ast.Name() as base]
            ):
                used.add(id(base))
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="format"), args=[ast.Name() as base]) if (
                name == own
            ):
                used.add(id(base))  # that of the class is looked at by itself
    named = (node for node in nodes_in(method) if isinstance(node, ast.Name) and node.id == record)
    return all(id(node) in used for node in named)
