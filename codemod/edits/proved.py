"""Moves that are proved: made in two ways that share no code, or refused. See docs/semantics.md, "The guard".

What is written, libcst has made and the guard has made again. What is only shown, the guard makes alone: importing libcst
costs more than all the rest of a run, and nobody's file depends on it.
"""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Callable, Sequence

from codemod.model import CannotMove, Move

Mover = Callable[[bytes, Sequence[Move]], bytes]  # raises CannotMove and Unverified
# The guard and the mover are imported when something moves.

_DEEP = 100_000
# libcst takes such a line into the block above when it is as deep, and what is moved then lands below it.
_SPACED = rb"[\r\n][ \t]+(?:[\r\n]|\Z)"
_SPACES = "blank lines that hold spaces are in the way of the move: remove the spaces, or move it by hand"

# The statement goes on to the empty line, which libcst takes for one of the next statement's.
_CONTINUED = rb"\\(?:\r?\n|\r(?!\n))[ \t]*(?:[\r\n]|\Z)"
_BACKSLASH = "a backslash in front of an empty line is in the way of the move: remove the backslash, or move it by hand"
_IN_THE_WAY = ((_SPACED, _SPACES), (_CONTINUED, _BACKSLASH))

# What libcst 1.9 loses or does not parse: such a file is asked about before anything is shown.
_ODD = (
    rb"\f"  # before a statement
    rb"|\\\r?\n"  # the same
    rb"|\r(?!\n)"  # at the end of the file
    rb"|\bexcept\b[^\n]*[ \t]:"
    rb"|![rsa][ \t]+[:}]"  # f"{x!r }"
    rb"|\n[ \t]*#?[^\n]*[ \t]\Z"  # blank lines above a last line without newline
    rb"|\A[^\n]*(?:\n[^\n]*)?coding[:=]"
    rb"|^[ \t]*\([\w. ]+\)[ \t]*:"  # (x): int = 1
    rb"|\belse\("
    rb"|" + _SPACED
)


def written(source: bytes, moves: Sequence[Move]) -> bytes:
    """The source with the moves made by libcst, proved; raises CannotMove, and Unverified, which is a bug of sessfix."""
    gc.disable()  # libcst makes some thousand functions when it is imported: collecting in between costs a fifth of that
    from codemod.edits.guard import Unverified, verify
    from codemod.edits.move import apply_moves

    gc.enable()
    after = _applied(source, moves, apply_moves)
    try:
        verify(source, after, moves)
    except Unverified as error:
        for odd, why in _IN_THE_WAY:
            if re.search(odd, source):
                raise CannotMove(why) from error
        raise
    return after


def _applied(source: bytes, moves: Sequence[Move], apply_moves: Callable[[bytes, Sequence[Move]], bytes]) -> bytes:
    """The moves, made in the part of the file that they concern."""
    from codemod.edits.part import part_of

    part = part_of(source, moves)
    after = part.whole(apply_moves(part.source, part.moves)) if part is not None else None
    return apply_moves(source, moves) if after is None else after


def written_deeply(source: bytes, moves: Sequence[Move]) -> bytes:
    """The same on a stack that is large enough for programs as deep as CPython reads, which libcst recurses through."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _DEEP))
    try:
        return written(source, moves)
    finally:
        sys.setrecursionlimit(limit)


def previewed(
    source: bytes, moves: Sequence[Move], otherwise: Callable[[bytes, Sequence[Move]], bytes] = written
) -> bytes:
    """The same bytes and the same exceptions, without libcst (`otherwise`) wherever that is known to agree."""
    from codemod.edits.guard import Unverified, paste

    if not re.search(_ODD, source, re.MULTILINE):
        try:
            return paste(source, moves)
        except Unverified:
            pass  # said better by the one that writes
    return otherwise(source, moves)
