"""Where modules are found: by import, as Python does, in the project, its roots and its environment. Nothing of it is run."""

from __future__ import annotations

import ast
import functools
import os
import re
from collections.abc import Callable, Sequence
from itertools import islice

from codemod.library_names import NATIVE
from codemod.project.index import NOTHING, Graph, Index
from codemod.project.module import Facts, Module, NotParsed, parse, parse_at
from codemod.project.resolver import Resolver
from codemod.project.roots import name_of, project_folder, python_files, read_file

_COMPUTES = re.compile(rb"import_module|__import__")
_MOUNTS = re.compile(rb"(?<![a-z])[Mm]ount\w*\(")
# What sets an attribute of a name, but on `self` and on the state of a request, or patches it; and what changes its items.
_SETS = (
    rb"(?<!\bself)(?<!\.state)\.%(word)b[ \t]*(?::[^=\n(]*)?[-+*/|&^]?=(?!=)"
    rb"|\b(?:setattr|delattr|setitem|delitem|patch\.\w+)\([^()]{0,200}\b%(word)b\b"
    rb"|\bpatch\(\s*[rf]?[\"'][\w.]*\b%(word)b[\"']"
)
_CHANGES = (
    rb"|\b%(word)b\[[^\]\n]*\][ \t]*[-+*/|&^]?=(?!=)"
    rb"|\b%(word)b\.(?:update|clear|pop|setdefault|append|add|remove|discard|extend|insert|__setitem__)\("
)
_GENERATED = ("_pb2", "_pb2_grpc")  # thousands of statements by `protoc`, which tell of messages only
# The models that sessfix has itself: of libraries whose source would tell less, and of those whose source is not at hand.
_LIBRARIES = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "libraries")
PREFERRED, MODELS = os.path.join(_LIBRARIES, "preferred_models"), os.path.join(_LIBRARIES, "models")


