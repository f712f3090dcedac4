"""What the bytes of a file say without a tree: its statements, with the words in them.

A file is cut into *blocks*: the statements at its margin, and those inside of an `if`, `try`, `with` or loop there. Strings, comments,
imports and annotations are left out first, so that a word in them is no mention. Where the cut is wrong (a signature that goes on at
the margin) a block falls into two, and more is taken to run at import than does: never less.
"""

from __future__ import annotations

import functools
import re

from codemod.frozen import TYPE_CHECKING
from codemod.project.signs import has_sign

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Set
    from typing import TypeAlias

    # Names, each with the texts of the attributes after it: `app.state.x`: `.state.x`
    Mentions: TypeAlias = Mapping[bytes, Set[bytes]]

_FORM = re.compile(
    rb"add_middleware|user_middleware|middleware_stack|\.middleware\b"
    rb"|(?<!class )\b\w*Middleware[ \t]*\(|\b(?:FastAPI|Starlette|FastHTML|fast_app)[ \t]*\("
    rb"|\b(?:FastAPI|Starlette|FastHTML)[ \t]*[,)]|\bpartial[ \t]*\(\s*[\w.]*Middleware\b"
)
# What is given to an application or a route, where there are such; and a router, which layers may be put around by hand.
_GIVEN = re.compile(rb"(?<![.\w])middleware[ \t]*=(?!=)|\bRouter[ \t]*\(")
_WORDS = (b"middleware", b"Router(")  # of these
FEW = 8  # names that are sooner looked for one by one
_WEB = (b"tarlette", b"astapi", b"FastAPI")

# Left out: a comment or a string, from its first character on. What stands before a string belongs to it.
_NOISE = re.compile(
    rb"""["'#](?:"""
    rb"(?<=#)[^\n]*"
    rb'|(?<=")(?:""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"""|[^"\\\n]*(?:\\.[^"\\\n]*)*")'
    rb"|(?<=')(?:''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''|[^'\\\n]*(?:\\.[^'\\\n]*)*')"
    rb")",
    re.DOTALL,
)
_HOLE = b"\0"  # where one was
_PREFIXED = re.compile(rb"\b[rRbBuUfFtT]{1,2}\0")
_NAMED = re.compile(rb"""\b(?:getattr|hasattr)[ \t]*\(\s*([\w.]+),\s*["'](\w+)["']""")
_QUOTED = re.compile(rb"""(?<=[(\[{,=:\s])(["'])(\w*iddleware\w*)\1""")
_ENDS_QUOTED = re.compile(rb"""iddleware\w*["']""")  # begins with a word, which is quickly looked for
_IMPORT = re.compile(
    rb"^[ \t]*(?:from[ \t]+[.\w]+[ \t]+import[ \t]*(?:\([^)]*\)|[^\n(;]*)|import[ \t]+[\w., \t]+)", re.MULTILINE
)
_OPEN_IMPORT = re.compile(_IMPORT.pattern.replace(rb"\([^)]*\)|", b""), re.MULTILINE)
# No longer than people write them: one that never ends would be looked for to the end of the file from each `def`.
_SIGNATURE = re.compile(
    rb"def(?<!\w...)[ \t]+\w+\s*\((?:[^()]|\((?:[^()]|\([^()]{0,500}\)){0,2000}\)){0,4000}\)(?:\s*->[^:\n]*)?"
)
_ANNOTATION = re.compile(rb"->.*|:[ \t]*[\w.| \t]*(?:\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\][\w.| \t]*)*", re.DOTALL)
_ANNOTATED = re.compile(rb"^([ \t]*[\w.]+)[ \t]*:[ \t]*[\w.| \t\[\],]+(?=[ \t]*(?:=(?!=)|$))", re.MULTILINE)
# What only asks. A client that a test makes asks the application and changes nothing about it; a dependency runs in a request.
_ASKING = {
    rb"[ \t]*\((?:[^()]|\([^()]{0,500}\)){0,500}\)": (b"isinstance", b"issubclass"),
    rb"(?<!\w....)[ \t]*\([^,()]{0,500},": (b"cast",),
    rb"[ \t]*\(\s*(?:(?:app|transport)[ \t]*=[ \t]*)?[\w.]+": (
        b"TestClient",
        b"AsyncClient",
        b"ASGITransport",
        b"LifespanManager",
    ),
    rb"[ \t]*\([^()]{0,500}\)": (b"Depends", b"Security"),
}
# Each pattern begins with a word, which is quickly looked for.
_TESTS = tuple(re.compile(name + rest) for rest, names in _ASKING.items() for name in names)
_REQUESTED = re.compile(rb"\b(?:request|req|websocket|ws|connection)\.app\b")

