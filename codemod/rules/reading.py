"""Expressions that only read, as far as their text tells: what a module of Python's own library is asked for changes none of its state.

Two questions are asked. Does an expression rest on nothing that can change, so that it does not matter what stands before it
(`logging.INFO`, `os.path.basename("/srv/www")`)? And does it at least change nothing, so that two of the kind may change places
(`shutil.which("git")`, `logger.isEnabledFor(10)`)? Whatever is not known here does both.
"""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterable, Mapping

from codemod.frozen import NamedTuple
from codemod.interpreter.memoisation import once
from codemod.library_names import LOGS
from codemod.project.nodes import nodes_in
from codemod.rules.provenance import modules_imported

# Functions whose result rests on what they are given alone, and attributes of modules that are set once.
_OF_ARGUMENTS = frozenset(
    ["os.path.basename", "os.path.dirname", "os.path.join", "os.path.split", "os.path.splitext", "os.path.normpath"]
    + ["locale.normalize", "math.floor", "math.ceil", "math.sqrt", "round", "abs", "len", "str", "int", "float", "bool"]
)  # fmt: skip
_SET_ONCE = frozenset(["os.sep", "os.name", "os.linesep", "sys.platform", "tempfile.template", "string.digits"])
# Functions that ask for the state of a module, of files or of the process, and leave it as it is.
_ASKING = frozenset(
    ["shutil.which", "shutil.disk_usage", "os.listdir", "os.getcwd", "os.getpid", "os.access", "os.getenv", "os.stat"]
    + ["os.path.exists", "os.path.isfile", "os.path.isdir", "os.path.getsize", "os.path.abspath", "os.path.realpath"]
    + ["socket.gethostname", "socket.getfqdn", "socket.getdefaulttimeout", "locale.getlocale", "mimetypes.guess_type"]
    + ["logging.getLevelName", "json.loads", "print", "sorted", "repr", "tempfile.gettempdir", "sys.getrecursionlimit"]
)  # fmt: skip
_PATHS = frozenset(["pathlib.Path", "pathlib.PurePath"])
_OF_PATHS = frozenset(["name", "stem", "suffix", "parent", "parts"])  # which are told by the path itself
_READING = frozenset(["read_text", "read_bytes", "exists", "is_file", "is_dir"])
_OF_TEXTS = frozenset(
    ["strip", "lstrip", "rstrip", "lower", "upper", "replace", "split", "title", "startswith", "endswith"]
)
_LEVELS = frozenset(["isEnabledFor", "getEffectiveLevel"])
_OF_HANDLERS = frozenset(["emit", "handle", "filter", "format", "makeRecord"])  # what is logged runs these
_REGISTERING = frozenset(["add_middleware", "Middleware"])  # which call nothing of what they are given
# Special methods that nothing runs which is looked at here.
_ELSEWHERE = frozenset(["__init__", "__call__", "__post_init__", "__enter__", "__exit__", "__aenter__", "__aexit__"])


