"""Where the imports of a file may lead, found with no more than its text and the names of folders: what a lean start can pay."""

from __future__ import annotations

import os
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def names_in_strings(source: bytes) -> list[bytes]:
    """The strings that may name a module, `"guards.AuthGuard"`, in a file that imports some by such a name."""
    return _NAMED.findall(source) if any(map(source.__contains__, _BY_NAME)) else []


def import_lines(source: bytes) -> Iterator[re.Match[bytes]]:
    """The import statements of a text: only lines with the word are looked at, which is much faster than all."""
    source = source.removeprefix(b"\xef\xbb\xbf")
    # Past the last bracket none is closed: looking for its end from every line anew would take for ever.
    end = source.rfind(b")") + 1
    done, found = 0, source.find(b"import")
    while found >= 0:
        start = source.rfind(b"\n", 0, found) + 1
        # The match must lie where looking from the start, or from that bracket on, would have it.
        match = _IMPORT.match(source, start, end) if start < end else _OPEN_IMPORT.match(source, start)
        if match is not None and start >= done:
            yield match
            done = match.end()
        found = source.find(b"import", max(source.find(b"\n", found) if match is None else match.end(), found + 1))


def folders_above(path: str) -> Iterator[tuple[str, str]]:
    """The folders that a file is in, from the inside out: each as the folder above it and its own name; twelve at most."""
    here = os.path.dirname(os.path.abspath(path))
    for _ in range(12):
        parent, base = os.path.split(here)
        yield parent, base
        here = parent


def packages_above(path: str, package: str, level: int) -> list[str]:
    """The packages that a relative import starts from; where `__init__.py` is missing the folders are the packages."""
    parts = package.split(".") if package else []
    if len(parts) < level:
        parts = os.path.dirname(os.path.abspath(path)).split(os.sep)[-level:]
    return parts[: len(parts) - level + 1]


def name_of(path: str) -> str:
    """The dotted name of a file: its place below the nearest folder that is not a package."""
    folder, base = os.path.split(os.path.abspath(path))
    parts = [] if base == "__init__.py" else [os.path.splitext(base)[0]]
    while os.path.isfile(os.path.join(folder, "__init__.py")):
        folder, package = os.path.split(folder)
        parts.insert(0, package)
    return ".".join(parts)


def roots_of(path: str) -> tuple[str, ...]:
    """Where imports of a file may start: the parent of its package, its own folder, the project's folder, `src`."""
    folder = top = os.path.dirname(os.path.abspath(path))
    while os.path.isfile(os.path.join(top, "__init__.py")):
        top = os.path.dirname(top)
    project = project_folder(path)
    # A script in `app/` of a project without packages may be imported as `app.main` from any folder above it.
    between: list[str] = []
    here = top
    while here != project and here.startswith(project) and len(between) < 12:
        here = os.path.dirname(here)
        between.append(here)
    return tuple(dict.fromkeys((top, folder, *between, project, os.path.join(project, "src"))))


def project_folder(path: str) -> str:
    """The nearest folder above a file with a `pyproject.toml` or a repository in it; else the current folder, when the file
    is in it; else the parent of its package.
    """
    top = os.path.dirname(os.path.abspath(path))
    while os.path.isfile(os.path.join(top, "__init__.py")):
        top = os.path.dirname(top)
    here = top
    for _ in range(12):
        if os.path.isfile(os.path.join(here, "pyproject.toml")) or os.path.exists(os.path.join(here, ".git")):
            return here
        parent = os.path.dirname(here)
        if parent == here:
            break
        here = parent
    return _current_folder(top) or top


def _current_folder(top: str) -> str | None:
    """The folder that sessfix runs in, when it can be a project's: whoever types `python -m shop.main` there means it so."""
    try:
        here = os.getcwd()
    except OSError:  # it has been deleted
        return None
    if here in (os.path.expanduser("~"), os.path.dirname(here)):
        return None  # all that a user has is no project
    return here if top.startswith(here + os.sep) and top.count(os.sep) - here.count(os.sep) < 12 else None


def read_file(path: str) -> bytes | None:
    """The bytes of a regular file of at most 2 MiB, or None."""
    try:
        if not os.path.isfile(path) or os.path.getsize(path) > 2 << 20:
            return None
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def python_files(folder: str) -> list[str]:
    """The Python files below a folder, without environments, caches and what version control keeps; at most 20,000."""
    found: list[str] = []
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED and not name.startswith("."))
        found += [os.path.join(here, name) for name in files if name.endswith(".py")]
        if len(found) > 20_000:
            break
    return found


_SKIPPED = frozenset({"__pycache__", "node_modules", "site-packages", "venv", "env", "build", "dist"})
_BY_NAME = (
    b"import_module",
    b"__import__",
    b"import_string",
    b"resolve_name",
    b"EntryPoint(",
    b"ImportString",
    b"PyObject",
)
_NAMED = re.compile(rb"""["'](\w+(?:\.\w+)*(?::\w+)?)["']""")
_COMMENT = re.compile(rb"[;#][^\n]*")
_IMPORT = re.compile(
    rb"^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n(]*)|import[ \t]+([^\n]*))", re.MULTILINE
)
_OPEN_IMPORT = re.compile(_IMPORT.pattern.replace(rb"\([^)]*\)|", b""), re.MULTILINE)
