"""Of which kind a value is, and what it has, whatever else is known of it: `isinstance(spec, Layer)`, `hasattr(spec, "secret")`."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from codemod.interpreter.classes import linearized, members_of_enum
from codemod.interpreter.flags import bits_of
from codemod.interpreter.machine import Machine
from codemod.interpreter.memoisation import once
from codemod.interpreter.values import (
    Application,
    Arguments,
    Class,
    Connection,
    Constant,
    DictObject,
    External,
    Function,
    Instance,
    Layer,
    ListObject,
    Opaque,
    Scope,
    TupleValue,
    Value,
    alternatives,
    constant,
)
from codemod.interpreter.walking import decorators_of
from codemod.library_names import (
    BARE,
    BASE_HTTP,
    INITIALIZERS,
    METHODS_ONLY,
    MODEL,
    PROTOCOLS,
    canonical,
    is_connection_class,
    last_name,
)
from codemod.project.module import names_bound
from codemod.project.nodes import nodes_in

_CONSTANTS: dict[str, tuple[type, ...]] = {
    "str": (str,), "bytes": (bytes,), "int": (int,), "bool": (bool,), "float": (float,), "complex": (complex,),
    "NoneType": (type(None),),
}  # fmt: skip
_MAPPINGS = frozenset({"dict", "Mapping", "MutableMapping"})
_SEQUENCES = frozenset({"Sequence", "Iterable", "Collection", "Sized"})
# Which of them is not kept.
_LISTS = frozenset({"list", "set", "frozenset", "tuple", "deque", "MutableSequence", "Set"})
_CLASSES = frozenset({"type"})
_CALLABLES = frozenset({"Callable", "FunctionType", "MethodType", "LambdaType"})
_LAYERS = frozenset({"Middleware"})
_OWNERS = ("builtins.", "collections.", "collections.abc.", "typing.", "types.")
# Bases that say nothing of what an object is equal to, how long it is, or whether it is true.
_PLAIN = BARE | {MODEL, "enum.Enum"}
_CHECKS = frozenset({"__instancecheck__", "__subclasscheck__", "__subclasshook__"})


def any_or_all(op: ast.boolop, outcomes: Iterable[bool | None]) -> bool | None:
    known, decisive = [*outcomes], isinstance(op, ast.Or)
    if decisive in known:
        return decisive
    return None if None in known else not decisive


# Classes of Python's own that no text, number or None is of.
_OF_NO_LITERAL = frozenset(
    ["decimal.Decimal", "fractions.Fraction", "uuid.UUID", "pathlib.Path", "pathlib.PurePath", "datetime.timedelta"]
    + ["datetime.date", "datetime.datetime", "datetime.time", "enum.Enum"]
)


def is_of(machine: Machine, value: Value, cls: Value) -> bool | None:
    """Whether a value is an object of a class, or None where that is not known."""
    if isinstance(cls, TupleValue):
        return any_or_all(ast.Or(), [is_of(machine, value, item.value) for item in cls.items])
    if isinstance(cls, External) and cls.dotted.startswith(_OWNERS):
        return _is_of_python(value, last_name(cls.dotted))
    if isinstance(cls, External) and is_connection_class(cls.dotted):
        return _is_connection(value, last_name(cls.dotted))
    if isinstance(value, Layer) and value.made is None:
        return last_name(cls.dotted) in _LAYERS if isinstance(cls, External) else None
    if isinstance(cls, Class) and not _is_checked_plainly(cls):
        return _fulfils(machine, value, cls)
    if isinstance(value, Constant):
        is_another = isinstance(cls, Class) or (isinstance(cls, External) and cls.dotted in _OF_NO_LITERAL)
        return False if is_another else None
    made = value.made if isinstance(value, Layer) else value
    if not isinstance(made, Instance) or not isinstance(cls, (Class, External)):
        return None
    classes = linearized(made.cls)
    if cls in classes:
        return True
    if isinstance(made.cls, External):
        return None
    # A base that is known by name only may derive from another such class, but not from one of the program's own.
    return False if isinstance(cls, Class) or all(isinstance(entry, Class) for entry in classes) else None


def is_below(one: Value, cls: Value) -> bool | None:
    """Whether a class derives from another, or is it; None where that is not known."""
    if isinstance(cls, TupleValue):
        return any_or_all(ast.Or(), [is_below(one, item.value) for item in cls.items])
    if not isinstance(one, (Class, External)) or not isinstance(cls, (Class, External)):
        return None
    if isinstance(cls, Class) and not _is_checked_plainly(cls):
        return None
    classes = linearized(one)
    names = {canonical(entry.dotted) for entry in classes if isinstance(entry, External)}
    if cls in classes or (isinstance(cls, External) and canonical(cls.dotted) in names):
        return True
    bases = [
        part for entry in classes if isinstance(entry, Class) for base in entry.bases for part in alternatives(base)
    ]
    if not all(isinstance(part, (Class, External)) for part in bases):
        return None
    # A base that is known by name only may derive from another such class, but not from one of the program's own; that of
    # Starlette for `dispatch` derives from none.
    return False if isinstance(cls, Class) or names <= {BASE_HTTP} else None


def _is_of_python(value: Value, name: str) -> bool | None:
    """Whether a value is of a type of Python's own."""
    if name == "object":
        return True
    match value:
        case Constant(value=held):
            return (
                isinstance(held, _CONSTANTS[name]) if name in _CONSTANTS else _none_of(name, _SEQUENCES | {"Hashable"})
            )
        case TupleValue():
            return True if name == "tuple" or name in _SEQUENCES else False if name in _CONTAINERS else None
        case ListObject():
            return _none_of(name, _LISTS | _SEQUENCES)
        case DictObject() | Scope():
            return True if name in _MAPPINGS else _none_of(name, frozenset({"Iterable", "Collection", "Sized"}))
        case Class():
            return True if name in _CLASSES or name == "Callable" else _none_of(name, frozenset())
        case Function() if name == "property":
            return any(_names_property(part) for part in getattr(value.node, "decorator_list", ()))
        case Function():
            return True if name in _CALLABLES - {"LambdaType"} else _none_of(name, _CALLABLES)
        case External(dotted) if names_class(dotted):
            return True if name in _CLASSES or name == "Callable" else _none_of(name, frozenset())
        case Layer() | Connection() | Application():
            return _none_of(name, _SEQUENCES | _MAPPINGS | _CALLABLES)
        case Instance(row=row) if row is not None:
            return True if name == "tuple" else _none_of(name, _SEQUENCES)
        case Instance(cls=Class() as cls):
            is_known = all(isinstance(entry, Class) or entry.dotted in _PLAIN for entry in linearized(cls))
            if name in ("Callable", *_SEQUENCES) or not is_known:
                return True if _has_method(cls, "__call__") and name == "Callable" else None
            return _none_of(name, frozenset())
    return None


