"""How the files of a run become tasks: what they are to each other decides which are checked together."""

from __future__ import annotations

import os

from codemod.files.decoding import is_text
from codemod.frozen import TYPE_CHECKING, NamedTuple
from codemod.project.blocks import has_sign_in_code
from codemod.project.index import Graph, Index
from codemod.project.programs import groups_of
from codemod.project.resolver import Resolver
from codemod.project.roots import project_folder, python_files, read_file
from codemod.project.signs import has_sign

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from codemod.engine.tasks import File, Task


class Work(NamedTuple):
    """What there is to check of a run; ``chosen`` are the files, by absolute path, that register something."""

    tasks: tuple[Task, ...]
    chosen: frozenset[str]


def index_of(files: Mapping[str, File], roots: Sequence[str], read: Callable[[str], bytes | None] = read_file) -> Index:
    """The index of some files, given by absolute path, and of the rest of their projects where that is not among them.

    ``roots`` are folders whose files are all among them; ``read`` gives the bytes of any other file.
    """

    def read_any(path: str) -> bytes | None:
        return files[path].source if path in files else read(path)

    def src_of(path: str) -> tuple[str, ...]:
        return files[path].settings.src if path in files else ()

    def models_of(path: str) -> tuple[str, ...]:
        return files[path].settings.models if path in files else ()

    index = Index(read_any, Resolver(src_of, files, models_of))
    include_all(index, files, roots)
    return index


def include_all(index: Index, files: Mapping[str, File], roots: Sequence[str]) -> None:
    """Add some files to an index, and the rest of their projects where that is not among them."""
    index.include(files)
    whole = tuple(os.path.realpath(root) + os.sep for root in roots)
    folders = {os.path.dirname(path): path for path in files}
    projects = {folder: os.path.realpath(project_folder(path)) + os.sep for folder, path in folders.items()}
    outside = {folder for folder, project in projects.items() if not project.startswith(whole)}
    if outside:
        around = [path for path in files if os.path.dirname(path) in outside]
        index.include_around(around, lambda path: python_files(project_folder(path)))


def is_doubtful(file: File) -> bool:
    """Whether a file has to be parsed to say that nothing is wrong with it."""
    return has_sign(file.source) and (not is_text(file.source) or has_sign_in_code(file.source))


def work_of(files: Mapping[str, File], graph: Graph, is_doubtful: Callable[[File], bool] = is_doubtful) -> Work:
    """The files that register something, in tasks; each group of programs is looked at once.

    ``is_doubtful`` says whether a file has to be parsed to say that nothing is wrong with it.
    """
    from codemod.engine.tasks import Task

    groups = groups_of(graph)
    chosen = frozenset().union(*(group for group, _ in groups))
    # What cannot be parsed is told when it names middleware, though it is not seen to register any.
    doubtful = [path for path, file in files.items() if path not in chosen and is_doubtful(file)]
    given = [(tuple(files[path] for path in files if path in group), part) for group, part in groups]
    tasks = [Task(group, part) for group, part in given if group]
    return Work((*tasks, *(Task((files[path],), Graph({}, {})) for path in doubtful)), chosen)
