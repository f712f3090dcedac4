"""One file of Python: its tree, its lines, the names that it serves. Parsed by CPython, never imported or run."""

from __future__ import annotations

import ast
import bisect
import builtins
import functools
import gc
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from codemod.files.decoding import COOKIE, decode
from codemod.model import Location, Place
from codemod.project.index import NOTHING, Registering
from codemod.project.nodes import children_of, nodes_in
from codemod.project.pieces import STAND_IN, Piece, cut, positioned
from codemod.project.roots import import_lines

# A module with none of these words can neither register middleware, nor mount an application, nor look at a connection of its own
# accord. An `amount` mounts nothing.
_WORD = re.compile(
    "iddleware|FastAPI|Starlette|session|scope|request|call_next|import_module|__import__|resolve_name|(?<![a-z])[Mm]ount"
)
_WORDS = re.compile(_WORD.pattern.encode())
_HEADER = re.compile(rb"class\s+\w+\s*\(([^)]*)\)")  # of a class: its bases and keywords
_MAKES = re.compile(rb"FastAPI|Starlette|iddleware")
_IDENTIFIER = re.compile(r"\w+")
_NEWLINE = re.compile(r"\r\n|\r|\n")
_GLOBAL = re.compile(rb"^[ \t]+global[ \t]+(\w+(?:[ \t]*,[ \t]*\w+)*)[ \t]*(?:[#;]|$)", re.MULTILINE)
# Both begin with a character, which is quickly looked for; what stands before it is looked at then.
_FILLS = re.compile(rb"\][ \t]*(?::[^=\n]+)?[-+*/|&^%@<>]{0,2}=(?!=)")
_FILLED = re.compile(rb"[ \t]+([\w.]+)\[")
_GROWS = re.compile(rb"\.(?:append|appendleft|insert|add|setdefault)[ \t]*\(")
_GROWN = re.compile(rb"[ \t](?:[^\n]*[^\w.\n])?([\w.]+)$")
# What changes a list, set or dict, hands it on or gives it another name.
_CHANGES = re.compile(
    rb"(\w+)[ \t]*(?:\[[^\]\n]*\][ \t]*(?::[^=\n]+)?[-+*/|&^%@<>]{0,2}=(?!=)|[-+*/|&^%@]=|[ \t]as[ \t]|\.(?:append|extend|insert"
    rb"|remove|pop|clear|add|discard|update|setdefault|popitem|sort|difference_update|intersection_update|__\w+__)[ \t]*\()"
    rb"|\bdel[ \t]+(?:\w+\.)*(\w+)\["
    rb"|(?:[(,=*]|\breturn|\byield)[ \t]*(?:\w+\.)*(\w+)[ \t]*(?=[,)\n\r#])"
)
_IMPORTS = re.compile(rb"^[ \t]*(?:from|import)[ \t][^\n]*\bimport[ \t][^\n]*$", re.MULTILINE)
_POSTPONES = re.compile(rb"^from[ \t]+__future__[ \t]+import\b[^\n;]*\bannotations\b", re.MULTILINE)
_BINDS_ANY = re.compile(rb"\bimport[ \t]*\(?[ \t]*\*|\bglobals\(|\bexec\(|\bsys\.modules\[__name__\]")
KEPT = 512  # texts of functions whose words are kept: of a file that is edited, most stay as they are
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


# What adds a route to a router or application.
ROUTES = frozenset(["get", "post", "put", "delete", "patch", "head", "options", "trace", "route"])
ROUTES |= {"api_route", "websocket", "websocket_route"}
EFFECTS = "*"  # what runs as soon as anything of a module is asked for


class NotParsed(Exception):
    """The source is not Python that this interpreter reads; ``location`` is CPython's."""

    def __init__(self, message: str, location: Location | None = None) -> None:
        super().__init__(message)
        self.location = location

    def anew(self) -> NotParsed:
        """The same, to be kept or raised again: one that was raised holds on to all that was at work then."""
        return NotParsed(str(self), self.location)