def _names_property(decorator: ast.expr) -> bool:
    return ast.unparse(decorator).rpartition(".")[2] in ("property", "setter", "getter", "deleter")


_CONTAINERS = frozenset({"property", *_CONSTANTS, *_MAPPINGS, *_LISTS, *_CLASSES, *_CALLABLES})


def _none_of(name: str, maybe: frozenset[str]) -> bool | None:
    return None if name in maybe or name not in _CONTAINERS else False


def names_class(dotted: str) -> bool:
    """Whether a name of a library is that of a class, as it is written."""
    name = last_name(dotted)
    return name[:1].isupper() and not name.isupper()


def is_itself(value: Value | None) -> bool:
    """Whether a value is what it is, and no switch: a class, an object, a row."""
    is_own = isinstance(value, Instance) and (isinstance(value.cls, Class) or bool(value.settled))
    return is_own or isinstance(value, (Class, External, Function, Layer, TupleValue, ListObject, DictObject))


def is_entry(value: Value | None) -> bool:
    """Whether a value says which entry of several it is, where it is one: also a text or a number."""
    is_name = isinstance(value, Constant) and isinstance(value.value, (str, int)) and not isinstance(value.value, bool)
    return is_name or is_itself(value)


def is_no_constant(value: Value) -> bool:
    """Whether a value is equal to no text and no number: a class, a function, a list."""
    if isinstance(value, Class):
        return value.meta is None
    is_class = isinstance(value, External) and names_class(value.dotted)
    return is_class or isinstance(value, (Function, ListObject, DictObject, TupleValue, Layer))


