"""The code that runs with a statement: itself, the functions that it calls, the modules that it imports; and what it binds."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from codemod.frozen import NamedTuple
from codemod.interpreter.branches import is_never
from codemod.interpreter.calls import frame_of_call
from codemod.interpreter.classes import linearized
from codemod.interpreter.lazies import is_lazy
from codemod.interpreter.machine import Machine
from codemod.interpreter.memoisation import once
from codemod.interpreter.values import (
    UNKNOWN,
    Application,
    Arguments,
    Chain,
    Class,
    Constant,
    External,
    Frame,
    Function,
    ModuleValue,
    Opaque,
    Registration,
    Step,
    Value,
    alternatives,
    frame_of,
)
from codemod.libraries.imports import absolute
from codemod.library_names import is_reading_name
from codemod.project.module import Module
from codemod.project.nodes import children_of, nodes_in
from codemod.rules.locations import value_of

_FACTORIES = frozenset({"default_factory", "factory"})  # of a field: called whenever an object is made
_IMPORTS = 40  # modules that an import may lead to and that are looked at


class Piece(NamedTuple):
    """Code that runs with a statement: the statement itself (``function`` None), a function that it calls, a module it imports."""

    nodes: list[ast.AST]
    frame: Frame
    function: Function | None
    private: frozenset[str]


# The code that a statement runs


def immediate(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run when the statement runs: not the bodies of functions that it defines, nor what is for type checkers only."""
    stack = [node]
    while stack:
        here = stack.pop()
        yield here
        if isinstance(here, ast.If) and is_never(here.test):
            stack += here.orelse
        elif isinstance(here, (ast.FunctionDef, ast.AsyncFunctionDef)):
            stack += [*here.decorator_list, *here.args.defaults, *(part for part in here.args.kw_defaults if part)]
        elif not isinstance(here, ast.Lambda):
            stack += children_of(here)


