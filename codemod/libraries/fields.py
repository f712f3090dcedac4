"""What an object has from the fields of its class when the class writes no `__init__`: dataclasses, attrs, pydantic, tuples."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from codemod.interpreter.classes import linearized
from codemod.interpreter.constant_conditions import is_plain_object
from codemod.interpreter.machine import Machine
from codemod.interpreter.unseen import copy_of, is_unchanged
from codemod.interpreter.values import (
    UNKNOWN,
    WHOLE,
    Arguments,
    Class,
    Constant,
    DictObject,
    External,
    Frame,
    Function,
    Instance,
    ListObject,
    Value,
)
from codemod.libraries.conversion import Field, by_field, converted, is_of_settings
from codemod.libraries.objects import MAKER
from codemod.library_names import FACTORIES, FIELDS, MODEL, MODEL_VALIDATOR, last_name


def set_fields(
    machine: Machine, cls: Class, instance: Instance, arguments: Arguments, node: ast.AST, frame: Frame
) -> None:
    """Each field is what the call gives, by its place or name, else what its factory makes."""
    if any(isinstance(entry, External) and last_name(entry.dotted).endswith("Middleware") for entry in linearized(cls)):
        return  # the constructor of the base takes them
    fields = list(fields_of(cls))
    taken = [field.name for field in fields if is_taken(field)]
    told, arguments = arguments, by_field(fields, arguments)
    given = {**dict(zip(taken, arguments.positional, strict=False)), **dict(arguments.named)}
    is_whole = WHOLE in arguments.settled and not is_of_settings(cls)
    made_later: list[tuple[str, Function]] = []
    for field in fields:
        if field.made is not None and field.name not in given and not arguments.open:
            maker = field.made.attributes.get(MAKER)
            if isinstance(maker, Function):
                made_later.append((field.name, maker))
                continue
            default = instance.attributes[field.name] = default_of(machine, field.made, node, frame)
            if is_whole and (isinstance(default, Constant) or is_made_by_class(default, field.made)):
                instance.settled.add(field.name)
    instance.attributes.update(given)
    for name, maker in made_later:  # it may ask for the others
        instance.attributes[name] = machine.call(maker._replace(bound=instance), Arguments(), node, frame)
    if any(isinstance(entry, External) and entry.dotted == "typing.NamedTuple" for entry in linearized(cls)):
        instance.row = tuple(taken)
    places = dict(enumerate(taken))
    if is_whole:  # the others have their defaults
        for name in {field.name for field in fields} - given.keys() - instance.attributes.keys():
            own = next(
                (one.names[name] for one in linearized(cls) if isinstance(one, Class) and name in one.names), None
            )
            if isinstance(own, Constant) or (own is not None and is_plain_object(own)):  # `guard: Guard = Guard()`
                instance.attributes[name] = own
                instance.settled.add(name)
    instance.settled |= {places.get(one, "") if isinstance(one, int) else one for one in arguments.settled}
    for name, value in converted(machine, cls, fields, told, given).items():
        instance.attributes[name] = value
        instance.settled -= {name} if value == UNKNOWN else frozenset()


def given_anew(machine: Machine, cls: Class, arguments: Arguments) -> Arguments:
    """What the fields of an object become that is like another but for these: `evolve(options, level="3")` converts them, too."""
    fields = list(fields_of(cls))
    renamed = by_field(fields, arguments)
    made = converted(machine, cls, fields, arguments, dict(renamed.named))
    named = tuple((name, made.get(name, value)) for name, value in renamed.named)
    unsure = {name for name, value in named if value == UNKNOWN}
    return Arguments(renamed.positional, named, renamed.open, renamed.settled - unsure)


def told_after(cls: Class, instance: Instance) -> Arguments:
    """What `__post_init__` is given: the fields of a dataclass that are an `InitVar`."""
    names = [
        part.target.id
        for entry in reversed(linearized(cls))
        for part in (entry.node.body if isinstance(entry, Class) else ())
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name) and is_for_init(part.annotation)
    ]
    values = tuple(instance.attributes.get(name, UNKNOWN) for name in names)
    told = frozenset(place for place, name in enumerate(names) if name in instance.settled)
    return Arguments(values, settled=told)


def is_for_init(annotation: ast.expr) -> bool:
    return ast.unparse(annotation).startswith(("InitVar", "dataclasses.InitVar"))


def fields_of(cls: Class) -> Iterator[Field]:
    for entry in reversed(linearized(cls)):
        if not isinstance(entry, Class):
            continue
        for part in entry.node.body:
            match part:
                case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
                    value = entry.names.get(name)
                    made = value if isinstance(value, Instance) and is_one_of(value, FIELDS) else None
                    if made is not None or isinstance(part, ast.AnnAssign):
                        yield Field(name, made, part.annotation if isinstance(part, ast.AnnAssign) else None, entry)


def is_one_of(value: Instance, names: frozenset[str]) -> bool:
    return isinstance(value.cls, External) and value.cls.dotted in names


def is_taken(field: Field) -> bool:
    """Whether the constructor takes it: not one with `init=False`."""
    flag = field.made.arguments.get(None, "init") if field.made is not None else None
    return not (isinstance(flag, Constant) and flag.value is False)


def factory_of(made: Instance) -> Value | None:
    """What makes the default of a field, if it has a factory."""
    named = dict(made.arguments.named)
    default = made.arguments.get(0, "default")
    if isinstance(default, Instance) and is_one_of(default, FACTORIES):  # `attr.ib(default=attr.Factory(list))`
        return default.arguments.get(0, "factory")
    return named.get("default_factory") or named.get("factory")


def is_made_by_class(default: Value, made: Instance) -> bool:
    """`field(default_factory=Guard)`: an object of the program's own class, as if `Guard()` were written."""
    factory = factory_of(made)
    return isinstance(default, Instance) and isinstance(factory, Class) and default.cls is factory


