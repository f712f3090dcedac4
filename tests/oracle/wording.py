"""Judges the text of a repaired program: its lines, its comments, its bytes, and the rows that findings name."""

from __future__ import annotations

import ast
import functools
import io
import tokenize
from collections import Counter

from .description import Helper, Layer, Program, Session, all_layers, layers_of, nested
from .outcome import Named, Outcome, mentions
from .render import formatted, name_of

World = tuple[tuple[str, str], ...]
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def decoded(source: bytes) -> str:
    return source.decode("utf-8-sig").replace("\r\n", "\n")


def complaints(program: Program, source: bytes, outcome: Outcome) -> list[str]:
    """What is wrong with the text, whatever it does when it runs."""
    if outcome.after == source:
        return []
    before, after = decoded(source), decoded(outcome.after)
    try:
        ast.parse(after)
    except SyntaxError as error:
        return [f"a syntax error: {error}"]
    listed = any(application.listing is not None for application in program.applications)
    found = list_complaints(before, after) if listed else line_complaints(before, after)
    # Where authentication moves past a reader of the user, the session that its backend needs may have to follow.
    single = sum(finding.fixed for finding in outcome.findings) == 1 and "AuthenticationMiddleware" not in before
    if not found and not listed and single:
        found += block_complaints(program, lines_of(before), lines_of(after))
    if outcome.after.count(b"\r\n") not in (0, outcome.after.count(b"\n")):
        found.append("mixed line ends")
    if program.newline.encode() not in outcome.after or outcome.after[:3] == b"\xef\xbb\xbf" and not program.bom:
        found.append("other line ends, or another byte order mark")
    if program.bom and outcome.after[:3] != b"\xef\xbb\xbf":
        found.append("the byte order mark is lost")
    if program.final_newline and not outcome.after.endswith(b"\n"):
        found.append("the last line has lost its end")
    if program.formatted and program.final_newline and formatted(after) != after:
        found.append("black no longer leaves the file alone")
    return found


def lines_of(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def line_complaints(before: str, after: str) -> list[str]:
    old, new = Counter(lines_of(before)), Counter(lines_of(after))
    return [] if old == new else [f"other lines: lost {sorted(old - new)}, new {sorted(new - old)}"]


def words(text: str) -> Counter[str]:
    """Names, literals and comments: what must survive where a move rewrites a line."""
    kinds = (tokenize.NAME, tokenize.NUMBER, tokenize.STRING, tokenize.COMMENT)
    return Counter(t.string for t in tokenize.generate_tokens(io.StringIO(text).readline) if t.type in kinds)


def list_complaints(before: str, after: str) -> list[str]:
    old, new = words(before), words(after)
    return [] if old == new else [f"other words: lost {sorted(old - new)}, new {sorted(new - old)}"]


def block_complaints(program: Program, before: list[str], after: list[str]) -> list[str]:
    """One finding moves one run of lines, with the comments that touch the statement and without the heading above."""
    parts = runs_moved(before, after)
    if not parts:
        return ["more than one run of lines was moved"]
    if any(is_whole(part, before, subject) for part in parts for subject in subjects(program)):
        return []
    return [f"a comment was left behind, or taken along wrongly: {parts[0]}"]


def runs_moved(before: list[str], after: list[str]) -> list[list[str]]:
    """Every run of lines whose move makes ``after`` of ``before``.

    Lines that are alike (``app.add_middleware(``) hide where the run begins, so a few more at either side are tried.
    """
    start = next(i for i, (old, new) in enumerate(zip(before, after, strict=True)) if old != new)
    end = len(before) - next(
        i for i, (old, new) in enumerate(zip(before[::-1], after[::-1], strict=True)) if old != new
    )
    parts = []
    for first in range(max(0, start - 6), start + 1):
        for last in range(end, min(len(before), end + 6) + 1):
            old, new = before[first:last], after[first:last]
            splits = [i for i in range(1, len(old)) if old[i] == new[0] and old[i:] + old[:i] == new]
            parts += [part for i in splits for part in (old[:i], old[i:])]
    return parts


def subjects(program: Program) -> list[str]:
    """The names that comments bear of what may move: providers, and helpers that register one."""

    def provides(layer: Session | Layer) -> bool:
        return isinstance(layer, Session) or layer.shape == "backend"

    items = [item for app in program.applications for item in nested(app.items)]
    helpers = [item.name for item in items if isinstance(item, Helper) and any(map(provides, layers_of(item.body)))]
    return helpers + [name_of(layer) for app in program.applications for layer in all_layers(app) if provides(layer)]


def is_whole(part: list[str], before: list[str], subject: str) -> bool:
    """Whether the lines are this registration with all its comments, and do not begin with the heading above it."""
    attached = [line for line in before if f"({subject})" in line or line.endswith(f"# beside {subject}")]
    headed = part[0].strip() == f"# --- about {subject} ---"
    return not headed and any(mentions(subject, line) for line in part) and all(line in part for line in attached)


@functools.lru_cache(maxsize=64)
def statements(source: bytes) -> tuple[tuple[int, str], ...]:
    """The first row and the text of every statement that is no definition."""
    text = decoded(source)
    lines = text.split("\n")
    nodes = [
        node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.stmt) and not isinstance(node, DEFINITIONS)
    ]
    return tuple((node.lineno, "\n".join(lines[node.lineno - 1 : node.end_lineno])) for node in nodes)


def rows_of(source: bytes, tokens: set[str]) -> set[int]:
    """The rows on which a statement begins that registers one of these, or holds the registration."""
    found = {row for row, text in statements(source) if any(mentions(token, text) for token in tokens)}
    return found | decorated_rows(source, tokens) | inner_rows(source, tokens)


def inner_rows(source: bytes, tokens: set[str]) -> set[int]:
    """The rows of what registers and is no statement of its own: an element of a list, the call in a loop over it."""

    def about(node: ast.AST) -> bool:
        return any(mentions(token, ast.unparse(node)) for token in tokens)

    nodes = list(ast.walk(ast.parse(decoded(source))))
    elements = {e.lineno for node in nodes if isinstance(node, (ast.List, ast.Tuple)) for e in node.elts if about(e)}
    return elements | {e.lineno for node in nodes if isinstance(node, ast.For) and about(node.iter) for e in node.body}


def decorated_rows(source: bytes, tokens: set[str]) -> set[int]:
    nodes = [node for node in ast.walk(ast.parse(decoded(source))) if isinstance(node, DEFINITIONS)]
    return {node.decorator_list[0].lineno for node in nodes if node.decorator_list and node.name in tokens}


def is_about(named: Named, token: str, source: bytes) -> bool:
    """Whether a dependent that a finding names is this layer: by its name, or by the text of its registration.

    A registration may be given as the decorator alone, so the row behind it counts as well.
    """
    text = "\n".join(decoded(source).split("\n")[named.first - 1 : named.last + 1])
    return mentions(token, named.name) or mentions(token, text)