class Project:
    """Where modules are looked for, and what has been read of them: each file is read and parsed once.

    ``src`` are folders that imports start from besides those that are found, ``site`` those of the installed libraries;
    ``providers`` and ``dependents`` name middleware that cannot be seen to provide or to use the session. ``models`` are folders with
    models of libraries, which stand in for their source. ``read`` is the one
    door to the file system, and gives None for a file that is not there. ``interrupt`` is called again and again while a program is
    looked at, and may raise what ends that.
    """

    def __init__(
        self,
        src: tuple[str, ...] = (),
        site: tuple[str, ...] = (),
        providers: frozenset[str] = frozenset(),
        dependents: frozenset[str] = frozenset(),
        read: Callable[[str], bytes | None] | None = None,
        models: tuple[str, ...] = (),
    ) -> None:
        self.src, self.site, self.models = src, site, models
        self.providers, self.dependents = providers, dependents
        self._read = read or read_file
        self.interrupt: Callable[[], object] = tuple
        self.followed = 0  # steps that requests have taken through layers of the programs that are checked together
        self._sources: dict[str, bytes | None] = {}
        self._trees: dict[str, ast.Module | NotParsed] = {}
        self._facts: dict[str, Facts] = {}
        self._shown: dict[str, str] = {}
        self._listings: dict[str, tuple[str, ...]] = {}
        self._installed: dict[str, str | None] = {}
        self._set: dict[tuple[str, str, bool], bool] = {}
        self.graph = Graph({}, {})
        self._resolver: Resolver | None = None
        self._below_models = tuple(os.path.join(folder, "") for folder in (*models, PREFERRED, MODELS))

    @property
    def resolver(self) -> Resolver:
        """What finds the modules of the project by their names."""
        if self._resolver is None:
            self._resolver = Resolver(lambda _: self.src, self._shown)
        return self._resolver

    def installed(self, name: str) -> str | None:
        """The file of a module of an installed library, or of the model that stands in for it."""
        if name not in self._installed:
            relative = name.replace(".", os.sep)
            folders = (*self.models, PREFERRED, *self.site, MODELS)
            places = (
                os.path.join(folder, relative + end) for folder in folders for end in (os.sep + "__init__.py", ".py")
            )
            self._installed[name] = next((path for path in places if self.source_of(path) is not None), None)
        return self._installed[name]

    def give(self, path: str, source: bytes) -> None:
        """Take these bytes for a file, which reports name as it is named here."""
        absolute = os.path.abspath(path)
        if self._sources.get(absolute) != source:
            self._set = {}
            self._trees.pop(absolute, None)
            self._facts.pop(absolute, None)
        self._sources[absolute] = source
        if absolute not in self._shown and self._resolver is not None:
            self._resolver.add(absolute)
        self._shown[absolute] = path

    def shown(self, path: str) -> str:
        """How reports name a file."""
        return self._shown.get(path, path)

    def survey(self, paths: Sequence[str]) -> None:
        """Find out what these files are to those around them."""
        with_models = Resolver(lambda _: self.src, self._shown, lambda _: self.models)
        index = Index(self.source_of, with_models if self.models else self.resolver)
        index.include_around(paths, self.files_around)
        self.graph = index.graph()

    def source_of(self, path: str) -> bytes | None:
        """The bytes of a file, by its absolute path; None when there is none."""
        if path not in self._sources:
            self._sources[path] = self._read(path)
        return self._sources[path]

    def tree_of(self, path: str, source: bytes) -> ast.Module:
        """The tree of a file, by its absolute path; one that cannot be parsed counts as empty."""
        try:
            return self.checked_tree_of(path, source)
        except NotParsed:
            return ast.Module([], [])

    def checked_tree_of(self, path: str, source: bytes) -> ast.Module:
        """The same; raises NotParsed."""
        if path not in self._trees:
            self.interrupt()
            try:
                self._trees[path] = parse(source)
            except NotParsed as error:
                self._trees[path] = error.anew()
        tree = self._trees[path]
        if isinstance(tree, NotParsed):
            raise tree.anew()
        return tree

    def part_of(self, text: bytes, row: int) -> ast.Module:
        """The tree of a part of a file that begins at a row; raises NotParsed."""
        self.interrupt()
        return parse_at(text, row)

    def module_at(self, path: str, name: str | None = None, is_library: bool = False) -> Module | None:
        """The module of a file, by its absolute path, parsed when its tree is asked for, once for the run."""
        source = self.source_of(path)
        if source is None:
            return None
        known = NOTHING if is_library else self.graph.of(path)
        if path not in self._facts:
            parsed = self.part_of if path not in self._trees else None
            self._facts[path] = Facts(source, functools.partial(self.tree_of, path, source), parsed)
        module = Module(self._shown.get(path, path), name or name_of(path), self._facts[path], is_library, known)
        module.is_model = is_library and path.startswith(self._below_models)
        return module

    def computed_importers(self, module: Module) -> list[str]:
        """The files that mount something, import modules by computed names, and write a part of this one's name:
        `import_module(f"plugins.{name}")`.
        """
        own = os.path.abspath(module.path)
        parts = b"|".join(re.escape(os.fsencode(part)) for part in module.name.split("."))
        named = re.compile(rb"[\"'{.](?:" + parts + rb")[\"'.{]")
        sources = ((path, self.source_of(path) or b"") for path in self.files_around(own) if path != own)
        return [path for path, source in sources if all(word.search(source) for word in (_COMPUTES, _MOUNTS, named))]

    def sets(self, word: str, path: str, is_table: bool = False) -> bool:
        """Whether a file of a project sets a name from outside, as a test does: `config.DEBUG = True`, `patch("app.DEBUG", True)`; or
        the items of a table.
        """
        absolute = os.path.abspath(path)
        key = word, project_folder(absolute), is_table
        if key not in self._set:
            text, pattern = (
                word.encode(),
                re.compile((_SETS + _CHANGES * is_table) % {b"word": re.escape(word.encode())}),
            )
            sources = (self.source_of(one) or b"" for one in self.files_around(absolute))
            self._set[key] = any(text in source and pattern.search(source) for source in sources)
        return self._set[key]

    def files_around(self, path: str) -> tuple[str, ...]:
        """The Python files of the project that a file is in, sorted."""
        folder = project_folder(path)
        if folder not in self._listings:
            self._listings[folder] = tuple(sorted(python_files(folder)))
        return self._listings[folder]


