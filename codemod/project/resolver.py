"""Where imports lead: the files that module names mean, and what each import of a file binds. Read off bytes, nothing is parsed."""

from __future__ import annotations

import os
import re

from codemod.frozen import TYPE_CHECKING, NamedTuple
from codemod.project.roots import folders_above, import_lines, name_of, names_in_strings, packages_above, roots_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_COMMENT = re.compile(rb"#[^\n]*")
ALL = b"*"
_PACKAGE = f"{os.sep}__init__.py"


class Origin(NamedTuple):
    """What an import binds: a name of a module, by the module's path; the module itself when ``name`` is empty, all with `*`."""

    path: str
    name: bytes


class Imports(NamedTuple):
    """The imports of one file that lead to files at hand: what each local name comes from, and all modules that are loaded."""

    bound: dict[bytes, tuple[Origin, ...]]
    loaded: frozenset[str]


class Resolver:
    """Finds the files that module names mean, by the listings of folders: each folder is listed once.

    ``src`` gives the folders that the imports of a file may start from besides the usual ones, ``models`` those where models of
    libraries are, which are looked into last; ``given`` are files that need not be on disk.
    """

    def __init__(
        self,
        src: Callable[[str], Sequence[str]],
        given: Iterable[str] = (),
        models: Callable[[str], Sequence[str]] = lambda _: (),
    ) -> None:
        self._src, self._models = src, models
        self._given: dict[str, set[str]] = {}
        self._listings: dict[str, frozenset[str]] = {}
        self._roots: dict[str, tuple[str, ...]] = {}
        self._above: dict[str, tuple[tuple[str, str], ...]] = {}
        self._starts: dict[tuple[str, str], tuple[str, ...]] = {}
        self._found: dict[tuple[str, str], tuple[str, ...]] = {}
        for path in given:
            self.add(path)

    def has_models(self, paths: Iterable[str]) -> bool:
        """Whether there are models of what one of these files may import."""
        return any(map(self._models, paths))

    def add(self, path: str) -> None:
        """Take a file into account that need not be on disk."""
        folder, name = os.path.split(path)
        if self._has(folder, name):
            return
        self._given.setdefault(folder, set()).add(name)
        # What was looked for in vain may be this one.
        for known in (self._listings, self._starts, self._found):
            known.clear()

    def find(self, path: str, name: str) -> tuple[str, ...]:
        """The files that importing a dotted name in a file loads, packages first; empty for what is not of the project.

        When the last part is a name of the module before it, that module is the last.
        """
        key = path[: path.rfind(os.sep)], name
        found = self._found.get(key)
        if found is None:
            parts = name.split(".")
            places = (self._below(start, parts) for start in self._starts_of(path, parts[0]))
            found = self._found[key] = next((place for place in places if place), ())
        return found

    def may_find(self, path: str, name: str) -> bool:
        """Whether a folder or file of this name is at hand; a folder without `__init__.py` is a package, too."""
        return bool(self._starts_of(path, name.partition(".")[0]))

    def module(self, path: str, name: str) -> str | None:
        """The file of a module, or None when there is none of this name."""
        return _of_name(self.find(path, name), name)

    def inside(self, package: str, name: str) -> str | None:
        """The file of a module of this name in a package, which is given by its own file."""
        key = package, name
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._below(package[: -len(_PACKAGE)], (name,))
        return found[-1] if found else None

    def roots(self, path: str) -> tuple[str, ...]:
        """The folders that any import of a file may start from."""
        folder = path[: path.rfind(os.sep)] or os.sep
        if folder not in self._roots:
            self._roots[folder] = tuple(dict.fromkeys((*self._src(path), *roots_of(path), *self._models(path))))
        return self._roots[folder]

    def above(self, path: str) -> tuple[tuple[str, str], ...]:
        """The folders that a file is in, each as the folder above it and its own name: `shop.core`, asked for in `shop/main.py`."""
        folder = path[: path.rfind(os.sep)] or os.sep
        if folder not in self._above:
            self._above[folder] = tuple(folders_above(path))
        return self._above[folder]

    def is_start(self, folder: str, first: str) -> bool:
        """Whether names that begin so can be looked for in a folder."""
        return bool(first) and (self._has(folder, first) or self._has(folder, first + ".py"))

    def module_below(self, folder: str, name: str) -> str | None:
        """The file of a module, looked for from this folder only."""
        return _of_name(self._below(folder, name.split(".")), name)

    def _starts_of(self, path: str, first: str) -> tuple[str, ...]:
        """The folders that imports of this name may start from."""
        folder = path[: path.rfind(os.sep)] or os.sep
        starts = self._starts.get((folder, first))
        if starts is None:
            homes = (parent for parent, base in self.above(path) if base == first)
            found = dict.fromkeys((*self.roots(path), *homes))
            starts = self._starts[folder, first] = tuple(start for start in found if self.is_start(start, first))
        return starts

    def _has(self, folder: str, name: str) -> bool:
        listing = self._listings.get(folder)
        if listing is None:
            try:
                names = os.listdir(folder)
            except OSError:
                names = []
            listing = self._listings[folder] = frozenset((*names, *self._given.get(folder, ())))
        return name in listing

    def _below(self, folder: str, parts: Sequence[str]) -> tuple[str, ...]:
        found = []
        for part in parts:
            inner = (folder if folder.endswith(os.sep) else folder + os.sep) + part
            is_there = self._has(folder, part)
            if is_there and self._has(inner, "__init__.py"):
                found.append(inner + os.sep + "__init__.py")
            elif self._has(folder, part + ".py"):
                found.append(inner + ".py")
                break
            elif not is_there:
                break
            folder = inner
        return tuple(found)


