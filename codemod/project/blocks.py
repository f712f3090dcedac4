"""What the bytes of a file say without a tree: its statements, with the words in them.

A file is cut into *blocks*: the statements at its margin, and those inside of an `if`, `try`, `with` or loop there. Strings, comments,
imports and annotations are left out first, so that a word in them is no mention. Where the cut is wrong (a signature that goes on at
the margin) a block falls into two, and more is taken to run at import than does: never less.
"""

from __future__ import annotations

import re

from codemod.frozen import TYPE_CHECKING, NamedTuple
from codemod.project.signs import has_sign

if TYPE_CHECKING:
    from collections.abc import Iterator

_FORM = re.compile(
    rb"add_middleware|user_middleware|middleware_stack|\.middleware\b"
    rb"|(?<!class )\b\w*Middleware[ \t]*\(|\b(?:FastAPI|Starlette|FastHTML|fast_app)[ \t]*\("
    rb"|\b(?:FastAPI|Starlette|FastHTML)[ \t]*[,)]"
)
_GIVEN = re.compile(rb"(?<![.\w])middleware[ \t]*=(?!=)")  # to an application or a route, where there are such
_WEB = (b"tarlette", b"astapi", b"FastAPI")

# Left out.
_NOISE = re.compile(
    rb"#[^\n]*"
    rb'|[rRbBuUfFtT]{0,2}(?:"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"""'
    rb"|'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''"
    rb'|"[^"\\\n]*(?:\\.[^"\\\n]*)*"'
    rb"|'[^'\\\n]*(?:\\.[^'\\\n]*)*')",
    re.DOTALL,
)
_NAMED = re.compile(rb"""\b(?:getattr|hasattr)[ \t]*\(\s*([\w.]+),\s*["'](\w+)["']""")
_QUOTED = re.compile(rb"""["']\w*iddleware\w*["']""")
_IMPORT = re.compile(
    rb"^[ \t]*(?:from[ \t]+[.\w]+[ \t]+import[ \t]*(?:\([^)]*\)|[^\n(;]*)|import[ \t]+[\w., \t]+)", re.MULTILINE
)
_OPEN_IMPORT = re.compile(_IMPORT.pattern.replace(rb"\([^)]*\)|", b""), re.MULTILINE)
# No longer than people write them: one that never ends would be looked for to the end of the file from each `def`.
_SIGNATURE = re.compile(
    rb"\bdef[ \t]+\w+\s*\((?:[^()]|\((?:[^()]|\([^()]{0,500}\)){0,2000}\)){0,4000}\)(?:\s*->[^:\n]*)?"
)
_ANNOTATION = re.compile(rb"->.*|:[ \t]*[\w.| \t]*(?:\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\][\w.| \t]*)*", re.DOTALL)
_ANNOTATED = re.compile(rb"^([ \t]*[\w.]+)[ \t]*:[ \t]*[\w.| \t\[\],]+(?=[ \t]*(?:=(?!=)|$))", re.MULTILINE)
_TESTS = re.compile(
    rb"\b(?:isinstance|issubclass)[ \t]*\((?:[^()]|\([^()]{0,500}\)){0,500}\)|\bcast[ \t]*\([^,()]{0,500},"
    # A client that a test makes asks the application and changes nothing about it; a dependency runs in a request.
    rb"|\b(?:TestClient|AsyncClient|ASGITransport|LifespanManager)[ \t]*\(\s*(?:(?:app|transport)[ \t]*=[ \t]*)?[\w.]+"
    rb"|\b(?:Depends|Security)[ \t]*\([^()]{0,500}\)"
    rb"|\b(?:request|req|websocket|ws|connection)\.app\b"
)

# The cut.
_STARTS: dict[bytes, re.Pattern[bytes]] = {}
_INNER = re.compile(rb"\n([ \t]+)(?=[^\s)\]}])")
_COMPOUND = re.compile(rb"(?:if|elif|else|try|except|finally|with|for|while|match|case|async[ \t]+(?:with|for))\b")
_HEAD = re.compile(rb"(?:^|\n)(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)")
_METHOD = re.compile(rb"^([ \t]+)(?:async[ \t]+)?def[ \t]+(\w+)", re.MULTILINE)
_PARAMETERS = re.compile(rb"[(,]\s*\*{0,2}(\w+)")

