"""Programs whose session layer is given a part of some object, which may be changed in between by another way to it.

Python itself is the judge: the program is run as it is and with the registration moved to its end, and the layer must be given the
same. A seed makes a program of pieces that know nothing of each other: a tree of containers and objects, a way to its leaf for the
registration, ways to a part of it for the code in between, what is done there, and what makes that code run.
"""

from __future__ import annotations

import random
import warnings
from collections.abc import Callable
from typing import Any, NamedTuple

HEAD = """\
import copy
import functools
import operator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, nullcontext
from threading import Thread
from types import SimpleNamespace

from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Box:
    def __init__(self, **parts):
        for name, part in parts.items():
            setattr(self, name, part)

    def put(self, name, value):
        setattr(self, name, value)

    def show(self, name):
        return getattr(self, name)

    def __lshift__(self, value):
        self.k = value
        return self

    def __matmul__(self, value):
        return self.o

    @property
    def alias(self):
        return self.k

    @alias.setter
    def alias(self, value):
        self.k = value

    @property
    def other(self):
        return self.o

    @other.setter
    def other(self, value):
        self.o = value


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


"""


class Program(NamedTuple):
    """The program as it is, and as it is with the registration at its end."""

    before: str
    after: str


class Way(NamedTuple):
    """An expression for a part of the tree, and the statements that come before it."""

    text: str
    setup: tuple[str, ...] = ()


# Each kind of node: what makes one of its two parts, the ways to the part `k`, what changes it, and what leaves it as it is.
MAKE: dict[str, Callable[[str, str], str]] = {
    "dict": lambda k, o: f'{{"k": {k}, "o": {o}}}',
    "list": lambda k, o: f"[{k}, {o}]",
    "box": lambda k, o: f"Box(k={k}, o={o})",
    "space": lambda k, o: f"SimpleNamespace(k={k}, o={o})",
}
PARTS = {
    "dict": ['{x}["k"]', '{x}["k"]', '{x}.get("k")', '{x}.setdefault("k", 0)'],
    "list": ["{x}[0]", "{x}[0]", "{x}[-2]"],
    "box": ["{x}.k", "{x}.k", 'getattr({x}, "k")', '{x}.show("k")', "{x}.alias"],
    "space": ["{x}.k", 'getattr({x}, "k")'],
}
CHANGES = {
    "dict": [
        '{x}["k"] = {v}',
        "{x}.update(k={v})",
        '{x}.update({{"k": {v}}})',
        '{x} |= {{"k": {v}}}',
        '{x}.pop("k")',
        'del {x}["k"]',
        "{x}.clear()",
        '{x}.__setitem__("k", {v})',
        '{x}.update([("k", {v})])',
        '{x}.update({{"k": {v}}}.items())',
        '{x}.update(zip(["k"], [{v}]))',
        'operator.setitem({x}, "k", {v})',
        '{x}.__ior__({{"k": {v}}})',
        '{x}.__delitem__("k")',
        "{x}.update(dict.fromkeys({x}, {v}))",
    ],
    "list": [
        "{x}[0] = {v}",
        "{x}.reverse()",
        "{x}.insert(0, {v})",
        "{x}.clear()",
        "{x}[:] = [{v}, {v}]",
        "{x}.pop(0)",
        "{x}.__setitem__(0, {v})",
        "{x}.sort(key=str, reverse=True)",
        "operator.setitem({x}, 0, {v})",
        "{x}.__delitem__(0)",
    ],
    "box": [
        "{x}.k = {v}",
        'setattr({x}, "k", {v})',
        '{x}.put("k", {v})',
        "{x} << {v}",
        "{x}.alias = {v}",
        "vars({x}).update(k={v})",
        '{x}.__dict__["k"] = {v}',
    ],
    "space": ["{x}.k = {v}", 'setattr({x}, "k", {v})', 'vars({x})["k"] = {v}'],
}
LEAVES = {
    "dict": [
        '{x}["o"] = {v}',
        "{x}.update(o={v})",
        'print({x}["k"])',
        '{x}.setdefault("k", {v})',
        '{x}.get("k", {v})',
        'dict({x})["k"] = {v}',
        "{x}.copy().clear()",
        'copy.deepcopy({x})["k"] = {v}',
        "sorted({x})",
        "len({x})",
        '{x}.update([("o", {v})])',
        "[*{x}.items(), *{x}.values()]",
        '{{**{x}, "k": {v}}}',
        "any(part == {v} for part in {x}.values())",
    ],
    "list": [
        "{x}[1] = {v}",
        "{x}.append({v})",
        "{x}.copy().reverse()",
        "print({x}[0])",
        "list({x}).clear()",
        "len({x})",
    ],
    "box": [
        "{x}.o = {v}",
        'setattr({x}, "o", {v})',
        '{x}.put("o", {v})',
        "{x} @ {v}",
        "{x}.other = {v}",
        "copy.copy({x}).k = {v}",
        'print({x}.show("k"))',
        "repr({x})",
    ],
    "space": ["{x}.o = {v}", "copy.copy({x}).k = {v}", 'setattr({x}, "o", {v})', "print({x}.k)"],
}


