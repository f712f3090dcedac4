"""Functions of Python's own library that do no more than read what they are given: of constants they are worked out.

`json.loads` of a literal, `ast.literal_eval`, `shlex.split`, a `ConfigParser` that reads a string: a table that is written as a text
is one. What they give is a constant, or lists and dicts of constants, which the program has for itself.
"""

from __future__ import annotations

import ast
import importlib
import warnings

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.containers import keys_of, remove, set_item
from codemod.interpreter.machine import Machine
from codemod.interpreter.unseen import change
from codemod.interpreter.values import (
    CONTENT,
    NONE,
    UNKNOWN,
    Arguments,
    Constant,
    DictObject,
    External,
    Frame,
    Instance,
    Item,
    ListObject,
    TupleValue,
    Value,
    constant,
)

if TYPE_CHECKING:
    from typing import Any

_LARGEST = 20_000  # characters of a text, and elements of what is made of it: nobody writes out more layers
_DEEP = 20  # lists in lists
_PLAIN = (str, bytes, int, float, complex, bool, type(None))
NAMES = frozenset(
    ["json.loads", "ast.literal_eval", "tomllib.loads", "textwrap.dedent", "shlex.split", "string.capwords"]
    + ["os.path.join", "os.path.basename", "os.path.splitext", "inspect.cleandoc"]
    + ["operator.add", "operator.concat", "urllib.parse.parse_qsl", "base64.b64decode", "builtins.int"]
)  # fmt: skip


class NotPlain(Exception):
    """A value that is no constant, or holds one that is none."""


def call_pure(machine: Machine, dotted: str, arguments: Arguments) -> Value | None:
    """What one of these functions gives for constants; None where something else is given, or where it fails."""
    if arguments.open or NONE in arguments.all():  # `shlex.split(None)` reads what this process is given
        return None
    try:
        given = [plain(value) for value in arguments.positional]
        named = {name: plain(value) for name, value in arguments.named}
    except NotPlain:
        return None
    module, _, name = dotted.rpartition(".")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a text that is evaluated: they are for who runs the program
        try:
            made = getattr(importlib.import_module(module), name)(*given, **named)
            return from_plain(machine, made)
        except Exception:  # whatever it raises, the program would fail there
            return None


def plain(value: Value, depth: int = 0) -> Any:
    """The object that a value of constants stands for. Raises NotPlain."""
    match value:
        case Constant(value=held) if not isinstance(held, (str, bytes)) or len(held) <= _LARGEST:
            return held
        case ListObject() | TupleValue() if not value.open and depth < _DEEP and is_certain(value):
            parts = [plain(item.value, depth + 1) for item in value.items]
            return tuple(parts) if isinstance(value, TupleValue) else parts
        case DictObject() if not value.open and depth < _DEEP:
            keys = [plain(key, depth + 1) for key in keys_of(value)]
            return dict(zip(keys, [plain(part, depth + 1) for part in value.items.values()], strict=True))
    raise NotPlain


def is_certain(value: ListObject | TupleValue) -> bool:
    """Whether a list has each of its elements, in this order."""
    return not getattr(value, "is_scrambled", False) and not any(item.conditions for item in value.items)


def from_plain(machine: Machine, made: object) -> Value:
    """The value that stands for an object. Raises NotPlain."""
    left = _LARGEST

    def value_of(part: object) -> Value:
        nonlocal left
        left -= 1
        if left < 0:
            raise NotPlain
        if type(part) in _PLAIN:
            return constant(part)
        if isinstance(part, dict):
            result = DictObject()
            result.conditions = machine.conditions
            for key, inner in part.items():
                set_item(result, value_of(key), value_of(inner))
            result.written, result.is_whole = dict(result.items), True  # in the text
            return result
        if isinstance(part, (list, tuple)):
            items = [Item(value_of(inner), machine.chain, machine.conditions) for inner in part]
            return ListObject(items) if isinstance(part, list) else TupleValue(tuple(items))
        raise NotPlain

    return value_of(made)


# What is worked out of a text that is known

DIGESTS = frozenset(
    f"hashlib.{name}" for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s")
)