def binding(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Of these nodes those that can bind a name of the block: class bodies and comprehensions have names of their own."""
    hidden: set[int] = set()
    for node in nodes:
        if isinstance(node, ast.ClassDef):
            hidden |= {id(part) for statement in node.body for part in nodes_in(statement)}
        elif isinstance(node, ast.comprehension):
            hidden |= {id(part) for part in nodes_in(node.target)}
        elif isinstance(node, ast.AnnAssign) and node.value is None:  # `key: str` binds nothing
            hidden.add(id(node.target))
        if id(node) not in hidden:
            yield node


def pieces_called(machine: Machine, step: Step) -> list[Piece]:
    """The functions of the program that a statement runs, directly or not, each with the frame that it runs in."""
    return followed(machine, calls_at(machine).get(place_of(step), []))


def passes(chain: Chain, step: Step) -> bool:
    """Whether what happens at the end of a chain happens in this statement."""
    return any(part.is_same(step) for part in chain)


def registrations_in(machine: Machine, step: Step) -> list[tuple[Application, Registration]]:
    """What a statement registers, directly or not, once the program has been run; in the order of the applications."""
    if machine.registered_at is None:
        machine.registered_at = {}
        for application in machine.applications:
            for slot in application.slots:
                for place in dict.fromkeys(map(place_of, slot.chain)):
                    machine.registered_at.setdefault(place, []).append((application, slot))
    return machine.registered_at.get(place_of(step), [])


def place_of(step: Step) -> tuple[int, int, int]:
    """What steps have in common that are the same."""
    return id(step.block), step.position, step.activation


def calls_at(machine: Machine) -> dict[tuple[int, int, int], list[tuple[Function, Frame]]]:
    """The calls that were followed, by each statement that they happen in, and those that a cache answers where it may be emptied."""
    if machine.recalled and machine.modules.says("cache_clear"):
        machine.inlined += machine.recalled
        machine.recalled = []
    count, found = machine.inlined_at
    for chain, function, frame in machine.inlined[count:]:
        for place in dict.fromkeys(map(place_of, chain)):
            found.setdefault(place, []).append((function, frame))
    machine.inlined_at = len(machine.inlined), found
    return found


def followed(machine: Machine, calls: list[tuple[Function, Frame]]) -> list[Piece]:
    """These functions and those that they call.

    What a function calls that is of no interest to the stacks was not followed: it may still change a name.
    """
    queue = list(calls)
    found: dict[tuple[ast.AST, object], Piece] = {}
    while queue:
        function, frame = queue.pop()
        key = function.node, _texts_given(frame)
        if key in found:
            continue
        body = [function.node.body] if isinstance(function.node, ast.Lambda) else function.node.body
        nodes = [node for statement in body for node in immediate(statement)]
        found[key] = Piece(nodes, frame, function, private_names(function, nodes))
        queue += [
            call for call in calls_in(machine, nodes, frame) if (call[0].node, _texts_given(call[1])) not in found
        ]
    return list(found.values())


def _texts_given(frame: Frame) -> tuple[tuple[object, str], ...]:
    """The texts that a call gives to a function: they may say which file it reads."""
    given = frame.arguments
    values = [] if given is None else [*enumerate(given.positional), *given.named]
    return tuple(
        (place, value.value) for place, value in values if isinstance(value, Constant) and isinstance(value.value, str)
    )


def calls_in(machine: Machine, nodes: list[ast.AST], frame: Frame) -> Iterator[tuple[Function, Frame]]:
    """The functions of the program that this code calls by a name, constructors and what makes their fields among them."""
    made = classes_made(machine, nodes, frame)
    kept = {id(node.value) for node in nodes if isinstance(node, ast.Assign)}
    for node in nodes:
        if not isinstance(node, ast.Call):
            continue
        for called in (*alternatives(value_of(machine, node.func, frame)), *_methods(machine, node.func, made, frame)):
            for callee in _run_by(machine, called):
                # `rows = read(path)`: it runs when somebody goes through it.
                if id(node) in kept and is_lazy(callee.node):
                    continue
                yield callee, frame_of_written_call(machine, callee, node, frame)


def _run_by(machine: Machine, called: Value) -> Iterator[Function]:
    if isinstance(called, Function):
        yield called
    if isinstance(called, Class):
        callee = _constructor(called)
        yield from (callee,) if isinstance(callee, Function) else ()
        yield from factories_of(machine, called)


def fields_made(machine: Machine, own: Piece) -> Iterator[tuple[Function, Frame]]:
    """What makes the fields of the objects that a statement makes: the machine, which has run it, has no use for them."""
    for node in own.nodes:
        for called in alternatives(value_of(machine, node.func, own.frame)) if isinstance(node, ast.Call) else ():
            for function in factories_of(machine, called) if isinstance(called, Class) else ():
                yield function, frame_of_call(machine, function, Arguments(), own.frame)


def factories_of(machine: Machine, cls: Class) -> Iterator[Function]:
    """`field(default_factory=lambda: os.environ["KEY"])` in a class of the program."""
    own = (entry for entry in linearized(cls) if isinstance(entry, Class) and not entry.frame.module.is_library)
    for entry in own:
        for node in immediate(entry.node):
            if isinstance(node, ast.keyword) and node.arg in _FACTORIES:
                given: Value = (
                    Function(node.value, entry.frame)
                    if isinstance(node.value, ast.Lambda)
                    else value_of(machine, node.value, entry.frame)
                )
                yield from (given,) if isinstance(given, Function) else ()


def classes_made(machine: Machine, nodes: list[ast.AST], frame: Frame) -> dict[str, Value]:
    """The local names of objects that this code makes: `loader = Loader()`."""
    return {
        node.targets[0].id: value_of(machine, node.value.func, frame)
        for node in nodes
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and isinstance(node.targets[0], ast.Name)
    }


def _methods(machine: Machine, function: ast.expr, made: dict[str, Value], frame: Frame) -> Iterator[Value]:
    """`load` in `Loader().load()` and `loader.load()`, of code that the machine has not run: its names stand for nothing yet."""
    if not isinstance(function, ast.Attribute):
        return
    base = function.value
    cls = value_of(machine, base.func, frame) if isinstance(base, ast.Call) else made.get(getattr(base, "id", ""))
    for entry in linearized(cls) if isinstance(cls, Class) else ():
        if isinstance(entry, Class) and isinstance(member := entry.names.get(function.attr), Function):
            yield member._replace(bound=Opaque("self"))
            return


def _constructor(cls: Class) -> Value:
    """What runs when an object of a class of the program is made; its `self` is nobody else's."""
    for entry in linearized(cls):
        if isinstance(entry, External) or entry.frame.module.is_library:
            break
        if isinstance(found := entry.names.get("__init__"), Function):
            return found._replace(bound=Opaque("self"))
    return UNKNOWN


def frame_of_written_call(machine: Machine, function: Function, call: ast.Call, frame: Frame) -> Frame:
    arguments = Arguments(
        tuple(value_of(machine, argument, frame) for argument in call.args if not isinstance(argument, ast.Starred)),
        tuple((keyword.arg, value_of(machine, keyword.value, frame)) for keyword in call.keywords if keyword.arg),
    )
    return frame_of_call(machine, function, arguments, frame)


def pieces_imported(machine: Machine, run: list[Piece], step: Step) -> list[Piece]:
    """The top level of the project's modules that a statement, or what it calls, imports, and that those import in their turn."""
    pieces: dict[Module, Piece] = {}
    queue = [module for piece in run for module in modules_named(machine, piece)]
    queue += [module for chain, module in machine.named if passes(chain, step)]
    while queue and len(pieces) < _IMPORTS:
        module = queue.pop(0)
        if module not in pieces:
            machine.open_module(module)
            nodes = [node for statement in module.tree.body for node in immediate(statement)]
            pieces[module] = Piece(nodes, frame_of(module), None, frozenset(names_bound(nodes)))
            queue += [further for further in modules_named(machine, pieces[module]) if not further.is_library]
    return list(pieces.values())


def modules_named(machine: Machine, piece: Piece) -> list[Module]:
    """The modules that this code imports, or runs once more, as far as their source is read."""
    imported = [found for name in names_imported(piece) if (found := machine.modules.find(name)) is not None]
    calls = (node for node in piece.nodes if isinstance(node, ast.Call) and node.args)
    again = [
        value_of(machine, call.args[0], piece.frame)
        for call in calls
        if value_of(machine, call.func, piece.frame) == External("importlib.reload")
    ]
    return imported + [value.module for value in again if isinstance(value, ModuleValue)]


def names_imported(piece: Piece) -> list[str]:
    """What this code imports, by its dotted names: modules, and what may be one."""
    names: list[str] = []
    for node in piece.nodes:
        if isinstance(node, ast.Import):
            names += [name for alias in node.names for name in _with_packages(alias.name)]
        elif isinstance(node, ast.ImportFrom):
            base = absolute(node, piece.frame)
            names += [*_with_packages(base), *(f"{base}.{alias.name}" for alias in node.names)]
    return names


def _with_packages(name: str) -> list[str]:
    """`plugins`, `plugins.mail`: importing a module imports the packages that it is in."""
    parts = name.split(".")
    return [".".join(parts[: end + 1]) for end in range(len(parts))]


def private_names(function: Function, nodes: list[ast.AST]) -> frozenset[str]:
    """The parameters and local names of a function: nobody outside has them."""
    spec = function.node.args
    names = {parameter.arg for parameter in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs)}
    names |= {parameter.arg for parameter in (spec.vararg, spec.kwarg) if parameter}
    shared = {name for node in nodes if isinstance(node, (ast.Global, ast.Nonlocal)) for name in node.names}
    return frozenset((names | set(names_bound(nodes))) - shared)


