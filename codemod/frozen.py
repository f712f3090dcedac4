"""`typing.NamedTuple` without `typing`, whose import costs more than all else that a run over plain files does."""

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:

    class _Noun(type):
        """Makes a named tuple of a class with annotated fields, as `typing.NamedTuple` does."""

        def __new__(meta, name, bases, space):
            if not bases:
                return super().__new__(meta, name, bases, space)
            fields = list(space.pop("__annotations__"))
            defaults = [space.pop(field) for field in fields if field in space]
            return type(name, (namedtuple(name, fields, defaults=defaults),), {**space, "__slots__": ()})

    class NamedTuple(metaclass=_Noun):
        """The base of the nouns."""