class Facts:
    """What the text and the tree of a file say by themselves, whichever program runs it: worked out once, when it is asked for.

    ``tree`` gives the whole tree, ``parsed`` that of a text which begins at a row; without it the whole tree is made at once.
    """

    def __init__(
        self,
        source: bytes,
        tree: Callable[[], ast.Module],
        parsed: Callable[[bytes, int], ast.Module] | None = None,
    ) -> None:
        self.source, self._tree, self._parsed = source, tree, parsed
        self.has_global = b"global" in source
        self._said: dict[str, bool] = {}

    def let_go(self) -> None:
        """Forget all: the pieces refer to what has them, so that the tree would stay until garbage is looked for."""
        self.__dict__.clear()

    @functools.cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The statements at the margin."""
        found = cut(self.source, self._statements_of)
        return found if found is not None else tuple(map(self._piece_of, self._whole.body))

    def _piece_of(self, statement: ast.stmt) -> Piece:
        row = first_row(statement)
        text = "\n".join(self.lines[row - 1 : statement.end_lineno]).encode("utf-8", "replace")
        return Piece(text, row, lambda _: [statement])

    @functools.cached_property
    def tree(self) -> ast.Module:
        """The whole tree, with the very nodes that the pieces have."""
        if self._parsed is None:
            return self._whole
        body = [statement for piece in self.pieces for statement in piece.statements]
        if "_whole" not in self.__dict__:
            return ast.Module(body, [])
        known = {(statement.lineno, statement.col_offset): statement for statement in body}
        again = [known.get((statement.lineno, statement.col_offset), statement) for statement in self._whole.body]
        return ast.Module(again, [])

    @functools.cached_property
    def _whole(self) -> ast.Module:
        return self._tree()

    @functools.cached_property
    def _by_piece(self) -> dict[Piece, list[ast.stmt]]:
        found: dict[Piece, list[ast.stmt]] = {piece: [] for piece in self.pieces}
        rows = [piece.row for piece in self.pieces]
        for statement in self._whole.body:
            found[self.pieces[bisect.bisect(rows, first_row(statement)) - 1]].append(statement)
        return found

    def _statements_of(self, piece: Piece) -> list[ast.stmt]:
        if self._parsed is not None and "_whole" not in self.__dict__:
            try:
                return self._parsed(piece.text, piece.row).body
            except NotParsed:  # cut in a wrong place, or not Python at all
                pass
        return self._by_piece[piece]

    @functools.cached_property
    def is_relevant(self) -> bool:
        """Whether one of the words is in it."""
        return _WORDS.search(self.source) is not None

    @functools.cached_property
    def may_give_layers(self) -> bool:
        """Whether it may make an application, or have a layer."""
        return _MAKES.search(self.source) is not None

    def says(self, pattern: str) -> bool:
        """Whether the text matches."""
        if pattern not in self._said:
            self._said[pattern] = re.search(pattern.encode(), self.source) is not None
        return self._said[pattern]

    @functools.cached_property
    def lines(self) -> list[str]:
        """The decoded lines without their ends, split where CPython splits them: never at a form feed or U+2028."""
        return _NEWLINE.split(decode(self.source))

    @functools.cached_property
    def attributes_set(self) -> frozenset[str]:
        """The names of the attributes that the text sets on something that it does not call `self`."""
        return set_attributes(self.source)

    @functools.cached_property
    def counts(self) -> Counter[str]:
        """How often each identifier stands in the text."""
        return Counter(_IDENTIFIER.findall(decode(self.source)))

    @functools.cached_property
    def only_imported(self) -> frozenset[str]:
        """The names `layers.auth` that are imported as such, and read nowhere."""
        names = {match[1] for match in _DOTTED.finditer(self.source)}
        said = (rb"(?<![\w.])(?<!import )(?<!from )" + re.escape(name) + rb"\b" for name in names)
        return frozenset(
            os.fsdecode(name) for name, pattern in zip(names, said, strict=True) if not re.search(pattern, self.source)
        )

    @functools.cached_property
    def relevant(self) -> frozenset[str]:
        """The names of the functions and classes that have one of the words in them, or that mention one which has."""
        mentions = self.words_by_definition
        first = frozenset(name for name, words in mentions.items() if _WORD.search(" ".join(words)))
        return closure(mentions, first)

    @functools.cached_property
    def words_by_definition(self) -> dict[str, set[str]]:
        """The words of each function, class and method: of its text, which is much faster than of its tree."""
        found: dict[str, set[str]] = {}
        for piece in self.pieces:
            if piece.kind == "def":
                found.setdefault(piece.name, set()).update(_words_of(piece.body))
            elif piece.kind not in ("assign", "import"):
                self._note_words(piece.statements, found)
        return found

    def _note_words(self, statements: list[ast.stmt], found: dict[str, set[str]]) -> None:
        queue: list[ast.AST] = [*statements]
        while queue:
            node = queue.pop()
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                text = "\n".join(self.lines[node.lineno - 1 : node.end_lineno])
                found.setdefault(node.name, set()).update(_IDENTIFIER.findall(text))
            if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                queue += [part for part in children_of(node) if isinstance(part, (ast.stmt, ast.ExceptHandler))]

    @functools.cached_property
    def waiting(self) -> dict[str, list[Piece]]:
        """The top-level statements by the names that they bind, or whose objects they change."""
        found: dict[str, list[Piece]] = {}
        for piece in self.pieces:
            names = set(piece.names or ())
            stand_ins = piece.stand_ins if piece.is_decorated or piece.names is None else []
            for statement in stand_ins:
                names |= names_served(statement) - ({STAND_IN} if piece.is_decorated else set())
            is_told = piece.name in self.told_of or self._enters(piece)
            if self.is_relevant and (is_told or any(map(is_plainly_decorated, stand_ins))):
                names.add(EFFECTS)
            for name in names:
                found.setdefault(name, []).append(piece)
        return found

    def _enters(self, piece: Piece) -> bool:
        """Whether a statement calls, wherever, a function by which the module enters something: `if DEBUG: put(2, Trace)`."""
        is_definition = piece.kind in ("def", "class")
        return not is_definition and any(name + b"(" in piece.text for name in self.entering)

    @functools.cached_property
    def entering(self) -> frozenset[bytes]:
        """The functions that statements of their own give something that is no literal, `put(1, Gate)`: it may go into a registry."""
        calls = (
            (statement.value.func.id, statement.value)
            for piece in self.pieces
            if not piece.kind and self.is_relevant
            for statement in piece.statements
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
            if isinstance(statement.value.func, ast.Name) and not hasattr(builtins, statement.value.func.id)
        )
        return frozenset(
            name.encode()
            for name, call in calls
            if any(
                not isinstance(part, ast.Constant)
                for part in (*call.args, *(keyword.value for keyword in call.keywords))
            )
        )

    @functools.cached_property
    def told_of(self) -> frozenset[str]:
        """The classes whose definition runs code of the module: a base has `__init_subclass__`, or they have a metaclass of it."""
        if not (b"__init_subclass__" in self.source or b"metaclass" in self.source):
            return frozenset()
        hooks = {piece.name for piece in self.pieces if piece.kind == "class" and b"__init_subclass__" in piece.body}
        hooks |= {name for name, words in self.headers.items() if "type" in words}
        return closure(self.headers, frozenset(hooks)) - hooks

    @functools.cached_property
    def headers(self) -> dict[str, set[str]]:
        """The classes at the margin that have bases or keywords, each with the words of these."""
        classes = {piece.name: _HEADER.match(piece.body) for piece in self.pieces if piece.kind == "class"}
        return {
            name: set(_IDENTIFIER.findall(decode(found[1]))) for name, found in classes.items() if found is not None
        }

    def may_derive(self, name: str) -> list[str]:
        """The classes at the margin that may derive from a class which has this name where it is defined."""
        is_renamed = re.search(rf"\b{name}\s+as\b".encode(), self.source) is not None
        return [own for own, words in self.headers.items() if is_renamed or name in words]

    @functools.cached_property
    def times_bound(self) -> Counter[str]:
        """How often each name is bound at the top level; one that a function may bind counts twice."""
        found: Counter[str] = Counter()
        for piece in self.pieces:
            if piece.names is not None:
                found.update(piece.names)
            else:
                found.update(names_bound(piece.statements, is_top=True))
        found.update([*self.globals_set] * 2)
        return found

    @functools.cached_property
    def globals_set(self) -> frozenset[str]:
        """The names that functions declare as `global`."""
        lines = _GLOBAL.findall(self.source) if self.has_global else ()
        return frozenset(name.strip().decode() for line in lines for name in line.split(b","))

    @functools.cached_property
    def may_bind_any(self) -> bool:
        """Whether names may be bound at the top level that no statement says: `from local import *`, `globals()["DEBUG"] = True`."""
        return _BINDS_ANY.search(self.source) is not None

    @functools.cached_property
    def postpones_annotations(self) -> bool:
        """Whether it has `from __future__ import annotations`: then nothing evaluates them."""
        return _POSTPONES.search(self.source) is not None

    @functools.cached_property
    def filled_in_passing(self) -> frozenset[str]:
        """The dicts, lists and sets, as they are written, that functions put items into."""
        definitions = [piece.body for piece in self.pieces if piece.kind in ("def", "class") or b"def " in piece.body]
        return frozenset(owner.decode() for text in definitions for owner in _filled_in(text))

    @functools.cached_property
    def items_changed(self) -> frozenset[str]:
        """The names of the lists, sets and dicts that the text changes, hands on or gives another name.

        Those that functions have for themselves are left out.
        """
        words = {word for line in import_lines(self.source) for word in _IDENTIFIER.findall(decode(line[0]))}
        names = items_changed_in(self.source)
        return frozenset(name for is_part, name in names if is_part or name in words or name in self.times_bound)

    @functools.cached_property
    def assigned(self) -> frozenset[str]:
        """The names that assignments at the margin bind."""
        return frozenset(names_bound(part for part in self.tree.body if isinstance(part, ast.Assign)))

    def bound_to(self, name: str) -> ast.stmt | None:
        """The first statement that does no more than bind a name."""
        for piece in self.pieces:
            for statement in piece.statements if piece.name == name or not piece.kind else ():
                match statement:
                    case ast.Assign(targets=[ast.Name(id=bound)]) | ast.AnnAssign(target=ast.Name(id=bound)) if (
                        bound == name
                    ):
                        return statement
        return None


@functools.lru_cache(KEPT)
def _words_of(text: bytes) -> frozenset[str]:
    return frozenset(_IDENTIFIER.findall(text.decode()))


def items_changed_in(text: bytes) -> frozenset[tuple[bool, str]]:
    """The names of what the lines of a text change, hand on or give another name, each with whether it is one of an attribute."""
    text = _IMPORTS.sub(lambda line: line[0] if b" as " in line[0] else b"", text)
    found = {(match.start(index), match[index]) for match in _CHANGES.finditer(text) if (index := match.lastindex)}
    return frozenset((text[start - 1 : start] == b".", name.decode("utf-8", "replace")) for start, name in found)


def _filled_in(text: bytes) -> Iterator[bytes]:
    """What the lines of a text put items into: `CACHE[key] = value`, `LAYERS.append(layer)`."""
    for ends, begins in ((_FILLS, _FILLED), (_GROWS, _GROWN)):
        for match in ends.finditer(text):
            begun = begins.match(text[text.rfind(b"\n", 0, match.start()) + 1 : match.start() + (ends is _FILLS)])
            if begun is not None:
                yield begun[1]


def first_row(statement: ast.stmt) -> int:
    """The row that a statement begins with, its decorators included."""
    decorators = getattr(statement, "decorator_list", None)
    return decorators[0].lineno if decorators else statement.lineno


class Module:
    """A file as one program has it: its facts, and the frame that the machine fills when it executes the module.

    The tree of an imported module is made when it is first asked for; one that cannot be parsed is then taken to be empty.
    """

    def __init__(
        self, path: str, name: str, facts: Facts, is_library: bool = False, known: Registering = NOTHING
    ) -> None:
        self.path, self.name, self.facts = path, name, facts
        self.frame: object = None  # what the interpreter keeps of it, once it has it
        self.state = "new"
        self.is_library = is_library
        self.is_model = False  # of a library: what it does is told of at the place that calls it
        # Importing an installed library registers nothing on the program's applications.
        self.has_effects = known.has_effects
        self.registering = known.calling
        self.ends = known.ends
        self.mentioning = known.mentioning
        self.is_parsed = False
        self.waiting: dict[str, list[Piece]] = {}
        self.ran: set[int] = set()

    @property
    def source(self) -> bytes:
        return self.facts.source

    @property
    def tree(self) -> ast.Module:
        self.is_parsed = True
        return self.facts.tree

    @property
    def lines(self) -> list[str]:
        """The decoded lines without their ends."""
        return self.facts.lines

    def wait(self) -> None:
        """Put off the top level: each statement runs when a name is asked for that it binds, or that it changes."""
        self.is_parsed = True
        self.waiting = dict(self.facts.waiting)

    @property
    def package(self) -> str:
        """The package that relative imports start from."""
        if os.path.basename(self.path) == "__init__.py":
            return self.name
        return self.name.rpartition(".")[0]

    def location(self, row: int, offset: int) -> Location:
        """A place of `ast`, whose columns are UTF-8 bytes from 0, in characters from 1."""
        line = self.lines[row - 1] if row <= len(self.lines) else ""
        if line.isascii():
            return Location(row, offset + 1)
        return Location(row, len(line.encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "replace")) + 1)

    def place(self, node: ast.AST) -> Place:
        """Where a node stands; a decorated function or class begins at its first decorator's `@`."""
        start = self.location(node.lineno, node.col_offset)  # type: ignore[attr-defined]
        decorators = getattr(node, "decorator_list", [])
        if decorators:
            row = decorators[0].lineno
            start = Location(row, self.lines[row - 1].find("@") + 1)
        end = self.location(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
        return Place(self.path, start, end)

    def segment(self, node: ast.AST) -> str:
        """The source of an expression as it is written, on one line, cut at 60 characters."""
        start, end = self.place(node)[1:]
        first, *rest = self.lines[start.row - 1 : end.row]
        if not rest:
            text = first[start.column - 1 : end.column - 1]
        elif any("#" in line for line in (first, *rest)):
            text = " ".join(ast.unparse(node).split())  # comments do not fit on the line
        else:
            parts = [first[start.column - 1 :], *rest[:-1], rest[-1][: end.column - 1]]
            text = re.sub(r"(?<=[(\[{]) | (?=[)\]}.])", "", " ".join(part.strip() for part in parts))
        return text if len(text) <= 60 else text[:57] + "..."


def mentioned(node: ast.AST) -> set[str]:
    names: set[str] = set()
    for part in nodes_in(node):
        match part:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name) | ast.keyword(arg=str(name)):
                names.add(name)
            case ast.Constant(value=str(name)) | ast.arg(arg=name):
                names.add(name)
    return names