class Reader(NamedTuple):
    """A look at one statement: the modules that names stand for in its file, and what the program says of other names.

    ``functions`` are the names of its functions and classes, ``sets`` the attributes that it sets, ``made`` what those variables of the
    module are bound to that are bound once.
    """

    modules: Mapping[str, str]
    functions: frozenset[str]
    sets: frozenset[str]
    made: Mapping[str, ast.expr]

    def rests_on_nothing(self, node: ast.AST) -> bool:
        """Whether what a statement works out is the same whenever it runs, but for what its names stand for."""
        return self._is_told(node, False)

    def only_reads(self, node: ast.AST) -> bool:
        """Whether a statement changes nothing but the names that it binds, and the application that it registers something on."""
        return self._is_told(node, True)

    def _is_told(self, node: ast.AST, may_ask: bool) -> bool:
        def are_told(parts: Iterable[ast.AST]) -> bool:
            return all(self._is_told(part, may_ask) for part in parts)

        match node:
            case ast.Constant() | ast.Name(ctx=ast.Load()):
                return True
            case ast.Assign(targets=[ast.Name()], value=value) | ast.Expr(value=value):
                return self._is_told(value, may_ask)
            case ast.Attribute(value=owner, attr=name, ctx=ast.Load()):
                dotted = self.dotted(node)
                if dotted is not None:
                    return name not in self.sets and (name.isupper() or dotted in _SET_ONCE)
                return name in _OF_PATHS - self.functions and self._is_told(owner, may_ask)
            case ast.Compare(left=left, comparators=others):
                return are_told([left, *others])
            case ast.BinOp(left=left, right=right):
                return are_told([left, right])
            case ast.BoolOp(values=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.JoinedStr(values=parts):
                return are_told(parts)
            case ast.UnaryOp(operand=part) | ast.FormattedValue(value=part, format_spec=None):
                return self._is_told(part, may_ask)
            case ast.Subscript(value=owner, slice=ast.Constant(), ctx=ast.Load()):
                return self._is_told(owner, may_ask)
            case ast.Call(args=args, keywords=keywords):
                given = [*args, *(keyword.value for keyword in keywords)]
                is_plain = not any(keyword.arg is None for keyword in keywords)
                return is_plain and self._is_call_told(node, may_ask) and are_told(given)
        return False

    def _is_call_told(self, call: ast.Call, may_ask: bool) -> bool:
        function = call.func
        dotted = self.dotted(function)
        if any(keyword.arg == "file" for keyword in call.keywords):  # `print("started", file=log)`
            return False
        if isinstance(function, ast.Attribute) and function.attr == "replace" and len(call.args) == 1:
            return False  # of a path: it takes the place of another one
        if dotted is not None:
            return dotted in _OF_ARGUMENTS | _PATHS or (may_ask and dotted in _ASKING)
        if not isinstance(function, ast.Attribute) or function.attr in self.functions:
            return False
        if function.attr in _REGISTERING:
            return isinstance(function.value, ast.Name)
        if self._is_random(function.value):
            return True
        if not may_ask:
            return False
        if function.attr in _LEVELS | LOGS:
            return self.logger(function.value) is not None and self.functions.isdisjoint(_OF_HANDLERS)
        return function.attr in _OF_TEXTS | _READING and self._is_told(function.value, True)

    def _is_random(self, node: ast.expr) -> bool:
        """`local`, where that is `random.Random(7)`: what it draws changes nothing but itself."""
        made = self.made.get(node.id) if isinstance(node, ast.Name) else None
        return isinstance(made, ast.Call) and self.dotted(made.func) == "random.Random"

    def logger(self, node: ast.expr) -> str | None:
        """The name of the logger that an expression stands for: `logging.getLogger("shop")`, `logger`."""
        node = self.made.get(node.id, node) if isinstance(node, ast.Name) else node
        match node:
            case ast.Call(func=function, args=[ast.Constant(value=str(name))], keywords=[]):
                return name if self.dotted(function) == "logging.getLogger" else None
        return None

    def dotted(self, function: ast.expr) -> str | None:
        """`os.path.join`, `round`: the name of a thing of Python's own library, of which the program makes nothing else."""
        match function:
            case ast.Name(id=name):
                return self.modules.get(name)
            case ast.Attribute(value=owner, attr=name):
                below = self.dotted(owner)
                return f"{below}.{name}" if below is not None else None
        return None


def reader(path: str, trees: Mapping[str, ast.Module]) -> Reader:
    """A look at the statements of a module of a program, whose trees are given by their paths."""
    functions = frozenset().union(*map(_functions_defined, trees.values()))
    own = {part for other in trees for part in other.removesuffix(".py").split(os.sep)[-2:]}
    bound = made_once(trees[path]).keys() | functions
    built_in = {name: name for name in _OF_ARGUMENTS | _ASKING if "." not in name and name not in bound}
    library = {
        name: dotted
        for name, dotted in _from_library(trees[path]).items()
        if name not in functions and dotted.partition(".")[0] not in own
    }
    made = {name: value for name, value in made_once(trees[path]).items() if value is not None}
    sets = frozenset().union(*map(_attributes_set, trees.values()))
    return Reader(built_in | library, functions, sets, made)


def is_plain(trees: Iterable[ast.Module]) -> bool:
    """Whether no object of a program has a special method that runs where something is only asked for, or shown."""
    return not any(map(_has_special_methods, trees))


def sets_apart(one: ast.AST, other: ast.AST, look: Reader, own: Reader) -> bool:
    """`worker.setLevel(10)`, where the other statement asks for the levels of loggers that `worker` is not above."""
    match one:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner, attr="setLevel"), args=[level], keywords=[])):
            name = look.logger(owner)
        case _:
            return False
    asked = [node.func.value for node in nodes_in(other) if _asks_level(node)]  # type: ignore[attr-defined]
    names = [own.logger(node) for node in asked]
    if not name or not names or not look.rests_on_nothing(level) or not own.only_reads(other):
        return False
    mentions = sum(isinstance(node, ast.Attribute) and node.attr == "getLogger" for node in nodes_in(other))
    inline = sum(isinstance(node, ast.Call) for node in asked)
    return (
        name != "root"
        and mentions == inline
        and all(known and not f"{known}.".startswith(f"{name}.") for known in names)
    )


