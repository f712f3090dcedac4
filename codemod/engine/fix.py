"""The heart: source bytes in, findings and repaired bytes out. Pure; everything else calls it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from codemod.edits.proved import Mover, written
from codemod.engine.analysis import (
    Analysis,
    Wanted,
    analyse,
    diagnoses_in,
    drawings_in,
    elsewhere,
    latent_in,
    unseen_in,
)
from codemod.engine.drawing import unordered_layers
from codemod.model import Finding, Place, Problem, Result
from codemod.project.module import Module, NotParsed
from codemod.project.modules import Project

# The machine recurses with the program's calls and nesting; CPython 3.10 takes some 20,000 frames of 8 MiB.
FRAMES = 12_000
DEEP = 100_000  # on a stack of 64 MiB or more
TOO_DEEP = "the program is nested too deeply to follow"


def fix_source(
    source: bytes,
    path: str,
    project: Project | None = None,
    wanted: Wanted | None = None,
    mover: Mover = written,
) -> Result:
    """Analyse one file and repair what can be repaired.

    ``path`` names the file in the findings, and says where its imports are looked for; ``wanted`` leaves findings out (those that
    are switched off or silenced); ``mover`` makes the moves, by default with libcst. Nothing is read but what ``project`` reads,
    nothing is written.
    """
    project = project or Project()
    project.give(path, source)
    project.survey([os.path.abspath(path)])
    (result,) = fix_files([path], project, lambda _: wanted or _every, mover)
    return result


def fix_files(
    paths: Sequence[str],
    project: Project,
    wanted_in: Callable[[str], Wanted],
    mover: Mover = written,
    frames: int = FRAMES,
) -> list[Result]:
    """Analyse the programs that some files take part in, once, and repair each file: their results, in the same order.

    The project holds their bytes, and knows what they are to those around them. Each file is repaired with the others as they were.
    ``frames`` says how far the analysis may recurse on the stack that it is on.
    """
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, frames))
    try:
        for path in map(os.path.abspath, paths):  # as a whole: what cannot be parsed is to be told
            project.tree_of(path, project.source_of(path) or b"")
        analysis = analyse(project, [os.path.abspath(path) for path in paths])
        results = [_guarded(path, project, analysis, wanted_in(path), mover) for path in paths]
        others = elsewhere(analysis, {project.shown(os.path.abspath(path)) for path in paths}, wanted_in(paths[0]))
        return [result._replace(elsewhere=others if not number else ()) for number, result in enumerate(results)]
    except RecursionError:
        return [_broken(path, project, TOO_DEEP) for path in paths]
    finally:
        sys.setrecursionlimit(limit)


def _broken(path: str, project: Project, why: str) -> Result:
    source = project.source_of(os.path.abspath(path)) or b""
    return Result(path, source, source, problem=Problem(path, why))


def _guarded(path: str, project: Project, analysis: Analysis, wanted: Wanted, mover: Mover) -> Result:
    source = project.source_of(os.path.abspath(path)) or b""
    try:
        project.checked_tree_of(os.path.abspath(path), source)
        return _fix(source, path, project, analysis, wanted, mover)
    except NotParsed as error:
        from codemod.engine.newer_syntax import needs_newer

        said = f"{error}{needs_newer(str(error), source, error.location)}"
        return Result(path, source, source, problem=Problem(path, said, error.location))
    except RecursionError:
        return _broken(path, project, TOO_DEEP)


def _every(module: Module, finding: Finding) -> bool:
    return True


def _fix(source: bytes, path: str, project: Project, first: Analysis, wanted: Wanted, mover: Mover) -> Result:
    drawings = drawings_in(first, path)
    unseen, latent = (*unseen_in(first, path), *unordered_layers(drawings)), latent_in(first, path)
    plain = Result(path, source, source, unseen=unseen, drawings=drawings, latent=latent)
    diagnoses = diagnoses_in(first, project.shown(os.path.abspath(path)), source, wanted)
    if not diagnoses:
        return plain
    from codemod.engine.repair import Trial, repaired_file  # most files have no finding, and need not wait for it

    return repaired_file(plain, first, diagnoses, Trial(project, os.path.abspath(path), wanted, mover))


__all__ = ["Place", "fix_source"]
