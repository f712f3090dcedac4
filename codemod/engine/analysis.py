"""What the programs of a project say: their stacks, the faults in them, and what is to be done about them. Nothing is moved here."""

from __future__ import annotations

import ast
import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from codemod.engine.drawing import drawings_of, title_of
from codemod.engine.findings import Diagnosis, doubled_finding, misplaced_finding, missing_finding
from codemod.engine.merging import reconciled
from codemod.frozen import NamedTuple
from codemod.interpreter.belongings import home_of
from codemod.interpreter.calls import registers
from codemod.interpreter.descriptions import described
from codemod.interpreter.machine import STEPS, Machine, Place
from codemod.interpreter.values import Chain, Function, Layer, Partial, Value
from codemod.model import Drawing, Elsewhere, Finding, Related
from codemod.project.module import Facts, Module, parse
from codemod.project.modules import Modules, Project
from codemod.project.programs import importing, masks, starts_of
from codemod.project.roots import name_of
from codemod.rules.standing import as_it_stands, judged
from codemod.rules.steps import home_step
from codemod.rules.suppression import misspelt
from codemod.rules.violations import Survey, Violation, gives_session, survey, undecided
from codemod.stacks.trace import Ends, Stack, Trace, enter, finished, open_ends, started
from codemod.stacks.usage import is_known_to_provide

Wanted = Callable[[Module, Finding], bool]


class Program(NamedTuple):
    """Where a program starts, by absolute path, and the open ends that are followed on top of it."""

    entry: str
    ends: tuple[Ends, ...]


class Run(NamedTuple):
    """A program that was run: what it registers, what its layers do, what is wrong, and the files that it took.

    ``now`` has what its layers do as long as nobody turns a switch.
    """

    program: Program
    trace: Trace
    survey: Survey
    now: Survey
    diagnoses: tuple[Diagnosis, ...]
    paths: frozenset[str]


class Analysis(NamedTuple):
    """What all programs say of some files that belong together.

    ``latent`` are faults of calls that no program makes: of a function that is called with `csrf=False`, when it is called otherwise;
    and those that are there only when somebody turns a switch.
    """

    runs: tuple[Run, ...]
    diagnoses: tuple[Diagnosis, ...]
    latent: tuple[Diagnosis, ...]

    @property
    def stacks(self) -> list[Stack]:
        return [stack for run in self.runs for stack in run.trace.stacks]

    @property
    def faults(self) -> list[Violation]:
        """Those that a move may mend."""
        return [one.fault for one in self.diagnoses if one.plan is not None]

    def number(self, stack: Stack) -> int:
        """Which application a stack belongs to, as the number of its first stack."""
        return next(number for number, other in enumerate(self.stacks) if other.application is stack.application)


def analyse(project: Project, paths: Sequence[str]) -> Analysis:
    """Run the programs that these files take part in, each once. The files are given by absolute path."""
    runs = tuple(_ended(machine, program) for machine, program in _programs(project, paths))
    return _put_together(project, runs)


def analyse_changed(project: Project, before: Analysis, path: str, source: bytes) -> Analysis:
    """The same after one file was changed: only the programs that it takes part in are run again. Raises NotParsed."""
    tree, known, shown = parse(source), project.graph.of(path), project.shown(path)

    def again(run: Run) -> Run:
        if path not in run.paths:
            return run
        module = Module(shown, name_of(path), Facts(source, lambda: tree), known=known)
        return _ended(started(Modules(project, run.program.entry, module)), run.program)

    return _put_together(project, tuple(map(again, before.runs)))