class Modules:
    """The modules of one program: their frames hold what running it has found out.

    The names of modules are looked for where the program starts, then where its modules lie. ``changed`` stands for a file of the
    project; ``runs_all`` says that each module of the project is run where Python would, not only those with effects.
    """

    def __init__(self, project: Project, entry: str, changed: Module | None = None, runs_all: bool = False) -> None:
        self.project, self.runs_all = project, runs_all
        self._folders: set[str] = set()
        # Where names are looked for, in this order, and how many of these folders were looked through for each first part.
        self._roots: dict[str, None] = {}
        self._above: dict[str, dict[str, None]] = {}
        self._starts: dict[str, tuple[int, dict[str, None]]] = {}
        self._named: dict[str, Module | None] = {}
        self._placed: dict[str, Module] = {}
        # Of the first so many of them, which attributes they set.
        self._asked, self._sets, self._sets_any = 0, set[str](), False
        self._changed = {os.path.abspath(changed.path): changed} if changed is not None else {}
        self.entry = self.at(entry)

    def at(self, path: str, name: str | None = None, is_library: bool = False) -> Module | None:
        """The module of a file, by its absolute path."""
        if path not in self._placed:
            module = self._changed.get(path) or self.project.module_at(path, name, is_library)
            if module is None:
                return None
            self._place(path, module)
            self._named.setdefault(module.name, module)
        return self._placed[path]

    def was_run(self, path: str) -> bool:
        """Whether the program has run a module, or looked up a name of it."""
        return path in self._placed and self._placed[path].state != "new"

    def is_run(self, module: Module) -> bool:
        """Whether a module is run as a whole when it is imported; each name of any other when it is asked for."""
        return module.has_effects or (self.runs_all and not module.is_library)

    @property
    def paths(self) -> frozenset[str]:
        """The files of the program that were looked at."""
        return frozenset(path for path, module in self._placed.items() if not module.is_library)

    @property
    def modelled(self) -> frozenset[str]:
        """The last names of the modules that were looked at in a model."""
        return frozenset(one.name.rpartition(".")[2] for one in self._placed.values() if one.is_model)

    def apart(self, word: str) -> list[Module]:
        """The modules of the project that were imported and have this word, of which each name is run when it is asked for."""
        own = (module for module in self._placed.values() if not module.is_library and not self.is_run(module))
        return [one for one in own if one.state in ("new", "done") and word.encode() in one.source]

    def parsed(self) -> list[Module]:
        """The modules of the project whose trees were made."""
        return [module for module in self._placed.values() if module.is_parsed and not module.is_library]

    def find(self, name: str) -> Module | None:
        """The module called ``name``, or None when its source is not at hand (or not wanted: Starlette is known by name)."""
        if name not in self._named:
            is_left = not name or name.partition(".")[0] in NATIVE or name.endswith(_GENERATED)
            self._named[name] = None if is_left else self._load(name)
        return self._named[name]

    def sets_attribute(self, name: str, also_of_classes: bool = True) -> bool:
        """Whether a module of the project that was read sets an attribute of this name on another object, or of any name."""
        fresh = [one for one in islice(self._placed.values(), self._asked, None) if not one.is_library]
        self._asked = len(self._placed)
        for module in fresh:
            self._sets |= module.facts.attributes_set
            self._sets_any = self._sets_any or "" in module.facts.attributes_set
        return self._sets_any or name in self._sets or (also_of_classes and f"cls.{name}" in self._sets)

    def changes_items(self, name: str) -> bool:
        """Whether a module of the project that was read may change the items of what it calls by this name."""
        word = name.encode()
        own = (module for module in self._placed.values() if not module.is_library and word in module.source)
        return any(name in module.facts.items_changed for module in own)

    def says(self, pattern: str) -> bool:
        """Whether the text of a module of the project that was read matches."""
        return any(module.facts.says(pattern) for module in self._placed.values() if not module.is_library)

    def _load(self, name: str) -> Module | None:
        for start in self._starts_of(name.partition(".")[0]):
            path = self.project.resolver.module_below(start, name)
            if path is not None and (path in self._placed or self.at(path, name) is not None):
                return self._placed[path]
        path = self.project.installed(name)
        return self.at(path, name, is_library=True) if path is not None else None

    def _starts_of(self, first: str) -> list[str]:
        """The folders that names which begin so are looked for in: a folder that came since is looked at now."""
        count, known = self._starts.get(first, (0, {}))
        fresh = list(self._roots)[count:] if count < len(self._roots) else []
        known |= {folder: None for folder in fresh if self.project.resolver.is_start(folder, first)}
        self._starts[first] = len(self._roots), known
        return list(dict.fromkeys((*known, *self._above.get(first, ()))))

    def _place(self, path: str, module: Module) -> None:
        self._placed[path] = module
        folder = os.path.dirname(path)
        if not module.is_library and folder not in self._folders:
            # Names are looked for from there, too, from now on.
            self._folders.add(folder)
            self._roots |= dict.fromkeys(self.project.resolver.roots(path))
            for parent, base in self.project.resolver.above(path):
                self._above.setdefault(base, {})[parent] = None
            self._named = {name: found for name, found in self._named.items() if found is not None}
