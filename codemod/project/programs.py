"""Where the programs of a project start: at a module with effects that no other such module imports. See docs/architecture.md."""

from __future__ import annotations

from codemod.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from codemod.project.index import Graph


def starts_of(graph: Graph) -> tuple[str, ...]:
    """The modules that programs start at, sorted.

    Those with effects that none of the others imports; and of modules that import several of these which share an application (each
    adds its layers to it), the nearest.
    """
    nodes = reachable(graph)
    effective = sorted(path for path in nodes if graph.of(path).has_effects)
    bits = {path: 1 << number for number, path in enumerate(effective)}
    reach = masks(graph.loaded, nodes, bits)
    below = 0
    for path in effective:
        below |= reach[path] & ~same(reach, bits, path)
    tops = [path for path in effective if not bits[path] & below and is_first(path, reach, bits, effective)]
    joins = joining(graph, nodes, tops, reach)
    joined = {top for path in joins for top in tops if reach[path] & bits[top]}
    return tuple(sorted({*tops, *joins} - joined))


def reachable(graph: Graph) -> dict[str, None]:
    """The modules that import one with effects, directly or not, and all that they import."""
    importers: dict[str, list[str]] = {}
    for path, loaded in graph.loaded.items():
        for other in loaded:
            importers.setdefault(other, []).append(path)
    found = dict.fromkeys(path for path, known in graph.registering.items() if known.has_effects)
    queue = list(found)
    while queue:
        for other in importers.get(queue.pop(), ()):
            if other not in found:
                found[other] = None
                queue.append(other)
    return found


def same(reach: Mapping[str, int], bits: Mapping[str, int], path: str) -> int:
    """The modules with effects that a module imports and that import it in their turn, itself included."""
    found = bits[path]
    for other, bit in bits.items():
        if bit & reach[path] and reach[other] & bits[path]:
            found |= bit
    return found


def is_first(path: str, reach: Mapping[str, int], bits: Mapping[str, int], effective: list[str]) -> bool:
    """Of modules that import each other in a circle, the first one."""
    return all(other >= path or not (reach[other] & bits[path] and reach[path] & bits[other]) for other in effective)


def masks(loaded: Mapping[str, Iterable[str]], nodes: Mapping[str, None], bits: Mapping[str, int]) -> dict[str, int]:
    """For each module the set of those in ``bits`` that it leads to, itself included, as the bits of a number.

    Modules that import each other have the same set (Tarjan's strongly connected components, without recursion).
    """
    found: dict[str, int] = {}
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    for start in nodes:
        if start in index:
            continue
        work = [(start, iter([other for other in sorted(loaded.get(start, ())) if other in nodes]))]
        index[start] = low[start] = len(index)
        stack.append(start)
        on_stack.add(start)
        while work:
            path, rest = work[-1]
            advanced = False
            for other in rest:
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    on_stack.add(other)
                    inner = [part for part in sorted(loaded.get(other, ())) if part in nodes]
                    work.append((other, iter(inner)))
                    advanced = True
                    break
                if other in on_stack:
                    low[path] = min(low[path], index[other])
            if advanced:
                continue
            work.pop()
            if work:
                low[work[-1][0]] = min(low[work[-1][0]], low[path])
            if low[path] == index[path]:
                members = []
                while True:
                    member = stack.pop()
                    on_stack.discard(member)
                    members.append(member)
                    if member == path:
                        break
                mask = 0
                for member in members:
                    mask |= bits.get(member, 0)
                    for other in loaded.get(member, ()):
                        mask |= found.get(other, 0)
                found.update(dict.fromkeys(members, mask))
    return found


def joining(graph: Graph, nodes: Mapping[str, None], tops: list[str], reach: Mapping[str, int]) -> list[str]:
    """The nearest modules without effects of their own that import two of these programs which share a module with effects."""
    families: list[tuple[int, list[str]]] = []
    for top in tops:
        shared = [family for family in families if family[0] & reach[top]]
        mask, members = reach[top], [top]
        for family in shared:
            families.remove(family)
            mask, members = mask | family[0], [*family[1], *members]
        families.append((mask, members))
    found: list[str] = []
    for _, members in families:
        if len(members) < 2:
            continue
        bits = {member: 1 << number for number, member in enumerate(members)}
        seen = masks(graph.loaded, nodes, bits)
        several = {path for path in nodes if seen[path].bit_count() > 1 and path not in bits}
        found += [path for path in several if several.isdisjoint(graph.loaded.get(path, ()))]
    return found


def importing(graph: Graph, paths: Iterable[str]) -> frozenset[str]:
    """These modules, and those that import one of them, directly or not."""
    importers: dict[str, list[str]] = {}
    for path, loaded in graph.loaded.items():
        for other in loaded:
            importers.setdefault(other, []).append(path)
    found = set(paths)
    queue = list(found)
    while queue:
        for other in importers.get(queue.pop(), ()):
            if other not in found:
                found.add(other)
                queue.append(other)
    return frozenset(found)


def groups_of(graph: Graph) -> list[tuple[frozenset[str], Graph]]:
    """The modules that register, and those where their programs start, in groups that share no program, with what is known of each.

    Modules that are connected by imports are of one group.
    """
    parent: dict[str, str] = {}

    def top(path: str) -> str:
        while parent.setdefault(path, path) != path:
            parent[path] = parent[parent[path]]
            path = parent[path]
        return path

    run = [path for path, known in graph.registering.items() if known.is_run]
    nodes = importing(graph, run)
    for path in nodes:
        for other in graph.loaded.get(path, ()):
            if other in nodes:
                parent[top(path)] = top(other)
    members = {*run, *starts_of(graph)}
    groups: dict[str, list[str]] = {}
    around: dict[str, list[str]] = {}
    for path in sorted(nodes):
        around.setdefault(top(path), []).append(path)
        if path in members:
            groups.setdefault(top(path), []).append(path)
    return [(frozenset(group), graph.part(around[key])) for key, group in groups.items()]
