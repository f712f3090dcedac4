"""Whether a statement registers a layer and does nothing besides: only such a statement may move."""

from __future__ import annotations

import ast
import os

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.binding import source_text
from codemod.interpreter.machine import Machine
from codemod.interpreter.values import Frame, Instance, Registration, Step
from codemod.interpreter.walking import is_try
from codemod.library_names import LOGS, last_name
from codemod.project.nodes import nodes_in
from codemod.rules.effects import ends_block
from codemod.rules.executed_code import passes, registrations_in
from codemod.rules.lines import Refused, first_row
from codemod.rules.locations import value_of
from codemod.rules.steps import statement_step
from codemod.rules.violations import Violation

if TYPE_CHECKING:
    pass

_SHOWN = frozenset({"len", "str", "repr", "type", "getLogger", "getattr"})


def check_alone(machine: Machine, fault: Violation, step: Step) -> None:
    """The moving statement registers the provider and does nothing besides."""
    name = fault.provider.slot.layer.name
    providers = []
    for application, slot in registrations_in(machine, step):
        if application is fault.stack.application and _provides(fault, slot):
            providers.append(slot)
        elif slot.layer.node is not fault.provider.slot.layer.node:
            raise Refused(
                f"the statement that registers `{name}` also registers `{slot.layer.name}`: register them one by one"
            )
    node = step.block[step.position]
    if isinstance(node, ast.stmt):
        ending = ends_block(node)
        if ending is not None:
            text, row = source_text(ending), ending.lineno  # type: ignore[attr-defined]
            raise Refused(
                f"`{text}` on line {row} ends the block for what stands between: register `{name}` apart from it"
            )
        more = extra_work(machine, node, step, providers)
        if more is not None:
            raise Refused(more)


def _provides(fault: Violation, slot: Registration) -> bool:
    members = (fault.provider, *fault.others, *(member for member, _ in fault.victims))
    # One that makes a session only where there is none is a layer like others.
    return any(
        member.slot is slot and not fault.keys.isdisjoint(member.usage.provides - member.usage.falls_back)
        for member in members
    )


def extra_work(
    machine: Machine, node: ast.stmt, step: Step, providers: list[Registration], is_called: bool = False
) -> str | None:
    """What a statement does besides registering these layers, as a sentence; None when nothing."""
    direct = [slot for slot in providers if statement_step(slot.chain).is_same(step)]
    match node:
        case ast.Expr() | ast.AugAssign() if direct:
            return None if _is_registration(node, direct) else _extra_work_of_expression(node)
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() if direct:
            if len(node.decorator_list) == 1:
                return None
            return f"line {first_row(node)} has other decorators besides the one that registers it: register it by a call instead"
        case ast.Expr(value=ast.Call() as call) | ast.Expr(value=ast.Await(value=ast.Call() as call)):
            return _extra_work_of_call(machine, call, step, providers)
        case ast.If():
            whole = [*node.body, *node.orelse]
            arms = machine.taken.get((node, step.activation), whole) if is_called else whole
            return _extra_work_of_block(machine, arms, step, providers, "the `if` around it", is_called=is_called)
        case ast.Match() if is_called and (node, step.activation) in machine.taken:
            taken = machine.taken[node, step.activation]
            return _extra_work_of_block(machine, taken, step, providers, "the `match` around it", is_called=True)
        case _ if is_try(node) and not node.finalbody:
            body = [*node.body, *(part for handler in node.handlers for part in handler.body), *node.orelse]
            return _extra_work_of_block(machine, body, step, providers, "the `try` around it", is_called=is_called)
        case ast.Import() | ast.ImportFrom():
            slot = providers[0]
            return (
                f"`{slot.layer.name}` is registered when {os.path.basename(slot.layer.module.path)} is imported "
                f"(line {node.lineno}): register it after what needs it, for example by a function that is called there"
            )
        case ast.Assign() | ast.AnnAssign():
            return f"line {node.lineno} also makes or binds `{ast.unparse(_target(node))}`: register it apart from that"
    if isinstance(node, (ast.With, ast.AsyncWith)):
        managers = ", ".join(source_text(item.context_expr) for item in node.items)
        return (
            f"`{providers[0].layer.name}` is registered inside `with {managers}` (line {node.lineno}), whose end may change what it is "
            "given: register what needs it inside of that block as well"
        )
    kind = {"ClassDef": "class", "TryStar": "try", "Expr": "call"}.get(type(node).__name__, "")
    kind = kind or type(node).__name__.removeprefix("Async").lower()
    return f"it is registered inside a `{kind}` (line {node.lineno}), which may not move: move it by hand"


def _extra_work_of_expression(node: ast.Expr | ast.AugAssign) -> str:
    if isinstance(node.value, (ast.IfExp, ast.BoolOp)):
        return f"line {node.lineno} registers it only under a condition: write that as an `if` statement"
    return f"line {node.lineno} does more than register it: register it by a statement of its own"