# What a statement binds, or changes.
_TARGETS = re.compile(rb"(?:\(?[\w.*, \t]+\)?[ \t]*=(?!=))+")
_SETS = re.compile(rb"(?<![.\w])(\w+)\.(\w+)[ \t]*=(?!=)([^\n]*)")
_FILLS = re.compile(rb"(\w+)(?:\.(?:append|insert|extend|add|update|setdefault|register)[ \t]*\(|\[[^\]\n]*\][ \t]*=)")
_LOOP = re.compile(rb"\bfor[ \t]+([\w, \t]+?)[ \t]+in\b|\bas[ \t]+(\w+)|(\w+)[ \t]*:=")
_GLOBAL = re.compile(rb"\bglobal[ \t]+([\w, \t]+)")
_WORD = re.compile(rb"\w+")


_ROUTE = re.compile(
    rb"@[\w.]+\.(?:get|post|put|delete|patch|head|options|trace|api_route|route|websocket|websocket_route|exception_handler)\b"
)


class Block(NamedTuple):
    """A statement, as text without strings, comments, imports and annotations.

    ``names`` are those that it binds or whose objects it changes; ``sets`` are the attributes that it sets (`core.app = FastAPI()` is
    `core`, `app` and the rest of the line), and the globals that a function sets, without an owner. ``is_definition`` says that most
    of it runs only when it is called, ``decorators`` is what does not; ``has_form`` says that it makes an application, registers
    middleware or looks at a stack.
    """

    names: frozenset[bytes]
    sets: tuple[tuple[bytes, bytes, bytes], ...]
    text: bytes
    decorators: bytes
    is_definition: bool
    has_form: bool
    words: frozenset[bytes]


def blocks_of(data: bytes) -> tuple[Block, ...]:
    """The blocks of a file, in their order."""
    is_web = any(word in data for word in _WEB)
    return tuple(_block(text.strip(), is_web) for text in _cut(code_of(data), b"") if text and not text.isspace())


def is_handler(block: Block) -> bool:
    """Whether a function serves requests: by then nothing can be registered any more."""
    return _ROUTE.match(block.decorators) is not None


def methods_of(block: Block) -> Iterator[tuple[bytes, bytes]]:
    """The methods of a class, by name, each with its text."""
    heads = list(_METHOD.finditer(block.text))
    for number, head in enumerate(heads):
        ends = (later.start() for later in heads[number + 1 :] if len(later[1]) <= len(head[1]))
        yield head[2], block.text[head.start() : next(ends, None)]


def code_of(data: bytes) -> bytes:
    """The text that counts; of strings those that name a form stay: `getattr(app, "add_middleware")`."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if b"attr(" in data:
        data = _NAMED.sub(rb"(\1.\2", data)
    if _QUOTED.search(data):
        data = _NOISE.sub(lambda match: b" " + match[0] if _QUOTED.fullmatch(match[0]) else b" ", data)
    else:
        data = _NOISE.sub(b" ", data)
    end = data.rfind(b")") + 1  # past the last bracket none is closed
    data = _IMPORT.sub(b"", data[:end]) + _OPEN_IMPORT.sub(b"", data[end:])
    data = _SIGNATURE.sub(lambda match: _ANNOTATION.sub(b"", match[0]), data)
    data = _ANNOTATED.sub(rb"\1", data)
    return _TESTS.sub(b" ", data)


def has_sign_in_code(data: bytes) -> bool:
    """Whether a sign stands in the code, not only in strings and comments."""
    return has_sign(_NOISE.sub(b" ", data))


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


def _block(text: bytes, is_web: bool) -> Block:
    head = _HEAD.search(text) if text.startswith(b"@") else _HEAD.match(text)
    names: set[bytes] = set()
    own: frozenset[bytes] = frozenset()
    if head is None:
        names |= _bound_by(text)
    else:
        names.add(head[1])
        signature = _SIGNATURE.match(text, head.start() + 1) or _SIGNATURE.match(text, head.start())
        own = frozenset(_PARAMETERS.findall(signature[0])) - names if signature else frozenset()
    return Block(
        frozenset(names),
        tuple(_sets_of(text)) if b"=" in text else (),
        text,
        text[: head.start()] if head is not None else b"",
        head is not None,
        has_form(text) or (is_web and _GIVEN.search(text) is not None),
        frozenset(_WORD.findall(text)) - own,
    )


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
    if match := _FILLS.match(text):
        found.add(match[1])
    for groups in _LOOP.findall(text) if _COMPOUND.match(text) or b":=" in text else ():
        found.update(word for part in groups for word in _WORD.findall(part))
    return found
