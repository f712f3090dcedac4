"""What a run knows of its files before it parses any: who imports whom, which names register, which modules have effects.

The prefilter is a closure over *names*: a top-level name of a module *registers* when its block makes an application, registers
middleware or looks at a stack, or mentions a registering name of its own module or one that its imports lead to. A module has
*effects* when a statement outside of definitions mentions a registering name. Whatever registers handles an application, and an
application has a name: so nothing is lost, whatever words the other files use.
"""

from __future__ import annotations

import os
import re

from codemod.frozen import TYPE_CHECKING, NamedTuple
from codemod.project.blocks import Block, blocks_of, has_form, is_handler, methods_of
from codemod.project.roots import homes_of, import_lines, name_of, names_in_strings, packages_above, roots_of
from codemod.project.signs import has_sign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

# What is called on an application and concerns its layers.
_STACK = frozenset(
    b"""
    add_middleware middleware user_middleware middleware_stack build_middleware_stack mount host
    """.split()
)
_CHAIN = rb"(?<![.\w])%s(?!\w)((?:\s*\.\s*\w+)*)(\s*=(?!=))?"
_ATTRIBUTE = re.compile(rb"\.\s*(\w+)")
_WORD = re.compile(rb"\w+")
_COMMENT = re.compile(rb"#[^\n]*")
_ALL = b"*"


class Origin(NamedTuple):
    """What an import binds: a name of a module, by the module's path; the module itself when ``name`` is empty, all with `*`."""

    path: str
    name: bytes


class Imports(NamedTuple):
    """The imports of one file that lead to files at hand: what each local name comes from, and all modules that are loaded."""

    bound: dict[bytes, tuple[Origin, ...]]
    loaded: frozenset[str]


LOOKS = (
    1_000  # besides one for each file, after which objects that hold something are no longer followed from name to name
)
# How much the mention of a name says.
HOLDS = 1  # a class with methods that register, or what may give an object of one: such a method must be named with it
VALUE = 2  # a variable, which may be an application: what is only asked of it (`app.title`) changes nothing
STEPS = 4  # definitions from a class to a name that gives objects of it: who goes further builds no applications
CALLS = 3  # a function or class that registers when it is called


class Name(NamedTuple):
    """How much a mention of a name says; ``handles`` are the methods that register of the objects which it may give.

    ``steps`` counts the definitions from the class of such an object to this name.
    """

    kind: int
    handles: frozenset[bytes] = frozenset()
    steps: int = 0

    def joined(self, other: Name) -> Name:
        """What both say."""
        if other.kind <= self.kind and other.handles <= self.handles:
            return self
        steps = min(self.steps, other.steps) if self.kind else other.steps
        return Name(max(self.kind, other.kind), self.handles | other.handles, steps)


class Registering(NamedTuple):
    """What is known of the names of one module: those that register, and whether importing the module does.

    ``ends`` are its own functions and classes that register something when they, or methods of them, are called.
    """

    names: dict[bytes, Name]
    has_effects: bool
    ends: frozenset[str]

    @property
    def is_run(self) -> bool:
        """Whether there is something to run it for: what only mentions a class with methods that register gives nothing."""
        return self.has_effects or bool(self.ends)

    @property
    def mentioning(self) -> frozenset[str]:
        """All that registers, or may give what does."""
        return frozenset(name.decode("utf-8", "replace") for name in self.names)

    @property
    def calling(self) -> frozenset[str]:
        """The functions and classes that register when they are called."""
        return frozenset(name.decode("utf-8", "replace") for name, known in self.names.items() if known.kind == CALLS)


NOTHING = Registering({}, False, frozenset())
_NONE = Name(0)