class Bound(NamedTuple):
    verb: str
    row: int


def names_bound(nodes: Iterable[ast.AST]) -> dict[str, Bound]:
    found: dict[str, Bound] = {}
    for node in binding(nodes):
        row = getattr(node, "lineno", 0)
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                found[name] = Bound("is assigned", row)
            case ast.Name(id=name, ctx=ast.Del()):
                found[name] = Bound("is deleted", row)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found[name] = Bound("is defined", row)
            case ast.alias(name=name, asname=alias) if name != "*":
                found[alias or name.partition(".")[0]] = Bound("is imported", row)
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                found[name] = Bound("is bound", row)
            case ast.MatchMapping(rest=str(name)):
                found[name] = Bound("is bound", row)
    return found


def is_bound_again(machine: Machine, name: str, frame: Frame) -> bool:
    """Whether all that ever binds a name of a module is `import name.this` and `import name.that`: it stays what it is.

    Not where the program itself says what an import gives.
    """
    if frame.kind != "module" or any(_sets_modules(module.tree) for module in machine.modules.parsed()):
        return False
    meanings: set[str] = set()
    for node in binding(part for statement in frame.module.tree.body for part in immediate(statement)):
        if isinstance(node, ast.Import):
            meanings |= {
                alias.name if alias.asname else name
                for alias in node.names
                if (alias.asname or alias.name.partition(".")[0]) == name
            }
        elif isinstance(node, ast.ImportFrom):
            meanings |= {f"from {alias.name}" for alias in node.names if (alias.asname or alias.name) == name}
        elif not isinstance(node, ast.alias) and name in names_bound([node]):
            meanings.add("other")
    return meanings == {name}


@once
def _sets_modules(tree: ast.Module) -> bool:
    """Whether a module puts something into `sys.modules`, or takes something out."""
    for node in nodes_in(tree):
        match node:
            case ast.Subscript(value=ast.Attribute(attr="modules"), ctx=ast.Store() | ast.Del()):
                return True
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="modules"), attr=name)) if not is_reading_name(
                name
            ):
                return True
    return False
