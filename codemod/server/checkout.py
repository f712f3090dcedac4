"""One folder of a workspace, as `sessfix` run in it would check it, kept between edits.

What is kept: the bytes of its files with the editor's over them, the index, the trees, and of each group of programs what came of it
together with all that it came from. A group is checked again when something of that has changed.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from codemod.edits.proved import previewed
from codemod.engine.checking import checked, sight_of
from codemod.engine.run import include_all, index_of, is_doubtful, work_of
from codemod.engine.tasks import File, Task
from codemod.files.access import MAX_SOURCE, TOO_LARGE, Failure, read_file
from codemod.frozen import NamedTuple
from codemod.interpreter.memoisation import Looking
from codemod.model import Move, Place, Problem, Result
from codemod.project.blocks import code_of
from codemod.project.index import Graph, Index
from codemod.project.module import Module, NotParsed, parse
from codemod.project.modules import Project
from codemod.server.inert import Around, after_inert_edit
from codemod.server.patience import Patience
from codemod.server.settings import reader_of
from codemod.server.state import Told
from codemod.server.untouched import (
    Change,
    Settled,
    after_edit,
    change_between,
    is_as_broken,
    settled,
    shifted,
    watched,
)
from codemod.settings.config import ConfigError, Settings
from codemod.settings.discovery import find_targets, is_excluded

LIGHT = 96 << 10  # bytes of programs that are checked for one open file before the rest of its folder is looked at
OFTEN = 100  # edits, after which what was worked out for texts that are gone is forgotten
ASIDE = 4  # states from before a text was broken that are kept
Stamp = tuple[int, int, int]


class Kept(NamedTuple):
    """What came of the files of a task, and all that it came from: bytes, and the trees that were looked at, each by its number."""

    graph: Graph
    settings: tuple[Settings, ...]
    asked: Mapping[str, bytes | None]
    results: tuple[Result, ...]
    trees: Mapping[str, int | None]


class Aside(NamedTuple):
    """A file as it was when it could last be parsed, and what had come of a task then: most texts are broken while they are typed."""

    path: str
    known: Settled
    key: frozenset[str]
    kept: Kept


class Whole(NamedTuple):
    """A folder as it was known before a file was broken; ``trees`` are the numbers of the file's tree in the projects that had it."""

    path: str
    known: Settled
    files: Mapping[str, File]
    around: Mapping[str, bytes | None]
    indexed: Index
    kept: Mapping[frozenset[str], Kept]
    results: Mapping[str, Result]
    behind: frozenset[str]
    trees: tuple[tuple[Watched, int | None], ...]


class Watched(Project):
    """A project whose files may change between two checks; it notes which ones it was asked for."""

    def __init__(
        self,
        src: tuple[str, ...] = (),
        site: tuple[str, ...] = (),
        providers: frozenset[str] = frozenset(),
        dependents: frozenset[str] = frozenset(),
        read: Callable[[str], bytes | None] | None = None,
        models: tuple[str, ...] = (),
    ) -> None:
        super().__init__(src, site, providers, dependents, read, models)
        self.asked: dict[str, bytes | None] = {}
        self._numbers: dict[str, int] = {}
        self._made = 0
        self.patched: set[str] = set()  # files whose trees were changed where the analysis had looked

    def source_of(self, path: str) -> bytes | None:
        """The bytes of a file as they are now."""
        source = self._read(path)
        if path in self._sources and source != self._sources[path]:
            self._trees.pop(path, None)
            self._facts.pop(path, None)
        self._sources[path] = self.asked[path] = source
        return source

    def checked_tree_of(self, path: str, source: bytes) -> ast.Module:
        """The tree of a file, which notes what of it was looked at; raises NotParsed."""
        is_fresh = path not in self._trees
        self._count(path)
        tree = super().checked_tree_of(path, source)
        return watched(tree) if is_fresh else tree

    def part_of(self, text: bytes, row: int) -> ast.Module:
        """The tree of a part of a file, which notes what of it was looked at; raises NotParsed."""
        return watched(super().part_of(text, row))

    def module_at(self, path: str, name: str | None = None, is_library: bool = False) -> Module | None:
        """The module of a file, by its absolute path."""
        self._count(path)
        return super().module_at(path, name, is_library)

    def _count(self, path: str) -> None:
        """Give a file a number whose nodes are about to be made."""
        if path not in self._trees and path not in self._facts:
            self._made += 1
            self._numbers[path] = self._made

    def looked_tree_of(self, path: str, source: bytes) -> ast.Module:
        """The whole tree of a file, with the very nodes that were looked at; raises NotParsed."""
        facts = self._facts.get(path)
        if facts is not None:
            tree = facts.tree
            if not isinstance(self._trees.get(path), NotParsed):
                self._trees[path] = tree
        return self.checked_tree_of(path, source)

    def put(self, path: str, source: bytes, tree: ast.Module, number: int | None) -> None:
        """Take other bytes for a file, and the tree that was changed in the same way, which keeps its number."""
        if number is not None:
            self._numbers[path] = number
        self._sources[path] = source
        self._trees[path] = tree
        self._facts.pop(path, None)

    def tree_number(self, path: str) -> int | None:
        """The number of the nodes of a file: others of the same bytes do not know what was looked at in these."""
        return self._numbers.get(path) if path in self._trees or path in self._facts else None

    def has(self, path: str, source: bytes) -> bool:
        """Whether a file was asked for when it had these bytes, and not after that."""
        return self._sources.get(path) == source

    def forget_patched(self) -> None:
        """Parse those files again whose trees know what was worked out for another text."""
        for path in self.patched:
            self._trees.pop(path, None)
            self._facts.pop(path, None)
        self.patched = set()

    def forget_names(self) -> None:
        """Look for modules anew: there are others than before."""
        self._resolver = None
        self._listings.clear()
        self._installed.clear()