def _has_method(cls: Class, name: str) -> bool:
    return any(name in entry.names for entry in linearized(cls) if isinstance(entry, Class))


def _is_connection(value: Value, name: str) -> bool | None:
    if isinstance(value, (Scope, Constant)):
        return False
    if not isinstance(value, Connection):
        return None
    return value.made in ("", name) or name == "HTTPConnection"


# Protocols


def _is_checked_plainly(cls: Class) -> bool:
    """Whether `isinstance` asks nothing but which class an object was made of."""
    known = [cls, *((cls.meta,) if cls.meta is not None else ())]
    if any(_CHECKS & entry.names.keys() for one in known for entry in linearized(one) if isinstance(entry, Class)):
        return False
    return not is_protocol(cls)


def is_protocol(cls: Class) -> bool:
    """Whether a class is a protocol itself: a class that derives from one is none."""
    return any(isinstance(base, External) and base.dotted in PROTOCOLS for base in cls.bases)


def _fulfils(machine: Machine, value: Value, cls: Class) -> bool | None:
    """Whether an object has all that a protocol asks for: which class it is of is not asked then."""
    known = [entry for entry in linearized(cls) if isinstance(entry, Class)]
    if not is_protocol(cls) or not all(map(is_protocol, known)) or cls.meta is not None:
        return None
    if isinstance(value, Instance) and cls in linearized(value.cls):
        return True
    names = frozenset().union(*(asked_for(entry.node) for entry in known))
    return any_or_all(ast.And(), [has(machine, value, name) for name in sorted(names)])


@once
def asked_for(node: ast.ClassDef) -> frozenset[str]:
    """What a protocol asks for: the names that its body binds or annotates."""
    annotated = {
        part.target.id for part in node.body if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
    }
    return frozenset(annotated.union(names_bound(node.body, is_top=True))) - {"__init__", "__slots__"}


# What an object has


def has(machine: Machine, value: Value, name: str) -> bool | None:
    """Whether an object or a class of the program's own has an attribute, for good."""
    cls = value.cls if isinstance(value, Instance) else value
    if not isinstance(cls, Class):
        is_bare = isinstance(value, (Constant, Function)) and not name.startswith("__")
        return False if is_bare and isinstance(value, Constant) and value.value is None else None
    classes = linearized(cls)
    known = [entry for entry in classes if isinstance(entry, Class)]
    if isinstance(value, Instance) and name in value.attributes and not isinstance(value.attributes[name], Opaque):
        return (
            True
            if name in value.settled or value.row or any(name in set_at_first(entry.node) for entry in known)
            else None
        )
    if any(name in entry.names for entry in known):
        return True
    plain = (_PLAIN - {MODEL}) | (METHODS_ONLY if value is cls and name != "dispatch" else frozenset())
    is_whole = all(isinstance(entry, Class) or canonical(entry.dotted) in plain for entry in classes)
    is_made_up = cls.meta is not None or any(
        {"__getattr__", "__getattribute__"} & entry.names.keys() for entry in known
    )
    if (
        machine.modules.sets_attribute(name)
        or not is_whole
        or is_made_up
        or name.startswith("__")
        or any(name in words_of(entry.node) for entry in known)
    ):
        return None
    return None if any(entry.node.decorator_list and not is_data(entry.node) for entry in known) else False