class Thorough(NamedTuple):
    """The stacks of some programs with all calls followed, and what each `if` was decided by, by its dump.

    ``decisions`` has what else decided something that is not settled, with where the program was then.
    ``is_whole`` says that none was too long for that; ``ran`` are the functions that were run, each by its path and row, with the row
    of each statement of the file that led there, ``given`` those of them that something which is not followed was given there,
    ``unseen`` the constructors that may have run there on an object that is not known;
    ``located`` where the object is known that something is changed of; ``imports_any`` says that modules are imported whose names
    are not known, ``sets_any`` the same of variables of the environment that are set; ``apart`` are places of objects of libraries
    that were given nothing of the program's. ``chosen`` has the functions that were called where one is taken out of a table, by the
    place of that and the row of a statement that led there; None for what is no function of the program. ``asks_line`` says that
    something asks for the line that it is called on.
    """

    stacks: tuple[Stack, ...]
    tests: dict[str, list[object]]
    decisions: tuple[tuple[Chain, object], ...]
    is_whole: bool
    ran: frozenset[tuple[tuple[str, int], int]]
    given: frozenset[tuple[tuple[str, int], int]]
    unseen: frozenset[tuple[tuple[str, int], int]]
    located: frozenset[Place]
    imports_any: bool
    sets_any: bool
    apart: frozenset[Place]
    chosen: Mapping[tuple[Place, int], set[Place | None]]
    asks_line: bool


def looked_at_thoroughly(
    project: Project, before: Analysis, path: str, source: bytes, runs_all: bool = False
) -> Thorough:
    """The programs that a file takes part in, when it holds these bytes; ``runs_all``: with all that importing modules does.

    Raises NotParsed.
    """
    tree, known, shown = parse(source), project.graph.of(path), project.shown(path)
    found: list[Stack] = []
    tests: dict[str, list[object]] = {}
    decisions: list[tuple[Chain, object]] = []
    ran: set[tuple[tuple[str, int], int]] = set()
    given: set[tuple[tuple[str, int], int]] = set()
    unseen: set[tuple[tuple[str, int], int]] = set()
    located: set[Place] = set()
    apart: set[Place] = set()
    own: set[Place] = set()
    chosen: dict[tuple[Place, int], set[Place | None]] = {}
    is_whole, imports_any, sets_any, asks_line = True, False, False, False
    for run in before.runs:
        if path in run.paths:
            module = Module(shown, name_of(path), Facts(source, lambda: tree), known=known)
            machine = started(Modules(project, run.program.entry, module, runs_all), thorough=True)
            found += finished(machine, run.program.ends).stacks
            is_whole = is_whole and not (machine.is_exhausted or machine.was_exhausted or machine.is_cut)
            for test, values in machine.tests.items():
                tests.setdefault(test, []).extend(map(described, values))
            decisions += machine.decisions
            located |= machine.located
            homes_at = {spot: {*map(home_of, values)} for spot, values in machine.asked_at.items()}
            # What a module that is run name by name gives to a library is not seen.
            partly = [one.source for one in machine.modules.parsed() if not machine.modules.is_run(one)]
            homes = frozenset().union(*homes_at.values())
            told = {home for home in homes if home is None or any(home.encode() in text for text in partly)}
            for spot, here in homes_at.items():
                (apart if here.isdisjoint(told | machine.given) else own).add(spot)
            imports_any = imports_any or machine.imports_any
            sets_any = sets_any or machine.sets_any
            asks_line = asks_line or machine.asks_line
            ran.update(_places(module, ((chain, function) for chain, function, _ in machine.inlined)))
            given.update(_places(module, machine.handed_on))
            unseen.update(_places(module, machine.made_unseen))
            for chain, spot, function in machine.out_of_tables:
                for row in (step.block[step.position].lineno for step in chain if step.module is module):
                    chosen.setdefault((spot, row), set()).add(_place_of(function))
    return Thorough(
        tuple(found),
        tests,
        tuple(decisions),
        is_whole,
        frozenset(ran),
        frozenset(given),
        frozenset(unseen),
        frozenset(located),
        imports_any,
        sets_any,
        frozenset(apart - own),
        chosen,
        asks_line,
    )


def _places(module: Module, calls: Iterable[tuple[Chain, Value]]) -> Iterator[tuple[tuple[str, int], int]]:
    """The functions of some calls, each by its path and row, with the rows of the statements of a module that led there."""
    for chain, called in calls:
        function = called.function if isinstance(called, Partial) else called
        if isinstance(function, Function):
            place = function.frame.module.path, function.node.lineno
            yield from ((place, step.block[step.position].lineno) for step in chain if step.module is module)


def _place_of(value: Value) -> Place | None:
    """Where a function of the program stands."""
    if isinstance(value, Function):
        return value.frame.module.path, value.node.lineno, value.node.col_offset
    return None


