"""A plugin of pytest, for the tests of applications: ``pytest -p codemod.pytest_plugin``.

The fixture ``session_probe`` puts a probe around one application; with ``--session-probe`` every application of Starlette that
is asked in a test answers through one. A test fails when it shows a layer that uses the session outside of the one that provides it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from codemod.probe import Finding, SessionProbe

_EVERY = pytest.StashKey["SessionProbe"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """One option."""
    group = parser.getgroup("sessfix")
    group.addoption(
        "--session-probe",
        action="store_true",
        help="fail each test in which a layer uses the session, or request.user, outside of the layer that provides it",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Remember where middleware is registered, before the applications are imported; watch them all if that is asked for."""
    if config.getoption("--session-probe"):
        from codemod.probe import every_application

        watching = contextlib.ExitStack()
        config.stash[_EVERY] = watching.enter_context(every_application())
        config.add_cleanup(watching.close)


@pytest.fixture(autouse=True)
def _every_application_is_right(request: pytest.FixtureRequest) -> Iterator[None]:
    probe = request.config.stash.get(_EVERY, None)
    before = set(probe.findings) if probe else set()
    yield
    if probe:
        _fail_on([finding for finding in probe.findings if finding not in before])


@pytest.fixture
def session_probe() -> Iterator[Callable[[Any], SessionProbe]]:
    """A function that puts a `SessionProbe` around an application; the test fails at its end if one of them found something."""
    from codemod.probe import SessionProbe

    probes: list[SessionProbe] = []

    def put_around(app: Any) -> SessionProbe:
        probes.append(SessionProbe(app))
        return probes[-1]

    yield put_around
    _fail_on([finding for probe in probes for finding in probe.findings])


def _fail_on(findings: list[Finding]) -> None:
    if findings:
        pytest.fail("\n".join(dict.fromkeys(map(str, findings))), pytrace=False)
