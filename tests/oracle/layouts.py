"""The files of a generated project: where each module lies, and how the others come by the names that it defines."""

from __future__ import annotations

import re
from textwrap import indent
from typing import NamedTuple

from .definitions import TAB, imports
from .parts import Kit

DEFINED = re.compile(r"^(?:async def|def|class) (\w+)|^(\w+)(?:: \w+)? = ", re.MULTILINE)
LEAVES = frozenset({"settings", "users", "lookups", "deep", "store", "layers", "guards"})
EXPORTS = "exports"


class Layout(NamedTuple):
    """``root`` is where imports start, ``package`` holds the modules, ``sub`` the lower ones of them."""

    root: str = ""
    package: str = ""
    regular: bool = True
    sub: str = ""
    main_outside: bool = False

    def dotted(self, module: str) -> str:
        return ".".join((*self.parents(module), module))

    def parents(self, module: str) -> tuple[str, ...]:
        if module == "main" and self.main_outside:
            return ()
        return tuple(part for part in (self.package, self.sub if module in LEAVES else "") if part)

    def path(self, *parts: str) -> str:
        return "/".join(part for part in (self.root, *parts) if part)

    def folders(self) -> list[tuple[str, ...]]:
        """The packages, outermost first."""
        outer = [(self.package,)] if self.package else []
        return outer + ([(*(outer[0] if outer else ()), self.sub)] if self.sub else [])


LAYOUTS = [
    Layout(),
    Layout(),
    Layout(package="shop"),
    Layout(package="shop", main_outside=True),
    Layout(package="shop", regular=False),
    Layout(package="shop", regular=False, main_outside=True),
    Layout(package="shop", sub="middleware"),
    Layout(package="shop", sub="middleware", regular=False),
    Layout(sub="middleware"),
    Layout(root="src", package="shop"),
    Layout(root="src", package="shop", main_outside=True),
    Layout(root="src", package="shop", sub="middleware"),
]


class Project(NamedTuple):
    """A whole project as it is written to a folder. ``main`` is the module that is imported, for its ``app``."""

    files: tuple[tuple[str, str], ...]
    root: str
    main: str
    situation: str
    expect: str

    @property
    def text(self) -> str:
        return "\n".join(f"# ---- {path}\n{text}" for path, text in self.files)