class Maker:
    """Makes one program; names are numbered so that no two meet by chance."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.count = 0

    def name(self, word: str) -> str:
        self.count += 1
        return f"{word}{self.count}"

    def pick(self, choices: list[Any]) -> Any:
        return self.random.choice(choices)

    def program(self) -> Program:
        kinds = [self.pick([*MAKE]) for _ in range(self.random.randint(1, 3))]
        tree = '"one"'
        for kind in reversed(kinds):
            tree = MAKE[kind](tree, self.pick(['"rest"', "{}", "[]", '"one"']))
        root = self.pick(["config", "settings", "STATE"])
        early: list[str] = [f"{root} = {tree}"]
        argument = self.way(Way(root), kinds, 0, len(kinds), reads_only=True)
        early += argument.setup
        between: list[str] = []
        for _ in range(self.random.randint(1, 2)):
            at = self.random.randrange(len(kinds))
            way = self.way(Way(root), kinds, 0, at)
            (early if self.random.random() < 0.4 else between).extend(way.setup)
            between += self.run(self.pick((CHANGES if self.random.random() < 0.5 else LEAVES)[kinds[at]]), way.text)
        registration = f"app.add_middleware(SessionMiddleware, secret_key={argument.text})"
        begin, middle = [*early, "app = Starlette()"], [*between, "app.add_middleware(Guard)"]
        return Program(
            HEAD + "\n".join([*begin, registration, *middle, ""]), HEAD + "\n".join([*begin, *middle, registration, ""])
        )

    def way(self, start: Way, kinds: list[str], here: int, there: int, reads_only: bool = False) -> Way:
        """To the node at a depth, by other names now and then."""
        text, setup = start
        for depth in range(here, there + 1):
            if self.random.random() < 0.35 and depth < len(kinds):
                text, setup = self.renamed(text, setup)
            if depth < there:
                parts = [part for part in PARTS[kinds[depth]] if not (reads_only and "setdefault" in part)]
                text = self.pick(parts).format(x=text)
        return Way(text, setup)

    def renamed(self, text: str, setup: tuple[str, ...]) -> Way:
        name = self.name("part")
        forms: list[tuple[str, ...]] = [
            (f"{name} = {text}", name),
            (f"{name}, {name}_ = {text}, 1", name),
            (f"[{name}] = [{text}]", name),
            (f"for {name} in ({text},):\n    pass", name),
            (f"print({name} := {text})", name),
            (f"def get_{name}():\n    return {text}", f"get_{name}()"),
            (f"@functools.cache\ndef get_{name}():\n    return {text}", f"get_{name}()"),
            (f'{name} = {{"h": {text}}}', f'{name}["h"]'),
            (f"class {name.title()}:\n    ref = {text}", f"{name.title()}.ref"),
            (f"{name} = lambda: {text}", f"{name}()"),
            (f"{name} = next(iter([{text}]))", name),
            (f"with nullcontext({text}) as {name}:\n    pass", name),
            (f"{name} = functools.partial(print, {text}).args[0]", name),
            (f"{name} = [{text} for _ in range(1)]", f"{name}[0]"),
            (f"{name} = SimpleNamespace(ref={text})", f"{name}.ref"),
        ]
        line, found = self.pick(forms)
        return Way(found, (*setup, line))

    def run(self, form: str, way: str) -> list[str]:
        """The lines that do something to a node, and what makes them run."""
        value = self.pick(['"two"', '"one"', '"two"'])
        name = self.name("work")

        def does(x: str) -> str:
            return form.format(x=x, v=value)

        is_augmented = "|=" in form
        given, direct = does("it"), does(way)
        body = [f"def {name}(it):", f"    {given}"]
        closed = [f"def {name}():", *([f"    it = {way}", f"    {given}"] if is_augmented else [f"    {direct}"])]
        plain = [f"it_{name} = {way}", does(f"it_{name}")] if is_augmented else [direct]
        forms = [
            plain,
            plain,
            [*body, f"{name}({way})"],
            [*closed, f"{name}()"],
            [*body, f"functools.partial({name}, {way})()"],
            [*body, f"list(map({name}, [{way}]))"],
            [*body, f"[{name}(it) for it in [{way}]]"],
            [*closed, f"thread = Thread(target={name})", "thread.start()", "thread.join()"],
            [*body, f"thread = Thread(target={name}, args=({way},))", "thread.start()", "thread.join()"],
            [*body, "with ThreadPoolExecutor() as pool:", f"    pool.submit({name}, {way})"],
            [*closed, "with ExitStack() as stack:", f"    stack.callback({name})"],
            ["@contextmanager", f"def {name}(it):", f"    {given}", "    yield", f"with {name}({way}):", "    pass"],
            [*closed, f"for hook in [{name}]:", "    hook()"],
            [*closed, f"next(iter([{name}]))()"],
            [f"class {name.title()}:", "    def __init__(self, it):", f"        {given}", f"{name.title()}({way})"],
            [
                f"class {name.title()}:",
                "    def __bool__(self):",
                *(f"    {line}" for line in closed[1:]),
                "        return True",
                f"if {name.title()}():",
                "    pass",
            ],
            [
                f"class {name.title()}:",
                "    def __init_subclass__(cls):",
                *(f"    {line}" for line in closed[1:]),
                f"class {name.title()}Sub({name.title()}):",
                "    pass",
            ],
            [*closed[:1], *closed[1:]],  # never called
            [*closed, f"hooks_{name} = [{name}]"],  # nor here
            ["try:", *(f"    {line}" for line in plain), "finally:", "    pass"],
            ["if len('x'):", *(f"    {line}" for line in plain)],
            [f"for it in [{way}]:", f"    {given}"],
            [*closed, f"def decorate_{name}(function):", f"    {name}()", "    return function"]
            + [f"@decorate_{name}", f"def decorated_{name}():", "    pass"],
        ]
        return list(self.pick(forms))


def given(text: str) -> Any:
    """What the session layer is given when a program is run; the exception of one that does not start."""
    names: dict[str, Any] = {"print": lambda *_: None, "__name__": "generated"}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(compile(text, "generated", "exec"), names)
    except Exception as error:
        return type(error)
    (secret,) = (layer.kwargs["secret_key"] for layer in names["app"].user_middleware if "secret_key" in layer.kwargs)
    return secret


def program_of(seed: int) -> Program | None:
    """The program of a seed; None where it does not start as it is, or registers something that is no key."""
    program = Maker(seed).program()
    return program if isinstance(given(program.before), str) else None
