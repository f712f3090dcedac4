"""What imports bind: modules of the project by their source, all others by their name."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.binding import bind_name
from codemod.interpreter.containers import items_of
from codemod.interpreter.machine import Machine
from codemod.interpreter.values import (
    UNKNOWN,
    Arguments,
    Constant,
    DictObject,
    External,
    Frame,
    Imported,
    ModuleValue,
    Value,
    constant,
    frame_of,
)
from codemod.library_names import STAR_NAMES, is_native, last_name
from codemod.project.module import EFFECTS, Module
from codemod.project.roots import packages_above

if TYPE_CHECKING:
    from typing import Any


_DOTTED = re.compile(r"(ext://)?\w+(\.\w+)+")
_DEEP = 5  # dicts in dicts


def execute_import(machine: Machine, node: ast.Import, frame: Frame) -> bool:
    for alias in node.names:
        found = machine.modules.find(alias.name)
        _run_packages(machine, alias.name)
        _run_if_it_registers(machine, found)
        _run_if_for_effect(machine, found, alias.asname or alias.name, frame)
        if alias.asname:
            value: Value = ModuleValue(found) if found else External(alias.name)
            frame.names[alias.asname] = value
            continue
        top = alias.name.partition(".")[0]
        package = machine.modules.find(top)
        frame.names[top] = ModuleValue(package) if package else External(top)
    return False


def execute_import_from(machine: Machine, node: ast.ImportFrom, frame: Frame) -> bool:
    module = absolute(node, frame)
    found = machine.modules.find(module) if module else None
    _run_packages(machine, module)
    _run_if_it_registers(machine, found)
    for alias in node.names:
        if alias.name == "*":
            for name, value in (star_imported(machine, module) or {}).items():
                bind_name(machine, name, value, frame)
            continue
        submodule = machine.modules.find(f"{module}.{alias.name}")
        _run_if_it_registers(machine, submodule)
        _run_if_for_effect(machine, submodule, alias.asname or alias.name, frame)
        bind_name(machine, alias.asname or alias.name, imported(machine, module, alias.name), frame)
    return False


def absolute(node: ast.ImportFrom, frame: Frame) -> str:
    """The dotted name that a relative import means."""
    if not node.level:
        return node.module or ""
    parts = packages_above(frame.module.path, frame.module.package, node.level)
    return ".".join([*parts, *([node.module] if node.module else [])])


def _run_if_it_registers(machine: Machine, found: Module | None) -> None:
    """A module with effects is executed when it is imported, any other when it is used.

    What is imported for annotations only (`if TYPE_CHECKING:`) is not executed there.
    """
    if found is not None and machine.modules.is_run(found) and not machine.is_unreachable:
        machine.open_module(found)
        machine.execute_module(found)


def _run_packages(machine: Machine, dotted: str) -> None:
    """Importing `shop.admin.pages` imports `shop` and `shop.admin` first."""
    parts = dotted.split(".") if machine.modules.runs_all else []
    for end in range(1, len(parts)):
        _run_if_it_registers(machine, machine.modules.find(".".join(parts[:end])))


def _run_if_for_effect(machine: Machine, found: Module | None, name: str, frame: Frame) -> None:
    """A module whose name is never used is imported for what it does: it may fill a registry of functions."""
    if found is None or found.is_library or machine.is_unreachable or not found.facts.is_relevant:
        return
    facts = frame.module.facts
    if name in facts.only_imported if "." in name else facts.counts[name] < 2:
        machine.execute_module(found)


def import_by_name(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`importlib.import_module(name)`: of a name that is computed, any module, and what it does to the applications at hand.

    A library imports parts of itself so.
    """
    dotted = _dotted_in(arguments, node, frame)
    if dotted is not None:
        found = machine.modules.find(dotted)
        if found is not None and not found.is_library:
            machine.named.append((machine.chain, found))
            _run_packages(machine, dotted)
            machine.execute_module(found)
        return ModuleValue(found) if found is not None else External(dotted)
    machine.imports_any = machine.imports_any or not frame.module.is_library
    for application in machine.applications if not frame.module.is_library else ():
        machine.note(application, "opaque", f"{last_name(ast.unparse(node).partition('(')[0])}(...)", node, frame)
    return UNKNOWN


def _dotted_in(arguments: Arguments, node: ast.AST, frame: Frame) -> str | None:
    """The whole name of the module that is asked for, where it is known: `("shop.admin")`, `(".admin", __package__)`."""
    match arguments.get(0, "name"), len(arguments.all()):
        case Constant(value=str(name)), 1 if not name.startswith("."):
            return name
        case Constant(value=str(name)), 2 if name.startswith("."):
            below = name.lstrip(".")
            parts = _package_in(arguments, node, frame).split(".")
            above = parts[: len(parts) + 1 - (len(name) - len(below))]
            return ".".join([*above, below]) if all(above) and below else None
    return None


