"""What may change something that a registration reads in a way that running the program does not see: told by names alone.

The machine knows objects, not all the ways that lead to them: what came out of a queue or a `zip` is an object to it that nobody
else has. And it runs the functions that it sees called, not all those that Python calls.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from codemod.frozen import NamedTuple
from codemod.interpreter.binding import source_text
from codemod.interpreter.machine import Place
from codemod.interpreter.values import Step
from codemod.project.nodes import nodes_in
from codemod.rules.effects import Effects
from codemod.rules.files import common_file
from codemod.rules.hidden_calls import (
    Hidden,
    all_read,
    hidden_changes,
    is_for_the_end,
    is_inert,
    routes_run_code,
    runs_handlers,
)
from codemod.rules.hidden_elsewhere import changes_elsewhere
from codemod.rules.not_run import is_not_run, validates_new_alone
from codemod.rules.provenance import (
    PARTS,
    functions_imported,
    last_of,
    may_be_watched,
    modules_imported,
    names_in,
    origins,
    reached_from,
)
from codemod.rules.reading import is_plain, patches_another, reader, sets_apart


class Suspect(NamedTuple):
    """A reason against a move, as a sentence.

    ``function`` is the path and row of a function that may do it when it is run in one of the ``rows`` of the file: where the machine
    has run it there, all that it does has been seen. None for a change: ``is_seen`` says that the machine sees what that changes, as
    it does where it knows the object at ``place``; ``is_import``, that it does where it knows all modules that are imported;
    ``is_variable``, that it does where it knows the names of all variables of the environment that are set; ``call``, that it does
    where it has called there, from the ``rows``, none but some functions that are looked at by themselves; ``is_run``, that it does
    where the program was not too long to be run as a whole.
    """

    why: str
    function: tuple[str, int] | None = None
    rows: frozenset[int] = frozenset()
    is_seen: bool = False
    place: Place | None = None
    is_import: bool = False
    is_variable: bool = False
    call: tuple[Place, frozenset[Place]] | None = None
    is_run: bool = False


def says_more(step: Step) -> bool:
    """Whether a statement says more than names of functions and classes, and literals: what it gives to a layer may change."""
    statement = step.block[step.position]
    is_definition = isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    parts: Sequence[ast.AST] = getattr(statement, "decorator_list", ()) if is_definition else [statement]
    calls = [node for part in parts for node in nodes_in(part) if isinstance(node, ast.Call)]
    given = [part for call in calls for part in (*call.args[1:], *(keyword.value for keyword in call.keywords))]
    return isinstance(statement, ast.If) or len(calls) != 1 or not all(isinstance(part, ast.Constant) for part in given)


def changes_by_name(own: Effects, other: Effects) -> Iterator[Suspect]:
    """The attributes that are read and set, where it is not known of which object."""
    for name in sorted(own.by_name.read & other.by_name.set.keys()):
        yield Suspect(changed_on(*other.by_name.set[name]), is_seen=True)
    for name in sorted(own.last_names & other.by_name.set_somewhere.keys()):
        text, row, place = other.by_name.set_somewhere[name]
        yield Suspect(changed_on(text, row), place=place)


def strays(trees: Mapping[str, ast.Module], own: Effects, other: Effects) -> Iterator[Suspect]:
    """The objects that are changed, are not known, and come from where one comes from that the registration reads."""
    for stray in other.by_name.strays:
        if stray.part is not None and stray.part not in own.parts and not own.reads_whole:
            continue
        if origins(stray.names, [*trees.values()], stray.is_direct, stray.new) & origins(
            own.last_names, [*trees.values()]
        ):
            yield Suspect(changed_on(stray.text, stray.row), place=stray.place)


# Modules without a state of their own, or whose state is asked for otherwise; of others a call may change what the next one gives.
_STATELESS = frozenset(
    """
    os json re pathlib datetime secrets uuid hashlib base64 typing fastapi starlette pydantic dataclasses enum functools itertools
    collections contextlib math string time operator copy types inspect yaml dotenv importlib pkgutil weakref asyncio hmac struct sys
    decimal html parse textwrap unicodedata statistics bisect heapq fractions difflib shlex ipaddress zlib binascii abc ast tomllib
    platform io shutil subprocess
    """.split()  # noqa: SIM905 - as a list it is thirty lines
)
_IMPORTS = frozenset(["import_module", "__import__", "modules"])
_PROCESS = frozenset(["umask", "nice", "chroot"])  # what gives the state of the process when it sets it
_WEAK = frozenset(["WeakValueDictionary", "WeakKeyDictionary", "WeakSet", "ref", "proxy"])
_ARITHMETIC = frozenset(["getcontext", "setcontext", "localcontext", "DefaultContext"])  # of `decimal`
_PATCHES = frozenset(["mock", "patch", "MonkeyPatch", "monkeypatch"])


def suspects_between(
    trees: Mapping[str, ast.Module], step: Step, between: Sequence[tuple[Step, Effects]], own: Effects
) -> Iterator[Suspect]:
    """All that may change what a moving statement reads, with each statement that it crosses and its effects."""
    for part, other in between if says_more(step) else ():
        yield from changes_by_name(own, other)
        yield from strays(trees, own, other)
        yield from outside_state(trees, own, other, part, step)
    if says_more(step):
        yield from hidden_calls(trees, step, [part for part, _ in between], own)


def outside_state(
    trees: Mapping[str, ast.Module], own: Effects, other: Effects, part: Step, step: Step
) -> Iterator[Suspect]:
    """A module's own state that both statements use, and what is patched."""
    statement = part.block[part.position]
    read = all_read(own.last_names, [*trees.values()])
    if read & _WEAK and any(map(may_be_watched, trees.values())) and not read.isdisjoint(let_go_by(statement)):
        yield Suspect(
            f"`{source_text(statement)}` on line {statement.lineno} may end the life of an object that the registration reads"
        )
    if is_inert(statement):
        if is_for_the_end(statement):
            yield from shared_states(trees, own, other, part, step, frozenset())
        return
    reached = reached_from(statement, [*trees.values()])
    if reached & _ARITHMETIC and read & {"decimal", "Decimal"} and not _restores_arithmetic(statement):
        yield Suspect(
            f"`{source_text(statement)}` on line {statement.lineno} changes how decimal numbers are worked out, and the registration "
            "reads one"
        )
    patches = reached & _PATCHES if own.parts or own.reads_environment else frozenset()
    patches = frozenset() if patches and patches_another([*trees.values()]) else patches
    stored = {stray.text for stray in other.by_name.strays}
    if "sys.modules" in stored and read & _IMPORTS:
        yield Suspect(changed_on("sys.modules", statement.lineno))
    if other.imports_unknown or other.runs_files:
        yield Suspect(
            f"`{source_text(statement)}` on line {statement.lineno} imports modules that are not known, and they may change what "
            "the registration reads",
            is_import=not other.runs_files,
        )
    if own.files_read and not leaves_state(trees, part, step):
        yield from shared_files(own, other, statement)
    yield from imported_between(trees, own, statement)
    if patches:
        yield Suspect(
            f"`{source_text(statement)}` on line {statement.lineno} may patch something, and the registration may read what that "
            "replaces"
        )
    yield from shared_states(trees, own, other, part, step, patches)


