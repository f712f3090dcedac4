"""Generated projects of several files, repaired by the command line: Starlette itself says whether the order is right.

A run takes 120 projects, always the same; the slow test takes 10,000 others. ``SESSFIX_ORACLE_PROGRAMS`` sets another
number.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from oracle.layouts import Project
from oracle.project_truth import Answer, asked, judge
from oracle.projects import projects

COUNT = int(os.environ.get("SESSFIX_ORACLE_PROGRAMS", "120"))


def quiet(count: int, derandomize: bool = False) -> settings:
    """As many projects, however long one takes; nothing is kept between runs."""
    return settings(
        max_examples=count,
        derandomize=derandomize,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(autouse=True)
def _no_warnings() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def pasted(project: Project, answer: Answer, complaints: list[str]) -> str:
    """A failure as a reader wants it: what is wrong, what the tool said, and the files one by one."""
    said = [f"* {complaint}" for complaint in complaints]
    changed = dict(answer.report.files)
    after = [f"# ---- after: {path}\n{data.decode()}" for path, data in answer.write.files if changed.get(path) != data]
    return "\n".join(["", project.situation, *said, answer.report.said, project.text, *after])


def check(project: Project) -> None:
    answer = asked(project)
    complaints = judge(project, answer)
    if complaints:
        pytest.fail(pasted(project, answer, complaints), pytrace=False)


@quiet(COUNT, derandomize=True)
@given(projects())
def test_repairs_projects_that_starlette_calls_wrong_and_nothing_else(project: Project) -> None:
    check(project)


@pytest.fixture
def _asked_for(request: pytest.FixtureRequest) -> None:
    """An hour of work is done only when someone names the marker."""
    if "slow" not in request.config.option.markexpr:
        pytest.skip("run it with -m slow")


@pytest.mark.slow
@pytest.mark.usefixtures("_asked_for")
@quiet(int(os.environ.get("SESSFIX_ORACLE_PROGRAMS", "10000")))
@given(projects())
def test_repairs_many_projects_that_starlette_calls_wrong(project: Project) -> None:
    check(project)