@once
def set_at_first(node: ast.ClassDef) -> frozenset[str]:
    """The attributes that a class sets at the top of a constructor, and its fields."""
    makers = [part for part in node.body if isinstance(part, ast.FunctionDef) and part.name in INITIALIZERS]
    found = {
        target.attr
        for method in makers
        for statement in method.body
        if isinstance(statement, (ast.Assign, ast.AnnAssign))
        for target in nodes_in(statement)
        if isinstance(target, ast.Attribute) and isinstance(target.ctx, ast.Store)
    }
    fields = {
        part.target.id for part in node.body if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
    }
    return frozenset(found | fields)


@once
def words_of(node: ast.ClassDef) -> frozenset[str]:
    """The attributes that a class body sets anywhere, and the texts in it, by which some may be set."""
    return frozenset(
        str(part.attr if isinstance(part, ast.Attribute) else part.value)
        for part in nodes_in(node)
        if (isinstance(part, ast.Attribute) and not isinstance(part.ctx, ast.Load))
        or (isinstance(part, ast.Constant) and isinstance(part.value, str))
    )


@once
def is_data(node: ast.ClassDef) -> bool:
    """`@dataclass`, `@dataclass(frozen=True)`, and those of attrs: it gives the class no attribute of another name."""
    plain = ("dataclass", "define", "frozen", "mutable", "final", "runtime_checkable")
    return all(name in plain for name in decorators_of(node))


def is_plain(value: Instance) -> bool:
    """Whether an object is true because it is there: its class has no `__bool__` and no `__len__`."""
    return all(
        not {"__bool__", "__len__"} & entry.names.keys() if isinstance(entry, Class) else entry.dotted in _PLAIN
        for entry in linearized(value.cls)
    )


def size_of(value: Value) -> int | None:
    """How many elements a list, dict or text has, where that is known."""
    match value:
        case Constant(value=str(text)):
            return len(text)
        case TupleValue(items=items, open=False) if not any(item.conditions for item in items):
            return len(items)
        case ListObject(open=False) if not any(item.conditions for item in value.items):
            return len(value.items)
        case DictObject() if value.is_written_out:
            return len(value.items)
        case Instance(row=row) if row is not None:
            return len(row)
    return None


# What a member of an enum is equal to that derives from one of these: its value, if that is of this kind.
_EQUAL = {"builtins.str": str, "enum.StrEnum": str, "builtins.int": int, "enum.IntEnum": int}


def equal_constant(value: Value) -> Constant | None:
    """The text or number that something is equal to: `str(1)`, and a member of `class Mode(str, Enum)` or of an `IntEnum`."""
    match value:
        case (
            Instance(cls=External("builtins.str"), changed=None, seen=(Constant(value=held),))
            | Instance(cls=External("builtins.str"), seen=None, arguments=Arguments((Constant(value=held),), (), False))
        ):
            return constant(str(held)) if isinstance(held, (str, int, float)) else None
    if not isinstance(value, Instance) or not isinstance(value.cls, Class) or not value.cls.is_enum:
        return None
    held = value.attributes.get("value")
    bases = (entry.dotted for entry in linearized(value.cls) if isinstance(entry, External))
    kinds = tuple(_EQUAL[dotted] for dotted in bases if dotted in _EQUAL)
    return held if isinstance(held, Constant) and isinstance(held.value, kinds) else None


def is_member_alone(value: Value) -> bool:
    """Whether a value is a member of an enum that is equal to nothing but itself."""
    if not isinstance(value, Instance) or not isinstance(value.cls, Class) or not value.cls.is_enum:
        return False
    bases = {entry.dotted for entry in linearized(value.cls) if isinstance(entry, External)}
    return bits_of(value) is None and bases <= _PLAIN and any(one is value for one in members_of_enum(value.cls))