def default_of(machine: Machine, made: Instance, node: ast.AST, frame: Frame) -> Value:
    factory, default = factory_of(made), made.arguments.get(0, "default")
    if factory is not None:
        return machine.call(factory, Arguments(settled=frozenset({WHOLE})), node, frame)
    return default if default is not None else UNKNOWN


# Models of pydantic


def is_model(cls: Class) -> bool:
    return any(isinstance(entry, External) and entry.dotted == MODEL for entry in linearized(cls))


def decorated_by(cls: Class, name: str) -> Iterator[tuple[Function, str]]:
    """The methods of a class under a decorator of this name, each with what the decorator says."""
    for entry in linearized(cls):
        for method in entry.names.values() if isinstance(entry, Class) else ():
            for part in getattr(method.node, "decorator_list", ()) if isinstance(method, Function) else ():
                words = ast.unparse(part.func if isinstance(part, ast.Call) else part)
                if words.rpartition(".")[2] == name and isinstance(method, Function):
                    yield method, ast.unparse(part)


def validate(machine: Machine, cls: Class, value: Value, node: ast.AST, frame: Frame) -> None:
    """A model is made of a value: what looks at it before that is run."""
    for method, written in decorated_by(cls, MODEL_VALIDATOR):
        if "before" in written or "wrap" in written:
            machine.call(method._replace(bound=cls), Arguments((value,)), node, frame)


def validate_after(machine: Machine, instance: Instance, node: ast.AST, frame: Frame) -> None:
    """A model has its fields: what looks at it then, and may set them, is run."""
    for method, written in decorated_by(instance.cls, MODEL_VALIDATOR) if isinstance(instance.cls, Class) else ():
        if "after" in written:
            machine.call(method._replace(bound=instance), Arguments(), node, frame)


def dump(machine: Machine, instance: Instance, name: str, node: ast.AST, frame: Frame) -> None:
    """`model.model_dump()` works out the fields that are computed."""
    if isinstance(instance.cls, Class) and name.startswith(("model_dump", "dict", "json")):
        for method, _ in decorated_by(instance.cls, "computed_field"):
            machine.attribute(instance, getattr(method.node, "name", ""), node, frame)


_DEEP = 5  # models in models


def dumped(instance: Instance, arguments: Arguments, is_deep: bool, depth: int = 0) -> DictObject:
    """A dict of what the fields hold now; ``is_deep`` says that it holds nothing of them itself, but dicts and copies."""
    names = [field.name for field in fields_of(instance.cls)] if isinstance(instance.cls, Class) else []
    held = {name: value for name in names if (value := field_value(instance, name)) is not None}
    made = DictObject({**held, **instance.attributes}, open=bool(arguments.all()) or instance.changed is not None)
    made.shown = instance
    if instance.changed is not None:
        made.items = dict.fromkeys(made.items, instance.changed)
    elif is_deep:
        made.items = {name: as_data(value, depth + 1) for name, value in made.items.items()}
    return made


AS_DICTS = frozenset(["dataclasses.asdict", "attrs.asdict", "attr.asdict"])


def fields_as_dict(arguments: Arguments) -> DictObject | None:
    """What `asdict(settings)` gives of an object that holds no others, which might say themselves how they are copied."""
    match arguments.positional:
        case (Instance(cls=Class(), changed=None) as instance,) if not arguments.named and not arguments.open:
            if all(map(_is_data, instance.attributes.values())):
                return dumped(instance, Arguments(), True)
    return None


def _is_data(value: Value, depth: int = 0) -> bool:
    match value:
        case Constant() | External():
            return True
        case Instance(cls=External(), arguments=given) if depth < _DEEP:
            return is_unchanged(value) or (not given.open and all(_is_data(part, depth + 1) for part in given.all()))
        case ListObject(items=items) if depth < _DEEP:
            return all(_is_data(item.value, depth + 1) for item in items)
        case DictObject(items=parts) if depth < _DEEP:
            return all(_is_data(part, depth + 1) for part in parts.values())
    return False


def field_value(instance: Instance, name: str) -> Value | None:
    """What a field holds that was given its default by the class."""
    entries = [entry for entry in linearized(instance.cls) if isinstance(entry, Class)]
    return next((entry.names[name] for entry in entries if isinstance(entry.names.get(name), Constant)), None)


def as_data(value: Value, depth: int) -> Value:
    """What becomes of a value in such a dict: a model a dict, anything else a copy."""
    if isinstance(value, Instance) and isinstance(value.cls, Class) and depth < _DEEP:
        return dumped(value, Arguments(), True, depth)
    return copy_of(value)