def _put_together(project: Project, runs: tuple[Run, ...]) -> Analysis:
    found = [
        one
        for run in runs
        for one in run.diagnoses
        if one.finding.code != "SES002" or _is_whole(project, one.fault, runs)
    ]
    actual = {_fault_key(one) for run in runs for one in run.diagnoses if not _is_latent(run, one)}
    latent = [one for run in runs for one in run.diagnoses if _is_latent(run, one) and _fault_key(one) not in actual]
    return Analysis(runs, tuple(reconciled([one for one in found if one not in latent])), tuple(latent))


def _fault_key(one: Diagnosis) -> object:
    return one.finding.code, one.finding.registration


def _is_latent(run: Run, one: Diagnosis) -> bool:
    """Whether a fault is there only when somebody turns a switch, or calls a function in another way than the program does."""
    return one.fault.only is not None or one.fault.stack.run in run.trace.machine.reruns


# The programs


def _programs(project: Project, paths: Sequence[str]) -> list[tuple[Machine, Program]]:
    """The programs that files take part in, run, with the open ends that are to be followed in each.

    A module with effects that none of them runs after all is a program of its own, and so is one with open ends that none opens:
    also where running it shows that it calls them itself, in a way that its names did not tell.
    """
    graph = project.graph
    around = importing(graph, paths)
    found: dict[str, Machine] = {}
    for path in starts_of(graph):
        if path in around:
            found[path] = started(Modules(project, path))
    for path in sorted(path for path in around if graph.of(path).has_effects):
        if not any(machine.modules.was_run(path) for machine in found.values()):
            found[path] = started(Modules(project, path))
    ends: dict[str, list[Ends]] = {path: [] for path in found}
    alike, alone = _likeness(project), {}
    for path in sorted(path for path in around if graph.of(path).ends):
        hosts = {start: machine for start, machine in found.items() if machine.modules.was_run(path)}
        if not hosts:
            if alike(path) not in alone:
                alone[alike(path)] = path, started(Modules(project, path))
            host, machine = alone[alike(path)]
            hosts = {host: machine}
            enter_at(machine, path)
        host, machine = next(iter(hosts.items()))
        names = frozenset.intersection(*(_open_ends(machine, path) for machine in hosts.values()))
        if names or machine.applications:
            found.setdefault(host, machine)
            ends.setdefault(host, []).append(Ends(path, names))
    return [(machine, Program(path, tuple(ends[path]))) for path, machine in found.items()]


def _likeness(project: Project) -> Callable[[str], tuple[object, ...]]:
    """What modules must have in common to be looked at in one program, though none imports the other.

    They have no effects of their own; so it is enough that they import the same modules with effects, and that names mean the same.
    """
    graph = project.graph
    nodes = dict.fromkeys(graph.loaded)
    bits = {path: 1 << number for number, path in enumerate(path for path in nodes if graph.of(path).has_effects)}
    reach = masks(graph.loaded, nodes, bits)

    def of(path: str) -> tuple[object, ...]:
        folder = os.path.dirname(path)
        is_in_package = project.source_of(os.path.join(folder, "__init__.py")) is not None
        roots = project.resolver.roots(path)  # nothing of a package is imported as if its own folder were above it
        return tuple(root for root in roots if root != folder or not is_in_package), reach.get(path, 0)

    return of


def enter_at(machine: Machine, path: str) -> None:
    """Run one more module of a program, as one that imports it would."""
    module = machine.modules.at(path)
    if module is not None and module.state == "new":
        machine.renew(STEPS)
        enter(machine, module)


def _open_ends(machine: Machine, path: str) -> frozenset[str]:
    module = machine.modules.at(path)
    return open_ends(machine, module) if module is not None else frozenset()


def _ended(machine: Machine, program: Program) -> Run:
    traced = finished(machine, program.ends)
    seen = survey(machine, traced.stacks)
    now = as_it_stands(machine, seen)
    found = judged(machine, seen, now)
    return Run(program, traced, seen, now, tuple(map(_diagnosis(machine), found)), machine.modules.paths)