def call_digest(
    machine: Machine, digest: Instance, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value | None:
    """`hashlib.sha256(b"key").hexdigest()`: a move is proved where it is known what a key is made of. None for any other method."""
    import hashlib

    match digest.cls, digest.arguments:
        case External(dotted), Arguments(positional=(Constant(value=bytes(data)),), named=(), open=False) if (
            machine.thorough
            and name in ("hexdigest", "digest")
            and not arguments.all()
            and digest.changed is None
            and len(data) <= _LARGEST
        ):
            made = hashlib.new(dotted.rpartition(".")[2], data)
            return constant(made.hexdigest() if name == "hexdigest" else made.digest())
    return None


# A parser of INI files that was given its text

DEFAULT = "DEFAULT"  # the section whose options all others have
DEFAULT_SECTION = constant(DEFAULT)


def call_parser(
    machine: Machine, parser: Instance, name: str, arguments: Arguments, node: ast.AST, frame: Frame
) -> Value:
    """`config.read_string(TEXT)`, `config.sections()`, `config.items("server")`; what reads a file hides what it holds."""
    if name in ("read_string", "read_dict"):
        more = _parsed(machine, parser, name, arguments)
        if CONTENT not in parser.attributes:
            parser.attributes[CONTENT] = more
        elif not _read_on(machine, parser, more, node):
            _change_content(machine, parser, node)
        return NONE
    content = parser.attributes.get(CONTENT)
    if not isinstance(content, DictObject):
        if name in _CHANGING:
            _change_content(machine, parser, node)
        return UNKNOWN
    if name in ("get", "items", *READS_SECTION) and arguments.get(2, "vars") is not None:
        return UNKNOWN  # in which an option is looked up first
    first, second = arguments.get(0, "section"), arguments.get(1, "option")
    section = content.items.get(str(first.value)) if isinstance(first, Constant) else None
    match name, section:
        case "sections", _:
            names = [key for key in keys_of(content) if key != DEFAULT_SECTION]
            return ListObject([Item(key, machine.chain, machine.conditions) for key in names])
        case "items", DictObject():
            rows = zip(keys_of(section), section.items.values(), strict=True)
            return ListObject([Item(_pair(key, held), machine.chain, machine.conditions) for key, held in rows])
        case "get", DictObject() if isinstance(second, Constant):
            return section.items.get(str(second.value).lower(), UNKNOWN)
        case _, DictObject() if name in READS_SECTION and isinstance(second, Constant):
            return number_in(section, name, second) or UNKNOWN
        case (("set" | "remove_option"), DictObject()):  # nothing in another section rests on it
            change(machine, section, node)
        case "add_section", None if isinstance(first, Constant) and first != DEFAULT_SECTION and not content.open:
            set_item(content, first, DictObject())  # the others stay
        case "remove_section", DictObject() if first is not None and _is_removed(machine, content, first):
            change(machine, section, node)  # who was given it has it no longer
            remove(machine, content, first)
        case _, DictObject() if name in _OF_ONE_SECTION and first != DEFAULT_SECTION:
            change(machine, section, node)
            parser.attributes[CONTENT] = UNKNOWN
        case _ if name in _CHANGING:
            _change_content(machine, parser, node)
    return UNKNOWN


def _read_on(machine: Machine, parser: Instance, more: Value, node: ast.AST) -> bool:
    """Read sections into a parser that has some: those that are read anew change, the others stay. False where they are not known."""
    content = parser.attributes[CONTENT]
    if not isinstance(content, DictObject) or not isinstance(more, DictObject) or content.open:
        return False
    for key, section in zip(keys_of(more), more.items.values(), strict=True):
        held = content.items.get(str(key.value)) if isinstance(key, Constant) else None
        if key == DEFAULT_SECTION:
            continue  # which is not known of either
        if held is None:
            set_item(content, key, section)
        change(machine, UNKNOWN if held is None else held, node)
    return True


def _is_removed(machine: Machine, content: DictObject, section: Value) -> bool:
    """Whether a section is taken out for certain, and the others stay: it is not the one of the defaults."""
    return section != DEFAULT_SECTION and not content.open and machine.conditions <= content.conditions


READS_SECTION = {"getint": int, "getfloat": float}


def number_in(section: DictObject, name: str, option: Constant) -> Value | None:
    """`config["server"].getint("port")`; None where it is not known."""
    text = section.items.get(str(option.value).lower())
    try:
        return constant(READS_SECTION[name](text.value)) if isinstance(text, Constant) else None
    except ValueError:
        return None


_OF_ONE_SECTION = frozenset(["set", "remove_option", "remove_section", "__setitem__", "__delitem__"])
_CHANGING = frozenset(
    ["read", "read_file", "read_string", "read_dict", "readfp", "add_section", "clear", "update", "pop", "popitem"]
    + ["setdefault", *_OF_ONE_SECTION]
)  # fmt: skip


def _change_content(machine: Machine, parser: Instance, node: ast.AST) -> None:
    """What a parser holds is not known any more: a section that was asked for before (`config["session"]`) changes with it."""
    change(machine, parser, node)
    parser.attributes[CONTENT] = UNKNOWN


def _pair(key: Value, held: Value) -> TupleValue:
    return TupleValue((Item(key, (), frozenset()), Item(held, (), frozenset())))


def _parsed(machine: Machine, parser: Instance, name: str, arguments: Arguments) -> Value:
    """What a new parser holds once it has read a text or a dict: its sections.

    Not where an option rests on another one, by `%(name)s` or as the default of all sections: who sets that one changes both. What
    is set as such a default later is not known to the sections, so to ask for the default section gives nothing that is known.
    """
    import configparser  # few programs have one, and every run would wait for it

    own = configparser.ConfigParser()
    try:
        if parser.arguments.all() or parser.arguments.open:
            return UNKNOWN
        getattr(own, name)(*[plain(value) for value in arguments.positional])
        sections = {section: dict(own.items(section, raw=True)) for section in own.sections()}
        if own.defaults() or any("%" in text for options in sections.values() for text in options.values()):
            return UNKNOWN
        content = from_plain(machine, sections)
        if isinstance(content, DictObject):
            set_item(content, DEFAULT_SECTION, UNKNOWN)
        return content
    except (NotPlain, configparser.Error, AttributeError, TypeError, ValueError):
        return UNKNOWN
