"""Violations to moves: which statement moves where, or why none does.

Every refusal is one sentence; the rules are in docs/semantics.md.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator, Sequence

from codemod.frozen import NamedTuple
from codemod.interpreter.binding import source_text
from codemod.interpreter.machine import Machine
from codemod.interpreter.values import (
    Barrier,
    Chain,
    Class,
    Constant,
    External,
    Layer,
    Registration,
    Step,
    Value,
    alternatives,
)
from codemod.library_names import PROPERTIES
from codemod.model import ElementMove, Location, Move, StatementMove
from codemod.project.module import Module
from codemod.project.nodes import nodes_in
from codemod.rules.effects import Change, Effects, StackRead, effects_of, ends_block
from codemod.rules.environment import FOLDER, STATES, Variable
from codemod.rules.executed_code import immediate, passes
from codemod.rules.expected import check_expected
from codemod.rules.lines import Refused, check_lines, comment_notes
from codemod.rules.raising import may_raise, swallowed_by
from codemod.rules.single_purpose import check_alone
from codemod.rules.steps import common_block, home_step, is_import, out_of_reach, shared_step
from codemod.rules.suspects import Suspect, suspects_between
from codemod.rules.violations import Member, Violation, carried, row_of, with_row


class Plan(NamedTuple):
    """What to do about a fault: a ``move`` within ``module``, or the ``refusal``.

    ``step`` is the statement (or list element) that moves or would have to, ``target`` the one that it goes to. ``crossed`` are the
    layers that it passes besides those that need it, ``moments`` what else happens in between that may matter. ``doubt`` is a refusal,
    too, unless running the program shows that the layer is given the same at both places; so are ``suspects``, unless it ran them.
    ``runs_modules`` says that modules of the project are imported in between, which running it has to run as a whole.
    """

    step: Step
    move: Move | None
    refusal: str | None
    target: Step | None
    crossed: tuple[Member, ...] = ()
    moments: tuple[Barrier, ...] = ()
    notes: tuple[str, ...] = ()
    doubt: str | None = None
    suspects: tuple[Suspect, ...] = ()
    runs_modules: bool = False


def plan(machine: Machine, fault: Violation) -> Plan:
    """Decide about one misplaced provider; what is decided in a module that is not checked is told of where that is called."""
    found = planned(machine, fault)
    if is_checked(machine, found.step.module):
        return found
    at_home = [step for step in fault.provider.slot.chain if is_checked(machine, step.module) and not is_import(step)]
    if not at_home:
        return found
    where = f"on line {found.step.block[found.step.position].lineno} of {os.path.basename(found.step.module.path)}"
    why = found.refusal or f"the statement that is to move stands {where}: move it by hand"
    return Plan(at_home[-1], None, why, None)


def is_checked(machine: Machine, module: Module) -> bool:
    """Whether findings may stand in a module: it registers something, as far as its names tell."""
    return module is machine.modules.entry or module.has_effects or bool(module.ends)


def planned(machine: Machine, fault: Violation) -> Plan:
    """Where the provider of a fault would move to, or why it must not; the plan of a refusal carries its sentence."""
    provider = fault.provider.slot
    step, target = home_step(provider.chain), None
    try:
        victim = deciding_victim(fault)
        check_ends(fault, victim)
        check_expected(machine, fault)
        found = common_block(provider.chain, victim.slot.chain)
        if found is None:
            raise Refused(_no_common_block(machine, fault, victim))
        check_is_own(fault, victim, found[0])
        step, target = found
        inside = in_other_file(fault, victim, step)
        if inside is not None:
            check_is_own(fault, inside[0], inside[1])
            nearest, step, target = inside
            decide(machine, fault, nearest, step, target)
            layer = victim.slot.layer
            row, path = layer.module.place(layer.node).start.row, layer.module.path
            raise Refused(out_of_reach(provider.layer.name, layer.name, row, path))
        return decide(machine, fault, victim, step, target)
    except Refused as refusal:
        return Plan(step, None, str(refusal), target)


def check_is_own(fault: Violation, victim: Member, step: Step) -> None:
    """The order is decided by a statement of the project, not by one of a library."""
    if not step.module.is_library:
        return
    layer, other = fault.provider.slot.layer, victim.slot.layer.name
    where = f"on line {step.block[step.position].lineno} of {os.path.basename(step.module.path)}"
    if layer.module.is_library:
        raise Refused(f"a library registers both, {where}: it is to be mended there")
    raise Refused(
        f"a library puts `{other}` around it, {where}: register `{layer.name}` with `add_middleware` after that instead"
    )


def in_other_file(fault: Violation, victim: Member, step: Step) -> tuple[Member, Step, Step] | None:
    """A dependent that a file further in registers together with the provider, when the deciding one lies outside of that."""
    found = None
    for other, _ in fault.victims:
        shared = common_block(fault.provider.slot.chain, other.slot.chain)
        if shared is not None and other is not victim and shared[0].module is not step.module:
            found = other, *shared
    return found


def deciding_victim(fault: Violation) -> Member:
    """The dependent that the provider must get past: the outermost, which is the last one added, or the first of a list."""
    return min((victim for victim, _ in fault.victims), key=lambda victim: victim.depth)


def check_ends(fault: Violation, victim: Member) -> None:
    """Refuse where no order of statements can put the provider outside the dependent."""
    provider, name = fault.provider, victim.slot.layer.name
    layer = provider.slot.layer.name
    if victim.application is not provider.application:
        where = "a Mount, Router or Route" if provider.application.kind == "route" else "a mounted application"
        raise Refused(
            f"`{layer}` is registered on {where} and `{name}` on the application around it: register `{layer}` on that one"
        )
    if victim.slot.end == "wrap":
        raise Refused(
            f"`{name}` is wrapped around the whole application: wrap `{layer}` around the result, outside of it"
        )
    if provider.slot.form == "fasthtml":
        raise Refused(
            f"FastHTML puts its own session innermost: use `before=`, or `app.user_middleware.append(Middleware({name}))`"
        )
    if provider.slot.end == "inner" and victim.slot.end == "outer" and provider.slot.form not in ("add", "edit"):
        where = "stands in the constructor's list" if provider.slot.form == "list" else "is put innermost"
        raise Refused(
            f"`{layer}` {where}, and `{name}` is added later, outside of it: "
            f"register `{layer}` with `add_middleware` after `{name}`, or put both into one list"
        )
    if "session" in fault.keys:
        for other in (*fault.others, *(member for member, _ in fault.victims)):
            if (
                "session" in other.usage.provides - other.usage.falls_back
                and other.application is provider.application
                and other.slot.layer.node is not provider.slot.layer.node
                and other.slot.conditions <= provider.slot.conditions
            ):
                raise Refused(
                    f"the application has two session layers, {with_row(other)} and {with_row(provider)}: remove one of them first"
                )


def _is_at_first_request(machine: Machine, slot: Registration) -> bool:
    """Whether a layer is registered by what no statement of a module calls, and no caller from outside."""
    return not slot.run and machine.frames[slot.chain[0].activation].kind == "function"


def _no_common_block(machine: Machine, fault: Violation, victim: Member) -> str:
    layer, name = fault.provider.slot.layer.name, victim.slot.layer.name
    if _in_lifecycle(machine, victim.slot.chain):
        return (
            f"`{name}` is registered in a function that runs when the application starts, where Starlette refuses to add "
            f"middleware: register it where the application is made, and `{layer}` after it"
        )
    if _is_at_first_request(machine, victim.slot) and not _is_at_first_request(machine, fault.provider.slot):
        return f"`{name}` is registered at the first request, after all else: register `{layer}` there, after it"
    statement = shared_step(fault.provider.slot.chain, victim.slot.chain)
    row = statement.block[statement.position].lineno
    kinds = {type(step.block[step.position]) for step in fault.provider.slot.chain}
    if ast.For in kinds or ast.AsyncFor in kinds:
        side = "after" if fault.provider.slot.grows == "outer" else "before"
        return f"`{layer}` and `{name}` are registered by one loop: reorder what it goes through, `{layer}` {side} `{name}`"
    if fault.provider.slot.form in ("list", "edit") and fault.provider.slot.chain == victim.slot.chain:
        return (
            f"the order of `{layer}` and `{name}` in the list is made by line {row}: change it there, or in what is given to "
            f"it, so that `{layer}` comes first"
        )
    return f"`{layer}` and `{name}` are registered by one statement (line {row}): reorder it by hand"


def decide(machine: Machine, fault: Violation, victim: Member, step: Step, target: Step) -> Plan:
    target = at_end_of_line(target) if step.position < target.position else target
    moved, goal = step.block[step.position], target.block[target.position]
    slot = fault.provider.slot
    if isinstance(moved, ast.expr):
        if slot.form == "add" or victim.slot.form == "add":  # `app.add_middleware(...), app.add_middleware(...)`
            raise Refused(_no_common_block(machine, fault, victim))
        crossed = check_layers(fault, step, target)
        check_alone(machine, fault, step)
        doubt, suspects, runs_modules = check_names(machine, fault, step, steps_between(step, target))
        check_positions(machine, step)
        if slot.grows != "inner" or victim.slot.grows != "inner":
            raise Refused(f"`{slot.layer.name}` stands in a list whose order is turned round: reorder it by hand")
        display, depth = _display_of(step)
        move: Move = ElementMove(display, step.position, target.position, depth)
        return Plan(step, move, None, target, crossed, doubt=doubt, suspects=suspects, runs_modules=runs_modules)
    assert isinstance(goal, ast.stmt)  # a block holds statements or expressions, never both
    after = step.position < target.position
    if slot.grows != victim.slot.grows or after != (slot.grows == "outer"):
        raise Refused(
            f"`{slot.layer.name}` and `{victim.slot.layer.name}` (line {goal.lineno}) are put at different ends of the list: "
            "reorder them by hand"
        )
    if not after and any(isinstance(node, (ast.Assign, ast.AnnAssign)) for node in (moved, goal)):
        raise Refused(
            f"`{slot.layer.name}` and `{victim.slot.layer.name}` are put into different lists (lines {moved.lineno} and "
            f"{goal.lineno}): write them into one, `{slot.layer.name}` first"
        )
    check_place(machine, fault, step)
    check_alone(machine, fault, step)
    between = steps_between(step, target)
    check_raising(machine, fault, step, between)
    moments = check_moments(fault, step, between)
    crossed = check_layers(fault, step, target)
    doubt, suspects, runs_modules = check_names(machine, fault, step, between)
    check_lines(step, target, between)
    notes = comment_notes(step)
    move = StatementMove(moved.lineno, goal.lineno, after)
    return Plan(step, move, None, target, crossed, moments, notes, doubt, suspects, runs_modules)


def at_end_of_line(step: Step) -> Step:
    """The last statement on its line: what stands behind it on that line is crossed, too."""
    block, last = step.block, step.position
    while (
        last + 1 < len(block) and isinstance(block[last], ast.stmt) and block[last + 1].lineno == block[last].end_lineno
    ):
        last += 1
    return step._replace(position=last)


def check_positions(machine: Machine, step: Step) -> None:
    """`LAYERS[1].kwargs[...] = ...`: whoever asks for an element by its position means the one that is there now."""
    for node in nodes_in(step.module.tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.List(elts=elements) | ast.Tuple(elts=elements)):
                if elements is step.block and machine.modules.says(rf"\b{name}\[-?\d+\]"):
                    raise Refused(
                        f"an element of `{name}` is asked for by its position: reorder it by hand, and what asks"
                    )


def _display_of(step: Step) -> tuple[Location, int]:
    """Where the display begins whose element a step is, and how many displays around it begin there."""
    displays = [node for node in nodes_in(step.module.tree) if isinstance(node, (ast.List, ast.Tuple))]  # from outside
    node = next((node for node in displays if node.elts is step.block), None)
    if node is None:
        return Location(0, 0), 0
    here = [one for one in displays if (one.lineno, one.col_offset) == (node.lineno, node.col_offset)]
    return step.module.location(node.lineno, node.col_offset), here.index(node)


def steps_between(step: Step, target: Step) -> list[Step]:
    """The statements that the move crosses, the target included."""
    low, high = sorted((step.position, target.position))
    indexes = range(low + 1, high + 1) if step.position < target.position else range(low, high)
    return [step._replace(position=index) for index in indexes]


# Each check raises Refused


def check_place(machine: Machine, fault: Violation, step: Step) -> None:
    """Never below `if __name__ == "__main__":`, nor where the application has already started."""
    name = fault.provider.slot.layer.name
    for outer in fault.provider.slot.chain:
        if outer.shares_block(step):
            break
        node = outer.block[outer.position]
        if isinstance(node, ast.If) and "__name__" in ast.unparse(node.test):
            raise Refused(
                f"`{name}` is registered under `if __name__ == ...` (line {node.lineno}), which an application server never runs: "
                "register it above that, after what needs it"
            )
    if _in_lifecycle(machine, fault.provider.slot.chain):
        raise Refused(
            f"`{name}` is registered in a function that runs when the application starts, where Starlette refuses to add "
            "middleware: register it where the application is made"
        )


def _in_lifecycle(machine: Machine, chain: Chain) -> bool:
    return any(step.block is getattr(node, "body", None) for node in machine.lifecycle for step in chain)


def check_raising(machine: Machine, fault: Violation, step: Step, between: list[Step]) -> None:
    """Where the program goes on after an exception, nothing in between may raise: the session would be lost."""
    around = swallowed_by(machine, fault.provider.slot.chain, step)
    raising = next((part for part in between if not _is_harmless(machine, fault, part)), None) if around else None
    if raising is not None:
        statement, name = raising.block[raising.position], fault.provider.slot.layer.name
        text = source_text(statement)
        raise Refused(f"`{text}` on line {statement.lineno} may raise, and {around} would go on without `{name}`")


def _is_harmless(machine: Machine, fault: Violation, part: Step) -> bool:
    """A registration, and what cannot raise."""
    if not may_raise(machine, part):
        return True
    nodes = list(immediate(part.block[part.position]))
    names = {_called_name(node) for node in nodes if isinstance(node, ast.Call)}
    if any(isinstance(node, ast.Subscript) for node in nodes) or names - _REGISTRATIONS:
        return False  # what the layer is given may be missing
    return any(slot.chain[-1].is_same(part) for slot in fault.stack.slots)


def _called_name(call: ast.Call) -> str:
    """The last name of what is called; of `app.middleware("http")(f)`, `middleware`."""
    function = call.func
    while isinstance(function, ast.Call):
        function = function.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def check_moments(fault: Violation, step: Step, between: list[Step]) -> tuple[Barrier, ...]:
    """Nothing in between ends the block, serves the application or uses its stack."""
    name = fault.provider.slot.layer.name
    crossed = [moment for moment in fault.stack.moments if any(passes(moment.chain, part) for part in between)]
    for moment in crossed:
        if moment.kind in ("serves", "stack"):
            verb = "serves the application" if moment.kind == "serves" else "uses the stack as it is"
            raise Refused(f"`{moment.text}` on line {moment.node.lineno} {verb}: `{name}` must not move past it")  # type: ignore[attr-defined]
    for part in between:
        statement = part.block[part.position]
        ending = ends_block(statement, by_exception=False)  # `check_raising` has asked who goes on after one
        if ending is not None:
            text = source_text(ending)
            raise Refused(f"`{text}` on line {ending.lineno} may end the block before the new place is reached")  # type: ignore[attr-defined]
    return tuple(moment for moment in crossed if moment.kind == "opaque")


def session_cookie(layer: Layer) -> str | None:
    """The name of the cookie that a session is kept in; None when it is not known."""
    name = layer.arguments.get(1, "session_cookie")
    if name is None:
        return None if layer.arguments.open else "session"
    return name.value if isinstance(name, Constant) and isinstance(name.value, str) else None


def check_layers(fault: Violation, step: Step, target: Step) -> tuple[Member, ...]:
    """The layers that the move crosses; none of them may depend on where the provider lies."""
    between = steps_between(step, target)
    name = fault.provider.slot.layer.name
    victims = [victim for victim, _ in fault.victims]
    members = (*fault.others, *victims)
    crossed = [
        member
        for member in members
        if member.application is fault.provider.application
        and member.slot.layer is not fault.provider.slot.layer
        and any(passes(member.slot.chain, part) for part in between)
    ]
    for member in crossed:
        layer, row = member.slot.layer.name, row_of(member.slot)
        # A layer of a library that needs the session is made to lie inside of it, whatever it does with cookies.
        minds_cookies = "session" in fault.keys and not (member in victims and is_installed(member.slot.layer))
        if minds_cookies and member.usage.cookies:
            raise Refused(f"`{layer}` (line {row}) {member.usage.cookies}: `{name}` must not move past it")
        cookie = session_cookie(fault.provider.slot.layer)
        is_touched = cookie is None or bool({cookie, "*"} & member.usage.named_cookies)
        if minds_cookies and is_touched and member.usage.named_cookies:
            told = (
                f"the cookie `{cookie}`" if cookie in member.usage.named_cookies else "a cookie whose name is not known"
            )
            raise Refused(f"`{layer}` (line {row}) sets or deletes {told}: `{name}` must not move past it")
        needed = sorted(
            (fault.provider.usage.requires.keys() & member.usage.provides) - PROPERTIES - {*carried(member)}
        )
        if needed:
            raise Refused(
                f"`{name}` reads `{needed[0]}`, which `{layer}` (line {row}) sets: it must stay inside of it, so register "
                f"{_others_than(member, fault)} before `{name}` instead"
            )
        if "session" in fault.keys & member.usage.removes:
            raise Refused(
                f"`{layer}` (line {row}) takes the session out of the scope, and `{name}` fails when it is gone: "
                "clear the session there instead"
            )
        if "session" in fault.keys and "session" in member.usage.provides - member.usage.falls_back:
            raise Refused(f"`{layer}` (line {row}) provides a session as well: `{name}` must not move past it")
    return tuple(member for member in crossed if member not in victims)


def is_installed(layer: Layer) -> bool:
    """Whether the source of a layer is that of an installed library, and nothing of the project derives from it."""
    return isinstance(layer.cls, Class) and layer.cls.frame.module.is_library


def _others_than(member: Member, fault: Violation) -> str:
    """The layers that need the provider, besides one that it needs itself."""
    names = [f"`{victim.slot.layer.name}`" for victim, _ in fault.victims if victim is not member]
    return " and ".join(dict.fromkeys(names)) or "a layer that does without it"


def check_names(
    machine: Machine, fault: Violation, step: Step, between: list[Step]
) -> tuple[str | None, tuple[Suspect, ...], bool]:
    """What the moving statement reads is the same at its new place, and nobody in between needs what it binds.

    Gives the reason against it that only a look at the values can take away (something may change an object that is read), what
    may change something in a way that such a look does not see, and whether it has to run modules that are imported in between.
    """
    own = effects_of(machine, step)
    doubt: str | None = None
    crossed: list[tuple[Step, Effects]] = []
    worked_out: list[Suspect] = []
    name = fault.provider.slot.layer.name
    for read in stack_reads_of(fault, own):
        inside = f", in `{read.function}` (line {read.row})" if read.function else ""
        raise Refused(
            f"the statement that registers `{name}` looks at the stack as it is{inside}: it would find another one"
        )
    for part in between:
        row = part.block[part.position].lineno
        other = effects_of(machine, part)
        for read in stack_reads_of(fault, other):
            where = (
                f"in `{read.function}` (line {read.row}), which line {row} runs,"
                if read.function
                else f"on line {read.row}"
            )
            raise Refused(f"`{read.text}` {where} uses the stack as it is: `{name}` must not move past it")
        found, unknown = check_changes(machine, fault, own, other, part, step)
        doubt = doubt or found
        worked_out += unknown
        worked_out += check_reads(fault, own, other, part, step)
        for name in sorted(own.bound & (other.names | other.bound)):
            raise Refused(f"`{name}` is bound by the registration and needed on line {row}, before its new place")
        worked_out += check_environment(own, other, row)
        check_routes(step, own, part)
        check_imports(own, other, row)
        crossed.append((part, other))
    trees = {module.path: module.tree for module in machine.modules.parsed()}
    runs_modules = any(other.runs_modules for _, other in crossed)
    return doubt, (*worked_out, *suspects_between(trees, step, crossed, own)), runs_modules


def stack_reads_of(fault: Violation, effects: Effects) -> Iterator[StackRead]:
    """Where the stack is looked at that changes, or one that is not known whose it is."""
    mine = (fault.provider.application, fault.stack.application, None)
    moved = alternatives(fault.provider.slot.layer.cls)
    return (
        read
        for read in effects.reads_stack
        if any(read.owner is one for one in mine) and not is_another(read.asked, moved)
    )


def is_another(asked: Value | None, moved: Sequence[Value]) -> bool:
    """Whether a class that is asked for is known, and none of these."""
    kinds = (Class, External)
    return isinstance(asked, kinds) and all(isinstance(one, kinds) and one != asked for one in moved)


_ROUTES = frozenset({"routes", "router", "url_path_for", "exception_handlers", "openapi"})


def check_routes(step: Step, own: Effects, part: Step) -> None:
    """Nothing in between adds to the routes or handlers of the application, where the registration asks for them."""
    if _ROUTES.isdisjoint(own.parts | own.last_names):
        return
    statement = part.block[part.position]
    if not isinstance(statement, ast.stmt):
        return
    here = _owner_of(step)
    for node in immediate(statement):
        if isinstance(node, ast.Call) and _called_name(node) not in _REGISTRATIONS and here in names_in_call(node):
            text = source_text(node)
            raise Refused(
                f"`{text}` on line {node.lineno} may change the routes or handlers of the application, for which the registration asks"
            )


def _owner_of(step: Step) -> str:
    """`app` of the registration `app.add_middleware(...)`, `self.app` of `self.app.add_middleware(...)`."""
    match step.block[step.position]:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner))):
            return ast.unparse(owner)
    return ""


def names_in_call(call: ast.Call) -> frozenset[str]:
    """What a call is made on, or is given: `app`, also of `app.router.add_route(...)`."""
    named = (part for part in nodes_in(call) if isinstance(part, (ast.Name, ast.Attribute)))
    return frozenset(map(ast.unparse, named))


def check_environment(own: Effects, other: Effects, row: int) -> Iterator[Suspect]:
    """Nothing in between sets what the moving statement reads of the environment, nor asks for or sets what that sets.

    Where it sets variables whose names are worked out, running the program may tell that these are others.
    """
    for variable, text, is_inner, is_followed, verb in other.sets_environment:
        read = [one for one in own.reads_environment if variable.may_be(one)]
        if not read:
            continue
        where = f"`{text}`, which line {row} runs," if is_inner else f"`{text}` on line {row}"
        if variable == FOLDER:
            raise Refused(f"{where} changes the folder in which the registration looks for files")
        why = f"{where} {verb} {STATES.get(variable, 'the environment')}, which the registration reads{_named(read)}"
        if variable.whole or not is_followed or not all(one.whole for one in read):
            raise Refused(why)
        yield Suspect(why, is_variable=True)
    for variable, text, is_inner, _, _ in own.sets_environment:
        needs = other.reads_environment | {setting.variable for setting in other.sets_environment}
        if any(variable.may_be(need) for need in needs):
            what = STATES.get(variable, "the environment")
            where = f"`{text}`, which the registration runs," if is_inner else f"`{text}` in the registration"
            raise Refused(f"{where} changes {what}, which line {row} needs as it is before the new place")


_FEW = 3


def _named(variables: Sequence[Variable]) -> str:
    """The names of the variables of the environment that are read, as far as they are known."""
    names = sorted(f"`{one.start}`" for one in variables if one.whole and one not in STATES)
    return f" ({', '.join(names[:_FEW])})" if names else ""


def check_imports(own: Effects, other: Effects, row: int) -> None:
    """Nothing in between asks whether a module is there that the moving statement imports."""
    is_asked = {"sys", "modules"} <= other.last_names and all(
        stray.text != "sys.modules"
        for stray in other.by_name.strays  # who puts something there changes what is imported
    )
    for name in sorted(own.imports & other.parts) if is_asked else ():
        raise Refused(
            f"the registration imports `{name}`, and line {row} asks whether it is there before the new place"
        )


def receiver_of(step: Step) -> str | None:
    """`layers` in `layers.append(...)`: what else is put into that list is what the stacks tell."""
    match step.block[step.position]:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=receiver, attr="append" | "insert" | "extend"))):
            return ast.unparse(receiver)
        case ast.AugAssign(target=target):
            return ast.unparse(target)
    return None


def check_changes(
    machine: Machine, fault: Violation, own: Effects, other: Effects, part: Step, step: Step
) -> tuple[str | None, list[Suspect]]:
    """Nothing that the moving statement reads is bound anew in between; how an object that it reads may be changed there.

    And how one may be of which only running the program with all calls followed may tell what it is.
    """
    application, receiver = fault.stack.application, receiver_of(step)
    doubt: str | None = None
    unknown: list[Suspect] = []
    for change in other.changes:
        if not any(change.location.overlaps(location) for location in own.reads):
            continue
        if change.text == receiver and change.verb.startswith("may be changed by"):
            continue
        if change.verb.startswith(_REGISTERING) and not change.inner and _registers(fault, part, change.row):
            continue
        if change.location.name is None and change.text == "*":
            names = ", ".join(f"`{name}`" for name in names_given(step)[:_FEW])
            what = f"any name that the registration reads{f' ({names})' if names else ''}"
            raise Refused(f"{change.verb} on line {change.row} may bind {what}: move it by hand")
        if _keeps_application(machine, part, change.text, application):
            continue
        why = told_of(own, change)
        if change.is_part:
            unknown.append(Suspect(why, is_run=True))
            continue
        is_gone = change.verb.startswith("is deleted") and change.location in own.reads  # or it is made anew
        if change.place is not None and not (is_gone or change.imported):
            unknown.append(Suspect(why, place=change.place))
            continue
        if is_gone or not (is_of_object(change) or registers_variant(machine, change)):
            raise Refused(why)
        doubt = doubt or why
    return doubt, unknown


def names_given(step: Step) -> list[str]:
    """The names in what a registration gives to its layer, in their order."""
    calls = (node for node in nodes_in(step.block[step.position]) if isinstance(node, ast.Call))
    call = next(calls, None)
    given = [*call.args[1:], *(keyword.value for keyword in call.keywords)] if call is not None else []
    return list(dict.fromkeys(node.id for part in given for node in nodes_in(part) if isinstance(node, ast.Name)))


def is_of_object(change: Change) -> bool:
    """Whether it is an object that is changed, not a name: what that does is seen by running the program."""
    return change.location.owner[0] == "object"


def registers_variant(machine: Machine, change: Change) -> bool:
    """`@describe.register`, of `functools.singledispatch`: for which classes that is, running the program tells."""
    kind, node = change.location.owner
    return kind == "function" and "`.register(" in change.verb and any(id(known) == node for known in machine.variants)


def told_of(own: Effects, change: Change) -> str:
    """What becomes of something that a registration reads, as a sentence."""
    text = own.words.get(change.location, change.text) if change.inner else change.text
    # `setattr(app, name, value)`
    subject = f"an attribute of `{text.removesuffix('.*')}`" if change.text.endswith(".*") else f"`{text}`"
    return f"{subject} {change.verb} on line {change.row}, between the registration and its new place"


def check_reads(fault: Violation, own: Effects, other: Effects, part: Step, step: Step) -> Iterator[Suspect]:
    """What the moving statement changes is not looked at in between; the stack, which it changes, by registrations only.

    Which function it hands an object to that is chosen from a table, running the program may tell.
    """
    row = part.block[part.position].lineno
    registers = any(passes(slot.chain, part) for slot in fault.stack.slots)
    for change in own.changes:
        is_registering = change.verb.startswith((*_REGISTERING, "may be changed by `+=`"))
        if registers and is_registering and change.location.owner[0] != "external":  # `sys.argv.append("--dev")`
            continue
        if any(change.location.overlaps(location) for location in other.reads) and change.text not in own.bound:
            both = (one for one in other.changes if not one.inner and one.location.overlaps(change.location))
            direct = next(both, None)
            if direct is not None:  # it may be changed at both places: there the code says so
                raise Refused(told_of(own, direct))
            why = f"`{change.text}` {change.verb} where the registration stands, and line {row} reads it before its new place"
            if change.call is None:
                raise Refused(why)
            rows = frozenset([step.block[step.position].lineno])
            yield Suspect(why, rows=rows, call=(change.call, own.functions))


_REGISTRATIONS = frozenset({"add_middleware", "middleware", "append", "insert", "extend", "Middleware"})
_REGISTERING = tuple(f"may be changed by `.{name}(" for name in sorted(_REGISTRATIONS))


def _registers(fault: Violation, part: Step, row: int) -> bool:
    """Whether the call on this row is the registration of a layer: what it changes is the stack."""
    return any(slot.layer.node.lineno == row and passes(slot.chain, part) for slot in fault.stack.slots)  # type: ignore[attr-defined]


def _keeps_application(machine: Machine, part: Step, name: str, application: object) -> bool:
    """`app = gr.mount_gradio_app(app, ...)` binds the same application again."""
    bindings = [binding for binding in machine.bindings if binding.name == name and passes(binding.chain, part)]
    unsure = any(
        moment.kind == "opaque" and passes(moment.chain, part) for moment in getattr(application, "moments", ())
    )
    return bool(bindings) and not unsure and all(binding.application is application for binding in bindings)