def shared_states(
    trees: Mapping[str, ast.Module], own: Effects, other: Effects, part: Step, step: Step, patches: frozenset[str]
) -> Iterator[Suspect]:
    """The modules that both statements use and that have a state of their own, but for what patches things."""
    reached = reached_from(part.block[part.position], [*trees.values()])
    own_modules = {part for path in trees for part in path.removesuffix(".py").split(os.sep)[-2:]}
    imported = frozenset().union(*map(modules_imported, trees.values()))
    taken = frozenset().union(*map(functions_imported, trees.values()))
    stateless = _STATELESS | own_modules | own.modelled
    stateful = {
        (name, dotted)
        for name, dotted in imported | taken
        if stateless.isdisjoint({name, *dotted.split(".")[:1], *dotted.split(".")[-1:]})
    }
    used = {dotted for name, dotted in stateful if name in reached}
    states = {
        name if (name, dotted) in imported else dotted
        for name, dotted in stateful
        if (name in own.last_names or dotted in own.modules) and dotted in used
    }
    if not (own.last_names & other.last_names).isdisjoint(name for name, _ in imported):
        states |= {name for name in other.last_names if name and counterpart(name) in own.last_names}
    for name in sorted(states - patches) if not leaves_state(trees, part, step) else ():
        yield Suspect(state_of(trees, part, name))


