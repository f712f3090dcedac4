"""Which variables of the environment a statement reads, and which it sets, as far as their names can be told.

The current folder counts as one of them: who opens a file by its name reads it.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping, Sequence

from codemod.frozen import NamedTuple
from codemod.interpreter.classes import linearized
from codemod.interpreter.machine import Machine
from codemod.interpreter.unseen import changes_nothing
from codemod.interpreter.values import Class, External, Frame, Function, Instance, Value
from codemod.interpreter.walking import rebound_names
from codemod.library_names import SETTING_READERS, last_name
from codemod.project.nodes import nodes_in
from codemod.rules.executed_code import Piece
from codemod.rules.locations import path_of, value_of
from codemod.rules.paths import is_absolute, path_in

_SETS_ENVIRONMENT = frozenset({"load_dotenv", "read_env", "putenv", "unsetenv", "setenv", "load_env", "read_dotenv"})
_SETS_ONE = frozenset({"putenv", "unsetenv", "setenv"})
_CHANGES_MAPPING = frozenset({"update", "setdefault", "pop", "clear", "popitem", "__setitem__"})
ENVIRONMENT = (External("os.environ"), External("os.environb"))
# What completes a name by the current folder, or tells of it.
FILE_READERS = frozenset({"open", "read_text", "read_bytes"})
_ASK_FOLDER = frozenset(
    [
        "getcwd",
        "getcwdb",
        "cwd",
        "abspath",
        "realpath",
        "relpath",
        "resolve",
        "absolute",
        "exists",
        "is_file",
        "is_dir",
        "isfile",
    ]
    + ["isdir", "stat", "lstat", "readlink", "getsize", "listdir", "iterdir", "glob", "rglob", "scandir", "walk"]
)
_SETS_FOLDER = frozenset({"chdir", "fchdir", "chroot"})
# What tells of the time here, and is told by which time zone.
_LOCAL_TIME = frozenset(
    [
        f"time.{name}"
        for name in ("localtime", "strftime", "ctime", "mktime", "tzname", "timezone", "altzone", "daylight")
    ]
    + [f"datetime.datetime.{name}" for name in ("now", "today", "fromtimestamp")]
    + [f"datetime.date.{name}" for name in ("today", "fromtimestamp")]
)
_HOMES = frozenset({"expanduser", "home"})


class Variable(NamedTuple):
    """A variable by its name, or by what its name begins and ends with where it is not ``whole``."""

    start: str = ""
    end: str = ""
    whole: bool = False

    def may_be(self, other: Variable) -> bool:
        if self in STATES or other in STATES:
            return self == other
        if self.whole and other.whole:
            return self.start == other.start
        if self.whole:
            return self.start.startswith(other.start) and self.start.endswith(other.end)
        if other.whole:
            return other.may_be(self)
        begins = self.start.startswith(other.start) or other.start.startswith(self.start)
        return begins and (self.end.endswith(other.end) or other.end.endswith(self.end))


class Setting(NamedTuple):
    """A change of the environment, as the code has it; ``is_inner`` says that a statement runs that code, and does not hold it,
    ``is_followed`` that running the program tells which variable that is.
    """

    variable: Variable
    text: str
    is_inner: bool = False
    is_followed: bool = False
    verb: str = "changes"


ANY = Variable()
# What belongs to the process as variables do.
FOLDER = Variable("\0", "\0", True)
ZONE = Variable("\0zone", "\0zone", True)
STATES = {FOLDER: "the folder in which files are looked for", ZONE: "the time zone"}


def called(name: str) -> Variable:
    """Some systems do not tell capitals from small letters."""
    return Variable(name.upper(), name.upper(), True)


def variable_named(machine: Machine, key: ast.expr, frame: Frame) -> Variable:
    """The variable that an expression names: `"SECRET"`, `f"SHOP_{name}"`, `PREFIX + name`."""
    match key:
        case ast.JoinedStr(values=[first, *rest]):
            parts = [first, *rest]
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            parts = [left, right]
        case _:
            text = _text_of(machine, key, frame)
            return ANY if text is None else called(text)
    texts = [_text_of(machine, part, frame) for part in parts]
    known = [text for text in texts if text is not None]
    if len(known) == len(texts):
        return called("".join(known))
    return Variable((texts[0] or "").upper(), (texts[-1] or "").upper())


def _text_of(machine: Machine, node: ast.expr, frame: Frame) -> str | None:
    if isinstance(node, ast.FormattedValue):
        node = node.value
    value: object = None
    if isinstance(node, ast.Constant):
        value = node.value
    elif isinstance(node, ast.Name) and _is_one_thing(node.id, frame):
        value = getattr(value_of(machine, node, frame), "value", None)
    value = value.decode("latin-1") if isinstance(value, bytes) else value
    return value if isinstance(value, str) else None


def _is_one_thing(name: str, frame: Frame) -> bool:
    """Whether a name stands for one thing as long as it is there: a parameter, a variable of a module that is bound once."""
    if frame.node is not None and name in frame.names:
        parameters = {parameter.arg for parameter in nodes_in(frame.node.args) if isinstance(parameter, ast.arg)}
        return name in parameters and name not in rebound_names(frame.node)
    return frame.module.facts.times_bound[name] == 1 and name in frame.module.facts.assigned


# What is read


def variables_read(machine: Machine, piece: Piece) -> Iterator[Variable]:
    """The variables that are read, also by an object of a class of settings, and the folder where a file is opened."""
    named = dict(_named_reads(machine, piece))
    for node in piece.nodes:
        if isinstance(node, ast.Call):
            name = last_name(ast.unparse(node.func))
            if name in FILE_READERS | _ASK_FOLDER and not is_absolute(piece, path_in(machine, piece, node)):
                yield FOLDER
            if name == "astimezone":
                yield from (ZONE, called("TZ"))
            if name in _HOMES:
                yield from map(called, ("HOME", "USERPROFILE", "HOMEPATH", "HOMEDRIVE"))
            if name == "expandvars":
                yield ANY
        if not isinstance(getattr(node, "ctx", None), ast.Load):
            continue
        value = value_of(machine, node, piece.frame)
        if isinstance(value, External) and value.dotted in _LOCAL_TIME:
            yield from (ZONE, called("TZ"))
        if isinstance(value, Class) and _has_a_file(value):
            yield from _of_settings(machine, value, piece)
        elif value in ENVIRONMENT or _is_function(node, value) or _has_a_file(value):
            yield named.get(id(node), ANY)
        if _has_a_file(value):
            yield FOLDER


def _is_function(node: ast.AST, value: Value) -> bool:
    """`os.getenv`, and what is called like it or like the environment."""
    return value == External("os.getenv") or (path_of(node) or ("",))[-1] in ("environ", "environb", "getenv")


def _has_a_file(value: Value) -> bool:
    """Whether something reads the environment, and a file of settings, which it finds in the current folder."""
    if isinstance(value, Class):
        return any(map(is_settings_class, linearized(value)))
    return value == External("decouple.config") or (
        isinstance(value, Instance) and isinstance(value.cls, External) and value.cls.dotted in SETTING_READERS
    )


def _named_reads(machine: Machine, piece: Piece) -> Iterator[tuple[int, Variable]]:
    """The expressions for the environment of which one variable is asked, each with that one."""
    for node in piece.nodes:
        match node:
            case ast.Subscript(value=base, slice=key):
                pass
            case ast.Call(func=ast.Attribute(value=base, attr="get" | "setdefault" | "pop"), args=[key, *_]):
                pass
            case ast.Compare(left=key, ops=[ast.In() | ast.NotIn()], comparators=[base]):
                pass
            case ast.Call(func=ast.Attribute(value=base), args=[key, *_]) if _has_a_file(
                value_of(machine, base, piece.frame)
            ):
                pass  # `env.str("SECRET")`
            case ast.Call(func=base, args=[key, *_]) if not isinstance(value_of(machine, base, piece.frame), Class):
                pass
            case _:
                continue
        variable = variable_named(machine, key, piece.frame)
        if _has_a_file(value_of(machine, base, piece.frame)):  # it may have a prefix of its own
            variable = variable._replace(start="", whole=False)
        yield id(base), variable


def is_settings_class(cls: Class | External) -> bool:
    """pydantic's `BaseSettings`, whose objects are filled from the environment."""
    if isinstance(cls, External):
        return last_name(cls.dotted) == "BaseSettings"
    return cls.node.name == "BaseSettings" and cls.frame.module.is_library


