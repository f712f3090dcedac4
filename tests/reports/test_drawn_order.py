"""The order that is drawn, in every format, is that of `user_middleware` of the running program.

Every golden that can be run is, before its repair; the slow tests run them after it, too, and more generated programs.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import io
import json
import os
import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple
from unittest import mock
from xml.etree import ElementTree

import pytest
from fastapi import FastAPI
from golden_cases import CASES, Case, alone, each
from golden_runtime import application_of, imported
from hypothesis import given
from oracle.aliasing import program_of
from oracle.description import Program
from oracle.layouts import Project as Written
from oracle.programs import programs
from oracle.project_truth import fresh, written
from oracle.projects import projects
from oracle.truth import environment
from oracle.verdict import case_of
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.routing import Router
from test_goldens import put
from test_oracle import quiet

from codemod.engine.fix import fix_files
from codemod.model import Drawing, Drawn, Result
from codemod.project.modules import Project
from codemod.reports import stack, stack_json, stack_mermaid, stack_svg
from codemod.reports.excerpt import Style

STYLE = Style("/")
RUNNABLE = [case for case in CASES if case.expected["runtime"] != "none"]
SHARE = 6  # one in so many is compared in each run, all of them in the slow one
# What a decorator puts in the place of the function that has the name.
DROPPED = {"nothing": "page"}
CHANGING = [case for case in RUNNABLE if case.changes]
MANY = int(os.environ.get("SESSFIX_ORACLE_PROGRAMS", "2000"))

# What runs


class Built(NamedTuple):
    """A layer that runs: what it is called, and the lines of the program that led to it; none of one that wraps an application."""

    name: str
    spots: tuple[tuple[str, int], ...]


class Running(NamedTuple):
    """An application that runs: the lines that led to it, innermost first, and its layers, outermost first."""

    spots: tuple[tuple[str, int], ...]
    layers: tuple[Built, ...]


def spots() -> tuple[tuple[str, int], ...]:
    """The lines of the program that led here, innermost first; what lies in libraries is no part of it."""
    found = []
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        if "site-packages" not in frame.f_code.co_filename:
            found.append((os.path.realpath(frame.f_code.co_filename), frame.f_lineno))
        frame = frame.f_back
    return tuple(found)


@contextlib.contextmanager
def noted() -> Iterator[list[Any]]:
    """The applications that are made meanwhile; they and their layers keep the lines that they are made by."""
    applications = []

    def noting(real: Callable[..., None]) -> Callable[..., None]:
        def init(self: Any, *args: Any, **kwargs: Any) -> None:
            if not hasattr(self, "made_by"):
                self.made_by = spots()
                if isinstance(self, Starlette):
                    applications.append(self)
            real(self, *args, **kwargs)

        return init

    with contextlib.ExitStack() as patches:
        for kind in (Starlette, FastAPI, Middleware):
            patches.enter_context(mock.patch.object(kind, "__init__", noting(kind.__init__)))
        yield applications


def around_routes(router: Router) -> Iterator[Built]:
    """What the program has put around the routes of a router itself."""
    layer: Any = router.middleware_stack
    while layer is not None and getattr(layer, "__self__", None) is not router:
        yield Built(type(layer).__name__, ())
        layer = getattr(layer, "app", None)


def running(applications: Iterable[Any], entries: Iterable[Any]) -> list[Running]:
    """The applications that have middleware, each with what is wrapped around it."""
    wrapped = dict(map(unwrapped, [*entries, *(route.app for one in applications for route in mounts(one))]))
    around = {id(one): built_around(one) for one in applications}
    return [
        Running(
            one.made_by,
            (
                *wrapped.get(id(one), ()),
                *called_first(one),
                *around[id(one)],
                *(Built(registered_name(layer), layer.made_by) for layer in one.user_middleware),
                *(
                    around_routes(one.router)
                    if isinstance(one.router, Router)
                    else [Built(type(one.router).__name__, ())]
                ),
            ),
        )
        for one in applications
        if one.user_middleware
    ]


def called_first(application: Any) -> Iterator[Built]:
    """What the class of an application does itself with a request, before its stack does."""
    if type(application).__call__ not in (Starlette.__call__, FastAPI.__call__):
        yield Built(type(application).__name__, application.made_by)


def built_around(application: Any) -> tuple[Built, ...]:
    """What the class of an application puts around its stack when that is built."""
    if type(application).build_middleware_stack in (Starlette.build_middleware_stack, FastAPI.build_middleware_stack):
        return ()
    layers, entry = [], application.build_middleware_stack()
    while not isinstance(entry, ServerErrorMiddleware):
        layers.append(Built(type(entry).__name__, ()))
        entry = entry.app
    return tuple(layers)


def mounts(application: Any) -> list[Any]:
    return [route for route in application.routes if hasattr(route, "app") and hasattr(route, "routes")]


def unwrapped(entry: Any) -> tuple[int, tuple[Built, ...]]:
    """The application in an entry, and the layers that are wrapped around it by hand, outermost first."""
    layers = []
    while not isinstance(entry, Starlette) and hasattr(entry, "app"):
        layers.append(Built(type(entry).__name__, ()))
        entry = entry.app
    return id(entry), tuple(layers)


def registered_name(layer: Any) -> str:
    by_position = layer.args[0] if layer.cls is BaseHTTPMiddleware and layer.args else None
    given = layer.kwargs.get("dispatch") or by_position or layer.cls
    while isinstance(given, functools.partial):
        given = given.func
    return str(getattr(given, "__name__", type(given).__name__))


# What is drawn


def drawings_of(results: Iterable[Result]) -> list[Drawing]:
    """What `--stack` draws."""
    return stack.distinct([drawing for result in results for drawing in result.drawings], STYLE)


def analysed(files: Iterable[Path]) -> list[Result]:
    """What the sources say, each with the others; nothing else is beside them."""
    paths, project = [str(path) for path in files], Project()
    for path in paths:
        project.give(path, Path(path).read_bytes())
    project.survey(paths)
    return fix_files(paths, project, lambda _: lambda module, finding: True)


def drawn_names(drawing: Drawing) -> list[list[str]]:
    """The names of the layers, from the outermost in, as each format has them."""
    doubts = len(drawing.doubts) + 1
    text = stack.render([drawing], STYLE).splitlines()[1 + len(drawing.around) : -doubts]
    svg = ElementTree.fromstring(stack_svg.render([drawing], STYLE))
    shown = [element.text or "" for element in svg.iter() if element.get("class") == "name"]
    nodes = re.findall(r'a1_(\d+)\["(.*?)<br/>', stack_mermaid.render([drawing], STYLE))
    chart = [re.sub(r"#(\d+);", lambda match: chr(int(match[1])), name) for _, name in nodes]
    return [
        [re.fullmatch(r" +\d+ (.*?) +\S+:\d+( .*)?", line)[1] for line in text],  # type: ignore[index]
        [re.fullmatch(r"\d+ (.*)  \S+:\d+", line)[1] for line in shown],  # type: ignore[index]
        [name.partition(" ")[2] for name in chart],
        [layer["name"] for layer in json.loads(stack_json.render([drawing], STYLE))[0]["layers"]],
    ]


# Whether they are the same


def complaints(results: Sequence[Result], built: Iterable[Running]) -> list[str]:
    """Applications that run in another order than any that is drawn of them, and formats that draw another than the rest."""
    drawings = drawings_of(results)
    said = [
        f"another order in another format: {names}"
        for drawing in drawings
        for names in drawn_names(drawing)
        if names != [layer.name for layer in drawing.layers]
    ]
    for one in built:
        drawn = made_there(drawings, one)
        if not any(agrees(drawing, one) for drawing in drawn):
            said.append(
                f"{[layer.name for layer in one.layers]} is drawn as {[names_of(drawing) for drawing in drawn]}"
            )
    return said


def made_there(drawings: Sequence[Drawing], one: Running) -> list[Drawing]:
    """The drawings of an application: of those that are made by the lines that led to it, the innermost."""
    by_line = ([drawing for drawing in drawings if drawing.place and stands(drawing, [spot])] for spot in one.spots)
    return next(filter(None, by_line), [drawing for drawing in drawings if drawing.place is None])


def stands(item: Drawing | Drawn, spots: Iterable[tuple[str, int]]) -> bool:
    place = item.place
    assert place is not None
    path = os.path.realpath(place.path)
    return any(path == name and place.start.row <= row <= place.end.row for name, row in spots)


def names_of(drawing: Drawing) -> list[str]:
    return [layer.name for layer in drawing.layers]


def agrees(drawing: Drawing, one: Running) -> bool:
    """Whether these layers run in this order: all that are drawn, but those under a condition, and no others, unless it says so."""
    if "their order is not known" in drawing.doubts:
        return True
    return follows(drawing.layers, one.layers, bool(drawing.doubts))


def follows(drawn: Sequence[Drawn], built: Sequence[Built], may_be_more: bool) -> bool:
    if not drawn:
        return may_be_more or not built
    return (
        (bool(built) and is_same(drawn[0], built[0]) and follows(drawn[1:], built[1:], may_be_more))
        or (drawn[0].conditional and follows(drawn[1:], built, may_be_more))
        or (may_be_more and bool(built) and follows(drawn, built[1:], may_be_more))
    )


def is_same(drawn: Drawn, built: Built) -> bool:
    """Whether it is registered there, and called so: by its function or class, or by what stands for one (`make_guard(settings)`)."""
    is_there = not built.spots or stands(drawn, built.spots)
    return is_there and (drawn.name in (built.name, DROPPED.get(built.name)) or not drawn.name.isidentifier())


# Goldens


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    with contextlib.redirect_stdout(io.StringIO()), mock.patch.dict(os.environ), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def check_case(case: Case, root: Path) -> list[Result]:
    with quietly(), noted() as applications, imported(root, case.runs) as module:
        built = running(applications, [application_of(module)])
    results = analysed(root / name for name in case.before if name.endswith(".py"))
    assert complaints(results, built) == []
    return results


@each(RUNNABLE, SHARE)
def test_golden(case: Case) -> None:
    check_case(case, alone(case))


@pytest.mark.slow
@each(CHANGING)
def test_golden_after_its_repair(case: Case, tmp_path: Path) -> None:
    put(tmp_path, case.after)
    after = check_case(case, tmp_path)
    before = check_case(case, alone(case))
    fixes = [finding.fix for result in before for finding in result.findings if finding.fix]
    if len(fixes) == 1:  # what its finding shows is what runs
        assert names_of_levels(fixes[0].before) in map(names_of, drawings_of(before))
        assert names_of_levels(fixes[0].after) in map(names_of, drawings_of(after))


def names_of_levels(levels: Iterable[Any]) -> list[str]:
    return [level.name for level in levels]


# Generated programs


Worlds = Iterable[Iterable[tuple[str, str]]]


def check_program(source: bytes, entries: Sequence[str], worlds: Worlds, folder: Path) -> None:
    """A program of one file, as it runs in some environments."""
    path = folder / "generated.py"
    path.write_bytes(source)
    built = [one for world in worlds for one in started(path, entries, dict(world))]
    assert complaints(analysed([path]), built) == [], source.decode()


def started(path: Path, entries: Iterable[str], world: Mapping[str, str]) -> list[Running]:
    with quietly(), environment(world), noted() as applications:
        namespace: dict[str, Any] = {"__name__": "generated"}
        exec(compile(path.read_bytes(), str(path), "exec", dont_inherit=True), namespace)
        return running(applications, [eval(entry, namespace) for entry in entries])


def check_programs(program: Program, folder: Path) -> None:
    case = case_of(program)
    check_program(case.source, case.entries, case.worlds, folder)


@quiet(60, derandomize=True)
@given(program=programs())
def test_programs(program: Program, tmp_path: Path) -> None:
    check_programs(program, tmp_path)


@pytest.mark.slow
@quiet(MANY)
@given(program=programs())
def test_many_programs(program: Program, tmp_path: Path) -> None:
    check_programs(program, tmp_path)


def check_project(project: Written, folder: Path) -> None:
    written(project, folder)
    with quietly(), environment({}), fresh(project, folder), noted() as applications:
        built = running(applications, [importlib.import_module(project.main).app])
    files = [folder / name for name, _ in project.files if name.endswith(".py")]
    assert complaints(analysed(files), built) == [], project.text


@quiet(40, derandomize=True)
@given(project=projects())
def test_projects(project: Written, tmp_path_factory: pytest.TempPathFactory) -> None:
    check_project(project, tmp_path_factory.mktemp("project"))


@pytest.mark.slow
@quiet(MANY // 2)
@given(project=projects())
def test_many_projects(project: Written, tmp_path_factory: pytest.TempPathFactory) -> None:
    check_project(project, tmp_path_factory.mktemp("project"))


def check_aliasing(seeds: Iterable[int], folder: Path) -> None:
    for program in filter(None, map(program_of, seeds)):
        check_program(program.before.encode(), ["app"], [()], folder)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_programs_with_aliases(tmp_path: Path) -> None:
    check_aliasing(range(60), tmp_path)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_many_programs_with_aliases(tmp_path: Path) -> None:
    check_aliasing(range(2_000_000, 2_000_000 + MANY // 2), tmp_path)