class Disk:
    """The bytes of files, each read once until it is seen to have changed."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Stamp | None, bytes | None]] = {}

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, or None where there is none that could be checked."""
        if path not in self._known:
            data = read_file(path)
            self._known[path] = _stamp(path), None if isinstance(data, Failure) else data
        return self._known[path][1]

    def look(self) -> None:
        """Forget what has changed."""
        self._known = {path: known for path, known in self._known.items() if _stamp(path) == known[0]}


def _stamp(path: str) -> Stamp | None:
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


class Checkout:
    """A folder; ``is_whole`` says that all files in it are checked, otherwise those only that are open."""

    def __init__(
        self, root: str, words: tuple[str, ...], is_whole: bool, prove: Callable[[bytes, Sequence[Move]], bytes]
    ) -> None:
        self.root, self.words, self.is_whole = root, words, is_whole
        self._prove = prove
        self._patience = Patience(lambda number, total: None)  # that of the round
        self._disk = Disk()
        self._seen = -1
        self._targets: dict[str, Settings] = {}
        self._buffers: Mapping[str, bytes] = {}
        self._files: dict[str, File] = {}
        self._index: Index | None = None
        self._around: dict[str, bytes | None] = {}  # what the index read besides
        self._is_unfinished = False
        self._behind: set[str] = set()  # files that the index has not read again, since it makes no difference
        self._settled: dict[str, Settled] = {}
        self._aside: list[Aside] = []
        self._projects: dict[Settings, Watched] = {}
        self._kept: dict[frozenset[str], Kept] = {}
        self._broken: dict[frozenset[str], Kept] = {}  # of each task, when a text of it could last not be parsed
        self._edits = 0
        self._doubtful: dict[str, tuple[bytes, bool]] = {}
        self._whole: Whole | None = None
        self._parsed: tuple[bytes, ast.Module | NotParsed] = b"", ast.Module([], [])  # the last text that was parsed
        self._early: Index | None = None  # what was read for an open file before the folder was looked at
        self.results: dict[str, Result] = {}
        self.runs = 0  # how often programs were run

    # What there is

    def open_files(self, own: Mapping[str, bytes]) -> dict[str, File]:
        """The open files that are to be checked."""
        settings_of = reader_of(self.words, self.root)
        found = {}
        for path, source in own.items():
            settings = settings_of(os.path.dirname(path))
            if not is_excluded(path, settings, below=self.root):
                found[path] = File(source, path, settings)
        return found

    def _find(self, own: Mapping[str, bytes]) -> dict[str, File]:
        """All files that are to be checked, in their order. Raises ConfigError."""
        opened = self.open_files(own)
        if self.is_whole:
            files = {
                path: File(source, path, settings)
                for path, settings in self._targets.items()
                if (source := own[path] if path in own else self._disk.read(path)) is not None
            }
            # What is open and was not found is new, or it is left out.
            opened = {path: file for path, file in opened.items() if path not in files and not os.path.exists(path)}
        else:
            files = {}
        files |= opened
        return {path: files[path] for path in sorted(files, key=os.fsencode) if len(files[path].source) <= MAX_SOURCE}

    def _walk(self) -> None:
        settings_of = reader_of(self.words, self.root)
        found = find_targets([self.root], settings_of) if self.is_whole else None
        self._targets = {target.path: target.settings for target in found.targets} if found else {}

    def read(self, path: str) -> bytes | None:
        """The bytes of any file as the analysis takes them: the editor's, or those on disk."""
        if path in self._buffers:
            return self._buffers[path]
        source = self._disk.read(path)
        return source if source is None or len(source) <= MAX_SOURCE else None

    # What comes of it

    def check_open(
        self, path: str, own: Mapping[str, bytes], buffers: Mapping[str, bytes], patience: Patience
    ) -> Result | None:
        """What is said of one open file, asked for alone; None where that takes many others."""
        self._buffers, self._patience = buffers, patience
        try:
            file = self.open_files({path: own[path]}).get(path)
        except ConfigError:
            return None
        if file is None or len(file.source) > MAX_SOURCE:
            return None
        files = {path: file}
        index = self._early = index_of(files, (), self.read)
        work = work_of(files, index.graph())
        if not work.tasks:
            return Result(path, file.source, file.source)
        (task,) = work.tasks
        if sum(len(self.read(other) or b"") for other in task.graph.loaded) > LIGHT:
            return None
        (result,) = self._results_of(task)
        return result

    def check(
        self, own: Mapping[str, bytes], buffers: Mapping[str, bytes], seen: int, patience: Patience
    ) -> Iterator[Result]:
        """What is said of the files that register something; at the end ``results`` has all of it. Raises ConfigError.

        ``own`` are the texts of the open files that are checked here, ``buffers`` those of all; ``seen`` grows when something on
        disk may have changed.
        """
        self._buffers, self._patience = buffers, patience
        if seen != self._seen:
            self._disk.look()
            self._walk()
        files = self._find(own)
        may_differ = seen != self._seen and (not self.is_whole or self._has_other_libraries())
        if self._index is None or self._has_others(files) or may_differ:
            self._start_anew()
        self._seen = seen
        yield from self._check(files)
        for path, source in own.items():
            if len(source) > MAX_SOURCE:
                self.results[path] = Result(path, source, source, problem=Problem(path, TOO_LARGE))
                yield self.results[path]

    def _has_others(self, files: Mapping[str, File]) -> bool:
        """Whether there are other files than before, or other settings."""
        before = self._files
        return files.keys() != before.keys() or any(
            file.settings != before[path].settings for path, file in files.items()
        )

    def _has_other_libraries(self) -> bool:
        """Whether what was read besides the files of the project has changed: libraries, and models of them."""
        return any(
            self.read(path) != source
            for kept in self._kept.values()
            for path, source in kept.asked.items()
            if path not in self._files and path not in self._around
        )

    def _start_anew(self) -> None:
        self._index, self._kept, self._around, self._behind, self._aside = None, {}, {}, set(), []
        self._whole = None
        for project in self._projects.values():
            project.forget_names()

    def _changed(self, files: Mapping[str, File]) -> set[str]:
        own = {path for path, file in files.items() if file.source != self._files[path].source}
        return own | {path for path, source in self._around.items() if self.read(path) != source}

    def _read_around(self, path: str) -> bytes | None:
        """What the index reads besides the files that are checked."""
        source = self._around[path] = self.read(path)
        return source

    def _check(self, files: dict[str, File]) -> Iterator[Result]:
        os.chdir(self.root)
        if self._index is None:
            self._files = files
            self._index = index_of(files, self._roots, self._read_around)
            if self._early is not None:
                self._index.learn(self._early)
                self._early = None
        else:
            changed = self._changed(files)
            if not self._is_unfinished and self._takes_all(changed, files):
                yield from (self.results[path] for path in changed if path in self.results)
                return
            if self._comes_back(files):
                self._is_unfinished = False
                yield from (self.results[path] for path in changed if path in self.results)
                return
            # An editor hears at once that a text is broken, and of the others when the programs have been run without it.
            edited = [files[path] for path in changed if path in self.results and path in files]
            for file in edited if len(edited) == 1 else ():
                problem = self._problem_of(file)
                if problem is not None:
                    yield Result(file.path, file.source, file.source, problem=problem)
            self._files.update(files)
            self._index = self._index.again(changed | self._behind)
            self._behind = set()
            include_all(self._index, self._files, self._roots)
            self._forget_texts(len(changed))
        self._index.interrupt = self._interrupt
        self._is_unfinished = True
        for number, path in enumerate(self._files):
            self._patience.step(number, len(self._files))
            self._index.imports_of(path)
        index = self._index
        work = work_of(self._files, index.graph(), self._is_doubtful)
        results: dict[str, Result] = {}
        kept: dict[frozenset[str], Kept] = {}
        # First what an editor shows.
        for task in sorted(work.tasks, key=lambda task: all(file.path not in self._buffers for file in task.files)):
            for result in self._results_of(task):
                results[result.path] = result
                yield result
            key = frozenset(file.path for file in task.files)
            kept[key] = self._kept[key]
        self.results, self._kept = results, kept
        self._is_unfinished = False

    def _takes_all(self, changed: Collection[str], files: Mapping[str, File]) -> bool:
        """Whether nothing has to be found out again, which is taken in then."""
        return not changed or (
            len(changed) == 1 and all(path in files and self._takes(files[path]) for path in changed)
        )

    def _takes(self, file: File) -> bool:
        """Whether a file was changed where nothing was looked at; what is known is then made to fit the new text."""
        assert self._index is not None
        index, path, before = self._index, file.path, self._files[file.path].source
        projects = [project for project in self._projects.values() if project.has(path, before)]
        touched = {key: kept for key, kept in self._kept.items() if path in kept.asked}
        change = change_between(before, file.source)
        number = projects[0].tree_number(path) if projects else None
        if change is None or len(projects) > 1 or any(kept.trees.get(path) != number for kept in touched.values()):
            return False
        if not all(is_far(kept, path, change) for kept in touched.values()):
            return False
        try:
            known = self._settled.get(path)
            looked = projects[0].looked_tree_of(path, before) if projects else None
            # What is known of another tree of the same text does not know what was looked at in this one.
            if known is None or known.source != before or (looked is not None and known.tree is not looked):
                known = settled(before, looked or watched(parse(before)))
        except NotParsed:
            return False
        try:
            tree = self._parse(file.source)
        except NotParsed:
            self._whole = Whole(
                path,
                known,
                {**self._files},
                {**self._around},
                index,
                {**self._kept},
                {**self.results},
                frozenset(self._behind),
                tuple((project, number) for project in projects),
            )
            aside = [Aside(path, known, key, kept) for key, kept in touched.items()]
            self._aside = [*aside, *(one for one in self._aside if one.path != path)][:ASIDE]
            return False
        telling = index.of(path).mentioning
        after = after_edit(known, change, file.source, tree, telling, lambda text: index.is_silent(path, text))
        after = after or self._after_inert_edit(known, change, file, tree, telling, touched.values(), projects)
        if after is None:
            self._settled.pop(path, None)
            return False
        self._settled = {path: after}
        self._files[path] = file
        self._behind.add(path)
        for project in projects:
            project.put(path, file.source, after.tree, number)
        for key, kept in touched.items():
            self._kept[key] = fitted(kept, file, change)
            self.results |= {result.path: result for result in self._kept[key].results}
        return True

    def _comes_back(self, files: Mapping[str, File]) -> bool:
        """Whether a text is whole again, and nothing else was changed since it was broken; what was known then is taken in."""
        whole = self._whole
        if whole is None or files.keys() != whole.files.keys():
            return False
        changed = [path for path, file in files.items() if file.source != whole.files[path].source]
        if changed not in ([], [whole.path]) or any(self.read(path) != data for path, data in whole.around.items()):
            return False
        try:
            self._parse(files[whole.path].source)
        except NotParsed:
            return False
        now = self._index, self._kept, self.results, self._behind, self._settled
        before = {**self._files}
        self._index, self._kept, self.results = whole.indexed, {**whole.kept}, {**whole.results}
        self._behind, self._settled = {*whole.behind}, {whole.path: whole.known}
        self._files.update(whole.files)  # the index reads them there
        for project, number in whole.trees:
            project.put(whole.path, whole.known.source, whole.known.tree, number)
        if not changed or self._takes(files[whole.path]):
            self._whole = None
            return True
        self._index, self._kept, self.results, self._behind, self._settled = now
        self._files.update(before)
        return False

    def _parse(self, source: bytes) -> ast.Module:
        """The tree of a text; raises NotParsed."""
        if self._parsed[0] != source:
            try:
                self._parsed = source, parse(source)
            except NotParsed as error:
                self._parsed = source, error.anew()
        tree = self._parsed[1]
        if isinstance(tree, NotParsed):
            raise tree.anew()
        return tree

    def _problem_of(self, file: File) -> Problem | None:
        """Why a file cannot be parsed."""
        try:
            self._parse(file.source)
        except NotParsed as error:
            return Problem(file.path, str(error), error.location)
        return None

    def _after_inert_edit(
        self,
        known: Settled,
        change: Change,
        file: File,
        tree: ast.Module,
        telling: frozenset[str],
        touched: Collection[Kept],
        projects: Sequence[Watched],
    ) -> Settled | None:
        """The file after an edit that does nothing; its tree serves for further edits, and for no program.

        Why a registration does not move may be what stands there, also what does nothing: where something was found, programs are run.
        """
        if any(result.findings for kept in touched for result in kept.results):
            return None
        importers = {path for kept in touched for path, loaded in kept.graph.loaded.items() if file.path in loaded} - {
            file.path
        }
        around = Around(
            tuple(code_of(self._now(path) or b"") for path in importers),
            tuple(source or b"" for kept in touched for source in kept.asked.values()),
        )
        after = after_inert_edit(known, change, file.source, tree, telling, around)
        for project in projects if after is not None else ():
            project.patched.add(file.path)
        return after

    @property
    def _roots(self) -> tuple[str, ...]:
        return (self.root,) if self.is_whole else ()

    def _results_of(self, task: Task) -> tuple[Result, ...]:
        key, settings = (
            frozenset(file.path for file in task.files),
            tuple(file.settings for file in task.files),
        )
        kept = self._kept.get(key)
        if kept is not None and kept.graph == task.graph and kept.settings == settings and self._holds(kept):
            return kept.results
        project = self._project_of(settings[0])
        again = self._kept_again(task, settings, project) or self._broken_again(task, settings)
        if again is not None:
            self._kept[key] = again
            if any(result.problem for result in again.results):
                self._broken[key] = again
            return again.results
        for path in self._files.keys() - self._targets.keys():
            project.give(path, self._files[path].source)  # it may not be on disk
        project.asked = {}
        project.forget_patched()
        Looking.is_for_a_kept_value = False  # a round that was ended may have left it
        self.runs += 1
        results = self._patience.bounded(task, lambda: checked(task, project, self._mover))
        self._kept[key] = Kept(
            task.graph,
            settings,
            project.asked,
            tuple(results),
            {path: project.tree_number(path) for path in project.asked},
        )
        if any(result.problem for result in results):
            self._broken[key] = self._kept[key]
        return tuple(results)

    def _kept_again(self, task: Task, settings: tuple[Settings, ...], project: Watched) -> Kept | None:
        """What came of a task before a text was broken that is whole again, where it was not changed but where nobody looked."""
        key = frozenset(file.path for file in task.files)
        for aside in self._aside:
            path, known, kept = aside.path, aside.known, aside.kept
            if aside.key != key or kept.graph != task.graph or kept.settings != settings or path not in self._files:
                continue
            file = self._files[path]
            others = (other for other in kept.asked if other != path)
            if not all(self._now(other) == kept.asked[other] for other in others):
                continue
            if any(path in one.asked for name, one in self._kept.items() if name != key):
                continue  # the tree that comes back does not know what was looked at for them
            change = change_between(known.source, file.source)
            if change is None or not is_far(kept, path, change):
                continue
            try:
                tree = self._parse(file.source)
            except NotParsed:
                continue
            telling = task.graph.of(path).mentioning
            # That the graph is the same has been seen: the statements need not be asked.
            after = after_edit(known, change, file.source, tree, telling, lambda text: True)
            after = after or self._after_inert_edit(known, change, file, tree, telling, [kept], [project])
            if after is None:
                continue
            project.put(path, file.source, after.tree, kept.trees.get(path))
            self._settled = {path: after}
            self._aside = [one for one in self._aside if one is not aside]
            return fitted(kept, file, change)
        return None

    def _broken_again(self, task: Task, settings: tuple[Settings, ...]) -> Kept | None:
        """What came of a task with a text that could not be parsed and still cannot, or cannot again."""
        key = frozenset(file.path for file in task.files)
        kept = (known.get(key) for known in (self._kept, self._broken))
        fitting = (one for one in kept if one is not None and one.graph == task.graph and one.settings == settings)
        return next(filter(None, map(self._still_broken, fitting)), None)

    def _still_broken(self, kept: Kept) -> Kept | None:
        changed = [path for path, source in kept.asked.items() if self._now(path) != source]
        if len(changed) != 1 or changed[0] not in self._files:
            return None
        file, before = self._files[changed[0]], kept.asked[changed[0]]
        was_broken = any(result.path == file.path and result.problem for result in kept.results)
        problem = self._problem_of(file) if was_broken else None
        if problem is None or before is None or not is_as_broken(before, file.source):
            return None
        results = tuple(
            Result(file.path, file.source, file.source, problem=problem) if result.path == file.path else result
            for result in kept.results
        )
        return kept._replace(asked={**kept.asked, file.path: file.source}, results=results)

    def _holds(self, kept: Kept) -> bool:
        return all(self._now(path) == source for path, source in kept.asked.items())

    def _now(self, path: str) -> bytes | None:
        file = self._files.get(path)
        return file.source if file is not None else self.read(path)

    def _mover(self, source: bytes, moves: Sequence[Move]) -> bytes:
        return previewed(source, moves, self._prove)

    def _project_of(self, settings: Settings) -> Watched:
        if settings not in self._projects:
            self._projects[settings] = Watched(*sight_of(settings), self._now, settings.models)
            self._projects[settings].interrupt = self._interrupt
        return self._projects[settings]

    def _interrupt(self) -> None:
        self._patience.check()

    def _is_doubtful(self, file: File) -> bool:
        known = self._doubtful.get(file.path)
        if known is None or known[0] is not file.source:
            known = self._doubtful[file.path] = file.source, is_doubtful(file)
        return known[1]

    def _forget_texts(self, changes: int) -> None:
        self._edits += changes
        if self._edits > OFTEN:
            self._edits = 0
            if self._index is not None:
                self._index.forget_texts()

    def told(self, result: Result) -> Told:
        """The result with the texts that its places count in."""
        paths = {place.path for place in _places_in(result)}
        sources = {path: self._now(path) or b"" for path in paths}
        return Told(result, sources | {result.path: result.before})