_PLAIN_OPTIONS = frozenset(
    ["env_prefix", "env_file", "env_file_encoding", "extra", "case_sensitive", "frozen", "env_ignore_empty"]
    + ["env_nested_delimiter", "secrets_dir"]
)
_ALIASES = frozenset(["alias", "validation_alias", "env"])


def _of_settings(machine: Machine, cls: Class, piece: Piece) -> Iterator[Variable]:
    """The variables that the fields of a class of settings are asked for: those that begin with their names, behind its prefix.

    Any, where something else than its own options and aliases that are written out may say which.
    """
    own = [entry for entry in linearized(cls) if isinstance(entry, Class) and not entry.frame.module.is_library]
    methods = [part for entry in own for part in entry.node.body if isinstance(part, ast.FunctionDef)]
    is_plain = not any(map(_is_run_by_pydantic, methods)) and all(
        is_settings_class(entry) for entry in linearized(cls)[: len(own) + 1] if entry not in own
    )
    given = _options_of(own)
    prefixes = None if given is None else [options["env_prefix"] for options in given if "env_prefix" in options]
    if (
        _is_told_anew(piece)
        or not is_plain
        or prefixes is None
        or not all(isinstance(prefix, ast.Constant) for prefix in prefixes)
        or any(entry.meta is not None for entry in own)
    ):
        yield ANY
        return
    for field in (part for entry in own for part in entry.node.body if isinstance(part, ast.AnnAssign)):
        for name in _aliases_of(field):
            yield ANY if name is None else Variable(name.upper())
        if isinstance(field.target, ast.Name):
            named = [str(prefix.value) for prefix in prefixes if isinstance(prefix, ast.Constant)] or [""]
            yield from (Variable(f"{prefix}{field.target.id}".upper()) for prefix in named)


