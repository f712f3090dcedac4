"""In which order Python looks names up in the bases of a class."""

from __future__ import annotations

import ast

from codemod.interpreter.memoisation import once
from codemod.interpreter.values import Class, External, Function, Instance, Value, alternatives
from codemod.library_names import last_name
from codemod.project.nodes import nodes_in


def is_dict_class(cls: Value) -> bool:
    """Whether the objects of a class are dicts, with items that their constructor is given by keywords."""
    return any(entry == External("builtins.dict") for entry in linearized(cls))


def linearized(cls: Value) -> tuple[Class | External, ...]:
    """The class and its bases in the order in which Python looks names up: a base comes after all that derive from it."""
    if isinstance(cls, Class):  # whose bases stay what they are
        cls.order = cls.order or _linearized(cls)
        return cls.order
    if isinstance(cls, External):
        return (cls,) if cls != OBJECT else ()
    return _linearized(cls)


OBJECT = External("builtins.object")


def _linearized(cls: Value) -> tuple[Class | External, ...]:
    order: list[Class | External] = []
    queue = list(alternatives(cls))
    while queue and len(order) < 1000:  # a base counts again for each class that names it
        part = queue.pop(0)
        if isinstance(part, (Class, External)):
            order.append(part)
        if isinstance(part, Class):
            queue = [one for base in part.bases for one in alternatives(base)] + queue
    last = {entry if isinstance(entry, External) else id(entry): index for index, entry in enumerate(order)}
    return tuple(
        entry
        for index, entry in enumerate(order)
        if last[entry if isinstance(entry, External) else id(entry)] == index and entry != OBJECT
    )


def method_of(cls: Class, name: str) -> Function | None:
    """A method of a class, as it stands there."""
    found = (entry.names.get(name) for entry in linearized(cls) if isinstance(entry, Class))
    return next((method for method in found if isinstance(method, Function)), None)


def members_of_enum(cls: Class) -> list[Instance]:
    """The members of an enum in their order, each once whatever names it has."""
    found = (value for value in cls.names.values() if isinstance(value, Instance) and value.cls is cls)
    return [*{id(member): member for member in found}.values()]


WHOLE_VALIDATORS = frozenset(["model_validator", "root_validator"])


def is_validated_anew(cls: Value) -> bool:
    """Whether to set a field of a model runs validators of the whole, which may set others: `validate_assignment=True`."""
    own = [entry.node for entry in linearized(cls) if isinstance(entry, Class) and not entry.frame.module.is_library]
    return any("assignment" in validation(node) for node in own) and any("whole" in validation(node) for node in own)


@once
def validation(node: ast.ClassDef) -> frozenset[str]:
    """What a class says of how it is validated."""
    found = {"assignment" for part in nodes_in(node) if isinstance(part, ast.keyword) and _is_switched_on(part)}
    methods = (part for part in node.body if isinstance(part, ast.FunctionDef))
    names = {last_name(ast.unparse(one).partition("(")[0]) for part in methods for one in part.decorator_list}
    return frozenset(found | ({"whole"} if names & WHOLE_VALIDATORS else set()))


def _is_switched_on(keyword: ast.keyword) -> bool:
    return (
        keyword.arg == "validate_assignment" and isinstance(keyword.value, ast.Constant) and keyword.value.value is True
    )


def is_layer(cls: Class) -> bool:
    """Whether a class looks like one of middleware."""
    return any(
        "iddleware" in entry.dotted
        if isinstance(entry, External)
        else not {"dispatch", "__call__"}.isdisjoint(entry.names)
        for entry in linearized(cls)
    )
