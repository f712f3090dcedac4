"""The folders of the installed libraries, found without running an interpreter: where a virtual environment keeps them."""

from __future__ import annotations

import os
from collections.abc import Mapping


def site_folders(python: str | None, start: str, environ: Mapping[str, str]) -> tuple[str, ...]:
    """The `site-packages` of the environment that a project runs in, and the folders that its `.pth` files name.

    ``python`` is an interpreter or the folder of an environment; without it, `VIRTUAL_ENV`, then `.venv` and `venv` in ``start``
    or above it, then `CONDA_PREFIX`. Empty when there is none: the libraries are then known by name only.
    """
    for prefix in _prefixes(python, start, environ):
        folders = _packages_of(prefix)
        if folders:
            return tuple(dict.fromkeys((*folders, *(path for folder in folders for path in _editable(folder)))))
    return ()


def _prefixes(python: str | None, start: str, environ: Mapping[str, str]) -> list[str]:
    if python:
        # Not resolved: the `python` of an environment is a link to the one that made it.
        path = os.path.join(start, os.path.expanduser(python))
        return [path] if os.path.isdir(path) else [os.path.dirname(os.path.dirname(os.path.abspath(path)))]
    found = [environ["VIRTUAL_ENV"]] if environ.get("VIRTUAL_ENV") else []
    here = os.path.abspath(start)
    for _ in range(12):
        found += [os.path.join(here, name) for name in (".venv", "venv")]
        if os.path.isfile(os.path.join(here, "pyproject.toml")) or os.path.exists(os.path.join(here, ".git")):
            break
        here = os.path.dirname(here)
    return found + ([environ["CONDA_PREFIX"]] if environ.get("CONDA_PREFIX") else [])


def _packages_of(prefix: str) -> list[str]:
    """`lib/python3.x/site-packages`, newest first, or `Lib/site-packages` of Windows."""
    library = os.path.join(prefix, "lib")
    versions = sorted(_names(library), key=_version, reverse=True)
    folders = [os.path.join(library, name, "site-packages") for name in versions if name.startswith("python3")]
    folders.append(os.path.join(prefix, "Lib", "site-packages"))
    return [folder for folder in folders if os.path.isdir(folder)][:1]


def _version(name: str) -> tuple[int, ...]:
    return tuple(int(part) for part in name.removeprefix("python").split(".") if part.isdigit())


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _editable(folder: str) -> list[str]:
    """The folders that `.pth` files add; lines of code in them are not run."""
    found = []
    for name in sorted(_names(folder)):
        if not name.endswith(".pth") or not os.path.isfile(os.path.join(folder, name)):
            continue  # a FIFO would keep us waiting
        try:
            with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
                lines = file.read(65536).splitlines()
        except OSError:
            continue
        paths = [
            os.path.join(folder, line.strip())
            for line in lines
            if line.strip() and not line.startswith(("#", "import"))
        ]
        found += [path for path in paths if os.path.isdir(path)]
    return found
