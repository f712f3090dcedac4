"""What the class of an application does with a request before its stack does: a `__call__` of its own is a layer around all others.

That holds of one which hands the request to `super().__call__(scope, receive, send)` and to nothing else: what else it is handed
to may be put around the stack.
"""

from __future__ import annotations

import ast

from codemod.interpreter.classes import linearized
from codemod.interpreter.machine import Machine
from codemod.interpreter.memoisation import once
from codemod.interpreter.values import Application, Arguments, Class, Frame, Function, Instance, Layer
from codemod.project.nodes import nodes_in

_GIVEN = 3  # scope, receive, send


def wrapped_by_class(
    machine: Machine, application: Application, node: ast.AST, frame: Frame, router: Instance | None = None
) -> bool:
    """Register what the `__call__` of an application's own class does as a layer, or that of the object which is a ``router`` with a
    stack; False where that is not known.
    """
    cls = router.cls if router is not None else application.cls
    classes = linearized(cls) if cls is not None else ()
    own = [one.names["__call__"] for one in classes if isinstance(one, Class) and "__call__" in one.names]
    if not own or not isinstance(cls, Class):
        return True
    if machine.following or not all(isinstance(one, Function) and hands_on_to_super(one.node) for one in own):
        return False
    method = own[0]
    assert isinstance(method, Function)
    layer = Layer(
        made_around(method._replace(bound=router or application), node), Arguments(), cls.node.name, node, frame.module
    )
    machine.register(application, layer, "wrap", "class")
    return True


def made_around(method: Function, node: ast.AST) -> Function:
    """A layer is made with what lies inside of it, which the method does not need: it has the application."""
    made = ast.parse("lambda app: handle", mode="eval").body
    assert isinstance(made, ast.Lambda)
    frame = Frame(method.frame.module, None, "function")
    frame.names["handle"] = method
    for part in nodes_in(made):
        ast.copy_location(part, node)
    return Function(made, frame)


@once
def hands_on_to_super(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> bool:
    """Whether a `__call__` hands on the request, and to nothing but that of its base class; it may answer it by a response."""
    if not isinstance(node, ast.AsyncFunctionDef) or node.decorator_list or len(node.args.args) != _GIVEN + 1:
        return False
    scope = node.args.args[1].arg
    calls = [part for part in nodes_in(node) if isinstance(part, ast.Call) and len(part.args) == _GIVEN]
    handed = [call.func for call in calls if _names(call.args[0], scope)]
    return any(map(_is_of_base, handed)) and all(_is_of_base(one) or _is_response(one) for one in handed)


def _names(node: ast.expr, name: str) -> bool:
    return any(isinstance(part, ast.Name) and part.id == name for part in nodes_in(node))


def _is_of_base(function: ast.expr) -> bool:
    match function:
        case ast.Attribute(value=ast.Call(func=ast.Name(id="super"), args=[]), attr="__call__"):
            return True
    return False


def _is_response(function: ast.expr) -> bool:
    """`JSONResponse({...})(scope, receive, send)`."""
    return isinstance(function, ast.Call) and ast.unparse(function.func).endswith("Response")
