"""The models of libraries that a project brings: modules of Python that say what a library does. See docs/models.md."""

from __future__ import annotations

import os

from codemod.files.access import Failure, read_file
from codemod.frozen import TYPE_CHECKING
from codemod.library_names import NATIVE

if TYPE_CHECKING:
    from collections.abc import Iterator


def fault_in(folder: str) -> str | None:
    """What keeps the models below a folder from being read, in words that go on after a colon; None when nothing does."""
    if not os.path.isdir(folder):
        return f"{folder} is no folder"
    models = list(_models_below(folder))
    if not models:
        return f"{folder} holds no model: a file such as acme/sessions.py stands for the module acme.sessions"
    return next((fault for path in models if (fault := _fault_of(path, folder)) is not None), None)


def _models_below(folder: str) -> Iterator[str]:
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__" and not name.startswith("."))
        yield from (os.path.join(here, name) for name in sorted(files) if name.endswith(".py"))


def _fault_of(path: str, folder: str) -> str | None:
    import ast
    import warnings

    top = os.path.relpath(path, folder).split(os.sep)[0].removesuffix(".py")
    if top in NATIVE:
        return f"{path} would stand for a part of {top}, which is known without a model"
    source = read_file(path)
    if isinstance(source, Failure):
        return f"{path} {source.message}"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source)
    except SyntaxError as error:
        return f"{path}:{error.lineno or 1} is not Python: {error.msg}"
    except (ValueError, RecursionError, MemoryError) as error:
        return f"{path} is not Python: {error}"
    return None