def closure(mentions: dict[str, set[str]], found: frozenset[str]) -> frozenset[str]:
    """These names, and those of the definitions that mention one of them, directly or not."""
    while more := {name for name, names in mentions.items() if name not in found and names & found}:
        found |= more
    return found


def is_plainly_decorated(statement: ast.stmt) -> bool:
    """`@check` or `@check("name")`: a decorator that is a name of its own may put the function into a registry."""
    decorators = getattr(statement, "decorator_list", [])
    return any(isinstance(part.func if isinstance(part, ast.Call) else part, ast.Name) for part in decorators)


def names_bound(nodes: Iterable[ast.AST], is_top: bool = False) -> Iterator[str]:
    """The names that code binds; ``is_top`` leaves out what functions and classes bind inside of them."""
    queue = [*nodes]
    while queue:
        part = queue.pop()
        if not (is_top and isinstance(part, _SCOPES)):
            queue += children_of(part)
        match part:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                yield name
            case ast.alias(name=dotted, asname=name):
                yield name or dotted.partition(".")[0]
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield name
            case ast.MatchMapping(rest=str(name)):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name


def names_served(statement: ast.stmt) -> set[str]:
    """The names that a top-level statement binds, and those whose objects it changes (`CHECKS.append(f)`, `@register`)."""
    names: set[str] = set()
    queue: list[ast.AST] = [statement]
    while queue:
        node = queue.pop()
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
                queue += node.decorator_list
                # `@identify.register`, which takes the class from the annotation.
                named = (one.value for one in node.decorator_list if isinstance(one, ast.Attribute))
                names.update(one.id for one in named if isinstance(one, ast.Name))
                continue
            case ast.alias(name=name, asname=alias):
                names.add(alias or name.partition(".")[0])
            case ast.Name(id=name, ctx=ast.Store()):
                names.add(name)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name)) | ast.Name(id=name)) if isinstance(
                statement, ast.Expr
            ):
                names.add(name)
            case ast.Attribute(value=ast.Name(id=name), ctx=ast.Store()):
                names.add(name)
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store()):
                names.add(name)
            case ast.Call(func=ast.Attribute(value=ast.Name(), attr=verb)) if verb in ROUTES:
                pass  # a route of it is no layer
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name))):
                names |= (
                    {name} if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) else set()
                )
            case ast.Lambda():
                continue
            case ast.comprehension(iter=iterable, ifs=tests):
                queue += [iterable, *tests]
                continue
        queue += children_of(node)
    return names