def _diagnosis(machine: Machine) -> Callable[[Violation], Diagnosis]:
    def of(fault: Violation) -> Diagnosis:
        if fault.code == "SES002":
            not_there = never_run(machine) or thrown_away(machine, fault) or put_too_late(machine, fault)
            return Diagnosis(missing_finding(fault, not_there), None, fault)
        if fault.code == "SES003":
            return Diagnosis(doubled_finding(fault), None, fault)
        from codemod.rules.plan import plan  # most programs have no such fault, and need not wait for it

        decided = plan(machine, fault)
        return Diagnosis(misplaced_finding(fault, decided), decided, fault)

    return of


def never_run(machine: Machine) -> str:
    """That a call registers nothing, because nobody waits for what it gives, or goes through it."""
    known = machine.modules.project.graph.handles
    for node, (function, call, module) in machine.dropped.items():
        if node not in machine.executed and registers(function, known):
            where = _call_at(call, module)
            return f"nobody awaits or goes through {where}, so that it registers nothing: do so, or add a session layer"
    return ""


def thrown_away(machine: Machine, fault: Violation) -> str:
    """That a session layer is made around the application, and nobody keeps that."""
    for application, layer, call, module in machine.thrown:
        if application is fault.stack.application and is_known_to_provide(layer.cls):
            return (
                f"nobody keeps what {_call_at(call, module)} gives back, so that the application is served without it: "
                "bind it to the name that is served, or add a session layer"
            )
    return ""


def put_too_late(machine: Machine, fault: Violation) -> str:
    """That a session layer is put into the list of an application that has started."""
    for application, found, node, module in machine.too_late:
        layers = [item.value for item in found.items if isinstance(item.value, Layer)]
        if application is fault.stack.application and any(is_known_to_provide(one.cls) for one in layers):
            return (
                f"{_call_at(node, module)} is changed when the application starts, and its stack has been built by then: "
                "register the session middleware where the application is made"
            )
    return ""


def _call_at(call: ast.AST, module: Module) -> str:
    return f"`{ast.unparse(call)[:60]}` on line {module.place(call).start.row} of {os.path.basename(module.path)}"


def _is_whole(project: Project, fault: Violation, runs: Sequence[Run]) -> bool:
    """Whether no program gives the application a session, nor may do so, also of those that import modules by computed names."""
    module = fault.stack.application.module
    if module is None or module.is_library or not all(_lacks_session(run, fault) for run in runs):
        return False
    for path in project.computed_importers(module):
        known = [run for run in runs if path in run.paths]
        again = known or [_ended(started(Modules(project, path)), Program(path, ()))]
        if any(run.trace.machine.imports_any or not _lacks_session(run, fault) for run in again):
            return False
    return True


def _lacks_session(run: Run, fault: Violation) -> bool:
    """Whether a program is seen to give an application no session; one that a factory makes at each call is each time another."""
    if fault.by is not None:
        parted = (one.fault.provider.slot.layer.node for one in run.diagnoses if one.fault.by is not None)
        is_parted = any(node is fault.provider.slot.layer.node for node in parted)
        return is_parted or all(seen.application.node is not fault.stack.application.node for seen in run.trace.stacks)
    wanted = fault.stack.application
    survey = run.now if fault.session else run.survey
    stacks = [seen for seen in survey.stacks if seen[0].application.node is wanted.node]
    own = [seen for seen in stacks if seen[0].application is wanted]
    same = own or stacks
    return not any(stack.application.opaque or any(map(gives_session, members)) for stack, members in same)


# What is said of one file


def diagnoses_in(analysis: Analysis, path: str, source: bytes, wanted: Wanted) -> list[Diagnosis]:
    """The diagnoses whose statement stands in a file and that are wanted; they say of a comment why it silences nothing.

    The file is given by the path that is shown, with the bytes that it holds.
    """
    module = Module(path, "", Facts(source, lambda: ast.Module([], [])))
    own = [one for one in analysis.diagnoses if one.finding.place.path == module.path and wanted(module, one.finding)]
    return [one._replace(finding=_with_comments(one.finding, module.lines)) for one in own]


def _with_comments(finding: Finding, lines: Sequence[str]) -> Finding:
    return finding._replace(notes=(*finding.notes, *misspelt(lines, finding)))