def is_far(kept: Kept, path: str, change: Change) -> bool:
    """Whether what was found has nothing to do with the place of a change."""
    places = [place for result in kept.results for place in _places_in(result)]
    own = [finding for result in kept.results for finding in result.findings if finding.place.path == path]
    if own or (change.shift and any(place.path == path for place in places)):
        return False
    return not change.shift or not any(
        names_row_below(words, place, path, change) for result in kept.results for place, words in _words_in(result)
    )


_ROW = re.compile(r"\bline (\d+)(?: of ([^\s,)]+))?")


def names_row_below(words: str, place: Place | None, path: str, change: Change) -> bool:
    """Whether a sentence names a row of a file that is another one after a change: `check(request)` on line 12 is not followed.

    Without the name of a file it is one of the file that it is told of.
    """
    return any(
        int(row) > change.first and (name == os.path.basename(path) if name else place is None or place.path == path)
        for row, name in _ROW.findall(words)
    )


def _words_in(result: Result) -> Iterator[tuple[Place | None, str]]:
    """What is said of what could not be followed, with the places that it is told of."""
    yield from ((one.place, one.message) for one in (*result.unseen, *result.latent))
    for drawing in result.drawings:
        yield from ((layer.place, layer.unseen or "") for layer in drawing.layers)
        yield from ((drawing.place, doubt) for doubt in drawing.doubts)


_SHIFTED = ("unseen", "latent", "drawings")  # what names rows of the file, where it has no findings


def fitted(kept: Kept, file: File, change: Change) -> Kept:
    """What came of a task after a change that nothing depends on: places below it are elsewhere now."""

    def fit(result: Result) -> Result:
        if change.shift:
            parts = (shifted(getattr(result, name), file.path, change) for name in _SHIFTED)
            result = result._replace(**dict(zip(_SHIFTED, parts, strict=True)))
        return result._replace(before=file.source, after=file.source) if result.path == file.path else result

    return kept._replace(asked={**kept.asked, file.path: file.source}, results=tuple(map(fit, kept.results)))


def _places_in(result: Result) -> Iterator[Place]:
    for finding in result.findings:
        yield finding.place
        yield finding.registration
        for dependent in finding.dependents:
            yield dependent.place
            for use in dependent.uses:
                yield use.place
                yield from (hop.place for hop in use.via)
        yield from (item.place for item in (*finding.crossed, *finding.related))
