"""What one version of a file says: its stacks, the faults in them, and what is to be done about them. Pure: nothing is moved here."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterator, Sequence

from codemod.check import CODES, Fault, Survey, faults, survey
from codemod.drawing import drawings_of
from codemod.findings import Diagnosis, doubled_finding, merged, misplaced_finding, missing_finding
from codemod.model import Drawing, Finding, Related
from codemod.module import Module
from codemod.nouns import NamedTuple
from codemod.outside import with_outside
from codemod.plan import plan
from codemod.project import Modules, Project
from codemod.trace import Stack, Trace, trace
from codemod.values import Slot, Stranger, Value

Wanted = Callable[[Module, Finding], bool]
_IMPORTERS = 30  # files that import one module and are followed for it


class Analysis(NamedTuple):
    """What one version of a file says: its stacks, the faults in them, and the diagnoses of this file that are wanted."""

    module: Module
    stacks: tuple[Stack, ...]
    faults: tuple[Fault, ...]
    diagnoses: tuple[Diagnosis, ...]
    unseen: tuple[Related, ...]
    drawings: tuple[Drawing, ...]
    numbers: dict[int, int]  # of each application, by identity

    def number(self, stack: Stack) -> int:
        """Which application a stack belongs to, as the number of its first stack."""
        return self.numbers[id(stack.application)]


def analyse(source: bytes, path: str, project: Project, wanted: Wanted) -> Analysis:
    """Trace a file, and those that use its functions in a way of their own, and diagnose the stacks; raises NotParsed."""
    module = project.module_at(path, source)
    own = trace(module, Modules(project, module))
    surveyed = survey(own.machine, own.stacks)
    importers = Importers(project)
    found = diagnosed(own, surveyed, importers)
    drawings = drawings_of(own.machine, surveyed, tuple(one.fault for one in found))
    stacks = list(own.stacks)
    for other, seen in callers(own, importers):
        found += diagnosed(other, seen, importers)
        stacks += other.stacks
    found = with_outside(module, merged(found), functools.partial(misplaced_elsewhere, module, importers))
    kept = [one for one in found if one.finding.place.path == path and wanted(module, one.finding)]
    unseen = tuple(
        Related(
            slot.layer.module.place(slot.layer.node), f"`{slot.layer.name}` is taken as not using the session: {why}"
        )
        for slot, why in surveyed.unseen
    )
    misplaced = tuple(one.fault for one in found if one.plan is not None)
    numbers: dict[int, int] = {}
    for index, stack in enumerate(stacks):
        numbers.setdefault(id(stack.application), index)
    return Analysis(module, tuple(stacks), misplaced, tuple(kept), unseen, drawings, numbers)


class Importers:
    """What the files that import a module make of it: each of them is traced once, whoever asks."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._seen: dict[tuple[str, str], tuple[Trace, Survey]] = {}

    def of(self, module: Module, paths: Sequence[str]) -> Iterator[tuple[Trace, Survey]]:
        """The traces of these files, with the module as it is looked at; one that cannot be parsed says nothing."""
        for path in paths:
            key = module.path, path
            if key not in self._seen:
                self._seen[key] = self._look(module, path)
            yield self._seen[key]

    def _look(self, module: Module, path: str) -> tuple[Trace, Survey]:
        other = self.project.module_on_disk(path)
        again = Module(module.path, module.name, module.source, module.tree)
        traced = trace(other, Modules(self.project, other, again))
        return traced, survey(traced.machine, traced.stacks)


def misplaced_elsewhere(module: Module, importers: Importers, layers: Collection[int]) -> Iterator[Diagnosis]:
    """What the files that import a module, directly or not, say of those of its layers that lie wrong."""
    for other, seen in importers.of(module, importers.project.all_importers(module, _IMPORTERS)):
        for fault in faults(seen):
            if fault.code in CODES.values() and id(fault.provider.slot.layer.node) in layers:
                yield misplaced_diagnosis(other, fault)


def diagnosed(traced: Trace, found: Survey, importers: Importers) -> list[Diagnosis]:
    diagnoses: list[Diagnosis] = []
    for fault in faults(found):
        if fault.code == "SES002":
            if is_whole(traced, fault, importers):
                diagnoses.append(Diagnosis(missing_finding(fault), None, fault))
        elif fault.code == "SES003":
            diagnoses.append(Diagnosis(doubled_finding(fault), None, fault))
        else:
            diagnoses.append(misplaced_diagnosis(traced, fault))
    return diagnoses


def misplaced_diagnosis(traced: Trace, fault: Fault) -> Diagnosis:
    decided = plan(traced.machine, fault)
    return Diagnosis(misplaced_finding(fault, decided), decided, fault)


def is_whole(traced: Trace, fault: Fault, importers: Importers) -> bool:
    """Whether no other file gives the application a session: those that import it, or may do so, are followed."""
    application = fault.stack.application
    if application.module is not traced.module:
        return False  # told where the application is made
    project = importers.project
    plain = project.all_importers(traced.module, _IMPORTERS + 1)
    computing = [path for path in project.computed_importers(traced.module) if path not in plain]
    if len(plain) + len(computing) > _IMPORTERS:
        return False
    for other, seen in importers.of(traced.module, [*plain, *computing]):
        if other.machine.imports_any and other.module.path in computing:
            return False
        for stack, members in seen.stacks:
            is_same = stack.application.node is application.node
            if is_same and (not stack.is_known or any("session" in member.usage.provides for member in members)):
                return False
    return True


def callers(own: Trace, importers: Importers) -> Iterator[tuple[Trace, Survey]]:
    """The traces of the files that say more of what this one registers: that give it layers, or take its lists."""
    given = (value for stack in own.stacks for slot in stack.slots for value in _registered(slot))
    placed = {id(slot.layer.node) for stack in own.stacks for slot in stack.slots}
    if not any(isinstance(value, Stranger) for value in given) and not own.machine.made - placed:
        return  # all that it registers is seen as it is
    yield from importers.of(own.module, importers.project.importers(own.module)[:_IMPORTERS])


def _registered(slot: Slot) -> tuple[Value, ...]:
    return (slot.layer.cls, *slot.layer.arguments.all())
