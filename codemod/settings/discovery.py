"""Finds the files to read: folders as git and ruff see them."""

from __future__ import annotations

import os
import stat

from codemod.files.access import NO_NAME, Failure
from codemod.frozen import TYPE_CHECKING, NamedTuple
from codemod.settings.config import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from codemod.settings.config import Settings

SUFFIXES = (".py", ".pyw")
_IGNORE_FILES = frozenset({".gitignore", ".ignore"})


class Target(NamedTuple):
    """A file to look at, and the settings that hold for it."""

    path: str
    settings: Settings


class Found(NamedTuple):
    """What the paths of the command line stand for."""

    targets: tuple[Target, ...]
    failures: tuple[Failure, ...]


def find_targets(paths: Sequence[str], settings_of: Callable[[str], Settings]) -> Found:
    """The files that the paths name, each once, in the order of their bytes."""
    chosen: dict[str, Target] = {}
    failures: list[Failure] = []
    for path in paths:
        for item in _files_of(os.path.normpath(path), settings_of):
            if isinstance(item, Failure):
                failures.append(item)
            else:
                real = os.path.realpath(item.path)
                known = chosen.get(real)
                if known is None or os.fsencode(item.path) < os.fsencode(known.path):
                    chosen[real] = item
    targets = sorted(chosen.values(), key=lambda target: os.fsencode(target.path))
    return Found(tuple(targets), tuple(sorted(set(failures), key=lambda failure: os.fsencode(failure.path))))


def _files_of(path: str, settings_of: Callable[[str], Settings]) -> Iterator[Target | Failure]:
    try:
        mode = os.stat(path).st_mode
    except OSError as error:
        yield Failure(path, f"cannot be read: {error.strerror}")
        return
    except ValueError:
        yield Failure(path, NO_NAME)
        return
    folder = os.path.abspath(path if stat.S_ISDIR(mode) else os.path.dirname(path))
    settings = settings_of(folder)
    if settings.force_exclude and is_excluded(os.path.abspath(path), settings):
        return
    if stat.S_ISDIR(mode):
        yield from _walk(path, settings, settings_of)
    else:
        # Whatever it is called: somebody named it. `read_file` says what is wrong with a FIFO.
        yield Target(path, settings)


def _walk(root: str, settings: Settings, settings_of: Callable[[str], Settings]) -> Iterator[Target | Failure]:
    """The Python files below a folder that neither git nor the settings leave out."""
    folders: list[str] = []
    odd_names = False
    for entry in _entries(root, settings):
        if isinstance(entry, Failure):
            yield entry
        elif entry is None:
            odd_names = True
        else:
            path = os.path.normpath(entry)
            if path.endswith(SUFFIXES):
                yield from _target_in(root, path, settings_of)
            folders.append(path)
    if odd_names or _has_surrogates(root):
        for path in _odd_named_files(folders or [root]):
            yield from _target_in(root, path, settings_of)


def _entries(root: str, settings: Settings) -> Iterator[str | Failure | None]:
    """Every file and folder that git does not ignore; None stands for a name that is not UTF-8."""
    names = [glob for glob in (*settings.exclude, *settings.extend_exclude) if "/" not in glob]
    odd = next(_odd_ignore_files(root, frozenset(names)), None)
    if odd is not None:
        beside = "beside it" if os.path.dirname(odd) == root else f"under {root}"
        # The walker would wait for ever for a FIFO to be written, and reads the ignore files of what it skips, too.
        yield Failure(os.path.normpath(odd), f"is no regular file: nothing {beside} is read")
        return
    # 5 ms, and pathlib with its results: a run over named files does without.
    import rignore

    walker = rignore.walk(root, ignore_hidden=False, follow_links=False, overrides=[f"!{name}" for name in names])  # type: ignore[arg-type]
    while True:
        # The walker goes on after an error: a `for` loop would lose the rest of the tree.
        try:
            path = next(walker)
        except StopIteration:
            return
        except ValueError:
            yield None
        except OSError as error:
            # "./shut: IO error for operation on ./shut: Permission denied (os error 13)"
            where, _, reason = str(error).partition(": IO error for operation on ")
            reason = reason.rpartition(": ")[2].partition(" (os error")[0]
            yield Failure(os.path.normpath(where), f"cannot be read: {reason or where}")
        else:
            yield os.fspath(path)  # type: ignore[arg-type]