def parse_at(text: bytes, row: int) -> ast.Module:
    """The tree of a text that begins at a row of its file; raises NotParsed."""
    return parse(positioned(text, row))


def parse(source: bytes) -> ast.Module:
    """The tree of a file. Raises NotParsed with CPython's message and place.

    What CPython raises differs by version: ValueError for NUL before 3.12, RecursionError and MemoryError for deep nesting.
    """
    import warnings

    if b"\0" in source:
        row = source[: source.index(b"\0")].count(b"\n") + 1
        raise NotParsed("source code cannot contain null bytes", Location(row, 1))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with without_collection():
                tree = ast.parse(source)
            decode(source)
        return tree
    except SyntaxError as error:
        place = Location(error.lineno, max(error.offset or 1, 1)) if error.lineno else _place_of_encoding(source)
        raise NotParsed(f"SyntaxError: {error.msg}", place) from None
    except (RecursionError, MemoryError):
        raise NotParsed("the code is nested too deeply for Python's own parser") from None
    except (ValueError, LookupError) as error:
        raise NotParsed(f"cannot be decoded: {error}", _place_of_encoding(source)) from None


@contextmanager
def without_collection() -> Iterator[None]:
    """Without garbage collection: while a tree is built nothing of it is garbage, and looking costs more than building."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _place_of_encoding(source: bytes) -> Location | None:
    """The first byte that cannot be decoded, or the cookie that names no encoding: CPython gives no line for these."""
    try:
        decode(source)
    except UnicodeDecodeError as error:
        row = source.count(b"\n", 0, error.start) + 1
        return Location(row, error.start - source.rfind(b"\n", 0, error.start))
    except (ValueError, LookupError):
        pass
    for row, line in enumerate(source.split(b"\n", 2)[:2], 1):
        if found := COOKIE.match(line.removeprefix(b"\xef\xbb\xbf")):
            return Location(row, found.start(1) + 1)
    return None


_DOTTED = re.compile(rb"^[ \t]*import[ \t]+(\w+(?:\.\w+)+)", re.MULTILINE)


# The attributes that a text sets

# Both begin with what is quickly looked for.
_SET = re.compile(rb"\.(?<!self\.)(?<!\.state\.)([A-Za-z_]\w*)[ \t]*(?:(?::[^=(\n]*)?=(?!=)|[-+*/|&^%]=|[<>*/]{2}=)")
_SETS_BY_NAME = re.compile(rb"setattr\((?<!\.setattr\()(?!self\b)([^,()]*),\s*([^,]*),")
# Sets attributes whose names are not seen; `vars(toggles)["tours"]` and `vars(toggles).items()` set none.
_READS = (
    rb"\.(?:get|items|keys|values|copy)\("
    rb"|\[[^\]\n]*\][ \t]*(?:[)\]:}\n]|[=!]=|(?:if|else|and|or|is|not|in|for)\b)"
)
_ANY = re.compile(
    rb"(?:(?<!\bself)\.__dict__\b|\bvars\((?!self\))[\w.]*\))(?!" + _READS + rb")"
    rb"|\bvars\((?![\w.]+\))|\bdel[ \t][^\n]*(?:\.__dict__|\bvars\()|__setattr__\(|patch\.object\("
)


_ANY_WORDS = (b"__dict__", b"vars(", b"__setattr__", b"patch.object")  # one of them is in all that matches


class _All(frozenset[str]):
    """Any name at all."""

    def __contains__(self, name: object) -> bool:
        return True


def set_attributes(source: bytes) -> frozenset[str]:
    """The names of the attributes that a text sets on something that it does not call `self`; those of a `cls` with that word.

    Those of `request.state` are nobody else's.
    """
    found: set[str] = set()
    if any(map(source.__contains__, _ANY_WORDS)) and _ANY.search(source):
        return _All()
    for match in _SET.finditer(source):
        found.add(_owner_before(source, match.start()) + os.fsdecode(match[1]))
    for match in _SETS_BY_NAME.finditer(source):
        literal = re.fullmatch(rb"[\"'](\w+)[\"']", match[2].strip())
        if literal is None:
            return _All()
        found.add(_owner_before(source, match.start()) + os.fsdecode(literal[1]))
    return frozenset(found)


def _owner_before(source: bytes, place: int) -> str:
    return "cls." if source[max(place - 3, 0) : place] == b"cls" else ""
