"""What a library makes of what the fields of an object are given: pydantic converts it and knows other names, so does attrs."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from codemod.frozen import NamedTuple
from codemod.interpreter.classes import linearized
from codemod.interpreter.creation import member_with
from codemod.interpreter.machine import Machine
from codemod.interpreter.memoisation import once
from codemod.interpreter.values import (
    UNKNOWN,
    WHOLE,
    Alternatives,
    Arguments,
    Class,
    Constant,
    DictObject,
    External,
    Frame,
    Imported,
    Instance,
    ListObject,
    TupleValue,
    Value,
    constant,
    frame_of,
)
from codemod.libraries.imports import resolve_name
from codemod.library_names import MODELS, last_name
from codemod.project.nodes import nodes_in


class Field(NamedTuple):
    """A name that a class body annotates or makes a field of, and the `field(...)` that it is given, if it is."""

    name: str
    made: Instance | None
    annotation: ast.expr | None
    owner: Class


_ALIASES = ("validation_alias", "alias")
_BY_NAME = frozenset({"populate_by_name", "validate_by_name", "allow_population_by_field_name"})
_TEXTS = frozenset({"str_strip_whitespace", "str_to_lower", "str_to_upper"})
_OLD_TEXTS = frozenset({"anystr_strip_whitespace", "anystr_lower", "anystr_upper"})  # of the first version
_UNKNOWN = "?"  # a configuration that is not written out there
_VALIDATED = frozenset({"pydantic.dataclasses.dataclass"})
_ATTRS = ("attr.", "attrs.")
_VALIDATORS = frozenset({"field_validator", "validator", "model_validator", "root_validator"})
_TYPES: dict[str, type] = {
    "bool": bool, "StrictBool": bool, "bytes": bytes, "float": float, "int": int, "StrictInt": int, "PositiveInt": int,
    "NonNegativeInt": int, "str": str, "StrictStr": str,
}  # fmt: skip
_YES, _NO = frozenset({"1", "t", "true", "y", "yes", "on"}), frozenset({"0", "f", "false", "n", "no", "off"})
# Converters that leave alone what is of a type already.
_CONVERTERS: dict[str, type] = {
    "builtins.bool": bool, "builtins.int": int, "builtins.str": str, "attr.converters.to_bool": bool,
    "attrs.converters.to_bool": bool,
}  # fmt: skip
_DEEP = 5  # names of types for types
_ROWS = frozenset({"list", "List", "Sequence", "tuple", "Tuple"})
IMPORTS = frozenset({"ImportString", "PyObject"})


def is_of_settings(cls: Class) -> bool:
    """Whether the environment may say what a field is that the call leaves out."""
    return any(isinstance(one, External) and last_name(one.dotted) == "BaseSettings" for one in linearized(cls))


def given_in(value: DictObject) -> Arguments:
    """What a model is given by a dict: `Options.model_validate({"session": False})`."""
    settled = {name for name in value.items if value.is_written(name)} | ({WHOLE} if value.is_written_out else set())
    return Arguments((), tuple(value.items.items()), value.open or bool(value.keys), frozenset(settled))


def by_field(fields: Iterable[Field], arguments: Arguments) -> Arguments:
    """The arguments under the names of the fields that they are for: `field(alias="use_session")`."""
    names = {alias: field.name for field in fields if (alias := alias_of(field)) is not None}
    if not names:
        return arguments
    settled = frozenset(names.get(one, one) if isinstance(one, str) else one for one in arguments.settled)
    named = tuple((names.get(name, name), value) for name, value in arguments.named)
    return Arguments(arguments.positional, named, arguments.open, settled)


def alias_of(field: Field) -> str | None:
    """The one name that a constructor has for a field, where it is not its own."""
    given = _given_alias(field)
    if isinstance(given, Constant) and isinstance(given.value, str):
        return given.value
    maker = field.made.cls if field.made is not None else None
    is_of_attrs = isinstance(maker, External) and maker.dotted.startswith(_ATTRS)
    return field.name.lstrip("_") if is_of_attrs and field.name.startswith("_") else None


def _given_alias(field: Field) -> Value | None:
    named = dict(field.made.arguments.named) if field.made is not None else {}
    return next((named[name] for name in _ALIASES if name in named), None)


def converted(
    machine: Machine, cls: Class, fields: list[Field], arguments: Arguments, given: dict[str, Value]
) -> dict[str, Value]:
    """The fields that are not what they are given, nor their default, each with what it is, which may be unknown."""
    if _is_validated(machine, cls):
        return _by_validation(machine, cls, fields, arguments, given)
    return {field.name: UNKNOWN for field in fields if _is_converted(field, given.get(field.name))}


def _is_converted(field: Field, value: Value | None) -> bool:
    """Whether a converter of attrs makes something else of what a field is given, or of its default."""
    if field.made is None:
        return False
    converter = field.made.arguments.get(None, "converter")
    known = value if value is not None else field.made.arguments.get(None, "default")
    if converter is None or not isinstance(known, Constant):
        return False
    kind = _CONVERTERS.get(converter.dotted) if isinstance(converter, External) else None
    return type(known.value) is not kind


def _is_validated(machine: Machine, cls: Class) -> bool:
    """Whether pydantic looks at what the fields are given: of a model, and of its dataclasses."""
    for entry in linearized(cls):
        if isinstance(entry, External):
            if entry.dotted in MODELS:
                return True
            continue
        for part in entry.node.decorator_list:
            maker = machine.evaluate(part.func if isinstance(part, ast.Call) else part, entry.frame)
            if isinstance(maker, External) and maker.dotted in _VALIDATED:
                return True
    return False


# Models


def _by_validation(
    machine: Machine, cls: Class, fields: list[Field], arguments: Arguments, given: dict[str, Value]
) -> dict[str, Value]:
    own = [entry for entry in linearized(cls) if isinstance(entry, Class)]
    words = frozenset[str]().union(*(configured(entry.node) for entry in own))
    changed = frozenset[str]().union(*(validated_fields(entry.node) for entry in own))
    is_strange = not given.keys() <= {field.name for field in fields}
    found: dict[str, Value] = {}
    for field in fields:
        is_aliased = _may_have_alias(field) or not words.isdisjoint({"alias_generator", _UNKNOWN})
        value = given.get(field.name)
        if {field.name, "*"} & changed and (value is not None or "validate_default" in words or "*" in changed):
            found[field.name] = UNKNOWN
        elif value is None and is_aliased and is_strange:
            found[field.name] = UNKNOWN  # it may be given by another name
        elif value is not None and is_aliased and alias_of(field) is None and words.isdisjoint(_BY_NAME):
            found[field.name] = UNKNOWN  # it may have no such name
        elif value is not None and alias_of(field) is not None and _is_by_its_name(field, arguments, words):
            found[field.name] = UNKNOWN
        elif value is None and (is_of_settings(cls) or "validate_default" in words) and _says_import(field.annotation):
            default = _default_of(field)
            made = _validated(machine, field.annotation, field.owner.frame, default, words) if default else None
            found |= {field.name: made} if made is not None else {}
        elif value is not None:
            made = _validated(machine, field.annotation, field.owner.frame, value, words)
            if made is not value:
                found[field.name] = made or UNKNOWN
    return found


def _says_import(annotation: ast.expr | None) -> bool:
    return annotation is not None and not IMPORTS.isdisjoint(
        getattr(part, "id", getattr(part, "attr", "")) for part in nodes_in(annotation)
    )


def _default_of(field: Field) -> Value | None:
    return field.made.arguments.get(0, "default") if field.made is not None else field.owner.names.get(field.name)


def _is_by_its_name(field: Field, arguments: Arguments, words: frozenset[str]) -> bool:
    """Whether a call gives a field under its own name, which the model does not know where it has an alias."""
    is_own = any(name == field.name for name, _ in arguments.named) and alias_of(field) != field.name
    return is_own and words.isdisjoint(_BY_NAME)


def _may_have_alias(field: Field) -> bool:
    if _given_alias(field) is not None:
        return True
    parts = nodes_in(field.annotation) if field.annotation is not None else ()
    return any(isinstance(part, ast.keyword) and part.arg in _ALIASES for part in parts)


@once
def configured(node: ast.ClassDef) -> frozenset[str]:
    """What the configuration of a model switches on: `model_config = ConfigDict(str_to_lower=True)`."""
    found = set(_switched_on(node.keywords))
    for part in node.decorator_list:
        for keyword in part.keywords if isinstance(part, ast.Call) else ():
            found.update(_config_in(keyword.value) if keyword.arg == "config" else ())
    for statement in node.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="model_config")], value=value):
                found.update(_config_in(value))
            case ast.AnnAssign(target=ast.Name(id="model_config"), value=ast.expr() as value):
                found.update(_config_in(value))
            case ast.ClassDef(name="Config", body=body):
                found.update(
                    target.id
                    for line in body
                    if isinstance(line, ast.Assign) and not _is_off(line.value)
                    for target in line.targets
                    if isinstance(target, ast.Name)
                )
    return frozenset(found)


def _config_in(value: ast.expr) -> Iterator[str]:
    match value:
        case ast.Call(args=[], keywords=keywords):
            yield from _switched_on(keywords)
        case ast.Dict(keys=keys, values=values):
            for key, held in zip(keys, values, strict=True):
                if not isinstance(key, ast.Constant):
                    yield _UNKNOWN
                elif not _is_off(held):
                    yield str(key.value)
        case _:
            yield _UNKNOWN


def _switched_on(keywords: list[ast.keyword]) -> Iterator[str]:
    for keyword in keywords:
        if not _is_off(keyword.value):
            yield keyword.arg or _UNKNOWN


def _is_off(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and not value.value


@once
def validated_fields(node: ast.ClassDef) -> frozenset[str]:
    """The fields that validators of the class may change, or `*`. One that runs after all is followed by what it sets."""
    found: set[str] = set()
    for method in node.body:
        for part in method.decorator_list if isinstance(method, ast.FunctionDef) else ():
            call = part if isinstance(part, ast.Call) else None
            name = last_name(ast.unparse(call.func if call is not None else part))
            if name not in _VALIDATORS:
                continue
            arguments = call.args if call is not None else []
            is_after = call is not None and "after" in map(_text, (one.value for one in call.keywords))
            if name in ("field_validator", "validator"):
                found.update(_text(one) or "*" for one in arguments)
            elif not is_after:
                found.add("*")
    return frozenset(found)


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


# Types


def _validated(
    machine: Machine, kind: ast.expr | None, frame: Frame, value: Value, words: frozenset[str], depth: int = 0
) -> Value | None:
    """What becomes of a value in a field of a type: itself, what is made of it, or None where that is not known."""
    if isinstance(value, Alternatives):
        parts = [_validated(machine, kind, frame, one, words, depth) for one in value.values]
        return value if all(made is one for made, one in zip(parts, value.values, strict=True)) else None
    if isinstance(value, (ListObject, TupleValue)):
        return _of_elements(machine, kind, frame, value, words, depth)
    is_member = isinstance(value, Instance) and isinstance(value.cls, Class) and value.cls.is_enum
    if is_member and "use_enum_values" in words:
        return None
    if not isinstance(value, (Constant, DictObject)) or kind is None or depth > _DEEP:
        return value if depth <= _DEEP else None
    match kind:
        case ast.Constant(value=None):
            return value if isinstance(value, Constant) and value.value is None else None
        case ast.Constant(value=str()):
            return _validated(machine, type_in_text(kind), frame, value, words, depth + 1)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _of_several(machine, [left, right], frame, value, words, depth)
        case ast.Subscript(value=head, slice=inner):
            return _of_subscript(machine, last_name(ast.unparse(head)), inner, frame, value, words, depth)
        case ast.Name() | ast.Attribute():
            return _of_named(machine, kind, frame, value, words, depth)
    return None


@once
def type_in_text(node: ast.Constant) -> ast.expr | None:
    """The type that a text stands for: `list["Layer"]`."""
    try:
        read = ast.parse(_text(node), mode="eval").body
    except (SyntaxError, ValueError):
        return None
    for part in nodes_in(read):
        ast.copy_location(part, node)
    return read


def _of_several(
    machine: Machine, kinds: list[ast.expr], frame: Frame, value: Value, words: frozenset[str], depth: int
) -> Value | None:
    """Of several types the one counts that a value has already, else the only one there is besides None."""
    made = [_validated(machine, kind, frame, value, words, depth + 1) for kind in kinds]
    if value in made:
        return value
    others = [
        one for one, kind in zip(made, kinds, strict=True) if not (isinstance(kind, ast.Constant) and not kind.value)
    ]
    return others[0] if len(others) == 1 else None


def _of_elements(
    machine: Machine,
    kind: ast.expr | None,
    frame: Frame,
    value: ListObject | TupleValue,
    words: frozenset[str],
    depth: int,
) -> Value:
    """What becomes of a list in a field: one of what its elements become, where that is something else."""
    match kind:
        case ast.Subscript(value=head, slice=inner) if last_name(ast.unparse(head)) in _ROWS:
            part = inner.elts[0] if isinstance(inner, ast.Tuple) else inner
            items = [
                item._replace(value=_element(machine, part, frame, item.value, words, depth)) for item in value.items
            ]
            if all(made.value is item.value for made, item in zip(items, value.items, strict=True)):
                return value
            if isinstance(value, TupleValue):
                return TupleValue(tuple(items), value.open)
            return ListObject(items, value.open, value.is_scrambled)
        case ast.Subscript(value=head, slice=one) if last_name(ast.unparse(head)) == "Optional" and depth < _DEEP:
            return _of_elements(machine, one, frame, value, words, depth + 1)
        case ast.Constant(value=str()) if depth < _DEEP:
            return _of_elements(machine, type_in_text(kind), frame, value, words, depth + 1)
        case ast.BinOp(left=one, op=ast.BitOr(), right=ast.Constant(value=None)) if depth < _DEEP:
            return _of_elements(machine, one, frame, value, words, depth + 1)
        case ast.Name() if depth < _DEEP:
            other, home = _spelt_out(kind, frame)
            return value if other is None else _of_elements(machine, other, home, value, words, depth + 1)
    return value


def _element(machine: Machine, kind: ast.expr, frame: Frame, value: Value, words: frozenset[str], depth: int) -> Value:
    """What a text in a list or dict becomes, and a dict that a model is made of; anything else is looked at where it is used."""
    if not isinstance(value, (Constant, DictObject)):
        return value
    made = _validated(machine, kind, frame, value, words, depth + 1)
    return made if made is not None and made != value else value


def _dict_like(value: DictObject, items: dict[str, Value]) -> DictObject:
    made = DictObject(items, value.open)
    made.keys, made.conditions, made.is_scrambled = value.keys, value.conditions, value.is_scrambled
    return made


def _of_subscript(
    machine: Machine, head: str, inner: ast.expr, frame: Frame, value: Value, words: frozenset[str], depth: int
) -> Value | None:
    parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    match head:
        case "Optional":
            return _of_several(machine, [*parts, ast.Constant(None)], frame, value, words, depth)
        case "Union":
            return _of_several(machine, parts, frame, value, words, depth)
        case "Literal":
            known = [constant(part.value) for part in parts if isinstance(part, ast.Constant)]
            return value if value in known else None
        case "Annotated" if all(_is_remark(part) for part in parts[1:]):
            return _validated(machine, parts[0], frame, value, words, depth + 1)
        case last if last in IMPORTS:
            return imported_by(machine, value, inner, frame)
        case "Final":
            return _validated(machine, inner, frame, value, words, depth + 1)
        case "dict" | "Dict" | "Mapping" if isinstance(value, DictObject):
            made = {place: _element(machine, parts[-1], frame, one, words, depth) for place, one in value.items.items()}
            return value if all(made[place] is one for place, one in value.items.items()) else _dict_like(value, made)
    return None


def _is_remark(node: ast.expr) -> bool:
    """Whether what is said besides a type changes no value."""
    return _text(node) != "" or (
        isinstance(node, ast.Call) and last_name(ast.unparse(node.func)) in ("Field", "Doc", "Strict")
    )


def _of_named(
    machine: Machine, kind: ast.Name | ast.Attribute, frame: Frame, value: Value, words: frozenset[str], depth: int
) -> Value | None:
    name = last_name(ast.unparse(kind))
    if name in ("Any", "object") or (isinstance(value, DictObject) and name in ("dict", "Dict", "Mapping")):
        return value
    if is_import(machine, kind, frame):
        return imported_by(machine, value, kind, frame)
    if name in _TYPES:
        return _as_type(value, _TYPES[name], words) if isinstance(value, Constant) else None
    other, home = _spelt_out(kind, frame)
    if other is not None:
        return _validated(machine, other, home, value, words, depth + 1)
    cls = machine.evaluate(kind, frame)
    if isinstance(cls, Class) and cls.is_enum and isinstance(value, Constant) and "use_enum_values" not in words:
        member = member_with(cls, value)
        return member if isinstance(member, Instance) else None
    if isinstance(cls, Class) and isinstance(value, DictObject) and _is_validated(machine, cls):
        return machine.call(cls, given_in(value), kind, frame)
    return None


def is_import(machine: Machine, kind: ast.expr, frame: Frame) -> bool:
    """Whether a type is that of pydantic for what a text names: `guard: ImportString = "guards.AuthGuard"`."""
    if last_name(ast.unparse(kind)) not in IMPORTS:
        return False
    found = machine.evaluate(kind, frame)
    return isinstance(found, External) and found.dotted.startswith("pydantic.")


def imported_by(machine: Machine, value: Value, node: ast.expr, frame: Frame) -> Value | None:
    if not isinstance(value, Constant) or not isinstance(value.value, str):
        return None
    return resolve_name(machine, Arguments((value,)), node, frame)


def _spelt_out(kind: ast.Name | ast.Attribute, frame: Frame) -> tuple[ast.expr | None, Frame]:
    """The type that a name of a module stands for, and where it is written: `Mode = Literal["address", "session"]`."""
    named = frame_of(frame.module).names.get(kind.id) if isinstance(kind, ast.Name) else None
    if isinstance(named, Imported):
        home, name = frame_of(named.module), named.name
    else:
        home, name = frame, kind.id if isinstance(kind, ast.Name) else ""
    facts = home.module.facts
    match facts.bound_to(name) if facts.times_bound[name] == 1 else None:
        case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
            return value, home
    return None, frame


def _as_type(value: Constant, kind: type, words: frozenset[str]) -> Constant | None:
    """What is made of a constant in a field of a plain type."""
    held = value.value
    if kind is str and isinstance(held, str):
        return _as_text(value, held, words)
    if type(held) is kind or (kind is float and type(held) is int):
        return value
    if kind is bool and isinstance(held, (str, int)):
        text = str(held).lower()
        return constant(True) if text in _YES else constant(False) if text in _NO else None
    if kind is int and isinstance(held, str) and held.isascii() and held.isdigit():
        return constant(int(held))
    return None


def _as_text(value: Constant, text: str, words: frozenset[str]) -> Constant | None:
    if not words.isdisjoint({_UNKNOWN, *_OLD_TEXTS}):
        return None
    if words.isdisjoint(_TEXTS):
        return value
    made = text.strip() if "str_strip_whitespace" in words else text
    made = made.lower() if "str_to_lower" in words else made
    return constant(made.upper() if "str_to_upper" in words else made)