# The cut.
_STARTS: dict[bytes, re.Pattern[bytes]] = {}
_INNER = re.compile(rb"\n([ \t]+)(?=[^\s)\]}])")
_COMPOUND = re.compile(rb"(?:if|elif|else|try|except|finally|with|for|while|match|case|async[ \t]+(?:with|for))\b")
_HEAD = re.compile(rb"(?:^|\n)(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)")
_BASES = re.compile(rb"class[ \t]+\w+[ \t]*\(([^()]*)\)")
_METHOD = re.compile(rb"^([ \t]+)(?:async[ \t]+)?def[ \t]+(\w+)", re.MULTILINE)
_PARAMETERS = re.compile(rb"[(,]\s*\*{0,2}(\w+)")

_OWN_HEAD = re.compile(rb"(?:@[^\n]*\n|[ \t)\]}][^\n]*\n)*[ \t]*(?:async[ \t]+)?(?=def\b)")
_SHARED = re.compile(rb"\b(?:global|nonlocal)\b[^\n]*")
_FOR = re.compile(rb"(?:^[ \t]+(?:async[ \t]+)?|\s)for[ \t]+$")
_AS = re.compile(rb"[ \t]+(?:async[ \t]+)?with\b.*\bas[ \t]+")
_IN = re.compile(rb"[ \t]+in\b")
_OPENS_BLOCK = re.compile(rb".*:[ \t]*$", re.MULTILINE)  # not the second line of a comprehension
_EQUALS = re.compile(rb"[ \t]*=(?!=)")
_COLON = re.compile(rb"[ \t]*[,:]")
_DEFINES = re.compile(rb"(?:async[ \t]+)?def\b|class\b")

# What a statement binds, or changes.
_TARGETS = re.compile(rb"(?:\(?[\w.*, \t]+\)?[ \t]*=(?!=))+")
_SETS = re.compile(rb"(?<![.\w])(\w+)\.(\w+)[ \t]*=(?!=)([^\n]*)")
_FILLS = re.compile(rb"(\w+)(?:\.(?:append|insert|extend|add|update|setdefault|register)[ \t]*\(|\[[^\]\n]*\][ \t]*=)")
_LOOP = re.compile(rb"\bfor[ \t]+([\w, \t]+?)[ \t]+in\b|\bas[ \t]+(\w+)|(\w+)[ \t]*:=")
_GLOBAL = re.compile(rb"\bglobal[ \t]+([\w, \t]+)")
_WORD = re.compile(rb"\w+")
_MENTION = re.compile(rb"(?<![.\w])([^\W\d]\w*)((?:\s*\.\s*\w+)*)(\s*=(?!=))?")


_ROUTE = re.compile(
    rb"@[\w.]+\.(?:get|post|put|delete|patch|head|options|trace|api_route|route|websocket|websocket_route|exception_handler)\b"
)


class Block:
    """A statement, as text without strings, comments, imports and annotations. What it says is read off when it is asked for.

    ``raw`` still has the imports and annotations in it. ``is_definition`` says that most of it runs only when it is called,
    ``decorators`` is what does not.
    """

    def __init__(self, raw: bytes, is_web: bool, has_sign: bool) -> None:
        self.raw, self._is_web, self._has_sign = raw, is_web, has_sign
        self._head = _HEAD.search(raw) if raw.startswith(b"@") else _HEAD.match(raw)
        self.is_definition = self._head is not None
        self.decorators = raw[: self._head.start()] if self._head is not None else b""

    @functools.cached_property
    def text(self) -> bytes:
        """What counts of it."""
        return plain(self.raw).strip()

    @functools.cached_property
    def words(self) -> frozenset[bytes]:
        """All words in it."""
        return frozenset(_WORD.findall(self.text))

    def says_any(self, names: Collection[bytes]) -> bool:
        """Whether one of these names stands in it."""
        if len(names) < FEW:
            said = [*filter(self.raw.__contains__, names)]
            return bool(said) and any(map(self.text.__contains__, said))
        return not self.words.isdisjoint(names)

    @functools.cached_property
    def has_form(self) -> bool:
        """Whether it makes an application, registers middleware or looks at a stack."""
        if not self._has_sign or not (has_sign(self.raw) or any(map(self.raw.__contains__, _WORDS))):
            return False
        return has_form(self.text) or (self._is_web and _GIVEN.search(self.text) is not None)

    @functools.cached_property
    def names(self) -> frozenset[bytes]:
        """Those that it binds or whose objects it changes."""
        return self.bound if self._head is not None else self.bound | _filled_by(self.text)

    @functools.cached_property
    def bound(self) -> frozenset[bytes]:
        """Those that it binds."""
        return frozenset([self._head[1]] if self._head is not None else _bound_by(self.text))

    @functools.cached_property
    def sets(self) -> tuple[tuple[bytes, bytes, bytes], ...]:
        """The attributes that it sets (`core.app = FastAPI()` is `core`, `app` and the rest of the line), and the globals that a
        function sets, without an owner.
        """
        return tuple(_sets_of(self.text)) if b"=" in self.text else ()

    @functools.cached_property
    def mentions(self) -> Mentions:
        """The names that it says and does not bind."""
        own: list[bytes] = []
        if self._head is not None and (head := _HEAD.search(self.text)):
            signature = _SIGNATURE.match(self.text, head.start() + 1) or _SIGNATURE.match(self.text, head.start())
            own = _PARAMETERS.findall(signature[0]) if signature else own
        return mentions_in(self.text, self.bound.union(own))