class Resolver:
    """Finds the files that module names mean, by the listings of folders: each folder is listed once.

    ``given`` are files that need not be on disk.
    """

    def __init__(self, src: Callable[[str], Sequence[str]], given: Iterable[str] = ()) -> None:
        self._src = src
        self._given: dict[str, set[str]] = {}
        self._listings: dict[str, frozenset[str]] = {}
        self._roots: dict[str, tuple[str, ...]] = {}
        self._starts: dict[tuple[str, str], tuple[str, ...]] = {}
        self._found: dict[tuple[str, str], tuple[str, ...]] = {}
        for path in given:
            self.add(path)

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
        if key not in self._found:
            parts = name.split(".")
            places = (self._below(start, parts) for start in self._starts_of(path, parts[0]))
            self._found[key] = next((place for place in places if place), ())
        return self._found[key]

    def may_find(self, path: str, name: str) -> bool:
        """Whether a folder or file of this name is at hand; a folder without `__init__.py` is a package, too."""
        return bool(self._starts_of(path, name.partition(".")[0]))

    def module(self, path: str, name: str) -> str | None:
        """The file of a module, or None when there is none of this name."""
        found = self.find(path, name)
        return found[-1] if found and _stem(found[-1]) == name.rpartition(".")[2] else None

    def _starts_of(self, path: str, first: str) -> tuple[str, ...]:
        """The folders that imports of this name may start from."""
        folder = os.path.dirname(path)
        key = folder, first
        if key not in self._starts:
            if folder not in self._roots:
                self._roots[folder] = tuple(dict.fromkeys((*self._src(path), *roots_of(path))))
            starts = dict.fromkeys((*self._roots[folder], *homes_of(path, first)))
            self._starts[key] = tuple(
                start for start in starts if first and (self._has(start, first) or self._has(start, first + ".py"))
            )
        return self._starts[key]

    def _has(self, folder: str, name: str) -> bool:
        if folder not in self._listings:
            try:
                names = os.listdir(folder)
            except OSError:
                names = []
            self._listings[folder] = frozenset((*names, *self._given.get(folder, ())))
        return name in self._listings[folder]

    def _below(self, folder: str, parts: Sequence[str]) -> tuple[str, ...]:
        found = []
        for part in parts:
            inner = os.path.join(folder, part)
            if self._has(folder, part) and self._has(inner, "__init__.py"):
                found.append(os.path.join(inner, "__init__.py"))
            elif self._has(folder, part + ".py"):
                found.append(inner + ".py")
                break
            elif not self._has(folder, part):
                break
            folder = inner
        return tuple(found)


def _stem(path: str) -> str:
    folder, name = os.path.split(path)
    return os.path.basename(folder) if name == "__init__.py" else os.path.splitext(name)[0]


class Graph(NamedTuple):
    """What the files of a run are to each other: the registering names of each module, and the modules that each one loads.

    All paths are absolute.
    """

    registering: dict[str, Registering]
    loaded: dict[str, frozenset[str]]
    handles: frozenset[str] = frozenset()  # the methods, of whatever class, that register something

    def of(self, path: str) -> Registering:
        """What is known of the names of a module."""
        return self.registering.get(path, NOTHING)

    def part(self, around: Iterable[str]) -> Graph:
        """The same of some modules only; what they import, directly or not, keeps what is known of its names."""
        loaded = {path: self.loaded[path] for path in around if path in self.loaded}
        inside = set(loaded)
        queue = list(loaded)
        while queue:
            fresh = self.loaded.get(queue.pop(), frozenset()) - inside
            inside |= fresh
            queue += fresh
        registering = {path: known for path, known in self.registering.items() if path in inside}
        return Graph(registering, loaded, self.handles)