def _restores_arithmetic(statement: ast.AST) -> bool:
    """`with decimal.localcontext():`, behind which all is as it was before."""
    items = statement.items if isinstance(statement, ast.With) else []
    return any(
        isinstance(item.context_expr, ast.Call) and last_of(item.context_expr.func) == "localcontext" for item in items
    )


def leaves_state(trees: Mapping[str, ast.Module], part: Step, step: Step) -> bool:
    """Whether a statement and a registration, which is to move past it, may change places as far as modules and files are asked."""
    if not is_plain(trees.values()):
        return False
    statement, own = part.block[part.position], step.block[step.position]
    here, there = reader(part.module.path, trees), reader(step.module.path, trees)
    if here.rests_on_nothing(statement):
        return True
    return there.only_reads(own) and (here.only_reads(statement) or sets_apart(statement, own, here, there))


def shared_files(own: Effects, other: Effects, statement: ast.stmt | ast.expr) -> Iterator[Suspect]:
    """Who changes a file that the other one reads, as a sentence."""
    where = f"`{source_text(statement)}` on line {statement.lineno}"
    for name in common_file(own.files_read, other.files_written):
        what = "the files that" if name is None else f"the file `{name}`, which"
        yield Suspect(f"{where} may change {what} the registration reads")
    for name in common_file(other.files_read, own.files_written):
        what = "files" if name is None else f"the file `{name}`"
        yield Suspect(f"{where} reads {what}, which the registration may change")


def state_of(trees: Mapping[str, ast.Module], part: Step, name: str) -> str:
    """Who changes the state of a module that the other one reads, as a sentence."""
    statement = part.block[part.position]
    where = f"`{source_text(statement)}` on line {statement.lineno}"
    if reader(part.module.path, trees).only_reads(statement):
        return f"{where} asks for what the registration may change, through `{name}`"
    if counterpart(name) not in ("\0", name):  # `setrecursionlimit`
        return f"{where} changes what `{counterpart(name)}` gives, and the registration reads what that may change"
    return f"{where} changes what `{name}` does, and the registration reads what that may change"


def counterpart(name: str) -> str:
    """What reads the state of the process that a function of a module sets: `sys.getrecursionlimit`; of `umask`, itself."""
    if name in _PROCESS:
        return name
    return f"get{name[3:]}" if name.startswith("set") and name != "set" else "\0"


def imported_between(trees: Mapping[str, ast.Module], own: Effects, statement: ast.AST) -> Iterator[Suspect]:
    """Modules that a statement imports, where the registration asks whether they are there: `hasattr(plug, "mail")`."""
    asks_package = own.last_names & {"hasattr", "getattr", "vars", "dir"}
    asks_all = {"sys", "modules"} <= own.last_names
    for node in nodes_in(statement) if asks_package or asks_all else ():
        for dotted in modules_named_in(node):
            package, _, name = dotted.rpartition(".")
            is_asked = asks_package and package.rpartition(".")[2] in own.last_names and name in own.parts
            if is_asked or (asks_all and dotted in own.parts):
                why = f"`{source_text(statement)}` on line {statement.lineno} imports `{dotted}`"  # type: ignore[attr-defined]
                yield Suspect(f"{why}, and the registration asks whether it is there")