def _target(node: ast.Assign | ast.AnnAssign) -> ast.expr:
    return node.targets[0] if isinstance(node, ast.Assign) else node.target


def _is_registration(node: ast.Expr | ast.AugAssign, direct: list[Registration]) -> bool:
    if isinstance(node, ast.AugAssign):
        return True
    call = node.value.value if isinstance(node.value, ast.Await) else node.value
    if any(call is slot.layer.node for slot in direct):
        return True
    return (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in ("append", "insert", "extend", "add_middleware")
    )


def _extra_work_of_call(machine: Machine, call: ast.Call, step: Step, providers: list[Registration]) -> str | None:
    """A call of a helper moves when the helper does nothing else, nor the functions that make its object and its arguments."""
    name = ast.unparse(call.func)
    for chain, function, frame in machine.inlined:
        if (
            passes(chain, step)
            and len(chain)
            and chain[-1].shares_block(step)
            and isinstance(function.node, (ast.FunctionDef, ast.AsyncFunctionDef))
        ):
            own = [node for node in function.node.body if not _keeps_to_itself(machine, node, frame, step)]
            here = function.frame.module
            file = "" if here is providers[0].chain[0].module else f" of {os.path.basename(here.path)}"
            more = _extra_work_of_block(machine, own, step, providers, f"`{name}(...)`", file, True)
            if more is not None:
                return more
    return None


def _extra_work_of_block(
    machine: Machine,
    body: list[ast.stmt],
    step: Step,
    providers: list[Registration],
    where: str,
    file: str = "",
    is_called: bool = False,
) -> str | None:
    """What a block does besides; ``is_called`` says that it runs in a call, which settles what its tests come to."""
    for node in body:
        inner = [part for slot in providers for part in slot.chain if part.block[part.position] is node]
        if inner and (_is_local(node) or isinstance(node, ast.Return)) and isinstance(call := node.value, ast.Call):  # type: ignore[attr-defined]
            more = _extra_work_of_call(machine, call, inner[0], providers)
        elif inner:
            more = extra_work(machine, node, inner[0], providers, is_called)
        elif _is_idle(node) or _is_local(node) or (is_called and (_only_tells(machine, node) or _only_counts(node))):
            continue
        elif isinstance(node, ast.If):
            more = _extra_work_of_block(machine, [*node.body, *node.orelse], step, providers, where, file, is_called)
        elif is_try(node):
            handlers = [part for handler in node.handlers for part in handler.body]
            inside = [*node.body, *handlers, *node.orelse, *node.finalbody]
            more = _extra_work_of_block(machine, inside, step, providers, where, file, is_called)
        else:
            more = (
                f"{where} does more than register it (line {node.lineno}{file}): register it by a statement of its own"
            )
        if more is not None:
            return more
    return None


def _keeps_to_itself(machine: Machine, node: ast.stmt, frame: Frame, step: Step) -> bool:
    """`self.app = app` on an object that the moving statement makes, and that nobody has before or after it."""
    match node:
        case ast.Assign(targets=[ast.Attribute(value=base)]) | ast.AnnAssign(target=ast.Attribute(value=base)):
            owner = value_of(machine, base, frame)
            return isinstance(owner, Instance) and passes(owner.chain, step)
    return False


def _is_idle(node: ast.stmt) -> bool:
    match node:
        case ast.Pass() | ast.Import() | ast.ImportFrom() | ast.Global() | ast.Return():
            return True
        case ast.Expr(value=ast.Constant()):
            return True
    return False


def _only_tells(machine: Machine, node: ast.stmt) -> bool:
    """`print("adding", layer.__name__)`, `log.info(...)`: nobody but the reader hears of it, and what it says is only looked at."""
    match node:
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"))):
            return _calls_only(node, {"print", *_SHOWN})
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name))) if name in LOGS and not machine.listeners:
            return _calls_only(node, {*LOGS, *_SHOWN})
    return False


def _only_counts(node: ast.stmt) -> bool:
    """`self.count += 1`, which comes to the same in any order; that nobody asks for it in between is checked with all that changes."""
    match node:
        case ast.AugAssign(
            target=ast.Attribute(value=ast.Name()), op=ast.Add() | ast.Sub(), value=ast.Constant(value=int())
        ):
            return True
    return False


def _calls_only(node: ast.stmt, names: set[str]) -> bool:
    parts = list(nodes_in(node))
    called = (last_name(ast.unparse(part.func)) for part in parts if isinstance(part, ast.Call))
    return all(name in names for name in called) and not any(
        isinstance(part, (ast.NamedExpr, ast.Await)) for part in parts
    )


def _is_local(node: ast.stmt) -> bool:
    """An assignment to plain names; that nobody else needs them is checked with all other names."""
    match node:
        case ast.Assign(targets=targets):
            return all(isinstance(target, ast.Name) for target in targets)
        case ast.AnnAssign(target=ast.Name()):
            return True
    return False
