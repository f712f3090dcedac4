"""What a run knows of its files before it parses any: who imports whom, which names register, which modules have effects.

The prefilter is a closure over *names*: a top-level name of a module *registers* when its block makes an application, registers
middleware or looks at a stack, or mentions a registering name of its own module or one that its imports lead to. A module has
*effects* when a statement outside of definitions mentions a registering name. Whatever registers handles an application, and an
application has a name: so nothing is lost, whatever words the other files use.
"""

from __future__ import annotations

import os
import re
from itertools import islice

from codemod.frozen import TYPE_CHECKING, NamedTuple
from codemod.project.blocks import (
    Block,
    bases_of,
    blocks_of,
    has_form,
    is_handler,
    is_own,
    mentions_in,
    methods_of,
    places_of,
)
from codemod.project.resolver import ALL, Imports, Origin, Resolver, imports_in, stem_of
from codemod.project.signs import has_sign

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set

    from codemod.project.blocks import Mentions

# What is called on an application and concerns its layers.
_STACK = frozenset(
    b"""
    add_middleware middleware user_middleware middleware_stack build_middleware_stack mount host
    """.split()
)
_CHAIN = re.compile(rb"(?:\s*\.\s*\w+)+")
_ATTRIBUTE = re.compile(rb"\.\s*(\w+)")
_WORD = re.compile(rb"\w+")


# Besides one for each file, after which objects that hold something are no longer followed from name to name.
LOOKS = 1_000
# How much the mention of a name says.
HOLDS = 1  # a class with methods that register, or what may give an object of one: such a method must be named with it
VALUE = 2  # a variable, which may be an application: what is only asked of it (`app.title`) changes nothing
STEPS = 4  # definitions from a class to a name that gives objects of it: who goes further builds no applications
FROM_MODULE = 2  # where one begins that may give a module: into a list, and out of it
CALLS = 3  # a function or class that registers when it is called


class Name(NamedTuple):
    """How much a mention of a name says; ``handles`` are the methods that register of the objects which it may give.

    Each handle has the number of definitions from the class of such an object to this name.
    """

    kind: int
    handles: Mapping[bytes, int] = {}

    def joined(self, other: Name) -> Name:
        """What both say."""
        if other is self:
            return self
        handles = nearest(self.handles, other.handles)
        if other.kind <= self.kind and handles is self.handles:
            return self
        return Name(max(self.kind, other.kind), handles)


def nearest(one: Mapping[bytes, int], other: Mapping[bytes, int]) -> Mapping[bytes, int]:
    """The handles of both, each with the fewer steps; ``one`` itself when the other has nothing to add."""
    fresh = {handle: steps for handle, steps in other.items() if steps < one.get(handle, STEPS)}
    return {**one, **fresh} if fresh else one


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


def _having(methods: Collection[bytes], steps: int) -> Name:
    """A class with these methods that register; those with underscores are called when an object is made."""
    handles = {name: steps for name in methods if not name.startswith(b"__")}
    return Name(CALLS if any(name.startswith(b"__") for name in methods) else HOLDS, handles)