def _is_told_anew(piece: Piece) -> bool:
    """`Settings(_env_file=path)`."""
    return any(isinstance(node, ast.keyword) and (node.arg or "_env").startswith("_env") for node in piece.nodes)


def files_of_settings(cls: Class, piece: Piece) -> Iterator[ast.expr | None]:
    """The files that a class of settings is filled from, as they are written; None for one that is not known."""
    own = [entry for entry in linearized(cls) if isinstance(entry, Class) and not entry.frame.module.is_library]
    given = _options_of(own)
    methods = [part.name for entry in own for part in entry.node.body if isinstance(part, ast.FunctionDef)]
    if given is None or _is_told_anew(piece) or "settings_customise_sources" in methods:
        yield None
        return
    for options in given:
        yield from [None] if "secrets_dir" in options else []
        files = options.get("env_file")
        yield from files.elts if isinstance(files, (ast.Tuple, ast.List)) else [files] if files is not None else []


def _options_of(classes: Sequence[Class]) -> list[Mapping[str | None, ast.expr]] | None:
    """What the configurations of classes of settings say; None where one may say something else."""
    found = [_options_in(part) for entry in classes for part in entry.node.body if _is_configuration(part)]
    found += [{one.arg: one.value for one in entry.node.keywords} for entry in classes if entry.node.keywords]
    known = [options for options in found if options is not None and options.keys() <= _PLAIN_OPTIONS]
    return known if len(known) == len(found) else None


def _is_run_by_pydantic(method: ast.FunctionDef) -> bool:
    """`@model_validator(mode="before")`: what it reads, running the program need not tell."""
    decorators = {
        last_name(ast.unparse(part.func if isinstance(part, ast.Call) else part)) for part in method.decorator_list
    }
    is_validator = any("validator" in one for one in decorators)
    is_told = method.name in ("settings_customise_sources", "model_post_init")
    return is_told or (is_validator and not _only_looks_at_its_value(method))


def _only_looks_at_its_value(method: ast.FunctionDef) -> bool:
    """Whether a validator calls nothing but what reads, as far as names tell, and exceptions."""
    nodes = [node for statement in method.body for node in nodes_in(statement)]
    called = [last_name(ast.unparse(node.func)) for node in nodes if isinstance(node, ast.Call)]
    names = {last_name(ast.unparse(node)) for node in nodes if isinstance(node, (ast.Name, ast.Attribute))}
    is_plain = all(changes_nothing(name) or name.endswith(("Error", "Exception")) for name in called)
    return is_plain and names.isdisjoint(("environ", "environb", "getenv"))


def _is_configuration(statement: ast.stmt) -> bool:
    """`model_config = ...`, `class Config:`."""
    match statement:
        case (
            ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)) | ast.ClassDef(name=name)
        ):
            return name in ("model_config", "Config")
    return False


def _options_in(statement: ast.stmt) -> Mapping[str | None, ast.expr] | None:
    """The options of a configuration that is written out."""
    match statement:
        case (
            ast.Assign(value=ast.Call(args=[], keywords=keywords))
            | ast.AnnAssign(value=ast.Call(args=[], keywords=keywords))
        ):
            return {keyword.arg: keyword.value for keyword in keywords}
        case ast.Assign(value=ast.Dict(keys=keys, values=values)):
            return {getattr(key, "value", None): value for key, value in zip(keys, values, strict=True)}
        case ast.ClassDef(body=body):
            given = {part.targets[0].id: part.value for part in body if _is_option(part)}  # type: ignore[attr-defined]
            return given if len(given) == len(body) else None
    return None


