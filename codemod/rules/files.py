"""Which files a statement reads and which it may write, by the last part of their paths: who writes `audit.log` leaves `secret.key`.

Of a library it is assumed that it writes no file but those whose names it is told.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from codemod.frozen import TYPE_CHECKING
from codemod.interpreter.calls import frame_of_call
from codemod.interpreter.classes import linearized
from codemod.interpreter.machine import Machine
from codemod.interpreter.unseen import changes_nothing
from codemod.interpreter.values import (
    Arguments,
    BaseMethod,
    Class,
    Constant,
    External,
    Frame,
    Function,
    Instance,
    Native,
    Registrar,
    StackList,
    Value,
    alternatives,
)
from codemod.library_names import RUN_AT_END, WEB
from codemod.project.nodes import nodes_in
from codemod.rules.environment import FILE_READERS, files_of_settings, is_settings_class
from codemod.rules.executed_code import Piece, followed, names_bound
from codemod.rules.locations import path_of, value_of
from codemod.rules.paths import path_in
from codemod.rules.provenance import last_of
from codemod.rules.reading import made_once

if TYPE_CHECKING:
    from typing import TypeAlias

# The last part of a path, in small letters; None for a file that is not known.
FileName: TypeAlias = "str | None"

_TESTS = frozenset(["exists", "is_file", "is_dir", "isfile", "isdir", "stat", "getsize", "readlink"])
_FOLDERS = frozenset(["listdir", "iterdir", "glob", "rglob"])  # which look at all that is in a folder
# Functions and methods that leave all files as they are. Which are meant in another folder, is asked apart.
_LEAVING = frozenset(
    """
    lstat samefile expanduser resolve absolute as_posix joinpath with_name with_suffix relative_to is_absolute getvalue read readline
    readlines Path PurePath StringIO BytesIO cwd home getcwd chdir fchdir
    """.split()  # noqa: SIM905 - as a list it is twenty lines
) | (FILE_READERS | _TESTS | _FOLDERS)
# Methods of a path, and functions of `os`, that change the file of that name and no other.
_CHANGES_ONE = frozenset(
    ["write_text", "write_bytes", "touch", "unlink", "mkdir", "makedirs", "remove", "rmdir", "chmod", "utime"]
)
_GIVES_TEXT = frozenset(["read_text", "read_bytes", "read", "readline"])
_OF_STREAMS = frozenset(["write", "writelines", "flush", "close", "truncate", "seek"])
_OUTPUTS = frozenset(["stdout", "stderr"])
_IN_MEMORY = frozenset(["io.StringIO", "io.BytesIO"])
# Modules of Python's own that write files, or run what may write some.
_WRITING = frozenset(
    """
    os shutil pathlib io tempfile zipfile tarfile gzip bz2 lzma dbm shelve subprocess multiprocessing mailbox fileinput runpy importlib
    ctypes mmap pty sqlite3 urllib
    """.split()  # noqa: SIM905 - as a list it is twenty lines
)
_OF_NO_FILE = (
    "os.path.",
    "os.environ.",
    "os.get",
    "os.cpu_count",
    "os.urandom",
    "urllib.parse.",
    "importlib.metadata.",
)
_OPENING = frozenset(["FileHandler", "RotatingFileHandler", "TimedRotatingFileHandler", "WatchedFileHandler"])
_RUNS_CODE = frozenset(["builtins.exec", "builtins.eval", "builtins.__import__"])
_PATHS = frozenset(["Path", "PurePath", "join", "abspath", "realpath", "normpath", "fspath", "str"])
_SAME_NAME = frozenset(["resolve", "absolute", "expanduser", "as_posix"])
_DEEP = 5


def common_file(read: frozenset[FileName], written: frozenset[FileName]) -> tuple[FileName, ...]:
    """A file that may be both read and written: its name, where one of the two is known; nothing where there is none."""
    if not read or not written:
        return ()
    both = read & written - {None}
    if both:
        return (min(name for name in both if name is not None),)
    known = sorted(name for name in read | written if name is not None)
    return (known[0] if known else None,) if None in read | written else ()


def _called(call: ast.Call) -> str:
    """The last name of what is called."""
    return last_of(call.func)


# What is read


def files_read(machine: Machine, piece: Piece) -> Iterator[FileName]:
    """The files that are read, or asked for, also by an object of a class of settings."""
    for node in piece.nodes:
        match node:
            case ast.Call():
                name = _called(node)
                is_opened = name == "open" and not _may_only_write(node)
                if is_opened or name in (FILE_READERS | _TESTS) - {"open"}:
                    yield _name_of(machine, piece, path_in(machine, piece, node))
                elif name in _FOLDERS:
                    yield None
        value = value_of(machine, node, piece.frame) if path_of(node) is not None else None
        if isinstance(value, Class) and any(map(is_settings_class, linearized(value))):
            for file in files_of_settings(value, piece):
                yield None if file is None else _name_of(machine, piece, file)


# What is written


def files_written(machine: Machine, piece: Piece, seen: set[ast.AST] | None = None) -> Iterator[FileName]:
    """The files that the calls of this code may change; the functions of the program that it calls are looked at by themselves.

    ``seen`` are those that were handed on and are looked at already.
    """
    opened, seen = _opened_in(piece), set() if seen is None else seen
    for node in piece.nodes:
        if isinstance(node, ast.Call):
            yield from _written_by(machine, piece, node, opened, seen)


def _written_by(
    machine: Machine, piece: Piece, call: ast.Call, opened: frozenset[str], seen: set[ast.AST]
) -> Iterator[FileName]:
    name = _called(call)
    maker = _maker_of(call.func)
    makers = alternatives(value_of(machine, call.func if maker is None else maker, piece.frame))
    streams = list(_streams_of(call, name))
    if maker is None and all(isinstance(part, (Function, Class, Native, Registrar, StackList)) for part in makers):
        return
    functions = [one for one in _handed(machine, piece, call, makers) if one[0].node not in seen]
    seen |= {function.node for function, _ in functions}
    for handed in followed(machine, functions):
        yield from files_written(machine, handed, seen)
    if name == "open":
        yield from [] if _only_reads(call) else [_name_of(machine, piece, path_in(machine, piece, call))]
    elif name in _CHANGES_ONE:
        yield _name_of(machine, piece, path_in(machine, piece, call))
    elif streams:
        yield from _written_through(machine, piece, streams, opened)
    elif name in _LEAVING or (changes_nothing(name) and maker is not None and last_of(maker) in _LEAVING - {"open"}):
        return  # also `Path.cwd().as_posix().split("/")`, of what a call has made that leaves all files as they are
    elif name == "replace" and len(call.args) == 1:
        # Of a path: that of a text is given two, that of a time names what it is given.
        yield from (_name_of(machine, piece, path) for path in (call.args[0], getattr(call.func, "value", None)))
    elif any(map(_may_write, makers)) or not (changes_nothing(name) or (name[:1].isupper() and name not in _OPENING)):
        yield from (file for part in makers for file in _written_by_library(machine, piece, part, call))


def _handed(machine: Machine, piece: Piece, call: ast.Call, callees: Sequence[Value]) -> list[tuple[Function, Frame]]:
    """The functions of the program that a library is given, and may call at once: `pool.submit(save)`."""
    dotted = [_dotted_name(part) or "" for part in callees]
    if all(one.startswith(WEB) or one in RUN_AT_END for one in dotted):
        return []
    found: list[Function] = []
    for given in (*call.args, *(keyword.value for keyword in call.keywords)):
        values = alternatives(value_of(machine, given, piece.frame))
        found += [Function(given, piece.frame)] if isinstance(given, ast.Lambda) else []
        found += [part for part in values if isinstance(part, Function)]
    return [(function, frame_of_call(machine, function, Arguments(), piece.frame)) for function in found]


def _may_write(value: Value) -> bool:
    """Whether a function, or an object whose method is called, is of a module that writes files: `shutil.copy`, `path.replace`."""
    dotted = _dotted_name(value)
    return dotted is not None and dotted.partition(".")[0] in _WRITING and not dotted.startswith(_OF_NO_FILE)


def _dotted_name(value: Value) -> str | None:
    match value:
        case External(dotted) | BaseMethod(base=dotted) | Instance(cls=External(dotted)):
            return dotted
    return None


def _streams_of(call: ast.Call, name: str) -> Iterator[ast.expr]:
    """What a call writes to: `log.write("started")`, `json.dump(data, log)`, `print("started", file=log)`."""
    yield from (keyword.value for keyword in call.keywords if keyword.arg == "file")
    if name == "dump":
        yield from call.args[1:2]
    elif name in _OF_STREAMS and isinstance(call.func, ast.Attribute):
        yield call.func.value


def _maker_of(function: ast.expr) -> ast.expr | None:
    """`logging.getLogger` of `logging.getLogger("shop").setLevel`: what gives the object whose method that is.

    None for the text that was read from a file: `path.read_text().strip()` does nothing with the file.
    """
    while isinstance(function, ast.Attribute):
        function = function.value
    if not isinstance(function, ast.Call) or _called(function) in _GIVES_TEXT:
        return None
    return _maker_of(function.func) or function.func


def _written_by_library(machine: Machine, piece: Piece, callee: Value, call: ast.Call) -> Iterator[FileName]:
    """The files whose names a library is told where it is called, or was told when the object was made whose method that is."""
    dotted = _dotted_name(callee)
    if dotted is None or dotted in _RUNS_CODE or _may_write(callee):
        yield None
        return
    owner = callee.instance if isinstance(callee, BaseMethod) else callee
    told = owner.arguments.all() if isinstance(owner, Instance) else ()
    yield from (name for value in told if (name := _name_of_value(value)) is not None)
    for given in (*call.args, *(keyword.value for keyword in call.keywords)):
        named = _name_of(machine, piece, given)
        yield from [] if named is None else [named]
        for node in nodes_in(given):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and (name := _last_part(node.value)):
                yield name


def _written_through(
    machine: Machine, piece: Piece, streams: list[ast.expr], opened: frozenset[str]
) -> Iterator[FileName]:
    """The files that streams were opened for."""
    for stream in streams:
        path = path_of(stream) or ("",)
        value = value_of(machine, stream, piece.frame)
        if path[-1] in _OUTPUTS or (len(path) == 1 and path[0] in opened):  # to open it has counted
            continue
        match value:
            case Instance(cls=External(dotted)) if dotted in _IN_MEMORY:
                continue
            case Instance(cls=External("builtins.open" | "io.open"), arguments=given) if given.positional:
                yield _name_of_value(given.positional[0])
            case _:
                yield None


def _opened_in(piece: Piece) -> frozenset[str]:
    """The names that code binds to files which it opens itself."""
    found: set[str] = set()
    for node in piece.nodes:
        match node:
            case (
                ast.withitem(context_expr=ast.Call() as call, optional_vars=ast.Name(id=name))
                | ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call)
            ) if _called(call) == "open":
                found.add(name)
    return frozenset(found)


# Paths


def _mode_of(call: ast.Call) -> str | None:
    """The mode in which a file is opened: None where it is not written out."""
    # `path.open("w")`, and `io.open("log", "w")`
    is_method = isinstance(call.func, ast.Attribute) and len(call.args) < 2
    given = [*call.args[0 if is_method else 1 :][:1], *(one.value for one in call.keywords if one.arg == "mode")]
    if not given:
        return "r"
    return given[0].value if isinstance(given[0], ast.Constant) and isinstance(given[0].value, str) else None


def _only_reads(call: ast.Call) -> bool:
    mode = _mode_of(call)
    return mode is not None and set("wax+").isdisjoint(mode)


def _may_only_write(call: ast.Call) -> bool:
    mode = _mode_of(call)
    return mode is not None and "r" not in mode and "+" not in mode


def _name_of(machine: Machine, piece: Piece, path: ast.expr | None, depth: int = 0) -> FileName:
    """The last part of a path that an expression stands for."""
    if path is None or depth > _DEEP:
        return None
    match path:
        case ast.Constant(value=str(text)):
            return _last_part(text)
        case ast.BinOp(op=ast.Div(), right=last):
            return _name_of(machine, piece, last, depth + 1)
        case ast.JoinedStr(values=parts):
            return _name_of_parts(piece, parts)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[*_, last]) if name in _PATHS:
            return _name_of(machine, piece, last, depth + 1)
        case ast.Call(func=ast.Attribute(value=inner, attr=name)) if name in _SAME_NAME:
            return _name_of(machine, piece, inner, depth + 1)
        case ast.Name(id=name) if name not in piece.private:
            made = made_once(piece.frame.module.tree).get(name)
            if made is not None:
                return _name_of(machine, piece, made, depth + 1)
    return _name_of_value(value_of(machine, path, piece.frame))


def _name_of_parts(piece: Piece, parts: Sequence[ast.expr]) -> FileName:
    """The last part of a path that an f-string makes: `f"{folder}/{name}.json"` in a function that is called with a text for `name`."""
    last = ""
    for part in reversed(parts):
        match part:
            case ast.Constant(value=str(text)):
                last = text + last
            case ast.FormattedValue(value=ast.Name(id=name), conversion=-1, format_spec=None):
                told = _text_of(piece, name)
                if told is None:
                    return None
                last = told + last
            case _:
                return None
        if "/" in last:
            break
    return _last_part(last)


def _text_of(piece: Piece, name: str) -> str | None:
    """The text that a parameter is given, or a name of the module is bound to, where it is bound to nothing else."""
    made = made_once(piece.frame.module.tree).get(name)
    if name not in piece.private:
        return made.value if isinstance(made, ast.Constant) and isinstance(made.value, str) else None
    value = piece.frame.names.get(name) if name not in names_bound(piece.nodes) else None
    return value.value if isinstance(value, Constant) and isinstance(value.value, str) else None


def _name_of_value(value: Value) -> FileName:
    match value:
        case Constant(value=str(text)):
            return _last_part(text)
        case Instance(cls=External("pathlib.Path" | "pathlib.PurePath"), arguments=given) if given.positional:
            return _name_of_value(given.positional[-1])
    return None


def _last_part(text: str) -> FileName:
    last = text.replace("\\", "/").rstrip("/").rpartition("/")[2].lower()
    return last if last.strip(".") else None
