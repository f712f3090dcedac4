"""What becomes of constant strings: a layer may be named by one, `"guards.AuthGuard"`, that is taken apart and imported."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from codemod.interpreter.values import UNKNOWN, Arguments, Constant, Item, ListObject, TupleValue, Value, constant

_LONGEST = 2_000  # characters: no name of a module or a key is longer
METHODS = frozenset(
    """
    partition rpartition split rsplit replace strip lstrip rstrip lower upper title capitalize removeprefix removesuffix join
    startswith endswith isdigit isupper islower isidentifier count find splitlines casefold encode
    """.split()  # noqa: SIM905 - as a list it is fifteen lines
)


def call_text(text: str, name: str, arguments: Arguments) -> Value:
    """`"guards.AuthGuard".rpartition(".")`: a constant, or a list of them, when all that is given is constant."""
    if name == "join":
        parts = _texts(arguments.positional[0]) if arguments.positional else None
        return (
            joined(text if index % 2 else parts[index // 2] for index in range(2 * len(parts) - 1))
            if parts
            else UNKNOWN
        )
    given = (*arguments.positional, *(value for _, value in arguments.named))
    if arguments.open or not all(isinstance(value, Constant) and _is_short(value.value) for value in given):
        return UNKNOWN
    if not _is_short(text):
        return UNKNOWN
    plain = [getattr(value, "value", None) for value in arguments.positional]
    named = {keyword: getattr(value, "value", None) for keyword, value in arguments.named}
    try:
        result = getattr(text, name)(*plain, **named)
    except (TypeError, ValueError, LookupError):  # an empty separator, a coding that is not known
        return UNKNOWN
    return _as_value(result)


def joined(parts: Iterable[object]) -> Value:
    """One constant of several, or nothing that is known when that would be no name."""
    texts = [str(part) for part in parts]
    return constant("".join(texts)) if sum(map(len, texts)) <= _LONGEST else UNKNOWN


_CONVERSIONS: dict[int, Callable[[object], object]] = {
    -1: lambda value: value,
    ord("s"): str,
    ord("r"): repr,
    ord("a"): ascii,
}
_WIDEST = 3  # digits of a width or precision


def formatted(value: Value, conversion: int, told: Value) -> Constant | None:
    """`{number:03d}`, `{name!r:>8}` of an f-string, when it is known what is shown and how; None where it is not, or fails."""
    match value, told:
        case Constant(value=str() | int() | float() | None as held), Constant(value=str(how)):
            widths = "".join(letter if letter.isdigit() else " " for letter in how).split()
            # Behind an `n` a number is shown as the language of the process is.
            if not _is_short(how) or how.endswith("n") or any(len(width) > _WIDEST for width in widths):
                return None
            try:
                made = format(_CONVERSIONS[conversion](held), how)
            except (TypeError, ValueError):  # the program would fail there
                return None
            return constant(made) if len(made) <= _LONGEST else None
    return None


def added(left: Value, right: Value) -> Value | None:
    """`"guards." + name`, or None when these are not two constant strings."""
    match left, right:
        case Constant(value=str(one)), Constant(value=str(other)):
            return joined((one, other))
    return None


def _texts(value: Value) -> list[str] | None:
    items = value.items if isinstance(value, (ListObject, TupleValue)) and not value.open else ()
    found = [
        item.value.value for item in items if isinstance(item.value, Constant) and isinstance(item.value.value, str)
    ]
    return found if found and len(found) == len(items) else None


def _is_short(value: object) -> bool:
    return len(value) <= _LONGEST if isinstance(value, str) else isinstance(value, (int, type(None)))


def _as_value(result: object) -> Value:
    if isinstance(result, (list, tuple)):
        items = [Item(constant(part), (), frozenset()) for part in result]
        return TupleValue(tuple(items)) if isinstance(result, tuple) else ListObject(items)
    is_known = isinstance(result, (bool, int)) or (isinstance(result, (str, bytes)) and len(result) <= _LONGEST)
    return constant(result) if is_known else UNKNOWN
