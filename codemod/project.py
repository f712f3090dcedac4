"""Where modules are found: by import, as Python does, in the project, its roots and its environment. Nothing of it is run."""

from __future__ import annotations

import ast
import functools
import os
import re
from collections.abc import Callable

from codemod.module import Module, NotParsed, parse
from codemod.roots import homes_of, imported_names, name_of, places_of, project_folder, read_file, roots_of

_SKIPPED = frozenset({"__pycache__", "node_modules", "site-packages", "venv", "env", "build", "dist"})
NATIVE = frozenset({"starlette", "fastapi"})  # the machine knows them by name, better than their source would tell
_COMPUTES = re.compile(rb"import_module|__import__")
_MOUNTS = re.compile(rb"(?<![a-z])[Mm]ount\w*\(")


class Project:
    """Where modules are looked for, and what has been read of them: each file is read and parsed once.

    ``src`` are folders that imports start from besides those that are found, ``site`` those of the installed libraries;
    ``providers`` and ``dependents`` name middleware that cannot be seen to provide or to use the session. ``read`` is the one
    door to the file system, and gives None for a file that is not there.
    """

    def __init__(
        self,
        src: tuple[str, ...] = (),
        site: tuple[str, ...] = (),
        providers: frozenset[str] = frozenset(),
        dependents: frozenset[str] = frozenset(),
        read: Callable[[str], bytes | None] | None = None,
    ) -> None:
        self.src, self.site = src, site
        self.providers, self.dependents = providers, dependents
        self._read = read or read_file
        self._sources: dict[str, bytes | None] = {}
        self._trees: dict[str, ast.Module] = {}
        self._listings: dict[str, tuple[str, ...]] = {}
        self._imports: dict[str, frozenset[str]] = {}

    def source_of(self, path: str) -> bytes | None:
        if path not in self._sources:
            self._sources[path] = self._read(path)
        return self._sources[path]

    def tree_of(self, path: str, source: bytes) -> ast.Module:
        """The tree of a file as it is on disk; one that cannot be parsed counts as empty."""
        if path not in self._trees:
            try:
                self._trees[path] = parse(source)
            except NotParsed:
                self._trees[path] = ast.Module([], [])
        return self._trees[path]

    def module_at(self, path: str, source: bytes) -> Module:
        """The module of a file whose bytes are at hand. Raises NotParsed."""
        return Module(path, name_of(path), source, parse(source))

    def module_on_disk(self, path: str) -> Module:
        """The module of a file as it is on disk, parsed when its tree is asked for, once for the run."""
        source = self.source_of(path) or b""
        return Module(path, name_of(path), source, functools.partial(self.tree_of, path, source))

    def importers(self, module: Module) -> list[str]:
        """The files of the project that import a module, sorted."""
        own = os.path.abspath(module.path)
        stem = module.name.rpartition(".")[2]
        word = (
            b"import" if os.path.basename(own) == "__init__.py" else os.fsencode(stem)
        )  # `from . import x` names no package
        found = []
        for path in self._files_below(project_folder(own)):
            source = self.source_of(path)
            if path == own or not source or word not in source:
                continue
            names = [name for name in self._imported_by(path, source) if stem in name.split(".")]
            # A monorepo has many an `app.py`: the nearest is meant.
            if any(own == self._nearest(path, name) for name in names if name.rpartition(".")[2] == stem):
                found.append(path)
        return found

    def all_importers(self, module: Module, most: int) -> list[str]:
        """The files that import a module, or one that does, and so on: at most so many."""
        found: dict[str, None] = {}
        queue = [module]
        while queue and len(found) < most:
            for path in self.importers(queue.pop(0)):
                if path not in found:
                    found[path] = None
                    queue.append(self.module_on_disk(path))
        return list(found)[:most]

    def computed_importers(self, module: Module) -> list[str]:
        """The files of the project that mount something, import modules by computed names, and write a part of this one's name:
        `import_module(f"plugins.{name}")`.
        """
        own = os.path.abspath(module.path)
        parts = b"|".join(re.escape(os.fsencode(part)) for part in module.name.split("."))
        named = re.compile(rb"[\"'{.](?:" + parts + rb")[\"'.{]")
        sources = ((path, self.source_of(path) or b"") for path in self._files_below(project_folder(own)))
        return [
            path
            for path, source in sources
            if path != own and all(word.search(source) for word in (_COMPUTES, _MOUNTS, named))
        ]

    def _nearest(self, path: str, name: str) -> str | None:
        """Where a file finds a module of this name."""
        places = places_of((*self.src, *roots_of(path), *homes_of(path, name)), name)
        return next((place for place in places if self.source_of(place) is not None), None)

    def _imported_by(self, path: str, source: bytes) -> frozenset[str]:
        """The modules that a file imports, read off its text."""
        if path not in self._imports:
            self._imports[path] = frozenset(imported_names(path, source))
        return self._imports[path]

    def _files_below(self, folder: str) -> tuple[str, ...]:
        if folder not in self._listings:
            self._listings[folder] = tuple(sorted(_python_files(folder)))
        return self._listings[folder]


