"""What a program finds out about itself: the names of an object or module, the modules of a package."""

from __future__ import annotations

import ast
import os

from codemod.interpreter.attributes import members_at_hand
from codemod.interpreter.containers import items_of
from codemod.interpreter.machine import Machine
from codemod.interpreter.values import (
    UNKNOWN,
    Arguments,
    Class,
    Constant,
    External,
    Frame,
    Function,
    Instance,
    Item,
    ListObject,
    ModuleValue,
    TupleValue,
    Unknown,
    Value,
    constant,
    frame_of,
)
from codemod.libraries.standard import Builtin
from codemod.project.module import EFFECTS, Module

PATH = ".__path__"
MOST = 16  # names: to ask for each is not free, and who looks for layers by name does so among few


def named_in(machine: Machine, module: Module) -> dict[str, Value]:
    """All names of a module, once all that binds them has been run."""
    machine.open_module(module)
    for name in sorted(module.waiting.keys() - {EFFECTS}):
        machine.global_of(module, name)
    machine.global_of(module, EFFECTS)
    return {name: machine.resolved(value) for name, value in frame_of(module).names.items()}


def held_names(machine: Machine, owner: Value) -> tuple[dict[str, Value], bool]:
    """The names that an object, class or module has, as far as the program gives them, and whether it may have others."""
    if isinstance(owner, ModuleValue):
        return named_in(machine, owner.module), False
    if isinstance(owner, (Instance, Class)):
        return members_at_hand(owner)
    return {}, True


def _dir(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`for name in dir(self)`: in alphabetical order, without those that every object has."""
    names, is_open = held_names(machine, arguments.get(0, "object") or UNKNOWN)
    known = sorted(name for name in names if not name.startswith(("__", "\0")))
    if len(known) > MOST:
        return UNKNOWN
    return ListObject([Item(constant(name), machine.chain, machine.conditions) for name in known], is_open or not known)


def _getmembers(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
    """`inspect.getmembers(module, inspect.isclass)`: pairs of a name and what it stands for, in the order of the names."""
    owner, predicate = arguments.get(0, "object") or UNKNOWN, arguments.get(1, "predicate")
    names, is_open = held_names(machine, owner)
    if isinstance(owner, Instance) and len(names) > MOST:
        return UNKNOWN
    result = ListObject(open=is_open or not names)
    for name in sorted(name for name in names if not name.startswith(("__", "\0"))):
        value = names[name] if isinstance(owner, ModuleValue) else machine.attribute(owner, name, node, frame)
        passes = _passes(predicate, value)
        if passes is not False:
            pair = TupleValue((Item(constant(name), (), frozenset()), Item(value, (), frozenset())))
            result.items.append(Item(pair, machine.chain, machine.conditions))
            result.open = result.open or passes is None
    return result


def _passes(predicate: Value | None, value: Value) -> bool | None:
    """Whether a value is of the kind that is asked for; None where that is not known."""
    match predicate, value:
        case None, _:
            return True
        case External("inspect.isclass"), Class():
            return True
        case External("inspect.isclass"), External(dotted):
            return dotted.rpartition(".")[2][:1].isupper()
        case External("inspect.isclass"), _:
            return False
        case External("inspect.isfunction" | "inspect.ismethod" | "inspect.isroutine"), _:
            return isinstance(value, Function)
    return None


def _modules(is_deep: bool) -> Builtin:
    """`pkgutil.iter_modules(plugins.__path__)`: the modules of a package, in the order of their names."""

    def modules(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
        path, prefix = arguments.get(0, "path") or UNKNOWN, arguments.get(1, "prefix") or constant("")
        inner = list(items_of(path) or ())
        path = inner[0].value if len(inner) == 1 else path
        dotted = path.dotted if isinstance(path, External) else ""
        package = machine.modules.find(dotted.removesuffix(PATH)) if dotted.endswith(PATH) else None
        if package is None or not isinstance(prefix, Constant):
            return UNKNOWN
        found = sorted(modules_below(machine, package, is_deep))
        return ListObject(
            [Item(_info(f"{prefix.value}{name}", node), machine.chain, machine.conditions) for name in found]
        )

    return modules


def modules_below(machine: Machine, package: Module, is_deep: bool) -> list[str]:
    """The names of the modules and packages in a package, after its own."""
    folder = os.path.dirname(os.path.abspath(package.path))
    found = set()
    for path in machine.modules.project.files_around(os.path.abspath(package.path)):
        if not path.startswith(folder + os.sep):
            continue
        parts = os.path.relpath(path, folder).removesuffix(".py").split(os.sep)
        parts = parts[:-1] if parts[-1] == "__init__" else parts
        if parts and (is_deep or len(parts) == 1):
            found.add(".".join(parts))
    return [name for name in found if machine.modules.find(f"{package.name}.{name}") is not None]


def _info(name: str, node: ast.AST) -> Instance:
    made = Instance(External("pkgutil.ModuleInfo"), Arguments(), node)
    made.attributes = {"module_finder": UNKNOWN, "name": constant(name), "ispkg": UNKNOWN}
    made.row = ("module_finder", "name", "ispkg")
    return made


def _frames_of(dotted: str) -> Builtin:
    """`inspect.currentframe().f_back.f_lineno` tells on which line it is asked, which is another one after a move."""

    def frames(machine: Machine, arguments: Arguments, node: ast.AST, frame: Frame) -> Value:
        if not machine.thorough:
            return Instance(External(dotted), arguments, node)
        machine.asks_line = machine.asks_line or bool(machine.chain)
        rows = ", ".join(str(getattr(step.block[step.position], "lineno", 0)) for step in machine.chain)
        return Unknown(f"found on line {rows}")

    return frames


_FRAMES = (
    "inspect.currentframe",
    "inspect.stack",
    "sys._getframe",
    "traceback.extract_stack",
    "traceback.format_stack",
)


BUILTINS: dict[str, Builtin] = {
    **{dotted: _frames_of(dotted) for dotted in _FRAMES},
    "builtins.dir": _dir,
    "inspect.getmembers": _getmembers,
    "pkgutil.iter_modules": _modules(False),
    "pkgutil.walk_packages": _modules(True),
}