def _package_in(arguments: Arguments, node: ast.AST, frame: Frame) -> str:
    """The package that a relative name starts from; empty where it is not known."""
    written = [*node.args, *(keyword.value for keyword in node.keywords)][-1:] if isinstance(node, ast.Call) else []
    match arguments.get(1, "package"), written:
        case Constant(value=str(package)), _:
            return package
        case _, [ast.Name(id="__package__")]:
            return frame.module.package
        case _, [ast.Name(id="__name__")]:
            return frame.module.name
    return ""


def reload(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`importlib.reload(plugins)`: its top level runs once more."""
    module = arguments.get(0, "module") or UNKNOWN
    if machine.thorough and isinstance(module, ModuleValue) and not module.module.is_library:
        module.module.state = "new"
        machine.execute_module(module.module)
    return module


def star_imported(machine: Machine, module: str) -> dict[str, Value] | None:
    """What `from module import *` binds, or None when that cannot be known."""
    found = machine.modules.find(module)
    if found is None:
        return {name: External(f"{module}.{name}") for name in STAR_NAMES[module]} if module in STAR_NAMES else None
    machine.open_module(found)
    listed = machine.global_of(found, "__all__")
    machine.global_of(found, EFFECTS)
    names: dict[str, Value] = {name: Imported(found, name) for name in found.waiting if name != EFFECTS}
    names |= frame_of(found).names
    chosen = items_of(machine.resolved(listed)) if listed is not None else None
    if chosen is not None:
        told = [item.value.value for item in chosen if isinstance(item.value, Constant)]
        return {str(name): names[str(name)] for name in told if name in names}
    return {name: value for name, value in names.items() if not name.startswith("_")}


def imported(machine: Machine, module: str, name: str) -> Value:
    """What `from module import name` binds: the module's own name, else its submodule, looked up when it is used."""
    found = machine.modules.find(module)
    if found is not None and found.is_library and is_native(f"{module}.{name}"):
        return External(f"{module}.{name}")
    if found is not None:
        return Imported(found, name)
    submodule = machine.modules.find(f"{module}.{name}")  # of a package without `__init__.py`
    return ModuleValue(submodule) if submodule is not None else External(f"{module}.{name}")


def resolve_name(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`pkgutil.resolve_name("guards:AuthGuard")`: without a colon as much of it is the module as there is a module for."""
    name = arguments.get(0, "name")
    if not isinstance(name, Constant) or not isinstance(name.value, str):
        return import_by_name(machine, arguments, node, frame)
    module, _, rest = name.value.partition(":")
    attributes = rest.split(".") if rest else []
    if not rest:
        while "." in module and machine.modules.find(module) is None:
            module, _, last = module.rpartition(".")
            attributes.insert(0, last)
    value = import_by_name(machine, Arguments((constant(module),)), node, frame)
    for attribute in attributes:
        value = machine.attribute(value, attribute, node, frame)
    return value


def import_named(machine: Machine, values: Iterable[Value], node: ast.AST, frame: Frame, depth: int = 0) -> None:
    """Import the modules of the project of which a configuration names something: `{"class": "audit.Handler"}`."""
    for value in values if depth < _DEEP else ():
        match value:
            case Constant(value=str(text)) if _DOTTED.fullmatch(text):
                resolve_text(machine, text, node, frame)
            case DictObject(items=parts):
                import_named(machine, parts.values(), node, frame, depth + 1)
            case _:
                import_named(machine, (item.value for item in items_of(value) or ()), node, frame, depth + 1)


def resolve_text(machine: Machine, text: str, node: ast.AST, frame: Frame) -> Value:
    """What a dotted name in a text stands for; nothing is known of one that is no module of the project."""
    dotted = text.rpartition("//")[2]  # `ext://streams.audit`
    parts = dotted.split(".")
    heads = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
    found = next((module for head in heads if (module := machine.modules.find(head)) is not None), None)
    if found is None or found.is_library:
        return UNKNOWN
    return resolve_name(machine, Arguments((constant(dotted),)), node, frame)


BUILTINS = {
    "importlib.import_module": import_by_name,
    "importlib.reload": reload,
    "builtins.__import__": import_by_name,
    "pkgutil.resolve_name": resolve_name,
    "pydoc.locate": resolve_name,
}
EXECUTORS: dict[type, Callable[[Machine, Any, Frame], bool]] = {
    ast.Import: execute_import,
    ast.ImportFrom: execute_import_from,
}
