"""Generated programs whose registration reads a part of an object that what lies between may change: Python itself is the judge.

A run takes 200 programs, always the same; the slow test takes 10,000 others. ``SESSFIX_ORACLE_PROGRAMS`` sets another number.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

import pytest
from oracle.aliasing import given, program_of

from codemod.edits.proved import previewed
from codemod.engine.fix import fix_source

COUNT = int(os.environ.get("SESSFIX_ORACLE_PROGRAMS", "200"))
PATH = "/nowhere/generated.py"
SPARED = 0.03  # of the harmless moves: so many may be refused, since it cannot be told that they are


def judge(seeds: Iterable[int]) -> None:
    harmless = 0
    refused: list[str] = []
    for seed in seeds:
        program = program_of(seed)
        if program is None:
            continue
        before = given(program.before)
        result = fix_source(program.before.encode(), PATH, mover=previewed)
        assert [finding.code for finding in result.findings] == ["SES001"], program.before
        is_moved = result.after != result.before
        is_harmless = given(program.after) == before
        harmless += is_harmless
        if is_moved:
            assert given(result.after.decode()) == before, f"seed {seed}: a wrong move\n{program.before}"
        else:
            assert result.findings[0].refusal, program.before
            refused += [f"seed {seed}: {result.findings[0].refusal}"] if is_harmless else []
    assert harmless
    assert len(refused) <= SPARED * harmless, "\n".join(refused)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_move_never_changes_what_is_registered() -> None:
    judge(range(COUNT))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_many_moves_never_change_what_is_registered() -> None:
    judge(range(1_000_000, 1_000_000 + int(os.environ.get("SESSFIX_ORACLE_PROGRAMS", "10000"))))