class Modules:
    """The modules of one run of the machine: their frames hold what that run has found out."""

    def __init__(self, project: Project, *known: Module) -> None:
        self.project = project
        self._roots: dict[str, None] = dict.fromkeys(project.src)
        self._named: dict[str, Module | None] = {}
        self._placed: dict[str, Module] = {}
        self._known = known
        for module in known:
            self._roots |= dict.fromkeys(roots_of(module.path))
            self._named[module.name] = module
            self._placed[os.path.abspath(module.path)] = module

    def find(self, name: str) -> Module | None:
        """The module called ``name``, or None when its source is not at hand (or not wanted: Starlette is known by name)."""
        if name not in self._named:
            known = not name or name.partition(".")[0] in NATIVE
            self._named[name] = None if known else self._load(name)
        return self._named[name]

    def sets_attribute(self, name: str) -> bool:
        """Whether a module of the project that was read sets an attribute of this name on another object, or of any name."""
        own = (module for module in self._placed.values() if not module.is_library)
        return any(name in set_attributes(module.source) for module in own)

    def says(self, pattern: str) -> bool:
        """Whether the text of a module of the project that was read matches."""
        found = re.compile(pattern.encode())
        return any(found.search(module.source) for module in self._placed.values() if not module.is_library)

    def registers_below(self, package: str) -> bool:
        """Whether a module of a package that has been asked for registers middleware: `import shop.wiring` names `shop` only."""
        named = list(self._named.items())
        return any(found is not None and found.registers and name.startswith(f"{package}.") for name, found in named)

    def _load(self, name: str) -> Module | None:
        relative = name.replace(".", os.sep)
        homes = (home for module in self._known for home in homes_of(module.path, name))
        for root in (*self._roots, *homes, *self.project.site):
            for path in (os.path.join(root, relative, "__init__.py"), os.path.join(root, relative + ".py")):
                if path in self._placed:
                    return self._placed[path]
                source = self.project.source_of(path)
                if source is not None:
                    is_library = root in self.project.site
                    tree = functools.partial(self.project.tree_of, path, source)
                    module = Module(path, name, source, tree, is_library)
                    self._placed[path] = module
                    return module
        return None


_SET = re.compile(
    rb"(?<!self)\.([A-Za-z_]\w*)[ \t]*(?:(?::[^=\n]*)?=(?!=)|[-+*/|&^%]=|[<>*/]{2}=)|setattr\(([^,()]*),\s*([^,]*),"
)


_ANY = re.compile(rb"\.__dict__\b|\bvars\(|__setattr__\(|patch\.object\(")  # sets attributes whose names are not seen


class _All(frozenset[str]):
    """Any name at all."""

    def __contains__(self, name: object) -> bool:
        return True


@functools.lru_cache(2048)
def set_attributes(source: bytes) -> frozenset[str]:
    """The names of the attributes that a text sets on something that it does not call `self`."""
    found: set[str] = set()
    if _ANY.search(source):
        return _All()
    for match in _SET.finditer(source):
        attribute, _, told = match.groups()
        literal = re.fullmatch(rb"[\"'](\w+)[\"']", told.strip()) if told is not None else None
        if told is not None and literal is None:
            return _All()
        found.add(os.fsdecode(literal[1] if literal else attribute))
    return frozenset(found)


def _python_files(folder: str) -> list[str]:
    """The Python files below a folder, without environments, caches and what version control keeps; at most 20,000."""
    found: list[str] = []
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED and not name.startswith("."))
        found += [os.path.join(here, name) for name in files if name.endswith(".py")]
        if len(found) > 20_000:
            break
    return found
