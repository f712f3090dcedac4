"""Follows a module's registrations into stacks: which layers an application has, from the outermost in. See docs/semantics.md."""

from __future__ import annotations

import ast

from codemod.frozen import TYPE_CHECKING, NamedTuple
from codemod.interpreter import attributes, branches, calls, conditions, expressions, lazies, statements
from codemod.interpreter.binding import note_handlers
from codemod.interpreter.dispatchers import hide_handed
from codemod.interpreter.machine import STEPS, Machine
from codemod.interpreter.stack_edits import hide_changed
from codemod.interpreter.values import (
    UNKNOWN,
    Application,
    Arguments,
    Barrier,
    Class,
    External,
    Frame,
    Function,
    Instance,
    Layer,
    Opaque,
    Registration,
    Value,
    alternatives,
    frame_of,
)
from codemod.libraries import external, imports, library
from codemod.libraries.conversion import type_in_text
from codemod.libraries.running import note_asides
from codemod.project.module import Module, mentioned
from codemod.project.modules import Modules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

Machine.evaluators |= expressions.EVALUATORS | conditions.EVALUATORS | branches.EVALUATORS
Machine.executors |= statements.EXECUTORS | branches.EXECUTORS | imports.EXECUTORS
Machine.callers |= calls.CALLERS | lazies.CALLERS | library.CALLERS | external.CALLERS
Machine.readers |= attributes.READERS


Definition: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef"


class Stack(NamedTuple):
    """The layers of one application, outermost first, as one way through the program registers them.

    ``run`` is 0 for what importing the module registers; every function that nobody calls is a run of its own, on top of that.
    """

    application: Application
    slots: tuple[Registration, ...]
    moments: tuple[Barrier, ...]
    run: int

    @property
    def is_known(self) -> bool:
        """Whether these are all the layers that the application has."""
        return not self.application.opaque and self.run == 0


class Ends(NamedTuple):
    """The functions and classes of a module, by absolute path and by name, that register something and that no program calls."""

    path: str
    names: frozenset[str]


class Trace(NamedTuple):
    """What one program registers: the module it starts at, the machine that ran it, and the stacks."""

    module: Module
    machine: Machine
    stacks: tuple[Stack, ...]


def started(modules: Modules, thorough: bool = False) -> Machine:
    """Run a program: the module that it starts at, with all that it imports, and what Starlette calls after that.

    A program that is too large is followed as far as the machine's steps reach; its stacks then count as not wholly known.
    """
    machine = Machine(modules, thorough)
    assert modules.entry is not None
    enter(machine, modules.entry)
    return machine


def enter(machine: Machine, module: Module) -> None:
    """Run a module with all that it imports, and what Starlette calls after that."""
    built = len(machine.builders)
    parts = module.name.split(".")
    for end in range(1, len(parts)):  # importing `a.b.c` imports `a` and `a.b` first, and they may import `a.b.c`
        package = machine.modules.find(".".join(parts[:end]))
        if package is not None and package.has_effects:
            machine.open_module(package)
    machine.execute_module(module)
    for made in [*machine.applications]:
        note_handlers(machine, made)
    for function, application in list(machine.lifecycle.values()):
        if function.node not in machine.executed:  # Starlette calls it, after everything above
            given = stranger_arguments(machine, function)
            if application != UNKNOWN and len(given.positional) == 1:
                given = given._replace(positional=(application,))
            machine.starting = application
            machine.complete(function, given, function.node, frame_of(module))
            machine.starting = UNKNOWN
    for application in machine.builders[built:]:
        library.build(machine, application)


def open_ends(machine: Machine, module: Module) -> frozenset[str]:
    """The names of those functions and classes of a module that register something and were not run, or only in part."""
    nodes = definitions(module.tree.body)
    return frozenset(node.name for node in nodes if node.name in module.ends and has_uncalled(machine, module, node))


def finished(machine: Machine, ends: Sequence[Ends]) -> Trace:
    """What a program registers, with these open ends, each as a caller from outside would run it."""
    is_cut = machine.was_exhausted or machine.is_exhausted
    own, cut = len(machine.applications), list[Application]()
    for path, names in ends:
        module = machine.modules.at(path)
        if module is None:
            continue
        if module.state == "new":
            machine.renew(STEPS)
            enter(machine, module)
            is_cut = is_cut or machine.is_exhausted
        begun = len(machine.applications)
        machine.renew()
        machine.open_module(module)
        for root in uncalled(machine, module, names):
            machine.begin_run(root)
            run_root(machine, root, module)
            machine.restore()
        if machine.is_exhausted:  # what the ends of another module are given has nothing to do with it
            cut += [*machine.applications[:own], *machine.applications[begun:]]
    note_asides(machine)
    hide_handed(machine)
    hide_changed(machine)
    machine.renew()
    for application in dict.fromkeys(machine.applications if is_cut else cut):
        application.opaque.append("the program is too large to be followed to its end")
        application.slots = [slot._replace(layer=looked_up(machine, slot.layer)) for slot in application.slots]
    assert machine.modules.entry is not None
    return Trace(machine.modules.entry, machine, tuple(stacks_of(machine)))


def looked_up(machine: Machine, layer: Layer) -> Layer:
    """A layer with its class, which was not looked for when the program had used up its steps."""
    if not isinstance(layer.cls, External):
        return layer
    owner, _, name = layer.cls.dotted.rpartition(".")
    module = machine.modules.find(owner)
    found = machine.global_of(module, name) if module is not None else None
    return layer if found is None else layer._replace(cls=machine.resolved(found))