def patches_another(trees: Iterable[ast.Module]) -> bool:
    """Whether all that a program patches are attributes of its own classes that nothing asks for, and dicts that it writes out."""
    trees = [*trees]
    nodes = [node for tree in trees for node in nodes_in(tree)]
    plain = {node.name for node in nodes if isinstance(node, ast.ClassDef) and not (node.bases or node.keywords)}
    patched = {name: node for node in nodes if isinstance(node, ast.Call) and (name := _patched_by(node, plain))}
    dicts = [node for node in nodes if isinstance(node, ast.Call) and _patches_dict(node, trees)]
    told = {id(part) for node in (*patched.values(), *dicts) for part in nodes_in(node.func)}
    texts = [node.value for node in nodes if isinstance(node, ast.Constant)]
    for node in nodes:
        name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
        if name in patched or name in _LOOKING_UP or (name in _PATCHING and id(node) not in told):
            return False
    return bool(patched or dicts) and all(texts.count(name) == 1 and not name.startswith("__") for name in patched)


_PATCHING = frozenset(["mock", "patch", "MonkeyPatch", "monkeypatch"])
_LOOKING_UP = frozenset(
    ["getattr", "vars", "dir", "__dict__", "attrgetter", "methodcaller", "getmembers", "setattr", "eval", "exec"]
)


def _patched_by(call: ast.Call, classes: set[str]) -> str:
    """`url` of `mock.patch.object(Vault, "url", return_value="x")`."""
    match call:
        case ast.Call(
            func=ast.Attribute(value=ast.Attribute(value=ast.Name(id="mock"), attr="patch"), attr="object"),
            args=[ast.Name(id=owner), ast.Constant(value=str(name)), *_],
        ):
            return name if owner in classes else ""
    return ""


def _patches_dict(call: ast.Call, trees: Iterable[ast.Module]) -> bool:
    """`mock.patch.dict(OPTIONS, {"key": "k"})`, where a module writes that dict out."""
    match call:
        case ast.Call(
            func=ast.Attribute(
                value=ast.Name(id="patch") | ast.Attribute(value=ast.Name(id="mock"), attr="patch"), attr="dict"
            ),
            args=[ast.Name(id=name), *_],
        ):
            made = [made_once(tree)[name] for tree in trees if name in made_once(tree)]
            return bool(made) and all(isinstance(value, ast.Dict) for value in made)
    return False


def _asks_level(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _LEVELS


@once
def _functions_defined(tree: ast.Module) -> frozenset[str]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return frozenset(node.name for node in nodes_in(tree) if isinstance(node, kinds))


@once
def _attributes_set(tree: ast.Module) -> frozenset[str]:
    found = set()
    for node in nodes_in(tree):
        match node:
            case ast.Attribute(attr=name, ctx=ast.Store() | ast.Del()):
                found.add(name)
            case ast.Call(func=ast.Name(id="setattr" | "delattr"), args=[_, ast.Constant(value=str(name)), *_]):
                found.add(name)
    return frozenset(found)


@once
def made_once(tree: ast.Module) -> Mapping[str, ast.expr | None]:
    """The names that a module binds, also by imports and as parameters, with what those are bound to that are bound once."""
    found: dict[str, ast.expr | None] = {}
    top = {id(node.targets[0]): node.value for node in tree.body if isinstance(node, ast.Assign)}
    for node in nodes_in(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                found[name] = None if name in found else top.get(id(node))
            case ast.arg(arg=name):
                found[name] = None
            case ast.alias(name=name, asname=asname):
                found[asname or name.partition(".")[0]] = None
    return found


@once
def _from_library(tree: ast.Module) -> Mapping[str, str]:
    """`os` of `import os`, `Path` of `from pathlib import Path`: names that a module binds by imports alone."""
    found = {name: dotted for name, dotted in modules_imported(tree) if name in (dotted, dotted.partition(".")[0])}
    found = {name: name for name in found if name in sys.stdlib_module_names}
    for node in nodes_in(tree):
        if isinstance(node, ast.ImportFrom) and not node.level and node.module in sys.stdlib_module_names:
            found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    bound = {_bound_by(node) for node in nodes_in(tree)}
    return {name: dotted for name, dotted in found.items() if name not in bound}


def _bound_by(node: ast.AST) -> str:
    """The name of a variable or parameter where it is bound."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
            return name
    return ""


@once
def _has_special_methods(tree: ast.Module) -> bool:
    return any(
        isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and node.name.startswith("__")
        and node.name.endswith("__")
        and node.name not in _ELSEWHERE
        for node in nodes_in(tree)
    )
