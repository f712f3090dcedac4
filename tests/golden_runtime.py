"""Runs a golden program under Starlette's TestClient: what it answers, prints and sends, or how it fails.

Nothing here knows about sessfix: Starlette alone says what a program does.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import importlib
import io
import logging
import os
import sys
import types
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest import mock

import pytest
from starlette.applications import Starlette

if TYPE_CHECKING:
    from starlette.testclient import TestClient

# What a program may import and a test environment may lack; a program that lacks anything else is a broken case.
THIRD_PARTY = frozenset(
    {
        "aiohttp",
        "asgi_csrf",
        "brotli_asgi",
        "dotenv",
        "fastapi_sqla",
        "fasthtml",
        "gradio",
        "prometheus_fastapi_instrumentator",
        "requests",
        "securecookies",
        "sqlalchemy",
        "starlette_authlib",
        "starlette_csrf",
        "starlette_session",
        "starlette_wtf",
        "starsessions",
        "uvicorn",
    }
)


class Answer(NamedTuple):
    """One response, without what a clock or a signature puts into it."""

    status: int
    body: bytes
    cookies: tuple[str, ...]


class Run(NamedTuple):
    """Two requests to one program: the answers, what was printed, and the exception that ended it, if any."""

    answers: tuple[Answer, ...]
    printed: str
    error: Exception | None = None

    @property
    def works(self) -> bool:
        return self.error is None and all(answer.status < 400 for answer in self.answers)


def run(root: Path, file: str) -> Run:
    """Import ``file``, a path below ``root``, and ask its application for ``/`` twice, as one browser would."""
    printed = io.StringIO()
    answers: list[Answer] = []
    with contextlib.redirect_stdout(printed), mock.patch.dict(os.environ), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with imported(root, file) as module, contextlib.closing(client_of(module)) as client:
            try:
                for _ in range(2):
                    answers.append(answer_of(client))
            except Exception as error:
                return Run(tuple(answers), printed.getvalue(), error)
    return Run(tuple(answers), printed.getvalue())


def client_of(module: types.ModuleType) -> TestClient:
    from starlette.testclient import TestClient  # not above: it may warn of the HTTP client that it finds

    return TestClient(application_of(module))


def answer_of(client: TestClient) -> Answer:
    response = client.get("/")
    cookies = response.headers.get_list("set-cookie")
    return Answer(response.status_code, response.content, tuple(map(unsigned, cookies)))


def unsigned(cookie: str) -> str:
    """`session={"visits": 1}` of a `Set-Cookie` header: its name and what it carries, without time and signature."""
    name, _, rest = cookie.partition("=")
    value = rest.partition(";")[0].partition(".")[0]
    try:
        return f"{name}={base64.b64decode(value, validate=True).decode()}"
    except (binascii.Error, UnicodeDecodeError):
        return f"{name}="  # a random key of a server-side session


@contextlib.contextmanager
def imported(root: Path, file: str) -> Iterator[types.ModuleType]:
    """The program as a module; no module of its folder and no compiled file is left behind."""
    known = set(sys.modules)
    with (
        logging_kept(),
        mock.patch.object(sys, "path", [str(root), *sys.path]),
        mock.patch.object(sys, "dont_write_bytecode", True),
    ):
        try:
            importlib.invalidate_caches()
            yield module_of(root, file)
        except ModuleNotFoundError as error:
            library = (error.name or "").partition(".")[0]
            if library not in THIRD_PARTY:
                raise
            pytest.skip(f"{library} is not installed")
        finally:
            own = [name for name in set(sys.modules) - known if is_below(root, sys.modules[name])]
            for name in own:
                del sys.modules[name]


@contextlib.contextmanager
def logging_kept() -> Iterator[None]:
    """What a program does to logging ends with it: `dictConfig` switches off the loggers that are there."""
    made_by, root = logging.getLoggerClass(), logging.getLogger()
    before = {one: (one.disabled, one.level, [*one.handlers], [*one.filters]) for one in loggers_of(root)}
    try:
        yield
    finally:
        logging.setLoggerClass(made_by)
        for logger in loggers_of(root):
            logger.disabled, level, handlers, filters = before.get(logger, (False, logging.NOTSET, [], []))
            logger.handlers[:], logger.filters[:] = handlers, filters
            logger.setLevel(level)


def loggers_of(root: logging.Logger) -> list[logging.Logger]:
    return [root, *(one for one in root.manager.loggerDict.values() if isinstance(one, logging.Logger))]


def module_of(root: Path, file: str) -> types.ModuleType:
    """A file in a folder is imported by its dotted name; any other is executed, under a name that no other has."""
    path = root / file
    if len(Path(file).parts) > 1:
        return importlib.import_module(file.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    module = types.ModuleType(f"{path.stem}_of_{root.name}_{id(path)}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module
    exec(compile(path.read_bytes(), str(path), "exec", dont_inherit=True), module.__dict__)
    return module


def is_below(root: Path, module: types.ModuleType) -> bool:
    file = getattr(module, "__file__", None)
    places = [file] if file else list(getattr(module, "__path__", ()))  # a namespace package has no file
    return any(root in Path(place).parents for place in places)


def application_of(module: types.ModuleType) -> Any:
    """`app`, whatever wraps it, or what `create_app()` makes."""
    if hasattr(module, "app"):
        return module.app
    if hasattr(module, "create_app"):
        return module.create_app()
    found = [value for value in vars(module).values() if isinstance(value, Starlette)]
    assert len(found) == 1, f"{module.__file__}: neither `app` nor `create_app()`, nor one application"
    return found[0]