def stacks_of(machine: Machine) -> list[Stack]:
    result = []
    for application in machine.applications:
        runs = sorted({slot.run for slot in application.slots}) or [0] * application.is_handed
        for run in runs:
            slots = [slot for slot in application.slots if slot.run in (0, run)]
            moments = [moment for moment in application.moments if moment.run in (0, run)]
            result.append(Stack(application, ordered(slots), tuple(moments), run))
    return result


def ordered(slots: list[Registration]) -> tuple[Registration, ...]:
    """Outermost first: `add_middleware` puts a layer in front, a list in the order written, a wrap before all."""
    layers: list[Registration] = []
    wraps: list[Registration] = []
    cores: list[Registration] = []  # around the router
    for slot in sorted(slots, key=lambda slot: slot.time):
        if slot.end == "wrap":
            wraps.insert(0, slot)
        elif slot.end == "core":
            cores.insert(0, slot)
        elif slot.end == "outer":
            layers.insert(0, slot)
        else:
            layers.append(slot)
    return (*wraps, *layers, *cores)


# Functions that nobody calls


def uncalled(machine: Machine, module: Module, names: frozenset[str]) -> list[Definition]:
    """Those functions and classes of a module with these names that were not run, callers first."""
    nodes = definitions(module.tree.body)
    found = [node for node in nodes if node.name in names and has_uncalled(machine, module, node)]
    if len(found) < 2:
        return found
    # Those that another one calls come last: by then they have been run as that one calls them.
    called = {name for node in found for name in mentioned(node) if name != node.name}
    return sorted(found, key=lambda node: node.name in called)


def has_uncalled(machine: Machine, module: Module, node: Definition) -> bool:
    """Whether a function was not run, or only as one call settles it.

    Of a class, also of one that has an object, whether that is so of a method that registers.
    """
    if node not in machine.executed or not isinstance(node, ast.ClassDef):
        return is_unrun(machine, node)
    methods = (part for part in node.body if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef)))
    return any(is_registering(machine, part) and is_unrun(machine, part) for part in methods)


def is_registering(machine: Machine, method: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> bool:
    """Whether a method registers something, as far as its name tells."""
    return not isinstance(method, ast.Lambda) and method.name in machine.modules.project.graph.handles


def is_unrun(machine: Machine, node: ast.AST) -> bool:
    return (node not in machine.executed and node not in machine.dropped) or node in machine.partly


def definitions(body: list[ast.stmt]) -> list[Definition]:
    """The functions and classes of a block, also those under `if` and `try`, not those inside of functions."""
    found: list[Definition] = []
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.append(node)
            continue
        for field in ("body", "orelse", "finalbody"):
            found += definitions(getattr(node, field, []))
        for handler in getattr(node, "handlers", []):
            found += definitions(handler.body)
    return found


def run_root(machine: Machine, node: Definition, module: Module) -> None:
    """Run a function as a caller from outside would: with arguments that nothing is known of but their annotation."""
    if not has_uncalled(machine, module, node):
        return
    frame = frame_of(module)
    machine.global_of(module, node.name)
    value = find_definition(frame.names, node)
    if isinstance(value, Function):
        machine.complete(value, stranger_arguments(machine, value), node, frame)
    elif isinstance(value, Class):
        run_class(machine, value, frame)


def find_definition(names: dict[str, Value], node: Definition) -> Value | None:
    for part in alternatives(names[node.name]) if node.name in names else ():
        if isinstance(part, (Function, Class)) and part.node is node:
            return part
    return None


def run_class(machine: Machine, cls: Class, frame: Frame) -> None:
    """Call the methods of a class that register something and that nobody calls: on the module's own object, if it has one."""
    objects = (part for value in frame.names.values() for part in alternatives(value))
    own = (part for part in objects if isinstance(part, (Instance, Application)) and part.cls is cls)
    this: Value | None = next(own, None)
    if this is None:
        initialize = cls.names.get("__init__")
        arguments = stranger_arguments(machine, initialize, skip=1) if isinstance(initialize, Function) else Arguments()
        this = machine.call(cls, arguments, cls.node, frame)
    methods = {name: member for name, member in cls.names.items() if isinstance(member, Function)}
    found = {name: member for name, member in methods.items() if is_registering(machine, member.node)}
    called = {name for own, member in found.items() for name in mentioned(member.node) if name != own}
    for name, member in sorted(found.items(), key=lambda item: item[0] in called):  # callers first, as in `uncalled`
        if is_unrun(machine, member.node):
            machine.begin_run(member.node)
            method = machine.attribute(this, name, cls.node, frame)
            if isinstance(method, Function):
                skip = 0 if method.bound is None else 1
                machine.complete(method, stranger_arguments(machine, method, skip), member.node, frame)


def stranger_arguments(machine: Machine, function: Function, skip: int = 0) -> Arguments:
    spec = function.node.args
    positional = [*spec.posonlyargs, *spec.args][skip:]
    required = positional[: len(positional) - len(spec.defaults)] if spec.defaults else positional
    return Arguments(
        tuple(stranger(machine, parameter, function.frame) for parameter in required),
        tuple(
            (parameter.arg, stranger(machine, parameter, function.frame))
            for parameter, default in zip(spec.kwonlyargs, spec.kw_defaults, strict=True)
            if default is None
        ),
    )


def stranger(machine: Machine, parameter: ast.arg, frame: Frame) -> Value:
    """What a parameter is: an application when its annotation says so, else something unknown that has a name."""
    annotation = parameter.annotation
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        annotation = type_in_text(annotation)
    kind = machine.evaluate(annotation, frame) if annotation is not None else None
    if kind is not None and any(library.is_application_class(part) for part in alternatives(kind)):
        application = Application(None, "stranger", parameter)
        application.opaque.append("the application is made elsewhere")
        machine.applications.append(application)
        return application
    return Opaque(parameter.arg)
