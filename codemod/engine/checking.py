"""Checks the files of a task, in whatever process: the one door to the analysis."""

from __future__ import annotations

import functools
import os

from codemod.edits.proved import Mover, previewed, written_deeply
from codemod.engine.analysis import Wanted
from codemod.engine.fix import DEEP, FRAMES, TOO_DEEP, fix_files
from codemod.engine.tasks import HandOver, Task
from codemod.files.garbage import collect_seldom
from codemod.frozen import TYPE_CHECKING
from codemod.model import Finding, Result
from codemod.project.module import Module
from codemod.project.modules import Project
from codemod.rules.suppression import is_suppressed
from codemod.settings.config import Settings

if TYPE_CHECKING:
    import ast

# Bytes: what is nested in a smaller file does not overflow STACK, which Python 3.10 and 3.11 do not see to.
LARGE = 128 << 10
STACK = 8 << 20


class Careful(Project):
    """Reads no module that may be too much for this process."""

    def checked_tree_of(self, path: str, source: bytes) -> ast.Module:
        """The tree of a file; raises NotParsed, and HandOver."""
        check_size(source)
        return super().checked_tree_of(path, source)

    def part_of(self, text: bytes, row: int) -> ast.Module:
        """The tree of a part of a file; raises NotParsed, and HandOver."""
        check_size(text)
        return super().part_of(text, row)


def check_size(source: bytes) -> None:
    """Hand over what could overflow the stack of this process."""
    if len(source) > LARGE or not has_large_stack():
        raise HandOver


@functools.lru_cache(1)
def has_large_stack() -> bool:
    """Whether the stack is as large as it is by default."""
    try:
        import resource
    except ImportError:  # Windows
        return False
    limit = resource.getrlimit(resource.RLIMIT_STACK)[0]
    return limit == resource.RLIM_INFINITY or limit >= STACK


def checked_here(task: Task, project: Project, mover: Mover) -> list[Result]:
    """The same on the stack that a process begins with; raises HandOver when that is too small."""
    collect_seldom()
    results = checked(task, project, mover, FRAMES)
    if any(result.problem is not None and result.problem.message == TOO_DEEP for result in results):
        raise HandOver
    return results


def checked(task: Task, project: Project, mover: Mover, frames: int = DEEP) -> list[Result]:
    """The one door to the analysis, for a thread with a large stack."""
    settings = {file.path: file.settings for file in task.files}
    for file in task.files:
        project.give(file.path, file.source)
    project.graph, project.followed = task.graph, 0

    def wanted_in(path: str) -> Wanted:
        def wanted(module: Module, finding: Finding) -> bool:
            return settings[path].wants(finding.code) and not is_suppressed(module.lines, finding)

        return wanted

    return fix_files([file.path for file in task.files], project, wanted_in, mover, frames)


def open_project(settings: Settings, kind: type[Project] = Project) -> Project:
    """What the analysis reads other files through: each is parsed once for all files that share their settings."""
    return kind(*sight_of(settings), models=settings.models)


def sight_of(settings: Settings) -> tuple[tuple[str, ...], tuple[str, ...], frozenset[str], frozenset[str]]:
    """What a project is to know: the folders of its modules and of the installed ones, what provides and what depends."""
    from codemod.settings.environment import site_folders

    site = site_folders(settings.python, settings.root or os.getcwd(), os.environ)
    return settings.src, site, frozenset(settings.providers), frozenset(settings.dependents)


def mover_of(writes: bool, prove: Mover) -> Mover:
    """How moves are made: with libcst where they are written, without it where it would agree."""
    return prove if writes else functools.partial(previewed, otherwise=prove)


def check_apart(task: Task, writes: bool) -> list[Result]:
    """Check files where they can be stopped."""
    collect_seldom()
    return checked(task, _project_apart(task.files[0].settings), mover_of(writes, written_deeply))


_project_apart = functools.lru_cache(open_project)