def blocks_of(data: bytes) -> tuple[Block, ...]:
    """The blocks of a file, in their order."""
    is_web = b"middleware" in data and any(word in data for word in _WEB)
    has_form = is_web or has_sign(data)
    texts = _cut(code_of(data), b"")
    return tuple(Block(text.strip(), is_web, has_form) for text in texts if text and not text.isspace())


def is_handler(block: Block) -> bool:
    """Whether a function serves requests: by then nothing can be registered any more."""
    return _ROUTE.match(block.decorators) is not None


def bases_of(block: Block) -> list[bytes]:
    """The names of the classes that a class derives from: `models.Base`."""
    head = _BASES.search(block.text) if block.is_definition else None
    return re.findall(rb"[\w.]+(?![\w.]|[ \t]*=)", head[1]) if head is not None else []


def methods_of(block: Block) -> Iterator[tuple[bytes, bytes]]:
    """The methods of a class, by name, each with its text."""
    heads = list(_METHOD.finditer(block.text))
    for number, head in enumerate(heads):
        ends = (later.start() for later in heads[number + 1 :] if len(later[1]) <= len(head[1]))
        yield head[2], block.text[head.start() : next(ends, None)]


def code_of(data: bytes) -> bytes:
    """A text without strings and comments; of strings those that name a form stay: `getattr(app, "add_middleware")`."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if b"attr(" in data:
        data = _NAMED.sub(rb"(\1.\2", data)
    if _ENDS_QUOTED.search(data):
        data = _QUOTED.sub(rb" \2 ", data)
    return _without_noise(data)


def noise_in(data: bytes) -> Iterator[tuple[int, int]]:
    """Where the strings and comments of a text begin and end."""
    return (match.span() for match in _NOISE.finditer(data))


def _without_noise(data: bytes) -> bytes:
    return _PREFIXED.sub(b" ", _NOISE.sub(_HOLE, data)).replace(_HOLE, b" ")


def plain(data: bytes) -> bytes:
    """What counts of a text without strings and comments: no imports, no annotations, nothing that only asks."""
    if b"import" in data:
        end = data.rfind(b")") + 1  # past the last bracket none is closed
        data = _IMPORT.sub(b"", data[:end]) + _OPEN_IMPORT.sub(b"", data[end:])
    if b":" in data:
        data = _SIGNATURE.sub(lambda match: _ANNOTATION.sub(b"", match[0]), data)
        data = _ANNOTATED.sub(rb"\1", data)
    for tests in _TESTS:
        data = tests.sub(b" ", data)
    return _REQUESTED.sub(b" ", data) if b".app" in data else data


def has_sign_in_code(data: bytes) -> bool:
    """Whether a sign stands in the code, not only in strings and comments."""
    return has_sign(_without_noise(data))


def _cut(code: bytes, indent: bytes) -> Iterator[bytes]:
    """The statements that are indented so: decorators with what they decorate; of a compound one its head, then its parts."""
    if indent not in _STARTS:
        _STARTS[indent] = re.compile(rb"^" + indent + rb"(?=[^\s)\]}])", re.MULTILINE)
    begun, is_decorated = 0, False
    for match in _STARTS[indent].finditer(code):
        if match.start() and not is_decorated:
            yield from _parts(code[begun : match.start()], indent)
            begun = match.start()
        is_decorated = code.startswith(b"@", match.end())
    yield from _parts(code[begun:], indent)


def _parts(text: bytes, indent: bytes) -> Iterator[bytes]:
    inner = _INNER.search(text) if _COMPOUND.match(text, len(indent)) else None
    if inner is None or len(inner[1]) <= len(indent):
        yield text
        return
    yield text[: inner.start()]
    yield from _cut(text[inner.start() + 1 :], inner[1])


def mentions_in(text: bytes, bound: frozenset[bytes] | set[bytes] = frozenset()) -> Mentions:
    """The names in a text but for those that are bound: each with the attributes after it, wherever it stands."""
    found: dict[bytes, set[bytes]] = {}
    # What is bound there, or is the name of an argument, is no mention.
    for name, chain, equals in _MENTION.findall(text):
        if name not in bound and (chain or not equals):
            found.setdefault(name, set()).add(chain)
    return found


def is_own(text: bytes, name: bytes) -> bool:
    """Whether a function binds a name wherever its text has it: by a statement of its own, not of a function inside of it, or by the
    comprehensions that mention it.
    """
    head = _OWN_HEAD.match(text)
    if head is None or any(name in _WORD.findall(line) for line in _SHARED.findall(text)):
        return False
    places = [place for place in places_of(text, name) if not text.startswith(b".", place - 1)]
    spans: list[tuple[int, int]] = []
    for place in places:
        before, end = text[text.rfind(b"\n", 0, place) + 1 : place], place + len(name)
        is_loop = _IN.match(text, end) is not None and _FOR.search(before) is not None
        is_statement = (
            (is_loop and _FOR.fullmatch(before) and _OPENS_BLOCK.match(text, end))
            or (before.isspace() and _EQUALS.match(text, end))
            or (_AS.fullmatch(before) and _COLON.match(text, end))
        )
        if is_statement and _is_directly_in(text, head.end(), place - len(before)):
            return True
        if is_loop and not is_statement:
            spans.append(_brackets_around(text, place))
    return bool(spans) and all(any(start < place < end for start, end in spans) for place in places)


def places_of(text: bytes, word: bytes) -> Iterator[int]:
    """Where a word begins in a text: looked for without a pattern of its own, which takes longer to make than to use."""
    place = text.find(word)
    while place >= 0:
        end = place + len(word)
        if not (_WORD.match(text, place - 1) if place else None) and not _WORD.match(text, end):
            yield place
        place = text.find(word, end)


def _is_directly_in(text: bytes, head: int, place: int) -> bool:
    """Whether a line stands in a function, not in a function or class inside of it: ``head`` is the place of its `def`."""
    depth = _depth_of(text[place : text.find(b"\n", place)])
    for line in reversed(text[head:place].split(b"\n")[1:]):
        if _depth_of(line) < depth and line.strip() and not line.lstrip().startswith((b")", b"]", b"}")):
            depth = _depth_of(line)
            if _DEFINES.match(line, depth):
                return False
    return True


def _depth_of(line: bytes) -> int:
    return len(line) - len(line.lstrip(b" \t"))


def _brackets_around(text: bytes, place: int) -> tuple[int, int]:
    """Where the innermost brackets around a place open and close."""
    open_, depth = place, 0
    while open_ > 0 and depth >= 0:
        open_ -= 1
        depth += (text[open_] in b")]}") - (text[open_] in b"([{")
    close, depth = place, 0
    while close < len(text) and depth >= 0:
        depth += (text[close] in b"([{") - (text[close] in b")]}")
        close += 1
    return open_, close


def has_form(text: bytes) -> bool:
    """Whether a text makes an application, registers middleware or looks at a stack."""
    return has_sign(text) and _FORM.search(text) is not None


def _sets_of(text: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    yield from _SETS.findall(text)
    for names in _GLOBAL.findall(text) if b"global" in text else ():
        for name in _WORD.findall(names):
            for value in re.findall(rb"^[ \t]*" + name + rb"[ \t]*=(?!=)([^\n]*)", text, re.MULTILINE):
                yield b"", name, value


def _bound_by(text: bytes) -> set[bytes]:
    found: set[bytes] = set()
    if match := _TARGETS.match(text):
        found.update(word for part in match[0].split(b"=") if b"." not in part for word in _WORD.findall(part))
    for groups in _LOOP.findall(text) if _COMPOUND.match(text) or b":=" in text else ():
        found.update(word for part in groups for word in _WORD.findall(part))
    return found


def _filled_by(text: bytes) -> frozenset[bytes]:
    """The list or dict that a statement puts something into: `HOOKS.append(hook)`."""
    match = _FILLS.match(text)
    return frozenset([match[1]] if match else [])