def unseen_in(analysis: Analysis, path: str) -> tuple[Related, ...]:
    """What could not be followed in a file, with the reasons: layers that it registers, or whose place is not known, and what may
    register others.
    """
    found = [
        Related(
            slot.layer.module.place(slot.layer.node), f"`{slot.layer.name}` is taken as not using the session: {why}"
        )
        for run in analysis.runs
        for slot, why in run.survey.unseen
        if slot.layer.module.path == path
    ]
    found += [
        Related(
            member.slot.layer.module.place(member.slot.layer.node),
            f"`{member.slot.layer.name}` may lie outside of `{provider.slot.layer.name}`: which branch is taken when is not known",
        )
        for run in analysis.runs
        for stack, members in run.survey.stacks
        for provider, member in undecided(stack, members)
        if member.slot.layer.module.path == path
    ]
    found += [
        Related(
            member.slot.layer.module.place(member.slot.layer.node),
            f"`{member.slot.layer.name}` may provide the session or use it: which of these it is is not known",
        )
        for run in analysis.runs
        for stack, members in run.survey.stacks
        if stack.application.kind != "stranger"
        for member in members
        if member.usage.is_either and member.slot.layer.module.path == path
    ]
    hidden = (one for run in analysis.runs for one in hidden_layers(run.trace.machine, path))
    return tuple(dict.fromkeys([*found, *hidden]))


def latent_in(analysis: Analysis, path: str) -> tuple[Related, ...]:
    """The faults of a file that are not there as the program stands, with what they take."""
    found = (
        Related(one.finding.place, f"{one.finding.message}{_takes(one.fault)}")
        for one in analysis.latent
        if one.finding.place.path == path
    )
    return tuple(dict.fromkeys(found))


def _takes(fault: Violation) -> str:
    """What a fault takes that is not there as the program stands."""
    if fault.only is None:
        return ", in a branch that no call takes"
    return f", {fault.only}" if fault.only else ""


def hidden_layers(machine: Machine, path: str) -> Iterator[Related]:
    """The places of a file that may hold layers of an application which are not seen, also where none is seen that could be drawn."""
    for application in machine.applications:
        slot = application.slots[0].layer if application.slots else None
        node, module = application.node, application.module
        if (node is None or module is None) and slot is not None:
            node, module = slot.node, slot.module
        for doubt in dict.fromkeys(application.opaque):
            place, home = application.places.get(doubt, (node, module))
            if place is not None and home is not None and home.path == path:
                yield Related(
                    home.place(place), f"`{title_of(machine, application)}` may have layers that are not seen: {doubt}"
                )


def drawings_in(analysis: Analysis, path: str) -> tuple[Drawing, ...]:
    """The stacks of the applications that a file makes, and of those made elsewhere that it registers middleware on."""
    keys = {*map(_fault_key, analysis.diagnoses)}
    # Of each stack that a statement is wrong in, though it is told of once.
    told = tuple(one.fault for run in analysis.runs for one in run.diagnoses if _fault_key(one) in keys)
    found = (
        drawing
        for run in analysis.runs
        for (stack, _), drawing in zip(run.survey.stacks, drawings_of(run.trace.machine, run.survey, told), strict=True)
        if _home_of(stack) == path
    )
    return tuple(dict.fromkeys(found))


def elsewhere(analysis: Analysis, given: Collection[str], wanted: Wanted) -> tuple[Elsewhere, ...]:
    """What the programs of some files, given by the paths that are shown, say of their other files; of no library's."""
    modules = {
        one.path: one for run in analysis.runs for one in run.trace.machine.modules.parsed() if not one.is_library
    }
    found = [one.finding for one in analysis.diagnoses if one.finding.place.path in modules.keys() - given]
    findings = Counter(one.place.path for one in found if wanted(modules[one.place.path], one))
    homes = {(_home_of(stack), stack.application.node) for stack in analysis.stacks if stack.slots}
    stacks = Counter(home for home, _ in homes if home in modules.keys() - given)
    return tuple(Elsewhere(path, findings[path], stacks[path]) for path in sorted({*findings, *stacks}))


def _home_of(stack: Stack) -> str | None:
    module = stack.application.module
    if module is not None and not module.is_library and (module.registering or module.has_effects or not stack.slots):
        return module.path
    return home_step(stack.slots[0].chain).module.path if stack.slots else None
