"""What one move changes in the text, as edits: the moved lines go from the old place and come at the new one.

`difflib` would rather say that the shorter of two neighbours moves, and so contradict what is said of the move.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise, takewhile

from codemod.files.decoding import decode
from codemod.frozen import NamedTuple
from codemod.model import Edit, Location

_NEWLINE = re.compile(r"(?<=\r\n)|(?<=\n)|(?<=\r)(?!\n)")
_NEWLINE_AT_END = re.compile(r"(?:\r\n|\r|\n)\Z")
_MANY = 20


class Moved(NamedTuple):
    """The rows of what moves, decorators included; ``goal`` is the first row that it is to stand above."""

    first: int
    last: int
    goal: int


class _Line(NamedTuple):
    """A line that is not blank: its number from 0, where its text begins and ends in the file, and the text."""

    number: int
    start: int
    end: int
    text: str


class _Change(NamedTuple):
    """The text from ``start`` to ``end`` becomes ``content``."""

    start: int
    end: int
    content: str


def edits_of_move(before: bytes, after: bytes, moved: Moved) -> tuple[Edit, ...]:
    """Edits that make ``after`` of ``before``, in the order of the file, without overlaps."""
    return _edits(decode(before), decode(after), moved)


def _edits(old: str, new: str, moved: Moved) -> tuple[Edit, ...]:
    kept = _kept(old, new, moved)
    changes = _differences(old, new) if kept is None else _gaps(old, new, kept)
    starts = _starts(_pieces(old))
    return tuple(
        Edit(change.content, _location(starts, change.start), _location(starts, change.end)) for change in changes
    )


def edits_of_moves(before: bytes, after: bytes, moves: Sequence[Moved]) -> list[tuple[Edit, ...]] | None:
    """The edits of each of several moves that ``after`` has made of ``before``, in the order of ``moves``.

    None when two of them touch each other: lines of code must stand between the stretches that they change.
    """
    old, new = _pieces(decode(before)), _pieces(decode(after))
    kept = [[number for number, line in enumerate(lines) if line.strip()] for lines in (old, new)]
    if len(kept[0]) != len(kept[1]):
        return None
    found: dict[Moved, tuple[Edit, ...]] = {}
    above = -1
    for moved in sorted(moves, key=_ends):
        first, last = _fence(old, kept[0], moved)
        if first < above or not all(_stands(old, new, kept, index) for index in (first, last)):
            return None
        starts = [lines[first] + 1 if first >= 0 else 0 for lines in kept]
        ends = [lines[last] if last < len(lines) else None for lines in kept]
        was, now = ("".join(text[start:end]) for text, start, end in zip((old, new), starts, ends, strict=True))
        found[moved] = tuple(_lowered(edit, starts[0]) for edit in _edits(was, now, _raised(moved, starts[0])))
        above = last
    return [found[moved] for moved in moves]


def _ends(moved: Moved) -> tuple[int, int]:
    """The first and the last row that a move concerns."""
    return min(moved.first, moved.goal), max(moved.last, moved.goal - 1)


def _fence(lines: Sequence[str], kept: Sequence[int], moved: Moved) -> tuple[int, int]:
    """The nearest lines of code above and below all that a move concerns, by their place among the lines that are not blank."""
    low, high = (row - 1 for row in _ends(moved))
    first = bisect_left(kept, low) - 1
    while first >= 0 and lines[kept[first]].lstrip().startswith("#"):
        first -= 1
    last = bisect_right(kept, high)
    while last < len(kept) and lines[kept[last]].lstrip().startswith("#"):
        last += 1
    return first, last


def _stands(old: Sequence[str], new: Sequence[str], kept: Sequence[Sequence[int]], index: int) -> bool:
    """Whether a line is the same before and after; the ends of the file are."""
    return not 0 <= index < len(kept[0]) or old[kept[0][index]] == new[kept[1][index]]


def _raised(moved: Moved, by: int) -> Moved:
    return Moved(*(row - by for row in moved))


def _lowered(edit: Edit, by: int) -> Edit:
    start, end = (place._replace(row=place.row + by) for place in (edit.start, edit.end))
    return edit._replace(start=start, end=end)


def as_one(edits: Sequence[Edit], text: str) -> Edit:
    """One edit of the text that does what several in its order do.

    It ends on a line that there is: at the end of that one where it may, not at the beginning of the next.
    """
    starts = _starts(_pieces(text))
    ends = [(_offset(starts, edit.start), _offset(starts, edit.end)) for edit in edits]
    first, last = ends[0][0], ends[-1][1]
    gaps = [text[end:start] for (_, end), (start, _) in pairwise(ends)]
    content = "".join(edit.content + gap for edit, gap in zip(edits, [*gaps, ""], strict=True))
    newline = _NEWLINE_AT_END.search(text[first:last])
    if newline and content.endswith(newline[0]):
        content, last = content.removesuffix(newline[0]), last - len(newline[0])
    return Edit(content, edits[0].start, _location(starts, last))


def _pieces(text: str) -> list[str]:
    """The lines with their ends, split where CPython splits them; what follows the last newline is one, be it empty."""
    return _NEWLINE.split(text)


def _starts(pieces: list[str]) -> list[int]:
    return list(accumulate(map(len, pieces), initial=0))[:-1]


def _location(starts: list[int], offset: int) -> Location:
    row = bisect_right(starts, offset)
    return Location(row, offset - starts[row - 1] + 1)


def _offset(starts: list[int], location: Location) -> int:
    return starts[location.row - 1] + location.column - 1


def _filled(text: str) -> list[_Line]:
    pieces = _pieces(text)
    bare = [piece.rstrip("\r\n") for piece in pieces]
    lines = enumerate(zip(_starts(pieces), bare, strict=True))
    return [_Line(index, start, start + len(line), line) for index, (start, line) in lines if line.strip()]


def _kept(old: str, new: str, moved: Moved) -> list[tuple[_Line, _Line]] | None:
    """The lines that stay, before and after, when some move and no other changes; blank lines may come and go."""
    filled, arrived = _filled(old), _filled(new)
    texts = [line.text for line in arrived]
    if sorted(line.text for line in filled) != sorted(texts):
        return None
    for block in _blocks(old, moved):
        staying = [line for line in filled if line.number not in block]
        stay, go = [line.text for line in staying], [line.text for line in filled if line.number in block]
        goal = sum(line.number < moved.goal - 1 for line in staying)
        for place in sorted(_places(stay, texts), key=lambda place: abs(place - goal)):
            if stay[:place] + go + stay[place:] == texts:
                return list(zip(staying, arrived[:place] + arrived[place + len(go) :], strict=True))
    return None


def _blocks(text: str, moved: Moved) -> Iterator[range]:
    """The lines that may move as one: with the comments that touch them from above, and those that end a block."""
    lines = [piece.strip() for piece in _pieces(text)]
    first, last = moved.first - 1, moved.last
    firsts = [first, *takewhile(lambda index: lines[index].startswith("#"), range(first - 1, -1, -1))]
    below = takewhile(lambda index: not lines[index] or lines[index].startswith("#"), range(last, len(lines)))
    lasts = [last, *(index + 1 for index in below if lines[index])]
    for end in _few(lasts):
        for start in reversed(_few(firsts)):
            yield range(start, end)


def _few(rows: list[int]) -> list[int]:
    """The rows, or only the first and the last of very many: trying one takes a look at the whole file."""
    return rows if len(rows) <= _MANY else [rows[0], rows[-1]]


def _places(stay: list[str], texts: list[str]) -> range:
    """Where in ``texts`` lines may have been put in between, so that ``stay`` is what stands around them."""
    return range(len(stay) - _common(reversed(stay), reversed(texts)), _common(stay, texts) + 1)


def common_ends(one: Sequence[object], other: Sequence[object]) -> tuple[int, int]:
    """How many items the two begin with in common, and with how many of the others they end."""
    head = _common(one, other)
    return head, _common(reversed(one[head:]), reversed(other[head:]))


def _common(one: Iterable[object], other: Iterable[object]) -> int:
    """How many items the two begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _gaps(old: str, new: str, kept: list[tuple[_Line, _Line]]) -> Iterator[_Change]:
    """What differs between the lines that stay."""
    first, second = 0, 0
    ends = [(one.start, other.start, one.end, other.end) for one, other in kept]
    for old_start, new_start, old_end, new_end in [*ends, (len(old), len(new), 0, 0)]:
        gone, come = _pieces(old[first:old_start]), _pieces(new[second:new_start])
        if gone != come:
            same = _common(gone, come)
            head = sum(map(len, gone[:same]))
            gone, come = gone[same:], come[same:]
            while gone and come and gone[-1] == come[-1]:
                del come[-1]
                old_start -= len(gone.pop())
            yield _Change(first + head, old_start, "".join(come))
        first, second = old_end, new_end


def _differences(old: str, new: str) -> Iterator[_Change]:
    """Lines that are replaced: a list on one line is written anew."""
    import difflib

    before, after = _pieces(old), _pieces(new)
    starts = [*_starts(before), len(old)]
    # `difflib` takes quadratic time for equal lines: it gets those that differ.
    head, tail = common_ends(before, after)
    before, after = before[head : len(before) - tail], after[head : len(after) - tail]
    # No junk heuristic: `}` and `)` are what a list over several lines consists of.
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=len(before) > _MANY * _MANY)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            yield _Change(starts[head + i1], starts[head + i2], "".join(after[j1:j2]))