def _is_option(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)


def _aliases_of(field: ast.AnnAssign) -> Iterator[str | None]:
    """The other names under which a field is asked for; None for one that is not written out."""
    for node in nodes_in(field):
        if isinstance(node, ast.keyword) and (node.arg is None or node.arg in _ALIASES):
            yield node.value.value if isinstance(node.value, ast.Constant) else None  # type: ignore[misc]


# What is set


def settings_made(machine: Machine, piece: Piece) -> Iterator[Setting]:
    """The changes of the environment that code makes, each with the variable that it concerns."""

    def is_environment(node: ast.AST) -> bool:
        return (path_of(node) or ("",))[-1] == "environ" or value_of(machine, node, piece.frame) in ENVIRONMENT

    for node in piece.nodes:
        match node:
            case ast.Subscript(ctx=ast.Store() | ast.Del(), value=value, slice=key) if is_environment(value):
                yield Setting(variable_named(machine, key, piece.frame), ast.unparse(node), is_followed=True)
            case ast.AugAssign(target=target, value=value) if is_environment(target):
                for variable in _keys_of(machine, [value], piece.frame):
                    yield Setting(variable, ast.unparse(node))
            case ast.Call(func=ast.Attribute(value=value, attr=name)) if name in _CHANGES_MAPPING and is_environment(
                value
            ):
                for variable in _keys_changed(machine, node, name, piece.frame):
                    yield Setting(variable, f"{ast.unparse(node.func)}(...)", is_followed=name in ("setdefault", "pop"))
            # `MutableMapping.update(os.environ, KEY="k")`
            case ast.Call(func=ast.Attribute(attr=name), args=[first, *rest]) if (
                name in _CHANGES_MAPPING and is_environment(first)
            ):
                told = ast.Call(node.func, rest, node.keywords)
                for variable in _keys_changed(machine, told, name, piece.frame):
                    yield Setting(variable, f"{ast.unparse(node.func)}(...)")
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name) as function, args=given):
                if isinstance(value_of(machine, function, piece.frame), Function) or _is_left_again(
                    machine, node, piece
                ):
                    continue
                text = f"{ast.unparse(function)}(...)"
                if name in _SETS_FOLDER:
                    yield Setting(FOLDER, text)
                elif name == "tzset":
                    yield Setting(ZONE, text)
                elif name in _SETS_ONE and given:
                    yield Setting(variable_named(machine, given[0], piece.frame), text)
                elif name in _SETS_ENVIRONMENT:
                    yield Setting(ANY, text)
                elif name in _IMPORTS and _is_not_read(machine, given):
                    yield Setting(ANY, text, verb="may change")


def _is_left_again(machine: Machine, call: ast.Call, piece: Piece) -> bool:
    """`with contextlib.chdir("data"):`, where nothing is left in the middle: behind it the folder is the one that it was."""
    if value_of(machine, call.func, piece.frame) != External("contextlib.chdir"):
        return False
    blocks = [node for node in piece.nodes if isinstance(node, (ast.With, ast.AsyncWith))]
    is_entered = any(item.context_expr is call for block in blocks for item in block.items)
    return is_entered and not any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in piece.nodes)


_IMPORTS = frozenset(["import_module", "__import__"])


def _is_not_read(machine: Machine, given: list[ast.expr]) -> bool:
    """Whether a module that is imported by its name, `import_module("plugin_mail")`, is one whose source is not read."""
    match given:
        case [ast.Constant(value=str(dotted)), *_] if not dotted.startswith("."):
            is_python = dotted.partition(".")[0] in sys.stdlib_module_names
            return not is_python and machine.modules.find(dotted) is None
    return False


def _keys_changed(machine: Machine, call: ast.Call, name: str, frame: Frame) -> Iterator[Variable]:
    """The variables that a method of the environment sets or takes out."""
    if name == "update":
        yield from _keys_of(machine, call.args, frame)
        yield from (ANY if keyword.arg is None else called(keyword.arg) for keyword in call.keywords)
    elif name in ("clear", "popitem") or not call.args:
        yield ANY
    else:
        yield variable_named(machine, call.args[0], frame)


def _keys_of(machine: Machine, given: list[ast.expr], frame: Frame) -> Iterator[Variable]:
    """The keys of dicts that are written out; of any other nothing is known."""
    for value in given:
        keys = value.keys if isinstance(value, ast.Dict) else [None]
        yield from (ANY if key is None else variable_named(machine, key, frame) for key in keys)
