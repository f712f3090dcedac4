"""Statements with more than one way through: each arm runs from the same names, and what they leave behind is joined."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterable

from codemod.frozen import TYPE_CHECKING, NamedTuple
from codemod.interpreter.binding import bind, source_text
from codemod.interpreter.calls import iterated
from codemod.interpreter.classes import linearized
from codemod.interpreter.conditions import condition_of, facts_of, key_named, truth_of
from codemod.interpreter.constant_conditions import (
    decided,
    is_switch,
    may_ask,
    outlook_of,
    settled,
    settled_targets,
    told_targets,
    with_switches,
)
from codemod.interpreter.containers import (
    is_open,
    is_scrambled,
    items_of,
    made_of,
    may_be_any_key,
    set_item,
    sifted,
    unseen_element,
)
from codemod.interpreter.descriptions import note_decision
from codemod.interpreter.expressions import look_up
from codemod.interpreter.fates import Element, is_kept, is_same, named
from codemod.interpreter.kinds import is_entry, is_itself
from codemod.interpreter.lazies import drawn_of, put_back
from codemod.interpreter.literals import bound_names
from codemod.interpreter.machine import Machine
from codemod.interpreter.matching import captured, cases_left
from codemod.interpreter.memoisation import once
from codemod.interpreter.outside import leave
from codemod.interpreter.patterns import capture
from codemod.interpreter.scope import COPIED, WITHOUT, copied, is_scope, replaced
from codemod.interpreter.stack_edits import layers_of, list_to_ask
from codemod.interpreter.state import at_this_moment
from codemod.interpreter.statements import Names
from codemod.interpreter.substitutes import with_substitute
from codemod.interpreter.switches import foresee
from codemod.interpreter.values import (
    ASKED,
    NEVER,
    NO,
    UNKNOWN,
    YES,
    Absent,
    Alternatives,
    Arguments,
    Class,
    Condition,
    Connection,
    Constant,
    Context,
    DictObject,
    External,
    Frame,
    Instance,
    Item,
    Lazy,
    ListObject,
    Native,
    Outlook,
    Scope,
    StackList,
    Unknown,
    Value,
    alternatives,
    constant,
    is_asked,
    join,
)
from codemod.interpreter.walking import dump_of, rebound_names, statements_in, times_rebound, unparsed
from codemod.project.nodes import children_of, nodes_in

if TYPE_CHECKING:
    from typing import Any, TypeVar

    Key = TypeVar("Key")


class Left(NamedTuple):
    """What an arm that does not end leaves behind."""

    condition: Condition | None
    names: Names
    present: frozenset[str]
    late: bool
    context: Context


def _run_under(machine: Machine, condition: Condition | None, run: Callable[[], bool]) -> bool:
    with machine.under(*([condition] if condition else [])):
        return run()


def run_arms(
    machine: Machine, frame: Frame, arms: list[tuple[Condition | None, frozenset[str], Callable[[], bool]]]
) -> bool:
    """Run each arm from the same names, then go on with what the arms that do not end leave behind.

    When all but one arm end, the rest of the block lies in that one: its condition holds from there on.
    """
    if machine.is_exhausted:
        ends = [_run_under(machine, condition, run) for condition, _, run in arms]  # each of them runs
        return all(ends)
    names, present, late, context = dict(frame.names), frame.present, machine.late, machine.context
    machine.steps += len(arms) * len(names) // 50  # the copies below
    left: list[Left] = []
    for condition, facts, run in arms:
        frame.names, frame.present, machine.late, machine.context = dict(names), present | facts, late, context
        if not _run_under(machine, condition, run):
            left.append(Left(condition, frame.names, frame.present, machine.late, machine.context))
    if not left:
        frame.names, frame.present = names, present
        return True
    frame.names = merged([arm.names for arm in left])
    if len(left) > 1:
        note_choices(machine, names, frame.names, left)
    frame.present = frozenset.intersection(*(arm.present for arm in left))
    machine.late = all(arm.late for arm in left)
    machine.context = replaced(machine, context, merged([arm.context for arm in left]), [arm.context for arm in left])
    if len(left) == 1 and len(arms) > 1 and left[0].condition is not None:
        machine.conditions = machine.conditions | {left[0].condition}
    return False


def note_choices(machine: Machine, before: Names, after: Names, left: list[Left]) -> None:
    """`if USE_SESSION: gate = SessionGate`, `else: gate = HeaderGate`: the name stands for one class or the other."""
    for name, value in after.items():
        if isinstance(value, Alternatives) and before.get(name) is not value:
            own = [(arm.names.get(name, value), frozenset([arm.condition] if arm.condition else ())) for arm in left]
            machine.choose(value, own)


def merged(arms: list[dict[Key, Value]]) -> dict[Key, Value]:
    if len(arms) == 1 or all(arm is arms[0] for arm in arms):
        return arms[0]
    result: dict[Key, Value] = {}
    for name in dict.fromkeys(name for names in arms for name in names):
        values = [names[name] for names in arms if name in names]
        result[name] = values[0] if all(value is values[0] for value in values) else join(values)
    return result


def execute_if(machine: Machine, node: ast.If, frame: Frame) -> bool:
    since = len(machine.events)
    value = machine.evaluate(node.test, frame)
    if machine.thorough:
        machine.tests.setdefault(dump_of(node.test), []).append(value)
    truth = truth_of(machine, value, node.test, frame)
    facts = facts_of(truth)
    outcome = decided(machine, node.test, frame)
    body, orelse = (condition_of(node.test, arm, frame, is_asked(value)) for arm in ("body", "else"))
    if isinstance(node.test, ast.Constant) and node.test.value:
        return machine.execute_block(node.body, frame, machine.activation())
    if is_never(node.test):
        # What is imported there has a name all the same, for who asks for classes, not for values.
        if not machine.thorough:
            with machine.under(Condition(NEVER, "body")):
                machine.execute_block(node.body, frame, machine.activation())
        return machine.execute_block(node.orelse, frame, machine.activation())
    if outcome is not None:
        taken = node.body if outcome else node.orelse
        machine.take(node, taken)
        return machine.execute_block(taken, frame, machine.activation())
    machine.split(body, node, frame.module)
    note_decision(machine, truth)
    if body.asks:
        foresee_answer(machine, node.test, value, body)
    else:
        outlook_of(machine, node.test, frame, body)
    if machine.following and not machine.caught:
        machine.refuse(facts.if_false, refusal_in(node.body))
        machine.refuse(facts.if_true, refusal_in(node.orelse))
    if_true, if_false = with_substitute(facts.if_true, node.orelse), with_substitute(facts.if_false, node.body)
    machine.spare(since if len(machine.events) > since else 0, if_true | if_false)
    return run_arms(
        machine,
        frame,
        [
            (body, if_true, lambda: machine.execute_block(node.body, frame, machine.activation())),
            (orelse, if_false, lambda: machine.execute_block(node.orelse, frame, machine.activation())),
        ],
    )


def foresee_answer(machine: Machine, test: ast.expr, answer: Value, body: Condition) -> None:
    """Note which arm of a test is taken that asks a stack which is known."""
    arm = body.arm if answer == YES else body.otherwise.arm if answer == NO and body.otherwise is not None else None
    while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test = test.operand
    foresee(machine, body.test, Outlook(arm, ast.unparse(test), ()) if arm and not machine.thorough else None)


def refusal_in(block: list[ast.stmt]) -> str:
    """How a block refuses a request: it raises, or answers with an error of the server; nothing where it does neither."""
    match block[-1] if block else None:
        case ast.Raise():
            return "raises"
        case ast.Return(value=ast.Call(args=args, keywords=keywords)):
            given = [*args, *(keyword.value for keyword in keywords if keyword.arg == "status_code")]
            codes = [part.value for part in given if isinstance(part, ast.Constant) and isinstance(part.value, int)]
            return next((f"answers {code}" for code in codes if 500 <= code < 600), "")
    return ""


def is_never(test: ast.expr) -> bool:
    """`if False:` and `if TYPE_CHECKING:`."""
    name = test.id if isinstance(test, ast.Name) else test.attr if isinstance(test, ast.Attribute) else None
    return name == "TYPE_CHECKING" or (isinstance(test, ast.Constant) and not test.value)


def condition_at(machine: Machine, node: ast.AST, arm: str, asks: bool = False, arms: int = 2) -> Condition:
    """The condition of a statement that has no test to compare: a loop, `try`, `match`; each run of its block has its own."""
    activation = machine.chain[-1].activation if machine.chain else 0
    condition = Condition(f"{activation}: {type(node).__name__}@{id(node)}", arm, asks, arms)
    if machine.chain:
        machine.split(condition, node, machine.chain[-1].module)
    return condition


def execute_for(machine: Machine, node: ast.For | ast.AsyncFor, frame: Frame) -> bool:
    with machine.wanting(frame):
        source = machine.evaluate(node.iter, frame)
        drawn = drawn_of(source)
        iterable = iterated(machine, source, node.iter, frame)
    if is_scope(iterable):
        machine.lose(node.iter, frame)  # which of its keys are looked at is not followed
    if isinstance(iterable, StackList):
        machine.note(iterable.application, "stack", f"for ... in {source_text(node.iter)}", node.iter, frame)
    if isinstance(iterable, DictObject):
        known: list[Item] | None = None
    else:
        items = items_of(iterable)
        known = list(items or ()) if not is_open(iterable) else None
        if not known and isinstance(iterable, ListObject) and is_registry(machine, node.iter, frame):
            known = known if settled(machine, node.iter, frame) is not None else None
    asks = is_asked(iterable)
    turns = (
        known
        if known is not None
        else [Item(join([i.value for i in items_of(iterable) or ()] or [unseen_element(iterable)]), (), frozenset())]
    )
    if known is None:
        body = condition_at(machine, node, "body", asks)
        began = machine.tick()
        run_arms(
            machine,
            frame,
            [
                (body, frozenset(), lambda: bool(_turn(machine, node, turns[0], frame, NOWHERE))),
                (condition_at(machine, node, "else", asks), frozenset(), lambda: False),
            ],
        )
        _hide_more(machine, began, node, frame)
    else:
        began, grown = machine.tick(), len(machine.grown)
        derived, outside = frame.derived, machine.conditions
        literal = settled_targets(machine, node, frame)
        for number, item in enumerate(turns[:50], 1):
            with machine.under(*item.conditions):
                end = _turn(machine, node, item, frame, outside, literal, is_entry if len(known) > 1 else is_itself)
            frame.derived = {name: value for name, value in derived.items() if frame.derived.get(name) is value}
            if end is not None:
                put_back(machine, source, drawn, number)
                return end is ast.Return
        if is_scrambled(iterable):
            scramble_since(machine, began, grown)
    if _ends_within(node.body, (ast.Break, ast.Return)):
        put_back(machine, source, drawn, None)
    return _after_loop(machine, node, frame, asks)


def scramble_since(machine: Machine, began: int, grown: int) -> None:
    """What was registered since, and put into lists and dicts, is in no order that is known."""
    for application in machine.applications:
        application.is_scrambled = application.is_scrambled or any(slot.time > began for slot in application.slots)
    for owner in machine.grown[grown:]:
        owner.is_scrambled = True
        if isinstance(owner, ListObject):
            owner.scramble()


def is_registry(machine: Machine, node: ast.expr, frame: Frame) -> bool:
    """Whether a loop goes through an empty list or dict that a module, class or object keeps: who fills it may not have been seen."""
    for part in nodes_in(node):
        is_kept = isinstance(part, ast.Attribute) or (isinstance(part, ast.Name) and part.id not in frame.names)
        if isinstance(part, ast.Name) and frame.kind == "module":
            is_kept = True
        value = machine.evaluate(part, frame) if is_kept else None  # type: ignore[arg-type]
        if isinstance(value, (ListObject, DictObject)) and not value.items:
            return True
    return False


def _after_loop(machine: Machine, node: ast.For | ast.AsyncFor | ast.While, frame: Frame, asks: bool) -> bool:
    """What follows a loop stands under the condition that no turn of it has returned; its `else`, that none has ended it."""
    through = condition_at(machine, node, "through", asks)
    ended = False
    if node.orelse:
        with machine.under(*([through] if _ends_within(node.body, (ast.Break, ast.Return)) else [])):
            ended = machine.execute_block(node.orelse, frame, machine.activation())
    if _ends_within(node.body, (ast.Return,)):
        machine.conditions = machine.conditions | {through}
    return ended


def _ends_within(block: list[ast.stmt], kinds: tuple[type[ast.stmt], ...]) -> bool:
    """Whether a statement of these kinds stands in a block, not in a function or class inside of it."""
    queue: list[ast.AST] = [*block]
    while queue:
        node = queue.pop()
        if isinstance(node, kinds):
            return True
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.expr)):
            queue += children_of(node)
    return False


def _turn(
    machine: Machine,
    node: ast.For | ast.AsyncFor,
    item: Item,
    frame: Frame,
    outside: frozenset[Condition] | None,
    literal: frozenset[str] = frozenset(),
    tells: Callable[[Value | None], bool] = is_itself,
) -> type[ast.stmt] | None:
    bind(machine, node.target, item.value, frame)
    if outside is not None:
        told = literal | identical(node, frame, tells)
        frame.derived = {**frame.derived, **{name: frame.names[name] for name in told if is_bound_once(name, frame)}}
    turn, frame.turn = frame.turn, machine.activation()
    end = run_turn(machine, node.body, frame, frame.turn, outside)
    frame.turn = turn
    return end


def is_bound_once(name: str, frame: Frame) -> bool:
    """Whether nothing in a function binds a name but the loop at hand, and others before and behind it."""
    return name in frame.names and (
        frame.node is None or times_rebound(frame.node)[name] == times_looped(frame.node)[name]
    )


@once
def times_looped(node: ast.AST) -> Counter[str]:
    """How often loops bind each name in a function."""
    loops = (part.target for part in nodes_in(node) if isinstance(part, (ast.For, ast.AsyncFor)))
    return Counter(name for target in loops for name in bound_names(target))


def identical(node: ast.For | ast.AsyncFor, frame: Frame, tells: Callable[[Value | None], bool]) -> frozenset[str]:
    """The names of a loop that stand for a class, a function, a layer or an object in this turn, or one of several texts."""
    names = bound_names(node.target).difference(*map(rebound_names, node.body))
    return frozenset(name for name in names if tells(frame.names.get(name)))


NOWHERE = None  # the conditions outside of a loop that may have no turn: nothing ends it for certain


def run_turn(
    machine: Machine,
    block: list[ast.stmt],
    frame: Frame,
    activation: int,
    outside: frozenset[Condition] | None = NOWHERE,
) -> type[ast.stmt] | None:
    """Run the body of a loop once; what it binds before a `break` is bound below the loop.

    The `break` or `return` that ends the loop is given, if one does under the conditions ``outside`` of it.
    """
    left, frame.left, frame.ended = frame.left, [], None
    has_ended = machine.execute_block(block, frame, activation)
    frame.names = merged([frame.names, *frame.left])
    frame.left = left
    return end_under(frame, outside) if has_ended and outside is not None else None


def end_under(frame: Frame, outside: frozenset[Condition]) -> type[ast.stmt] | None:
    """What has ended the block that was run last, if it does so under these conditions."""
    ended, frame.ended = frame.ended, None
    return ended[0] if ended is not None and ended[1] <= outside else None


def execute_while(machine: Machine, node: ast.While, frame: Frame) -> bool:
    if is_used_up(machine, node, frame):
        return _after_loop(machine, node, frame, asks=False)
    truth = truth_of(machine, machine.evaluate(node.test, frame), node.test, frame)
    facts = facts_of(truth)
    note_decision(machine, truth)

    def body() -> bool:
        run_turn(machine, node.body, frame, machine.activation())
        return False

    nothing = (condition_at(machine, node, "else"), facts.if_false, lambda: False)
    began, grown = machine.tick(), len(machine.grown)
    run_arms(machine, frame, [(condition_at(machine, node, "body"), facts.if_true, body), nothing])
    _hide_more(machine, began, node, frame)
    for owner in machine.grown[grown:]:
        owner.scramble()  # which turn puts what there is not followed
    for name in counted(node):
        if isinstance(value := frame.names.get(name), Constant) and isinstance(value.value, int):
            frame.names[name] = UNKNOWN  # how often is not followed
    return _after_loop(machine, node, frame, asks=False)


@once
def counted(node: ast.While) -> frozenset[str]:
    """The names that each turn of a loop adds to: `index += 1`."""
    return frozenset(
        part.target.id
        for part in statements_in(node.body)
        if isinstance(part, ast.AugAssign)
        and isinstance(part.target, ast.Name)
        and isinstance(part.op, (ast.Add, ast.Sub))
    )


def is_used_up(machine: Machine, node: ast.While, frame: Frame) -> bool:
    """Run `while steps: steps.pop(0)(app)` a turn for each element, as long as each takes one from a list that is known."""
    if not isinstance(node.test, (ast.Name, ast.Attribute)):
        return False
    left = elements_left(machine, node.test, frame)
    if not left or left > 50:
        return False
    while left:
        run_turn(machine, node.body, frame, machine.activation())
        now = elements_left(machine, node.test, frame)
        if now is None or now >= left:
            return False
        left = now
    return True


def elements_left(machine: Machine, test: ast.expr, frame: Frame) -> int | None:
    value = machine.evaluate(test, frame)
    if not isinstance(value, ListObject) or value.open or value.is_scrambled:
        return None
    return len(value.items) if all(item.conditions <= machine.conditions for item in value.items) else None


def _hide_more(machine: Machine, began: int, node: ast.AST, frame: Frame) -> None:
    """What a loop registers in one turn it may register in others as well, which are not followed."""
    for application in machine.applications:
        if any(slot.time > began for slot in application.slots):
            machine.hide(application, "a loop registers what cannot be seen as a whole", node, frame)


def execute_with(machine: Machine, node: ast.With | ast.AsyncWith, frame: Frame) -> bool:
    caught, outside = machine.caught, machine.context
    entries: list[tuple[Value, ast.expr]] = []
    for item in node.items:
        value = machine.evaluate(item.context_expr, frame)
        if isinstance(value, Instance) and value.cls == External("contextlib.suppress"):
            machine.caught = machine.caught | {
                argument.dotted.rpartition(".")[2]
                for argument in value.arguments.all()
                if isinstance(argument, External)
            }
        entered = machine.call(Native(value, "__enter__"), Arguments(), item.context_expr, frame)
        entries.append((value, item.context_expr))
        # What a generator function under `@contextmanager` gives.
        if isinstance(value, ListObject) and value.items and entered is value:
            entered = value.items[0].value
        if item.optional_vars is not None:
            bind(machine, item.optional_vars, entered, frame)
    inside, was_left_early, frame.is_left_early = machine.context, frame.is_left_early, False
    ended = machine.execute_block(node.body, frame, machine.activation())
    machine.caught, late = caught, machine.late
    machine.late = late and not frame.is_left_early  # it is left before the response, too
    for value, place in reversed(entries):
        if isinstance(value, (Instance, Lazy)):
            machine.call(Native(value, "__exit__"), Arguments(), place, frame)
            leave(machine, value)
    machine.late, frame.is_left_early = late or machine.late, was_left_early or frame.is_left_early
    if inside is not outside:
        machine.context = outside  # who sets a context variable for a block resets it behind that
    return ended


def execute_try(machine: Machine, node: ast.Try, frame: Frame) -> bool:
    caught = machine.caught
    before = dict(frame.names)
    is_late, raised = machine.late, len(machine.raised)

    def body() -> bool:
        nonlocal is_late
        machine.caught = caught | frozenset(name for handler in node.handlers for name in handled(handler))
        ended = machine.execute_block(node.body, frame, machine.activation())
        machine.caught, is_late = caught, machine.late
        return ended or (bool(node.orelse) and machine.execute_block(node.orelse, frame, machine.activation()))

    def handle(handler: ast.ExceptHandler) -> Callable[[], bool]:
        def run() -> bool:
            # The body may have got to any point: its bindings may be there or not. Most that is raised in it comes from within.
            machine.late = machine.late or is_late
            kind = machine.evaluate(handler.type, frame) if handler.type is not None else UNKNOWN
            if handler.name:
                thrown = [
                    value
                    for value in machine.raised[raised:]
                    if isinstance(kind, Class) and kind in linearized(value.cls)
                ]
                frame.names[handler.name] = join([UNKNOWN, *thrown])
            return machine.execute_block(handler.body, frame, machine.activation())

        return run

    frame.names = before
    arms: list[tuple[Condition | None, frozenset[str], Callable[[], bool]]] = []
    now = looked_up(machine, node, frame)
    if isinstance(now, ast.ExceptHandler):
        machine.take(node, now.body)
        ended = handle(now)()
    elif node.handlers and not now:
        count = 1 + len(node.handlers)
        arms.append((condition_at(machine, node, "body", arms=count), frozenset(), body))
        arms += [
            (condition_at(machine, node, f"handler {index}", arms=count), frozenset(), handle(handler))
            for index, handler in enumerate(node.handlers)
        ]
        ended = run_arms(machine, frame, arms)
    else:
        ended = body()
    if node.finalbody:
        return machine.execute_block(node.finalbody, frame, machine.activation()) or ended
    return ended


def looked_up(machine: Machine, node: ast.Try, frame: Frame) -> ast.ExceptHandler | bool:
    """`try: return SERVICES[name]` with `except KeyError:` asks what the program itself has set: the handler that runs where nothing is
    there, True where something is, and False where that is not sure.
    """
    match node.body:
        case [ast.Return(value=ast.Subscript() | ast.Attribute() as asked)]:
            pass
        case [ast.Assign(value=ast.Subscript() | ast.Attribute() as asked)]:
            pass
        case [ast.Expr(value=ast.Subscript() | ast.Attribute() as asked)]:
            pass
        case _:
            return False
    raised = {"KeyError", "LookupError"} if isinstance(asked, ast.Subscript) else {"AttributeError"}
    raised |= {"Exception", "BaseException"}
    own = next((one for one in node.handlers if raised & {*handled(one)}), None)
    now = at_this_moment(machine, asked, frame) if own is not None else None
    if own is None or now is None:
        return False
    return own if isinstance(now, Absent) else True


def handled(handler: ast.ExceptHandler) -> list[str]:
    """The names of the exceptions that a handler takes: a bare one takes all."""
    if handler.type is None:
        return ["BaseException"]
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return [unparsed(kind).rpartition(".")[2] for kind in types]


def execute_match(machine: Machine, node: ast.Match, frame: Frame) -> bool:
    subject = machine.evaluate(node.subject, frame)
    left, is_certain = cases_left(machine, node, frame)

    def arm(case: ast.match_case) -> Callable[[], bool]:
        def run() -> bool:
            _match_keys(machine, subject, case.pattern, frame)
            _match_attributes(machine, subject, case.pattern, frame)
            for part in nodes_in(case.pattern):
                if name := getattr(part, "name", None) or getattr(part, "rest", None):
                    frame.names[name] = UNKNOWN
            if machine.thorough or not machine.following:
                capture(machine, case.pattern, subject, frame)
                settle_captured(machine, node.subject, case.pattern, frame)
            if case.guard is not None:
                machine.evaluate(case.guard, frame)
            return machine.execute_block(case.body, frame, machine.activation())

        return run

    count = len(left) + (not is_certain)
    arms: list[tuple[Condition | None, frozenset[str], Callable[[], bool]]] = [
        (condition_at(machine, node, f"case {node.cases.index(case)}", arms=count), frozenset(), arm(case))
        for case in left
    ]
    if not (is_certain and len(left) == 1):
        foresee_case(machine, node, frame)
    if is_certain and len(left) == 1:
        machine.take(node, left[0].body)
        arms = [(None, frozenset(), arm(left[0]))]
    if not (is_certain and len(left) == 1):
        for part in (subject, *asked_by_patterns(node, subject)):
            note_decision(machine, part)
    if not is_certain:
        arms.append((condition_at(machine, node, "no case", arms=count), frozenset(), lambda: False))
    return run_arms(machine, frame, arms)


def asked_by_patterns(node: ast.Match, subject: Value) -> list[Value]:
    """The attributes, items and elements of a subject that the patterns of a `match` ask for, as far as it has them itself."""
    patterns = [pattern for case in node.cases for pattern in nodes_in(case.pattern)]
    match subject:
        case Instance(attributes=held):
            classes = [pattern for pattern in patterns if isinstance(pattern, ast.MatchClass)]
            by_place = any(pattern.patterns for pattern in classes)
            names = [*held] if by_place else [name for pattern in classes for name in pattern.kwd_attrs]
            return [held[name] for name in names if name in held]
        case DictObject(items=held):
            keys = [key for pattern in patterns if isinstance(pattern, ast.MatchMapping) for key in pattern.keys]
            names = [key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
            return [held[name] for name in names if name in held]
    return [item.value for item in items_of(subject) or ()]


def foresee_case(machine: Machine, node: ast.Match, frame: Frame) -> None:
    """Note which case is taken as long as nobody turns a switch."""
    if not may_ask(machine, frame):
        return
    (left, is_certain), switches = with_switches(machine, lambda: cases_left(machine, node, frame))
    taken = f"case {node.cases.index(left[0])}" if left else "no case"
    is_known = switches and len(left) == is_certain
    text = f"match {ast.unparse(node.subject)}"
    foresee(machine, condition_at(machine, node, "").test, Outlook(taken, text, switches) if is_known else None)


def settle_captured(machine: Machine, subject: ast.expr, pattern: ast.pattern, frame: Frame) -> None:
    """The names of a pattern are as settled as what they stand for."""
    for name, part in captured(pattern, subject):
        value = frame.names.get(name, UNKNOWN)
        if is_itself(value) or settled(machine, part, frame) is not None:
            frame.derived = {**frame.derived, name: value}


def _match_keys(machine: Machine, subject: Value, pattern: ast.pattern, frame: Frame) -> None:
    """`case {"session": session}` asks whether the key is there, and so binds only when it is."""
    if not any(isinstance(part, (Scope, Connection)) for part in alternatives(subject)):
        return
    for part in nodes_in(pattern):
        for key_node in part.keys if isinstance(part, ast.MatchMapping) else ():
            key = key_named(machine.evaluate(key_node, frame))
            if key is not None:
                machine.observe("use", key, key_node, frame)
                frame.present = frame.present | {key}


def _match_attributes(machine: Machine, subject: Value, pattern: ast.pattern, frame: Frame) -> None:
    """`case Request(session=session)` reads the attribute."""
    match pattern:
        case ast.MatchClass(kwd_attrs=names):
            for part in alternatives(subject) if machine.following else ():
                for name in names if isinstance(part, (Connection, Instance)) else ():
                    machine.attribute(part, name, pattern, frame)
        case ast.MatchAs(pattern=ast.pattern() as inner):
            _match_attributes(machine, subject, inner, frame)
        case ast.MatchOr(patterns=several):
            for inner in several:
                _match_attributes(machine, subject, inner, frame)


# Comprehensions


def evaluate_generator(machine: Machine, node: ast.GeneratorExp, frame: Frame) -> Value:
    """Only what is gone through is evaluated before somebody goes through it."""
    first = machine.evaluate(node.generators[0].iter, frame)
    names = (part.id for part in nodes_in(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load))
    given = (look_up(machine, name, frame) for name in dict.fromkeys(names))
    known = tuple(value for value in given if value is not None)
    return Lazy(lambda: _collected(machine, node, first, frame), (first, *known))


def evaluate_comprehension(machine: Machine, node: ast.ListComp | ast.SetComp, frame: Frame) -> Value:
    with machine.wanting(frame):
        first = machine.evaluate(node.generators[0].iter, frame)
    return _collected(machine, node, first, frame)


def _collected(
    machine: Machine, node: ast.ListComp | ast.SetComp | ast.GeneratorExp, gone_through: Value, frame: Frame
) -> Value:
    inner = _comprehension_frame(frame)
    first = node.generators[0]
    with machine.wanting(frame):
        iterable = iterated(machine, layers_of(machine, gone_through), first.iter, frame)
    asked = list_to_ask(machine, iterable)
    iterable = iterable if asked is None else asked
    if is_scope(iterable):
        machine.lose(first.iter, frame)
    is_itself = len(node.generators) == 1 and unparsed(node.elt) == unparsed(first.target)
    result = made_of([], iterable)
    asks, outside = is_asked(iterable), machine.conditions
    told: list[Item] | None = [] if is_told_whole(machine, iterable) else None
    for item in _turns(machine, iterable, node.generators, inner) if told is None or items_of(iterable) else ():
        asks = asks or is_asked(item.value)
        # An element that is taken over as it is stays where it was written.
        chain = item.chain if is_itself else machine.chain
        value = machine.evaluate(node.elt, inner)
        result.items.append(Item(value, chain, machine.conditions, item.grows))
        if told is not None:
            outcome = decided(machine, node.elt, inner) if isinstance(node.elt, ast.Compare) else None
            told.append(Item(value if outcome is None else constant(outcome), (), machine.conditions - outside))
    result.open = result.open or not (result.items or result.is_of_stack)
    if not asks or (is_itself and result.is_of_stack and asked is None):
        return result
    return tell(machine, told) if told is not None else ASKED


def is_told_whole(machine: Machine, iterable: Value) -> bool:
    """Whether something is the list of an application with all layers that it has by now."""
    is_known = (
        isinstance(iterable, ListObject) and iterable.is_of_stack and not (iterable.open or iterable.is_scrambled)
    )
    return is_known and not machine.following and not machine.thorough


def tell(machine: Machine, told: list[Item]) -> Unknown:
    """What stands for something that was made of a known stack."""
    value = Unknown(f"{ASKED.kind}: {machine.tick()}")
    machine.told[value] = tuple(told)
    return value


def evaluate_dict_comprehension(machine: Machine, node: ast.DictComp, frame: Frame) -> Value:
    inner = _comprehension_frame(frame)
    first = node.generators[0]
    iterable = iterated(machine, machine.evaluate(first.iter, frame), first.iter, frame)
    if is_scope(iterable):
        names = named(first.target, Element("session"), first.iter)
        keeps = is_kept(machine, first.ifs, names, frame)
        if not keeps:
            made = copied(iterable, WITHOUT)
            made.copies[0].gone.extend([machine.conditions] if keeps is False else [])
            return made
        return copied(iterable, "" if is_same(machine, node.value, first.target, names, frame) else COPIED)
    result = DictObject(open=is_open(iterable))
    result.conditions = machine.conditions
    for item in _turns(machine, iterable, node.generators, inner):
        key = machine.evaluate(node.key, inner)
        set_item(result, key, machine.evaluate(node.value, inner))
        # A dict keeps no conditions.
        result.open = result.open or bool(item.conditions) or (machine.thorough and may_be_any_key(key))
    return result


def _comprehension_frame(frame: Frame) -> Frame:
    inner = Frame(frame.module, frame, "function")
    inner.this, inner.owner, inner.present = frame.this, frame.owner, frame.present
    return inner


def _turns(machine: Machine, iterable: Value, generators: list[ast.comprehension], frame: Frame) -> Iterable[Item]:
    """One turn for each known element of the first iterable that passes the tests, else one turn with unknown names."""
    first, *rest = generators
    told = told_targets(machine, first, frame)
    for item in _passed(machine, iterable, first, frame):
        bind(machine, first.target, item.value, frame)
        own = {name for name in bound_names(first.target) if is_itself(frame.names.get(name))}
        frame.derived = {**frame.derived, **{name: frame.names[name] for name in told | own if name in frame.names}}
        facts: frozenset[str] = frozenset()
        for test in first.ifs:
            truth = truth_of(machine, machine.evaluate(test, frame), test, frame)
            facts |= facts_of(truth).if_true
            if machine.thorough and decided(machine, test, frame) is None:
                note_decision(machine, truth)
        before = frame.present
        frame.present = before | facts
        with machine.under(*item.conditions):
            if rest:
                inner = iterated(machine, machine.evaluate(rest[0].iter, frame), rest[0].iter, frame)
                yield from _turns(machine, inner, rest, frame)
            else:
                yield item
        frame.present = before


def _passed(machine: Machine, iterable: Value, first: ast.comprehension, frame: Frame) -> list[Item]:
    """`for layer in layers if layer is not None`: what is known to be None has no turn."""
    items = list(items_of(iterable) or ())
    if not items:
        return [Item(unseen_element(iterable), machine.chain, machine.conditions)]
    if not first.ifs:
        return items
    derived, literal = frame.derived, told_targets(machine, first, frame)
    frame.is_sifting = True

    def passes(value: Value, literal: frozenset[str] = literal) -> bool | None:
        bind(machine, first.target, value, frame)
        # A switch in a column of a table may be anybody's; a layer, a class, and None in the place of one, are what they are.
        names = {name for name in bound_names(first.target) if not is_switch(frame.names.get(name))}
        frame.derived = {**derived, **{name: frame.names[name] for name in literal | names if name in frame.names}}
        outcomes = [decided(machine, test, frame) for test in first.ifs]
        return False if False in outcomes else None if None in outcomes else True

    def stands(value: Value) -> Outlook | None:
        if not may_ask(machine, frame):
            return None
        outcome, switches = with_switches(machine, lambda: passes(value))
        if outcome is None:  # what is gone through may be a switch itself: `for name, is_on in FLAGS.items() if is_on`
            frame.derived = derived
            outcome, switches = with_switches(machine, lambda: passes(value, told_targets(machine, first, frame)))
        text = " and ".join(map(ast.unparse, first.ifs))
        return Outlook("passes" if outcome else "fails", text, switches) if switches and outcome is not None else None

    passed = sifted(machine, items, passes, stands)
    frame.derived, frame.is_sifting = derived, False
    return passed


EXECUTORS: dict[type, Callable[[Machine, Any, Frame], bool]] = {
    ast.If: execute_if,
    ast.For: execute_for,
    ast.AsyncFor: execute_for,
    ast.While: execute_while,
    ast.With: execute_with,
    ast.AsyncWith: execute_with,
    ast.Try: execute_try,
    ast.Match: execute_match,
}
if hasattr(ast, "TryStar"):
    EXECUTORS[ast.TryStar] = execute_try
EVALUATORS: dict[type, Callable[[Machine, Any, Frame], Value]] = {
    ast.ListComp: evaluate_comprehension,
    ast.SetComp: evaluate_comprehension,
    ast.GeneratorExp: evaluate_generator,
    ast.DictComp: evaluate_dict_comprehension,
}