def _odd_ignore_files(root: str, left_out: frozenset[str]) -> Iterator[str]:
    """Ignore files that cannot be read as files: FIFOs, devices, links to such."""
    for here, folders, names in os.walk(root):
        skipped = left_out.intersection(folders)
        found = [os.path.join(here, name) for name in _IGNORE_FILES.intersection(names)]
        found += [os.path.join(here, folder, name) for folder in skipped for name in _IGNORE_FILES]
        yield from (path for path in found if os.path.exists(path) and not os.path.isfile(path))
        folders[:] = [name for name in folders if name not in skipped]


def _target_in(root: str, path: str, settings_of: Callable[[str], Settings]) -> Iterator[Target | Failure]:
    if not _is_regular(path):
        return
    try:
        settings = settings_of(os.path.abspath(os.path.dirname(path)))
    except ConfigError as error:  # it costs its folder, which says so once
        yield Failure(os.path.dirname(path), f"nothing in it is checked: {error}")
        return
    if not is_excluded(os.path.abspath(path), settings, below=os.path.abspath(root)):
        yield Target(path, settings)


def _is_regular(path: str) -> bool:
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        # Gone since the walk saw it.
        return False


def _odd_named_files(seen: Iterable[str]) -> Iterator[str]:
    """Python files whose name, or a folder's, is not UTF-8: rignore cannot name them, `os.scandir` can."""
    for folder in seen:
        if not os.path.isdir(folder) or os.path.islink(folder):
            continue
        for name in _names(folder):
            path = os.path.normpath(os.path.join(folder, name))
            if not _has_surrogates(path):
                continue
            if name.endswith(SUFFIXES):
                yield path
            for below, _, names in os.walk(path):
                yield from (os.path.join(below, name) for name in names if name.endswith(SUFFIXES))


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:  # gone, or shut: the walk has said so
        return []


def _has_surrogates(name: str) -> bool:
    return any("\udc80" <= character <= "\udcff" for character in name)


def is_excluded(path: str, settings: Settings, below: str = "") -> bool:
    """Whether an absolute path, or a folder on the way to it from `below`, is left out."""
    names, globs = _split_globs((*settings.exclude, *settings.extend_exclude))
    start = below or settings.root
    while len(path) > len(start) and path != os.path.dirname(path):
        parent, name = os.path.split(path)
        if name in names or (globs and any(_matches(path if "/" in glob else name, glob) for glob in globs)):
            return True
        path = parent
    return False


def _split_globs(globs: Sequence[str]) -> tuple[frozenset[str], list[str]]:
    """Plain names, which a set finds, and the patterns."""
    plain = frozenset(glob for glob in globs if not any(mark in glob for mark in "*?[/"))
    return plain, [glob for glob in globs if glob not in plain]


def _matches(text: str, glob: str) -> bool:
    """Whether a path fits a glob, in which `/**/` stands for any number of folders, also none.

    The parts between are matched from slash to slash: the work grows with their number, not as a power of two.
    """
    from fnmatch import fnmatchcase

    *parts, last = glob.split("/**/")
    slashes = [index for index, character in enumerate(text) if character == "/"]
    starts = [0]
    for part in parts:
        ends = (end for end in slashes for start in starts if start <= end and fnmatchcase(text[start:end], part))
        first = min(ends, default=len(text))
        starts = [slash + 1 for slash in slashes if slash >= first]
    return any(fnmatchcase(text[start:], last) for start in starts)
