"""Switches: names that are bound where they are defined, for good, `DEBUG = False`, and that somebody may turn by hand all the same.

They settle no test: both arms are run. But they say which arm the program takes as it stands (`Outlook`), and so which faults are
there as long as nobody turns them. While `Machine.looking` is a list, a test is judged with the switches that it asks, and these are
put there.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Callable

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.values import (
    NAMESPACE,
    Application,
    Class,
    Condition,
    Constant,
    DictObject,
    External,
    Frame,
    Imported,
    Instance,
    ListObject,
    ModuleValue,
    Origin,
    Outlook,
    Switch,
    TupleValue,
    Value,
    constant,
    frame_of,
)
from codemod.interpreter.walking import times_rebound
from codemod.project.module import Module

if TYPE_CHECKING:
    from codemod.interpreter.machine import Machine

Settled = Callable[[ast.expr, Frame], "Value | None"]
_STEPS = 5  # modules that hand on a name of another one
_TABLES = (ListObject, DictObject, TupleValue)
_STANDING = (Constant, Instance, Class, ListObject, TupleValue)  # what a name of a function may stand for
_OWN = (Application, *_STANDING)  # a switch, or what holds one


def foresee(machine: Machine, test: str, outlook: Outlook | None) -> None:
    """Remember which arm of a test is taken; of one that is met again and comes out otherwise, nothing is known."""
    if outlook is not None or test in machine.outlook:
        machine.outlook[test] = outlook if machine.outlook.get(test, outlook) == outlook else None


def note_origin(machine: Machine, name: str, given: ast.expr, value: Value, frame: Frame) -> None:
    """A name is bound to a literal, an object or a table that nobody can change; what stands for it may be handed on."""
    is_table = _is_known_whole(value) and _makes_lasting(given)
    is_of_module = frame.kind == "module" and (isinstance(value, Instance) or is_table)
    if is_of_module or (isinstance(value, Constant) and isinstance(given, ast.Constant)):
        machine.origins.setdefault(id(value), Origin(value, name, frame, given.lineno))


def _makes_lasting(node: ast.expr) -> bool:
    """Whether what an expression makes stays as it is: a tuple, a `frozenset(...)`."""
    match node:
        case ast.Tuple() | ast.Call(func=ast.Name(id="frozenset" | "tuple")):
            return True
    return False


def note_answer(machine: Machine, answer: bool, switches: tuple[Switch, ...], given: ast.expr, frame: Frame) -> Value:
    """What a test of switches comes to, for who is handed that."""
    value = constant(answer)
    machine.origins[id(value)] = Origin(value, "", frame, given.lineno, switches)
    return value


# What a name stands for


def of_origin(machine: Machine, value: Value) -> Value | None:
    """A value that was handed on, if what it comes from is a switch."""
    origin = machine.origins.get(id(value))
    if origin is None or machine.looking is None or origin.frame.module.is_library:
        return None
    if origin.switches:
        machine.looking += origin.switches
        return value
    if not _is_kept(machine, origin):
        return None
    note(machine, origin.name, value, origin.frame.module, origin.row, frozenset({origin.name}))
    return value


def _is_kept(machine: Machine, origin: Origin) -> bool:
    """Whether nothing binds a name but the statement that it has its value from."""
    name, frame = origin.name, origin.frame
    if frame.kind == "module":
        return is_for_good(machine, frame.module, name)
    if frame.kind == "function":
        return frame.node is not None and times_rebound(frame.node)[name] == 1
    is_set = re.search(rf"\bself\.{name}[ \t]*(?::[^=\n]*)?=(?!=)".encode(), frame.module.source)
    return is_set is None and not machine.modules.sets_attribute(name)


def is_for_good(machine: Machine, module: Module, name: str) -> bool:
    """Whether a name of a module is bound once, and no module that was read sets it from outside."""
    facts = module.facts
    is_one = not module.is_library and facts.times_bound[name] == 1 and not facts.may_bind_any
    return is_one and not machine.modules.sets_attribute(name)


def may_stand(name: str, frame: Frame) -> bool:
    """Whether a name may be that of a switch, or of what holds one: neither a request nor what is not known."""
    if name == "__debug__":
        return True
    here: Frame | None = frame
    while here is not None:
        if name in here.names:
            is_own = here.kind != "module" and isinstance(_held_by(here.names[name]), _OWN)
            return is_own or (here.kind == "module" and not isinstance(here.names[name], External))
        here = here.parent
    return False


def of_module(machine: Machine, module: Module, name: str, text: str, settled: Settled) -> Value | None:
    """What a name of a module stands for, as a test has it in its ``text``."""
    key, asked = (module.path, name, f"{text} unset" if machine.is_unset else text), machine.looking
    if key not in machine.standing:
        machine.standing[key] = None, ()  # of a name that asks for itself: `DEBUG = DEBUG or False`
        machine.looking = []
        value = _bound_in(machine, module, name, text, settled)
        machine.standing[key] = value, tuple(machine.looking)
    value, switches = machine.standing[key]
    machine.looking = [*(asked or ()), *switches]
    return value


def _bound_in(machine: Machine, module: Module, name: str, text: str, settled: Settled) -> Value | None:
    for _ in range(_STEPS):
        if not is_for_good(machine, module, name):
            return None
        value = machine.global_of(module, name)
        if not isinstance(value, Imported):
            break
        module, name = value.module, value.name
    bound = module.facts.bound_to(name)
    given = bound.value if isinstance(bound, (ast.Assign, ast.AnnAssign)) else None
    words = frozenset({name})
    match given:
        case None:
            return None
        case ast.Constant() if isinstance(value, Constant):
            note(machine, text, value, module, given.lineno, words, is_plain=True)
            return value
        case ast.Dict() | ast.List() | ast.Tuple() | ast.Set() if isinstance(value, _TABLES):
            if machine.modules.changes_items(name):
                return None
            note(machine, text, value, module, given.lineno, words, shown=" ".join(ast.unparse(given).split()))
            return value
    if isinstance(value, Instance) and (isinstance(value.cls, Class) or value.cls == NAMESPACE):
        note(machine, text, value, module, given.lineno, words)
        return value
    if isinstance(value, DictObject) and value.shown is not None and not machine.modules.changes_items(name):
        note(machine, text, value, module, given.lineno, words)
        return value
    if value is not None and _is_known_whole(value):  # `frozenset({"audit"})`, `set(NAMES.split())`
        note(machine, text, value, module, given.lineno, words, shown=" ".join(ast.unparse(given).split()))
        return None if machine.modules.changes_items(name) else value
    known = settled(given, frame_of(module))
    return known if isinstance(known, Constant) else None  # what it follows from is noted


def _is_known_whole(value: Value) -> bool:
    """Whether a list or set has these constants, and nothing else."""
    return (
        isinstance(value, (ListObject, TupleValue))
        and not value.open
        and all(isinstance(item.value, Constant) and not item.conditions for item in value.items)
    )


def of_turn(machine: Machine, name: str, frame: Frame) -> Value | None:
    """What a name stands for that going through something binds in a comprehension, or a loop of a module: in this turn it is that."""
    if frame.kind == "module" and (frame.module.facts.bound_to(name) or not is_for_good(machine, frame.module, name)):
        return None
    return of_origin(machine, frame.names[name])


def of_local(machine: Machine, name: str, frame: Frame) -> Value | None:
    """What a name of a function stands for: it was given that by a call, or is bound to it once."""
    value = frame.names[name]
    if frame.node is None or not isinstance(held := _held_by(value), _STANDING):
        return None
    times = times_rebound(frame.node)[name]
    is_given = times == 0 and frame.arguments is not None and name in names_given(frame)
    is_one = is_given or times == 1
    # A class is what it is, wherever it comes from: it is asked for an attribute, which may be a switch.
    return value if is_one and (isinstance(held, Class) or of_origin(machine, held) is not None) else None


def _held_by(value: Value) -> Value:
    """The object that `asdict(toggles)` shows; anything else is itself."""
    return value.shown if isinstance(value, DictObject) and value.shown is not None else value


def names_given(frame: Frame) -> frozenset[str]:
    """The parameters that the call has given."""
    if frame.node is None or frame.arguments is None:
        return frozenset()
    spec = frame.node.args
    names = [parameter.arg for parameter in (*spec.posonlyargs, *spec.args)]
    own = {parameter.arg for parameter in (*spec.args, *spec.kwonlyargs)}
    first = frame.this is not None and frame.owner is not None
    count = len(frame.arguments.positional) + first
    return frozenset({*names[:count]} | (own & dict(frame.arguments.named).keys()))


def of_attribute(machine: Machine, node: ast.Attribute, owner: Class, value: Value | None, since: int) -> None:
    """An attribute of a class, or of an object that the switches since then are: it is what is asked."""
    found = next((part for part in owner.node.body if _binds(part, node.attr)), owner.node)
    _note_part(machine, node, value, owner.frame.module, found.lineno, since)


def of_namespace(machine: Machine, node: ast.Attribute, owner: Instance, value: Value | None, since: int) -> None:
    """An attribute of a `SimpleNamespace` that the switches since then are."""
    module = owner.chain[-1].module
    _note_part(machine, node, value, module, module.place(owner.node).start.row, since)


def _note_part(
    machine: Machine, node: ast.Attribute, value: Value | None, module: Module, row: int, since: int
) -> None:
    looking = machine.looking
    if looking is None:
        return
    words = frozenset({node.attr}).union(*(one.words for one in looking[since:]))
    del looking[since:]
    if value is not None:
        note(machine, ast.unparse(node), value, module, row, words)


def _binds(statement: ast.stmt, name: str) -> bool:
    match statement:
        case ast.Assign(targets=[ast.Name(id=bound)]) | ast.AnnAssign(target=ast.Name(id=bound)):
            return bound == name
        case ast.FunctionDef(name=bound):
            return bound == name
    return False


def module_of(machine: Machine, node: ast.expr, frame: Frame) -> Module | None:
    """`config`, in `config.DEBUG`."""
    value = machine.evaluate(node, frame) if isinstance(node, ast.Name) else None
    return value.module if isinstance(value, ModuleValue) else None


def note(
    machine: Machine,
    text: str,
    value: Value,
    module: Module,
    row: int,
    words: frozenset[str],
    is_plain: bool = False,
    shown: str | None = None,
) -> None:
    """Remember a switch that a test has asked."""
    if machine.looking is not None:
        held = repr(value.value) if isinstance(value, Constant) else shown or ""
        machine.looking.append(Switch(text, held, row, module.path, words, is_plain, isinstance(value, _TABLES)))


# What is taken


def off_in(machine: Machine, conditions: frozenset[Condition]) -> Condition | None:
    """One of some conditions that does not hold as long as nobody turns a switch."""
    if not machine.outlook or not conditions:
        return None
    found = (one for one in conditions if (outlook := _outlook(machine, one)) is not None and outlook.arm != one.arm)
    return min(found, default=None)


def left_open(machine: Machine, conditions: frozenset[Condition]) -> frozenset[Condition]:
    """The conditions of which no switch says whether they hold."""
    if not machine.outlook or not conditions:
        return conditions
    return frozenset(one for one in conditions if _outlook(machine, one) is None)


def _outlook(machine: Machine, condition: Condition) -> Outlook | None:
    """What is known of a test, if nothing in the project sets what it asks, in another program either: a test that patches it."""
    outlook = machine.outlook.get(condition.test)
    modules = machine.modules
    if outlook is None or any(
        modules.project.sets(word, one.path, one.is_table) for one in outlook.switches for word in one.words
    ):
        return None
    return outlook


def told(machine: Machine, condition: Condition, path: str) -> str:
    """How reports say what a condition that does not hold needs: `only if DEBUG, which is False (line 5)`."""
    outlook = machine.outlook[condition.test]
    assert outlook is not None
    test = f"`{_cut(outlook.text)}`"
    wanted = {"body": test, "else": f"not {test}", "passes": test}.get(condition.arm, f"another case of {test}")
    if not outlook.switches:
        return f"only if {wanted}, which is not so for the layers that there are by then"
    states = [_state(one, path) for one in outlook.switches if one.value]
    first = outlook.switches[0]
    if len(outlook.switches) == 1 and first.text == outlook.text and first.value:
        return f"only if {wanted}, which {_state(first, path).partition('` ')[2]}"
    where = f", where {' and '.join(states)}" if states else f", which is not so ({_place(first, path)})"
    return f"only if {wanted}{where}"


def _state(switch: Switch, path: str) -> str:
    return f"`{_cut(switch.text)}` is {_cut(switch.value)} ({_place(switch, path)})"


def _place(switch: Switch, path: str) -> str:
    return f"line {switch.row}" + (f" of {os.path.basename(switch.path)}" if switch.path != path else "")


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def is_sure(machine: Machine, condition: Condition) -> bool:
    """Whether a test asks one name of a module for itself, which is bound to a literal, or a stack that is known."""
    outlook = machine.outlook[condition.test]
    return (
        outlook is not None
        and len(outlook.switches) < 2
        and all(one.is_plain and outlook.text == one.text for one in outlook.switches)
    )