class Index:
    """Reads the files of a run, each once, and finds what registers.

    ``read`` gives the bytes of a file by its absolute path, or None.
    """

    def __init__(self, read: Callable[[str], bytes | None], resolver: Resolver) -> None:
        self._read, self._resolver = read, resolver
        self._paths: dict[str, None] = {}
        self._imports: dict[str, Imports] = {}
        self._blocks: dict[str, tuple[Block, ...]] = {}
        self._patterns: dict[bytes, re.Pattern[bytes]] = {}
        self._seen: dict[tuple[bytes, bytes], tuple[tuple[bytes, ...], ...]] = {}
        self.registering: dict[str, Registering] = {}
        self._importers: dict[str, set[str]] = {}
        self._methods: dict[bytes, tuple[tuple[bytes, bytes], ...]] = {}
        self._dotted: dict[bytes, frozenset[bytes]] = {}
        self._is_cut = False
        self._attributes: set[bytes] = set()  # those that hold an application, of whatever object
        self._set: dict[str, set[bytes]] = {}
        self._queue: dict[str, None] = {}

    def again(self, changed: Iterable[str]) -> Index:
        """An index that has no files yet, and need not cut up those again that this one has, but for the changed ones."""
        other = Index(self._read, self._resolver)
        other._imports = {path: known for path, known in self._imports.items() if path not in changed}
        other._blocks = {path: known for path, known in self._blocks.items() if path not in changed}
        other._patterns, other._seen, other._methods, other._dotted = (
            self._patterns,
            self._seen,
            self._methods,
            self._dotted,
        )
        return other

    def forget_texts(self) -> None:
        """Forget what was worked out for texts that may be gone."""
        for known in (self._seen, self._methods, self._dotted):
            known.clear()

    def include(self, paths: Iterable[str]) -> None:
        """Add these files."""
        self._paths |= dict.fromkeys(paths)

    def include_around(self, paths: Sequence[str], below: Callable[[str], Iterable[str]]) -> None:
        """Add these files, what they import, the files that import them, directly or not, and what those import.

        ``below`` gives the files of the project that a file is in.
        """
        self.include(paths)
        self._include_imported(paths)
        if not self.has_signs():
            return
        rest = dict.fromkeys(other for path in paths for other in below(path))
        wanted = {path for path in paths if path in rest}
        while wanted:
            stems = {b"import" if path.endswith("__init__.py") else os.fsencode(_stem(path)) for path in wanted}
            found = [path for path in rest if path not in wanted and self._imports_one(path, stems, wanted)]
            self._include_imported(found)
            rest = {path: None for path in rest if path not in wanted}
            wanted = set(found)

    def _imports_one(self, path: str, stems: Iterable[bytes], wanted: Iterable[str]) -> bool:
        data = self._read(path) or b""
        return any(stem in data for stem in stems) and not self.imports_of(path).loaded.isdisjoint(wanted)

    def _include_imported(self, paths: Iterable[str]) -> None:
        queue = list(paths)
        seen = set(queue)
        while queue:
            path = queue.pop()
            self._paths[path] = None
            fresh = self.imports_of(path).loaded - seen
            seen |= fresh
            queue += fresh

    def has_signs(self) -> bool:
        """Whether a file makes an application or names middleware: else there is nothing to look at."""
        return any(map(self._has_sign, self._paths))

    def graph(self) -> Graph:
        """What was found in these files and in those that they import."""
        if not self.has_signs():
            return Graph({}, {})
        self._include_imported(list(self._paths))
        for path in self._paths:
            for other in self.imports_of(path).loaded:
                self._importers.setdefault(other, set()).add(path)
        self._close([path for path in self._paths if self._has_sign(path)])
        loaded = {path: self.imports_of(path).loaded for path in self._paths}
        held = (known.handles for module in self.registering.values() for known in module.names.values())
        handles = frozenset(name.decode("utf-8", "replace") for name in frozenset().union(*held))
        registering = {path: known for path, known in self.registering.items() if known.names or known.has_effects}
        return Graph(registering, loaded, handles)

    def _has_sign(self, path: str) -> bool:
        return has_sign(self._read(path) or b"")

    def imports_of(self, path: str) -> Imports:
        """The imports of a file that lead to files at hand."""
        if path not in self._imports:
            self._imports[path] = imports_in(path, self._read(path) or b"", self._resolver)
        return self._imports[path]

    def is_silent(self, path: str, text: bytes) -> bool:
        """Whether these statements of a file say nothing of registering, with what is known of the files."""
        view = self._imported(path)
        for name, known in self.of(path).names.items():
            view.names[name] = view.names.get(name, _NONE).joined(known)
        self._add_set(path, view)
        return all(is_handler(block) or self._name_of(path, block, view) == _NONE for block in blocks_of(text))

    def blocks_of(self, path: str) -> tuple[Block, ...]:
        """The statements of a file."""
        if path not in self._blocks:
            self._blocks[path] = blocks_of(self._read(path) or b"")
        return self._blocks[path]

    def of(self, path: str) -> Registering:
        """What is known so far of the names of a module."""
        return self.registering.get(path, NOTHING)

    def _close(self, seeds: Sequence[str]) -> None:
        """Look at modules until nothing new is found: those with a sign in them, then those that import what registers."""
        looked: dict[str, None] = {}
        looks = 0
        attributes = -1
        while attributes < len(self._attributes):
            attributes = len(self._attributes)
            self._queue = dict.fromkeys((*seeds, *looked))
            while self._queue:
                path = next(iter(self._queue))
                del self._queue[path]
                looked[path] = None
                looks += 1
                self._is_cut = looks > LOOKS + len(self._paths)
                known = self.of(path)
                found = self._look(path)
                if found != known:
                    self.registering[path] = found
                if found.names != known.names:
                    self._queue |= dict.fromkeys(sorted(self._importers.get(path, ())))

    def _look(self, path: str) -> Registering:
        """The registering names of a module, with what is known of those that it imports."""
        view = self._imported(path)
        for name, before in self.of(path).names.items():
            view.names[name] = view.names.get(name, _NONE).joined(before)
        self._add_set(path, view)
        leads_on = any(self._leads_on(module) for module in view.modules.values())
        if not view.names and not leads_on and not self._has_sign(path):
            return NOTHING
        has_effects = False
        blocks = self.blocks_of(path)
        known: dict[int, Name] = {}
        changed = True
        while changed:
            changed = False
            for number, block in enumerate(blocks):
                before = known.get(number, _NONE)
                found = before.joined(self._name_of(path, block, view))
                if found is not before:
                    known[number] = found
                    changed = True
                    for name in block.names:
                        view.names[name] = view.names.get(name, _NONE).joined(found)
                    self._add_set(path, view)
                    has_effects = has_effects or (found.kind > HOLDS and not block.is_definition)
        decorated = (block for block in blocks if block.is_definition and block.decorators)
        has_effects = has_effects or any(self._says(block.decorators, view).kind > HOLDS for block in decorated)
        ends = (
            block.names
            for number, block in enumerate(blocks)
            if block.is_definition and number in known and self._is_end(block, known[number], view)
        )
        return Registering(
            view.names, has_effects, frozenset(name.decode("utf-8", "replace") for names in ends for name in names)
        )

    def _is_end(self, block: Block, known: Name, view: View) -> bool:
        methods = (text for name, text in self._methods_of(block) if name in known.handles)
        return known.kind == CALLS or any(self._says(text, view).kind == CALLS for text in methods)

    def _add_set(self, path: str, view: View) -> None:
        for name in self._set.get(path, ()):
            view.names[name] = view.names.get(name, _NONE).joined(Name(VALUE))

    def _name_of(self, path: str, block: Block, view: View) -> Name:
        """How much a mention of what a block binds says; what it does to names elsewhere is noted."""
        if is_handler(block):
            return _NONE
        said = self._says(block.text, view, block.words - block.names)
        kind = CALLS if block.has_form else said.kind
        if kind <= HOLDS:
            return said
        self._note_sets(path, block, view)
        if not block.is_definition:
            if block.has_form:
                self._attributes |= block.names
            return Name(VALUE, said.handles, said.steps)
        core, handles = block.text, set()
        for name, text in self._methods_of(block):
            if not name.startswith(b"__"):
                core = core.replace(text, b"")
                if self._says(text, view).kind > HOLDS:
                    handles.add(name)
        if core is block.text:
            return Name(CALLS, said.handles, said.steps)
        inner = self._says(core, view, frozenset(_WORD.findall(core)) - block.names)
        return Name(max(HOLDS, inner.kind), inner.handles | handles, 0 if handles else inner.steps)

    def _methods_of(self, block: Block) -> tuple[tuple[bytes, bytes], ...]:
        if block.text not in self._methods:
            self._methods[block.text] = tuple(methods_of(block))
        return self._methods[block.text]

    def _note_sets(self, path: str, block: Block, view: View) -> None:
        """Note the attributes that hold what registers, and the names that a block gives to other modules, a function to its own."""
        for owner, name, value in block.sets:
            if self._says(value, view).kind <= HOLDS:
                continue
            there = view.modules.get(owner) if owner else path
            if there is None:
                self._attributes.add(name)
            elif name not in self._set.setdefault(there, set()):
                self._set[there].add(name)
                self._queue[there] = None

    def _imported(self, path: str) -> View:
        """What a module sees of others: the names that register, and the modules."""
        view = View({}, {})
        for name, origins in self.imports_of(path).bound.items():
            for origin in origins:
                there = self.of(origin.path).names
                if origin.name == _ALL:
                    for other, known in there.items():
                        view.names[other] = view.names.get(other, _NONE).joined(known)
                elif not origin.name:
                    view.modules[name] = origin.path
                elif origin.name in there:
                    view.names[name] = view.names.get(name, _NONE).joined(there[origin.name])
        return view

    def _leads_on(self, path: str) -> bool:
        """Whether a module has registering names, or is a package, whose attributes may be modules."""
        return path in self.registering or path.endswith("__init__.py") or not path.endswith(".py")

    def _says(self, text: bytes, view: View, words: frozenset[bytes] | None = None) -> Name:
        """How much a text says of registering: CALLS, or HOLDS when it only mentions what holds something that does."""
        kind = CALLS if has_form(text) else 0
        words = frozenset(_WORD.findall(text)) if words is None else words
        handles: frozenset[bytes] = frozenset()
        steps = STEPS
        for word in words & view.names.keys():
            known = view.names[word]
            handles |= known.handles
            steps = min(steps, known.steps)
            if kind != CALLS:
                chains = self._chains(text, word)
                kind = (
                    CALLS if any(self._leads(known, chain) for chain in chains) else max(kind, HOLDS if chains else 0)
                )
        for word in words & view.modules.keys():
            for chain in self._chains(text, word):
                known, rest = self._follow(view.modules[word], chain)
                handles |= known.handles
                if known.kind:
                    steps = min(steps, known.steps)
                    kind = CALLS if self._leads(known, rest) else max(kind, HOLDS)
        if kind == HOLDS and self._is_cut:
            return _NONE
        if kind == HOLDS and not handles.isdisjoint(self._attributes_in(text)):
            kind = CALLS
        if not kind or (kind == HOLDS and steps >= STEPS):
            return _NONE
        return Name(kind, handles if steps < STEPS else frozenset(), steps + 1)

    def _attributes_in(self, text: bytes) -> frozenset[bytes]:
        if text not in self._dotted:
            self._dotted[text] = frozenset(_ATTRIBUTE.findall(text))
        return self._dotted[text]

    def _chains(self, text: bytes, word: bytes) -> tuple[tuple[bytes, ...], ...]:
        """The attributes after each mention of a word."""
        key = text, word
        if key not in self._seen:
            if word not in self._patterns:
                self._patterns[word] = re.compile(_CHAIN % word)
            found = self._patterns[word].finditer(text)
            # What is bound there, or is the name of an argument, is no mention.
            chains = (tuple(_WORD.findall(match[1])) for match in found if match[1] or not match[2])
            self._seen[key] = tuple(dict.fromkeys(chains))
        return self._seen[key]

    def _leads(self, known: Name, chain: Sequence[bytes]) -> bool:
        """Whether a name with these attributes leads to the layers of an application: `app.mount(`, `server.app`."""
        if known.kind == VALUE:
            return not chain or any(
                name in _STACK or name in self._attributes or name in known.handles for name in chain
            )
        return known.kind == CALLS

    def _follow(self, path: str, chain: Sequence[bytes], depth: int = 0) -> tuple[Name, Sequence[bytes]]:
        """What `shop.wiring.setup`, or `shop` as a value, leads to: how much the name says, and the attributes after it."""
        names = self.of(path).names
        if not chain or depth > 8:
            return (Name(HOLDS, frozenset(names)) if names else _NONE), ()
        first, *rest = chain
        if first in names:
            return names[first], rest
        is_package = path.endswith("__init__.py")
        for origin in self.imports_of(path).bound.get(first, ()) if path.endswith(".py") else ():
            if not origin.name:
                return self._follow(origin.path, rest, depth + 1)
        if is_package or not path.endswith(".py"):
            below = os.path.join(os.path.dirname(path) if is_package else path, first.decode())
            for inner in (os.path.join(below, "__init__.py"), below + ".py"):
                if inner in self.registering or inner in self._importers:
                    return self._follow(inner, rest, depth + 1)
        return _NONE, ()


class View(NamedTuple):
    """What a module sees: the registering names, how much each says, and the modules by the names that they are bound to."""

    names: dict[bytes, Name]
    modules: dict[bytes, str]


def imports_in(path: str, data: bytes, resolver: Resolver) -> Imports:
    """The imports of a file, read off its text; also those by a string, which bind nothing."""
    bound: dict[bytes, list[Origin]] = {}
    loaded: set[str] = set()
    package: str | None = None
    for match in import_lines(data) if b"import" in data else ():
        base, names, plain = (_COMMENT.sub(b"", part) if part else b"" for part in match.groups())
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
        for part in names.partition(b";")[0].strip(b"() \t\r\n\\").split(b","):
            words = part.split()
            if not words:
                continue
            own, local = words[0], words[-1]
            inner = resolver.module(path, f"{text}.{own.decode('ascii', 'replace')}") if own != _ALL else None
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
    if _stem(path) == name:
        return path
    folder = os.path.dirname(path)
    while os.path.basename(folder) not in (name, ""):
        folder = os.path.dirname(folder)
    return folder