NOTHING = Registering({}, False, frozenset())
_NONE = Name(0)


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
        # Called again and again; may raise, and all is as if it had not been asked.
        self.interrupt: Callable[[], object] = tuple
        self._paths: dict[str, None] = {}
        self._imports: dict[str, Imports] = {}
        self._blocks: dict[str, tuple[bytes, tuple[Block, ...]]] = {}
        self._seen: dict[bytes, Mentions] = {}
        self._asked: dict[tuple[str, bytes], tuple[bytes, ...]] = {}
        self._chains: dict[bytes, tuple[bytes, ...]] = {b"": ()}
        self.registering: dict[str, Registering] = {}
        # Who is looked at again when a name is found to register: those that bind it, and those that bind modules which lead to it.
        self._binders: dict[Origin, list[str]] = {}
        self._importers: dict[str, list[str]] = {}
        self._methods: dict[bytes, tuple[tuple[bytes, bytes], ...]] = {}
        self._own: dict[tuple[bytes, bytes], bool] = {}
        self._bases: dict[str, set[bytes]] = {}  # the classes whose methods one asked for that derives from them
        self._dotted: dict[bytes, frozenset[bytes]] = {}
        self._is_cut = False
        # Those that hold an application, of whatever object, as they were found.
        self._attributes: dict[bytes, None] = {}
        self._signs: dict[str, bool] = {}
        self._inner: dict[tuple[str, bytes], str | None] = {}
        self._looked: dict[str, _Looked] = {}
        self._changes = 0  # how often what is known of a module became more
        self._set: dict[str, set[bytes]] = {}
        self._templates: dict[str, set[bytes]] = {}  # those with methods that call what registers in a derived one
        self._queue: dict[str, None] = {}

    def again(self, changed: Iterable[str]) -> Index:
        """An index that has no files yet, and need not cut up those again that this one has, but for the changed ones."""
        other = Index(self._read, self._resolver)
        other.learn(self)
        other._imports = {path: known for path, known in self._imports.items() if path not in changed}
        other._signs = {path: known for path, known in self._signs.items() if path not in changed}
        other._asked = {key: known for key, known in self._asked.items() if key[0] not in changed}
        return other

    def learn(self, other: Index) -> None:
        """Take over what another index has worked out for texts, wherever they stand."""
        self._blocks = {**other._blocks}
        self._seen, self._chains, self._methods, self._dotted, self._own = (
            other._seen,
            other._chains,
            other._methods,
            other._dotted,
            other._own,
        )

    def forget_texts(self) -> None:
        """Forget what was worked out for texts that may be gone."""
        for known in (self._seen, self._methods, self._dotted, self._own):
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
            stems = {b"import" if path.endswith("__init__.py") else os.fsencode(stem_of(path)) for path in wanted}
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
        if self._resolver.has_models(self._paths):  # what is imported may have a sign where no file has one
            self._include_imported(list(self._paths))
        if not self.has_signs():
            return Graph({}, {})
        self._include_imported(list(self._paths))
        for path in self._paths:
            self._note_importer(path)
        self._close([path for path in self._paths if self._has_sign(path)])
        loaded = {path: self.imports_of(path).loaded for path in self._paths}
        for path, names in self._templates.items():
            found = self.of(path)
            ends = (name.decode("utf-8", "replace") for name in names)
            self.registering[path] = found._replace(ends=found.ends.union(ends))
        held = (known.handles for module in self.registering.values() for known in module.names.values())
        handles = frozenset(name.decode("utf-8", "replace") for name in frozenset().union(*held))
        registering = {path: known for path, known in self.registering.items() if known.names or known.is_run}
        return Graph(registering, loaded, handles)

    def _note_importer(self, path: str) -> None:
        imports = self.imports_of(path)
        has_modules = False
        for origins in imports.bound.values():
            for origin in origins:
                if origin.name:
                    self._binders.setdefault(origin, []).append(path)
                has_modules = has_modules or not origin.name
        for other in imports.loaded if has_modules else ():
            self._importers.setdefault(other, []).append(path)

    def _has_sign(self, path: str) -> bool:
        if path not in self._signs:
            self._signs[path] = has_sign(self._read(path) or b"")
        return self._signs[path]

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
        asked: Set[bytes] = self._bases.get(path, frozenset())
        return all(
            is_handler(block) or (asked.isdisjoint(block.names) and self._name_of(path, block, view) == _NONE)
            for block in blocks_of(text)
        )

    def blocks_of(self, path: str) -> tuple[Block, ...]:
        """The statements of a file."""
        data = self._read(path) or b""
        known = self._blocks.get(path)
        if known is None or known[0] != data:
            known = self._blocks[path] = data, blocks_of(data)
        return known[1]

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
                    self._changes += 1
                fresh = [name for name, said in found.names.items() if known.names.get(name) != said]
                if fresh:
                    for name in (*fresh, ALL):
                        self._queue |= dict.fromkeys(self._binders.get(Origin(path, name), ()))
                    self._queue |= dict.fromkeys(self._importers.get(path, ()))

    def _look(self, path: str) -> Registering:
        """The registering names of a module, with what is known of those that it imports."""
        self.interrupt()
        before = self.of(path)
        view = self._imported(path)
        for name, known in before.names.items():
            view.names[name] = view.names.get(name, _NONE).joined(known)
        self._add_set(path, view)
        if not view.names and not self._has_sign(path) and not self._asks_modules(path, view):
            return NOTHING
        blocks = self.blocks_of(path)
        queue, fresh = self._news(path, view)
        last = self._looked.get(path, _Looked({}, frozenset(), False, {}, 0, 0))
        attributes, changes = len(self._attributes), self._changes
        found, visited = last.found, set(queue)
        while queue := queue | {number for number, block in enumerate(blocks) if fresh and block.says_any(fresh)}:
            fresh = []
            visited |= queue
            for number in sorted(queue):
                known = found.get(number, _NONE)
                said = known.joined(self._name_of(path, blocks[number], view))
                if said is not known:
                    found[number] = said
                    fresh += self._learn(view, blocks[number].names, said)
            fresh += self._add_set(path, view)
            queue = set()
        has_effects = last.has_effects or any(
            self._has_effects(blocks[number], found.get(number, _NONE), view) for number in visited
        )
        seen = (number for number in visited if number in found and blocks[number].is_definition)
        ends = last.ends.union(
            *(blocks[number].names for number in seen if self._is_end(blocks[number], found[number], view))
        )
        self._looked[path] = _Looked(found, ends, has_effects, dict(view.names), attributes, changes)
        return Registering(view.names, has_effects, frozenset(name.decode("utf-8", "replace") for name in ends))

    def _has_effects(self, block: Block, said: Name, view: View) -> bool:
        """Whether what runs of a block when its module is imported registers something."""
        if not block.is_definition:
            return said.kind > HOLDS
        decorators = block.decorators
        return bool(decorators) and self._says(decorators, view, has_form(decorators)).kind > HOLDS

    def _news(self, path: str, view: View) -> tuple[set[int], Collection[bytes]]:
        """The blocks of a module that are looked at whatever they say, and the names of which more is known than at the last look."""
        last = self._looked.get(path)
        if last is None:
            blocks = enumerate(self.blocks_of(path))
            return {number for number, block in blocks if block.has_form or block.decorators}, (
                *view.names,
                *view.modules,
            )
        names = (name for name, known in view.names.items() if last.names.get(name) != known)
        modules = view.modules if last.changes < self._changes else ()
        return set(), (*names, *modules, *islice(self._attributes, last.attributes, None))

    def _learn(self, view: View, names: Iterable[bytes], said: Name) -> list[bytes]:
        """Take in what names say; those of which that is new."""
        fresh = []
        for name in names:
            known = view.names.get(name, _NONE)
            joined = known.joined(said)
            if joined is not known:
                view.names[name] = joined
                fresh.append(name)
        return fresh

    def _is_end(self, block: Block, known: Name, view: View) -> bool:
        methods = (text for name, text in self._methods_of(block) if name in known.handles)
        return known.kind == CALLS or any(
            not known.handles.keys().isdisjoint(self._attributes_in(text))  # `self.plugins[name].setup(app)`
            or self._says(text, view, block.has_form and has_form(text)).kind == CALLS
            for text in methods
        )

    def _add_set(self, path: str, view: View) -> list[bytes]:
        return self._learn(view, self._set.get(path, ()), Name(VALUE))

    def _name_of(self, path: str, block: Block, view: View) -> Name:
        """How much a mention of what a block binds says; what it does to names elsewhere is noted."""
        if is_handler(block):
            return _NONE
        said = self._says(block.text, view, block.has_form, block.mentions)
        kind = said.kind
        if kind <= HOLDS:
            return said if not kind else said.joined(self._callers(path, block, {}, said.handles))
        self._note_sets(path, block, view)
        if not block.is_definition:
            if block.has_form:
                self._attributes |= dict.fromkeys(block.names)
            return Name(VALUE, said.handles)
        methods = self._by_name(block)
        public = {name: text for name, text in methods.items() if not name.startswith(b"__")}
        if not public:
            return Name(CALLS, said.handles)
        core = block.text
        for text in public.values():
            core = core.replace(text, b"")
        inner = self._says(core, view, block.has_form and has_form(core), mentions_in(core, block.names))
        own = {
            name
            for name, text in public.items()
            if self._says(text, view, block.has_form and has_form(text)).kind > HOLDS
        }
        holds = Name(HOLDS, nearest(inner.handles, dict.fromkeys(own, 0)))
        return inner.joined(holds).joined(self._callers(path, block, methods, holds.handles))

    def _callers(self, path: str, block: Block, methods: Mapping[bytes, bytes], handles: Mapping[bytes, int]) -> Name:
        """What the methods of a class say that lead to one that registers: by `self.setup()`, or `cls().setup()`.

        Those that it inherits do, too: what they say is looked at with what registers.
        """
        bases = list(self._bases_of(path, block))
        known = dict(methods)
        for _, _, inherited in bases:
            known = {**inherited, **known}
        found = fresh = frozenset(handles)
        while fresh:
            rest = ((name, text) for name, text in known.items() if name not in found)
            fresh = frozenset(name for name, text in rest if not fresh.isdisjoint(self._attributes_in(text)))
            found |= fresh
        callers = found.difference(handles)
        for there, base, inherited in bases:
            if not callers.isdisjoint(inherited.keys() - methods.keys()):
                self._templates.setdefault(there, set()).add(base)
        return _having(callers, min(handles.values(), default=0))

    def _bases_of(self, path: str, block: Block, depth: int = 0) -> Iterator[tuple[str, bytes, Mapping[bytes, bytes]]]:
        """The classes that a class derives from, as far as they are at hand, the nearest first: module, name and methods of each."""
        for base in bases_of(block) if depth < STEPS else ():
            there, name = self._place_of(path, base)
            for other in self.blocks_of(there) if name else ():
                if other.is_definition and name in other.names:
                    self._bases.setdefault(there, set()).add(name)
                    yield there, name, self._by_name(other)
                    yield from self._bases_of(there, other, depth + 1)

    def _place_of(self, path: str, dotted: bytes) -> tuple[str, bytes]:
        """The module that a class is of, and its name there; no name when it cannot be told."""
        owner, _, name = dotted.rpartition(b".")
        for origin in self.imports_of(path).bound.get(owner or name, ()):
            if bool(owner) != bool(origin.name):
                return origin.path, name if owner else origin.name
        return path, b"" if owner else name

    def _by_name(self, block: Block) -> Mapping[bytes, bytes]:
        """The methods of a class; one that is defined twice (`@app.setter`) has both texts."""
        found: dict[bytes, bytes] = {}
        for name, text in self._methods_of(block):
            found[name] = found.get(name, b"") + text
        return found

    def _methods_of(self, block: Block) -> tuple[tuple[bytes, bytes], ...]:
        if block.text not in self._methods:
            self._methods[block.text] = tuple(methods_of(block))
        return self._methods[block.text]

    def _note_sets(self, path: str, block: Block, view: View) -> None:
        """Note the attributes that hold what registers, and the names that a block gives to other modules, a function to its own."""
        for owner, name, value in block.sets:
            if self._says(value, view, has_form(value)).kind <= HOLDS:
                continue
            there = view.modules.get(owner) if owner else path
            if there is None:
                self._attributes[name] = None
            elif name not in self._set.setdefault(there, set()):
                self._set[there].add(name)
                self._queue[there] = None

    def _imported(self, path: str) -> View:
        """What a module sees of others: the names that register, and the modules."""
        view = View({}, {})
        for name, origins in self.imports_of(path).bound.items():
            for origin in origins:
                there = self.of(origin.path).names
                if origin.name == ALL:
                    for other, known in there.items():
                        view.names[other] = view.names.get(other, _NONE).joined(known)
                elif not origin.name:
                    view.modules[name] = origin.path
                elif origin.name in there:
                    view.names[name] = view.names.get(name, _NONE).joined(there[origin.name])
        return view

    def _asks_modules(self, path: str, view: View) -> bool:
        """Whether a file says a module in a way that may lead to what registers, as far as its bytes tell: its imports do not count."""
        data = self._read(path) or b""
        for name, module in view.modules.items():
            if self.of(module).ends:
                return True  # it may be handed on as a value
            if (path, name) not in self._asked:
                chains = (_CHAIN.match(data, place + len(name)) for place in places_of(data, name))
                self._asked[path, name] = tuple(dict.fromkeys(chain[0] for chain in chains if chain))
            if any(self._follow(module, self._chain(chain))[0].kind for chain in self._asked[path, name]):
                return True
        return False

    def _says(self, text: bytes, view: View, has_form: bool, mentions: Mentions | None = None) -> Name:
        """How much a text says of registering: CALLS, or HOLDS when it only mentions what holds something that does."""
        kind = CALLS if has_form else 0
        if mentions is None:
            mentions = self._mentions_in(text)
        handles: Mapping[bytes, int] = {}
        for name in self._foreign(text, mentions.keys() & view.names.keys()):
            known = view.names[name]
            handles = nearest(handles, known.handles)
            if kind != CALLS:
                chains = map(self._chain, mentions[name])
                kind = CALLS if any(self._leads(known, chain) for chain in chains) else max(kind, HOLDS)
        for name in self._foreign(text, mentions.keys() & view.modules.keys()):
            for text_of_chain in mentions[name]:
                known, rest = self._follow(view.modules[name], self._chain(text_of_chain))
                handles = nearest(handles, known.handles)
                if known.kind:
                    kind = CALLS if self._leads(known, rest) else max(kind, HOLDS)
        if kind == HOLDS and handles and not self._attributes_in(text).isdisjoint(handles):
            kind = CALLS
        further = {handle: steps + 1 for handle, steps in handles.items() if steps + 1 < STEPS}
        if kind == HOLDS and (self._is_cut or not further):
            return _NONE
        return Name(kind, further) if kind else _NONE

    def _foreign(self, text: bytes, names: Iterable[bytes]) -> list[bytes]:
        """Those of these names that a text does not bind itself wherever it says them."""
        found = []
        for name in names:
            if (text, name) not in self._own:
                self._own[text, name] = is_own(text, name)
            found += [] if self._own[text, name] else [name]
        return found

    def _mentions_in(self, text: bytes) -> Mentions:
        if text not in self._seen:
            self._seen[text] = mentions_in(text)
        return self._seen[text]

    def _chain(self, text: bytes) -> tuple[bytes, ...]:
        """The attributes in `.state.pool`."""
        if text not in self._chains:
            self._chains[text] = tuple(_WORD.findall(text))
        return self._chains[text]

    def _attributes_in(self, text: bytes) -> frozenset[bytes]:
        if text not in self._dotted:
            self._dotted[text] = frozenset(_ATTRIBUTE.findall(text))
        return self._dotted[text]

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
            # `for plugin in (auth, cors): plugin.install(app)`: what it may be asked for is its own, not what it imports.
            ends = dict.fromkeys((name.encode() for name in self.of(path).ends), FROM_MODULE)
            return (Name(HOLDS, ends) if ends else _NONE), ()
        first, *rest = chain
        if first in names:
            return names[first], rest
        is_package = path.endswith("__init__.py")
        for origin in self.imports_of(path).bound.get(first, ()) if path.endswith(".py") else ():
            if not origin.name:
                return self._follow(origin.path, rest, depth + 1)
        if is_package or not path.endswith(".py"):
            inner = self._inside(path, first)
            if inner is not None:
                return self._follow(inner, rest, depth + 1)
        return _NONE, ()

    def _inside(self, path: str, name: bytes) -> str | None:
        """The file of a module in a package, which is given by its own file or its folder."""
        key = path, name
        if key not in self._inner:
            folder = os.path.dirname(path) if path.endswith("__init__.py") else path
            below = os.path.join(folder, name.decode())
            files = os.path.join(below, "__init__.py"), below + ".py"
            self._inner[key] = next((file for file in files if file in self._paths), None)
        return self._inner[key]


class _Looked(NamedTuple):
    """What the looks at a module have found in its blocks, and what was known at the last: names, how many attributes and changes."""

    found: dict[int, Name]
    ends: frozenset[bytes]
    has_effects: bool
    names: Mapping[bytes, Name]
    attributes: int
    changes: int


class View(NamedTuple):
    """What a module sees: the registering names, how much each says, and the modules by the names that they are bound to."""

    names: dict[bytes, Name]
    modules: dict[bytes, str]