class Tree:
    """The modules of one project while they are written. Names are imported where they are used, each in some way."""

    def __init__(self, kit: Kit) -> None:
        self.kit = kit
        self.layout = kit.pick(LAYOUTS)
        self.anchored = bool(self.layout.root) or kit.chance(70)
        self.heads: dict[str, list[str]] = {}
        self.bodies: dict[str, list[str]] = {}
        self.homes: dict[str, str] = {}
        self.known: dict[tuple[str, str], str] = {}
        self.exported: dict[str, list[str]] = {}

    def define(self, module: str, text: str) -> None:
        """Put a definition into a module, once, with the imports that it needs."""
        names = [one or other for one, other in DEFINED.findall(text)]
        if not any(self.homes.get(name) == module for name in names):
            self.keep(module, self.resolve(module, text, own=frozenset(names)))

    def keep(self, module: str, resolved: str) -> None:
        """A definition that already reads as it does in its module."""
        names = [one or other for one, other in DEFINED.findall(resolved)]
        self.bodies.setdefault(module, []).append(resolved)
        self.homes.update(dict.fromkeys(names, module))

    def resolve(self, user: str, text: str, own: frozenset[str] = frozenset()) -> str:
        """The text as it reads in this module: names of other modules as they are imported there.

        `app` is also what a parameter is called: whoever means the application of another module asks for it.
        """
        for name in sorted(self.homes, key=len, reverse=True):
            found = re.compile(rf"(?<![\w.\"']){name}\b(?!\w*=[^=])")
            if name != "app" and self.homes[name] != user and name not in own and found.search(text):
                text = found.sub(self.refer(user, name), text)
        return text

    def refer(self, user: str, name: str) -> str:
        key = (user, name)
        if key not in self.known:
            lines, self.known[key] = self.imported(user, self.homes[name], name)
            heads = self.heads.setdefault(user, [])
            heads += [] if "\n".join(lines) in heads else ["\n".join(lines)]
        return self.known[key]

    def imported(self, user: str, home: str, name: str) -> tuple[list[str], str]:
        """The lines of an import, and the expression that the name then is."""
        dotted, other = self.layout.dotted(home), f"{name}_of_{home}"
        style = self.kit.pick(self.styles(user, home))
        package, relative = ".".join(self.layout.parents(home)), self.relative(user, home)
        plain = f"from {dotted} import {name}"
        match style:
            case "alias":
                return [f"{plain} as {other}"], other
            case "module":
                return [f"import {dotted}"], f"{dotted}.{name}"
            case "module_as":
                return [f"import {dotted} as {home}_module"], f"{home}_module.{name}"
            case "from_package":
                return [f"from {package} import {home}"], f"{home}.{name}"
            case "relative":
                return [f"from {relative} import {name}"], name
            case "relative_module":
                within = relative.removesuffix(home)
                return [f"from {within.rstrip('.') if within.strip('.') else within} import {home}"], f"{home}.{name}"
            case "star":
                return [f"from {dotted} import *  # noqa: F403"], name
            case "fallback":
                return ["try:", f"{TAB}{plain}", "except ImportError:", f"{TAB}{name} = None"], name
            case "missing":
                return ["try:", f"{TAB}from absent_library import {name}", "except ImportError:", f"{TAB}{plain}"], name
            case "checking":
                head = ["import typing", "", "if typing.TYPE_CHECKING:"]
                return [*head, f"{TAB}{plain}", "else:", f"{TAB}{plain}"], name
            case "reexport":
                return self.reexported(home, name)
            case _:
                return [plain], name

    def styles(self, user: str, home: str) -> list[str]:
        found = ["from", "from", "from", "alias", "module", "module_as", "star", "fallback", "missing", "checking"]
        if self.layout.parents(home):
            found += ["from_package"]
        if self.layout.parents(user) and self.layout.package:
            found += ["relative", "relative", "relative_module"]
        if home in LEAVES and user not in LEAVES:
            found += ["reexport", "reexport"]
        return found

    def relative(self, user: str, home: str) -> str:
        """`.layers`, `..settings`, `.middleware.layers`: the module as seen from another one."""
        mine, theirs = self.layout.parents(user), self.layout.parents(home)
        shared = sum(1 for one, other in zip(mine, theirs, strict=False) if one == other)
        return "." * (len(mine) - shared + 1) + ".".join((*theirs[shared:], home))

    def reexported(self, home: str, name: str) -> tuple[list[str], str]:
        """By the `__init__` of the package, or, without one, by a module that only hands on."""
        parents = self.layout.parents(home)
        facade = "/".join((*parents, "__init__")) if parents and self.layout.regular else EXPORTS
        lines = self.exported.setdefault(facade, [])
        source = f".{home}" if facade != EXPORTS else self.layout.dotted(home)
        public = f"Public_{name}" if self.kit.chance(20) else name
        star = public == name and self.kit.chance(30)
        what = "*  # noqa: F403" if star else name if public == name else f"{name} as {public}"
        line = f"from {source} import {what}"
        lines += [] if line in lines else [line]
        if not star and self.kit.chance(50):
            lines.append(f"# hands on {public}")
        package = ".".join(parents) if facade != EXPORTS else self.layout.dotted(EXPORTS)
        return [f"from {package} import {public}"], public

    def inside(self, user: str, text: str) -> str:
        """A function whose imports stand in it, and not at the top of its module."""
        before = {module: list(heads) for module, heads in self.heads.items()}
        known = dict(self.known)
        resolved = self.resolve(user, text)
        mine = self.heads.get(user, [])
        new = [head for head in mine if head not in before.get(user, []) and "*" not in head]
        for head in new:
            mine.remove(head)
        self.known = {key: kept for key, kept in self.known.items() if key in known or key[0] != user or not new}
        first, _, rest = resolved.partition("\n")
        return "\n".join([first, *(indent(head, TAB) for head in new), rest])

    def project(self, situation: str, expect: str) -> Project:
        layout, files = self.layout, {}
        for module in {*self.bodies, *self.heads}:
            files[layout.path(*layout.parents(module), f"{module}.py")] = self.written(module)
        for facade, lines in self.exported.items():
            where = facade if facade != EXPORTS else "/".join((*layout.parents(EXPORTS), EXPORTS))
            files[layout.path(f"{where}.py")] = facade_text(lines)
        for folder in layout.folders() if layout.regular else []:
            files.setdefault(layout.path(*folder, "__init__.py"), "")
        if self.anchored:
            files["pyproject.toml"] = '[project]\nname = "shop"\nversion = "1.0"\n'
        return Project(tuple(sorted(files.items())), layout.root, layout.dotted("main"), situation, expect)

    def written(self, module: str) -> str:
        body = "\n\n\n".join(self.bodies.get(module, []))
        heads = [*self.heads.get(module, [])]
        library = imports(body, False)
        return "\n".join([*library, *heads, "", body.rstrip(), ""]).lstrip("\n")


def facade_text(lines: list[str]) -> str:
    """Imports, and `__all__` when comments ask for it and no star would be cut short by it."""
    real = [line for line in lines if not line.startswith("#")]
    names = [line.removeprefix("# hands on ") for line in lines if line.startswith("#")]
    bound = [line.rsplit(" ", 1)[-1] for line in real if "*" not in line]
    listed = [f"__all__ = {sorted(set(bound))!r}".replace("'", '"')] if names and len(bound) == len(real) else []
    return "\n".join([*real, "", *listed, ""])
