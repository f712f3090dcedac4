"""Moves that are proved: made in two ways that share no code, or refused. DESIGN section 2, "The guard".

What is written, libcst has made and the guard has made again. What is only shown, the guard makes alone: importing libcst
costs more than all the rest of a run, and nobody's file depends on it.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence

from codemod.model import Move

# The guard and the mover are imported when something moves.

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
)


def written(source: bytes, moves: Sequence[Move]) -> bytes:
    """The source with the moves made by libcst, proved; raises CannotMove, and Unverified, which is a bug of sessfix."""
    gc.disable()  # libcst makes some thousand functions when it is imported: collecting in between costs a fifth of that
    from codemod.guard import verify
    from codemod.move import apply_moves

    gc.enable()
    after = apply_moves(source, moves)
    verify(source, after, moves)
    return after


def previewed(source: bytes, moves: Sequence[Move]) -> bytes:
    """The same bytes and the same exceptions, without libcst wherever that is known to agree."""
    import re

    from codemod.guard import Unverified, paste

    if not re.search(_ODD, source, re.MULTILINE):
        try:
            return paste(source, moves)
        except Unverified:
            pass  # said better by the one that writes
    return written(source, moves)
