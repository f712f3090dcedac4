"""Where the imports of a file may lead, found with no more than its text and the names of folders: what a lean start can pay."""

from __future__ import annotations

import os
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


def imports_registrations(path: str, source: bytes, src: Sequence[str]) -> bool:
    """Whether a file imports a module of the project that registers middleware, directly or not: read, not parsed."""
    if b"import" not in source:
        return False
    roots = dict.fromkeys((*src, *roots_of(path)))
    queue = [(path, source)]
    seen = {os.path.abspath(path)}
    while queue and len(seen) < 400:
        here, data = queue.pop()
        for name in imported_names(here, data):
            for found in places_of((*roots, *homes_of(path, name)), name):
                code = read_file(found) if found not in seen else None
                if code is None:
                    continue
                if b"iddleware" in code:
                    return True
                seen.add(found)
                queue.append((found, code))
    return False


def imported_names(path: str, source: bytes) -> list[str]:
    """The modules that the import lines of a file may mean, relative ones made absolute."""
    package = name_of(path) if os.path.basename(path) == "__init__.py" else name_of(path).rpartition(".")[0]
    found = []
    for match in import_lines(source):
        parts = (_COMMENT.sub(b"", part) if part else b"" for part in match.groups())
        base, names, plain = (part.decode("ascii", "replace") for part in parts)
        if plain:
            found += [name.split(" as ")[0].strip() for name in plain.split(",")]
            continue
        level = len(base) - len(base.lstrip("."))
        if level:
            base = ".".join([*packages_above(path, package, level), *([base[level:]] if base[level:] else [])])
        found.append(base)
        found += [f"{base}.{name.split(' as ')[0].strip()}".lstrip(".") for name in names.strip("() \n").split(",")]
    for text in names_in_strings(source):
        module = text.partition(b":")[0].decode("ascii", "replace")
        found += [module, module.rpartition(".")[0]]
    return [name for name in found if name]


def names_in_strings(source: bytes) -> list[bytes]:
    """The strings that may name a module, `"guards.AuthGuard"`, in a file that imports some by such a name."""
    return _NAMED.findall(source) if _BY_NAME.search(source) else []


def import_lines(source: bytes) -> Iterator[re.Match[bytes]]:
    source = source.removeprefix(b"\xef\xbb\xbf")
    # Past the last bracket none is closed: looking for its end from every line anew would take for ever.
    end = source.rfind(b")") + 1
    yield from _IMPORT.finditer(source, 0, end)
    yield from _OPEN_IMPORT.finditer(source, end)


def places_of(roots: Iterable[str], name: str) -> Iterator[str]:
    relative = name.replace(".", os.sep)
    for root in roots:
        yield os.path.join(root, relative + ".py")
        yield os.path.join(root, relative, "__init__.py")


def homes_of(path: str, name: str) -> Iterator[str]:
    """The folders above a file from which a folder that the file is in has this name: `shop.core`, asked for in `shop/main.py`."""
    here, first = os.path.dirname(os.path.abspath(path)), name.partition(".")[0]
    for _ in range(12):
        parent, base = os.path.split(here)
        if base == first:
            yield parent
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


_BY_NAME = re.compile(rb"import_module|__import__|import_string|resolve_name")
_NAMED = re.compile(rb"""["'](\w+(?:\.\w+)*(?::\w+)?)["']""")
_COMMENT = re.compile(rb"[;#][^\n]*")
_IMPORT = re.compile(
    rb"^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n(]*)|import[ \t]+([^\n]*))", re.MULTILINE
)
_OPEN_IMPORT = re.compile(_IMPORT.pattern.replace(rb"\([^)]*\)|", b""), re.MULTILINE)
