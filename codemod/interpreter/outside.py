"""What a program changes that none of its names need stand for: the environment, whatever it is called by, and streams that a library
writes to. A thorough look keeps account of both.
"""

from __future__ import annotations

import ast

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.machine import as_text
from codemod.interpreter.unseen import also, change, mark
from codemod.interpreter.values import (
    Arguments,
    Constant,
    DictObject,
    External,
    Instance,
    Value,
    constant,
)
from codemod.library_names import MERGED_IN_PLACE, READING_METHODS, STREAMS

if TYPE_CHECKING:
    from codemod.interpreter.machine import Machine

_ANY = "*"  # a variable whose name is not known
_READERS = frozenset(["os.getenv", "os.getenvb"])
_SETS_ITEM = frozenset(["operator.setitem", "operator.delitem", "operator.ior"])
_TOLD = frozenset(["file", "stream"])  # keywords for what a function is to write to
_OUTPUT = frozenset(["sys", "contextlib"])  # who is given a stream puts it where `print` writes to
_KEEPING = frozenset(["logging", "loguru", "contextlib"])  # others are done with it, or give an object that has it
_TALKING = frozenset(["builtins", "warnings", "traceback", "pprint", "logging", "sys"])  # they write there


# The environment


def set_variable(machine: Machine, key: Value | None, node: ast.AST) -> None:
    """A variable of the environment is set, or taken out, by an expression that need not say so."""
    name = _variable_named(key) if isinstance(key, Constant) else _ANY
    machine.sets_any = machine.sets_any or name == _ANY
    if not machine.thorough or (name == _ANY and _says_so(node)):
        return
    machine.variables[name] = also(machine.variables.get(name), mark(node))
    machine.unsaid += [] if _says_so(node) else [node]


def _variable_named(key: Constant) -> str:
    """`os.environb` has the same variables, under their bytes."""
    return as_text(key.value) if isinstance(key.value, (str, bytes)) else str(key.value)


def _says_so(node: ast.AST) -> bool:
    """`os.environ[...]`: which variables these are is told by the text, which knows of names that are worked out."""
    base = node.func if isinstance(node, ast.Call) else node
    owner = base.value if isinstance(base, (ast.Attribute, ast.Subscript)) else base
    return isinstance(owner, (ast.Name, ast.Attribute)) and ast.unparse(owner).endswith(("environ", "environb"))


def variable_read(machine: Machine, dotted: str, arguments: Arguments, node: ast.AST) -> Instance:
    """What is read of the environment: another value when the variable was set before."""
    made = Instance(External(dotted), arguments, node)
    key = arguments.get(0, "key")
    names = [_ANY, _variable_named(key)] if isinstance(key, Constant) else [*machine.variables]
    for name in names:
        made.changed = also(made.changed, machine.variables[name]) if name in machine.variables else made.changed
    return made


def fill_settings(machine: Machine, settings: Instance) -> None:
    """An object of settings is filled from the environment: which variables that reads is told by the text, of those that say so."""
    for node in machine.unsaid:
        change(machine, settings, node)


def call_environment(machine: Machine, dotted: str, arguments: Arguments, node: ast.AST) -> Value | None:
    """A function or method that reads or sets the environment; None for any other."""
    owner, _, name = dotted.rpartition(".")
    first = arguments.positional[0] if arguments.positional else None
    if dotted in _SETS_ITEM and isinstance(first, External) and first.dotted in MERGED_IN_PLACE:
        set_variable(machine, arguments.get(1, "b"), node)
    elif owner in MERGED_IN_PLACE and not name.startswith((*READING_METHODS, "__getitem__", "__contains__")):
        for key in _keys(name, arguments):
            set_variable(machine, key, node)
    is_read = dotted in _READERS or (owner in MERGED_IN_PLACE and name in ("get", "__getitem__", "pop", "setdefault"))
    return variable_read(machine, dotted, arguments, node) if is_read and machine.variables else None


def _keys(name: str, arguments: Arguments) -> list[Value | None]:
    first = arguments.positional[0] if arguments.positional else None
    if name != "update":
        return [first]
    given = isinstance(first, DictObject) and not first.open
    keys: list[Value | None] = [constant(key) for key in first.items] if isinstance(first, DictObject) else []
    unknown: list[Value | None] = [] if given or first is None else [None]
    return [*keys, *unknown, *(constant(key) for key, _ in arguments.named)]


# Streams


def write(machine: Machine, dotted: str, name: str, arguments: Arguments, node: ast.AST) -> None:
    """A function or method of a library is called: it may write to what it is told to, and to what its package was given before."""
    if not machine.thorough:
        return
    package = dotted.partition(".")[0]
    told = [value for key, value in arguments.named if key in _TOLD]
    told += arguments.positional[1:2] if name == "pprint" else []
    for stream in told:
        change(machine, stream, node)
    for stream, home in [*machine.streams.items()]:
        if home == package or (home in _OUTPUT and package in _TALKING):
            change(machine, stream, node)
    if package in _KEEPING:
        keep(machine, package, arguments)


def keep(machine: Machine, package: str, arguments: Arguments) -> None:
    """A library has a stream from now on."""
    machine.streams.update({part: package for part in arguments.all() if is_stream(part)})  # type: ignore[misc]


def set_output(machine: Machine, owner: Value, value: Value) -> None:
    """`sys.stdout = buffer`; what stood there before is written to no longer."""
    if machine.thorough and isinstance(owner, External) and owner.dotted == "sys":
        machine.streams = {stream: home for stream, home in machine.streams.items() if home != "sys"}
        keep(machine, "sys", Arguments((value,)))


def leave(machine: Machine, manager: Value) -> None:
    """Behind `with redirect_stdout(buffer):` nothing is written there."""
    if machine.streams and isinstance(manager, Instance) and isinstance(manager.cls, External):
        for part in manager.arguments.all():
            if isinstance(part, Instance) and machine.streams.get(part) == "contextlib":
                del machine.streams[part]


def is_stream(value: Value) -> bool:
    return isinstance(value, Instance) and isinstance(value.cls, External) and value.cls.dotted in STREAMS
