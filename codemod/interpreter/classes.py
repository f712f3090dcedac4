"""In which order Python looks names up in the bases of a class."""

from __future__ import annotations

from codemod.interpreter.values import Class, External, Function, Instance, Value, alternatives


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
    return [value for value in cls.names.values() if isinstance(value, Instance) and value.cls is cls]


def is_layer(cls: Class) -> bool:
    """Whether a class looks like one of middleware."""
    return any(
        "iddleware" in entry.dotted
        if isinstance(entry, External)
        else not {"dispatch", "__call__"}.isdisjoint(entry.names)
        for entry in linearized(cls)
    )
