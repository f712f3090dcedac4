"""What a layer is given, compared in two runs of a program: a move must not change it."""

from __future__ import annotations

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.descriptions import DEEP, described
from codemod.interpreter.values import (
    Arguments,
    Class,
    Constant,
    DictObject,
    External,
    Function,
    Instance,
    ListObject,
    TupleValue,
    Value,
)
from codemod.library_names import SECRET, SECRET_TEXT, is_unchangeable

if TYPE_CHECKING:
    from collections.abc import Iterator


# What is given is told by what these were given: a variable of the environment, a text that is kept from being shown.
_VARIABLES = ("os.getenv", "os.environ.get")  # what was set there before is told
_TEXTS = (*_VARIABLES, SECRET_TEXT, SECRET)


def changed_arguments(before: Arguments, after: Arguments) -> dict[str, bool]:
    """The arguments that are other ones after, as a report names them, each with whether that is certain: both are known."""
    were, are = dict(_named(before)), dict(_named(after))
    found: dict[str, bool] = {}
    for name in {**were, **are}:
        was, now = were.get(name), are.get(name)
        if was is None or now is None:
            found[name] = True
        elif described(was) != described(now):
            found[name] = _is_known(was) and _is_known(now)
    return found


def _named(arguments: Arguments) -> Iterator[tuple[str, Value]]:
    for number, value in enumerate(arguments.positional, 1):
        yield f"argument {number}", value
    for name, value in arguments.named:
        yield f"`{name}`", value


def is_known(arguments: Arguments) -> bool:
    """Whether a call is seen to give constants, functions, classes, and what is made of them, and nothing else.

    One of several is not known: the same ones may be chosen from otherwise at another place.
    """
    return not arguments.open and all(map(_is_known, arguments.all()))


def _is_known(value: Value, depth: int = 0) -> bool:
    match value:
        case Constant() | Function() | Class() | External():
            return True
        case Instance(cls=External("builtins.repr" | "builtins.str"), changed=None, seen=(Constant(),)):
            return True
        # What a variable of the environment has is asked for by the name of the variable, and what a text is made to by what it was.
        case Instance(cls=External(dotted), arguments=given) if depth < DEEP and dotted.startswith(_TEXTS):
            is_text = is_unchangeable(dotted) and (value.changed is None or dotted in _VARIABLES)
            return is_text and not given.open and all(_is_known(part, depth + 1) for part in given.all())
        case DictObject(items=parts) if depth < DEEP and not value.open:
            return all(_is_known(part, depth + 1) for part in parts.values())
        case ListObject(items=items) | TupleValue(items=items) if depth < DEEP and not value.open:
            return all(_is_known(item.value, depth + 1) for item in items)
    return False