def _of_name(found: Sequence[str], name: str) -> str | None:
    """Of what was found, the file of the module itself: of `shop.core.App` no more than the module before it was."""
    last = name[name.rfind(".") + 1 :]
    is_its_own = bool(found) and found[-1].endswith((f"{os.sep}{last}.py", f"{os.sep}{last}{os.sep}__init__.py"))
    return found[-1] if is_its_own else None


def stem_of(path: str) -> str:
    folder, name = os.path.split(path)
    return os.path.basename(folder) if name == "__init__.py" else os.path.splitext(name)[0]


def imports_in(path: str, data: bytes, resolver: Resolver) -> Imports:
    """The imports of a file, read off its text; also those by a string, which bind nothing."""
    bound: dict[bytes, list[Origin]] = {}
    loaded: set[str] = set()
    package: str | None = None
    for match in import_lines(data) if b"import" in data else ():
        base, names, plain = (
            _COMMENT.sub(b"", part) if part and b"#" in part else part or b"" for part in match.groups()
        )
        if plain:
            for part in plain.partition(b";")[0].split(b","):
                _bind_module(path, part, resolver, bound, loaded)
            continue
        text = base.decode("ascii", "replace")
        level = len(text) - len(text.lstrip("."))
        if level:
            if package is None:
                name = name_of(path)
                package = name if os.path.basename(path) == "__init__.py" else name.rpartition(".")[0]
            text = ".".join([*packages_above(path, package, level), *([text[level:]] if text[level:] else [])])
        if not resolver.may_find(path, text):
            continue
        loaded.update(resolver.find(path, text))
        here = resolver.module(path, text)
        is_package = here is not None and here.endswith(_PACKAGE)
        for part in names.partition(b";")[0].strip(b"() \t\r\n\\").split(b","):
            words = part.split()
            if not words:
                continue
            own, local = words[0], words[-1]
            inner = None
            if own != ALL and (here is None or is_package):
                name = own.decode("ascii", "replace")
                inner = resolver.inside(here, name) if here is not None else resolver.module(path, f"{text}.{name}")
            if inner is not None and inner != here:
                loaded.add(inner)
                bound.setdefault(local, []).append(Origin(inner, b""))
            if here is not None:
                bound.setdefault(local, []).append(Origin(here, own))
    for string in names_in_strings(data):
        text = string.partition(b":")[0].decode("ascii", "replace")
        loaded.update(resolver.find(path, text))
    loaded.discard(path)
    return Imports({name: tuple(origins) for name, origins in bound.items()}, frozenset(loaded))


def _bind_module(
    path: str, part: bytes, resolver: Resolver, bound: dict[bytes, list[Origin]], loaded: set[str]
) -> None:
    """`import shop.core` binds `shop`, `import shop.core as core` the module itself."""
    words = part.split()
    if not words:
        return
    name = words[0].decode("ascii", "replace")
    found = resolver.find(path, name)
    if not found:
        return
    loaded.update(found)
    if len(words) > 2:
        bound.setdefault(words[-1], []).append(Origin(found[-1], b""))
    else:
        top = words[0].partition(b".")[0]
        bound.setdefault(top, []).append(Origin(_top_of(found[0], os.fsdecode(top)), b""))


def _top_of(path: str, name: str) -> str:
    """The first package on the way to a module: its file, or its folder where it has none."""
    if stem_of(path) == name:
        return path
    folder = os.path.dirname(path)
    while os.path.basename(folder) not in (name, ""):
        folder = os.path.dirname(folder)
    return folder