def modules_named_in(node: ast.AST) -> list[str]:
    """The modules that a node imports by name."""
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=str(module), names=names):
            return [module, *(f"{module}.{alias.name}" for alias in names)]
        case ast.Call(func=function, args=[ast.Constant(value=str(dotted)), *_]) if last_of(function) in _IMPORTS:
            return [dotted]
    return []


def let_go_by(statement: ast.AST) -> frozenset[str]:
    """The last names of what a statement deletes or binds anew: what they stood for before may be held by nothing else."""
    bound = {node.id for node in nodes_in(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return frozenset(bound).union(*(names_in(node) for node in nodes_in(statement) if isinstance(node, ast.Delete)))


def changed_on(text: str, row: int) -> str:
    return f"`{text}` is changed on line {row}, between the registration and its new place"


def hidden_calls(
    trees: Mapping[str, ast.Module], step: Step, between: Sequence[Step], own: Effects
) -> Iterator[Suspect]:
    """The code that Python may run without its being named, and that changes what the moving statement reads."""
    statements = [part.block[part.position] for part in between]
    homes = {id(part.block[part.position]): part.module.tree for part in between}
    watches = any(may_be_watched(tree) for tree in trees.values())
    starts = any(runs_handlers(tree) for tree in trees.values())
    asks = any(routes_run_code(tree) for tree in trees.values())
    active = [
        one
        for one in statements
        if not is_inert(one) or (watches and isinstance(one, ast.Assign)) or (asks and _tells_of_routes(one))
    ]
    if not active:
        return
    read = all_read(own.last_names | ({"environ"} if own.reads_environment else frozenset()), [*trees.values()])
    reached = [(statement, reached_from(statement, [*trees.values()])) for statement in active]
    rows = frozenset(statement.lineno for statement in active)

    def running(hidden: Hidden) -> ast.stmt | ast.expr | None:
        """The first statement that may run it."""
        if hidden.is_at_start and not starts:
            return None
        if hidden.sets_own and validates_new_alone(hidden.name, [*trees.values()]):
            return None
        for one, names in reached:
            if hidden.may_run_in(one, names) and not is_not_run(one, hidden.name, homes[id(one)], [*trees.values()]):
                return one
        return None

    def suspect(path: str, name: str, hidden: Hidden, statement: ast.stmt | ast.expr) -> Suspect:
        where = "" if path == step.module.path else f" of {os.path.basename(path)}"
        is_seen = hidden.is_followed and name != "environ"  # of which the machine keeps no account
        return Suspect(_may_run(statement, hidden, name, where), (path, hidden.row) if is_seen else None, rows)

    def is_read(name: str, part: str | None) -> bool:
        return name in read and (part is None or part in own.parts or own.reads_whole)

    for path, tree in trees.items():
        for (name, part), functions in hidden_changes(tree).items():
            if is_read(name, part):
                ways = ((hidden, one) for hidden in functions if (one := running(hidden)) is not None)
                yield from (suspect(path, name, *way) for way in islice(ways, 1))
    for path, name, part, hidden in changes_elsewhere(trees, lambda hidden: running(hidden) is not None):
        if is_read(name, part) and (one := running(hidden)) is not None:
            yield suspect(path, name, hidden, one)


def _tells_of_routes(statement: ast.AST) -> bool:
    return isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Expr))


def _may_run(statement: ast.stmt | ast.expr, hidden: Hidden, name: str, where: str) -> str:
    what = "something that the registration reads" if name == PARTS else f"`{name}`, which the registration reads"
    return (
        f"`{source_text(statement)}` on line {statement.lineno} may run `{hidden.name}` (line {hidden.row}{where}), "
        f"which changes {what}"
    )
