"""What runs and what is read say the same: goldens that can be run are asked through a probe, before and after their repair.

A run takes one case in so many; the slow test takes all.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterable
from pathlib import Path
from unittest import mock

import pytest
from golden_cases import CASES, Case, alone, each
from golden_runtime import application_of, imported
from test_goldens import put, remaining_of

from codemod import probe
from codemod.engine.fix import fix_source
from codemod.library_names import PROPERTIES
from codemod.model import Dependent, Finding, Result, Use
from codemod.project.modules import Project

SHARE = 40
# A probe looks into the stack that Starlette builds, not into one that a program sets.
RUNNABLE = [
    case
    for case in CASES
    if case.expected["runtime"] != "none" and not any(b".middleware_stack =" in text for text in case.before.values())
]
WRONG = frozenset({"SES001", "SES002", "SES011"})
# A probe enters what an application keeps as `app`, and a thread does not know by whom it was started.
_NOT_ENTERED = (b"def build_middleware_stack(", b"= with_cart(app)", b"(Router):", b"threading.Thread(target=load")


def seen(root: Path, file: str, keys: Iterable[str]) -> tuple[probe.Finding, ...]:
    """What a probe finds when the program is asked twice, as the goldens are."""
    from starlette.testclient import TestClient  # not above: it may warn of the HTTP client that it finds

    with contextlib.redirect_stdout(io.StringIO()), mock.patch.dict("os.environ"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with imported(root, file) as module:
            probed = probe.SessionProbe(application_of(module), keys)
            with contextlib.suppress(Exception), contextlib.closing(TestClient(probed)) as client:
                for _ in range(2):
                    client.get("/")
            return probed.findings


def read(case: Case) -> list[Result]:
    """What the source says of each file, also where a comment silences it."""
    files = [name for name in case.before if name.endswith(".py")]
    return [fix_source(case.before[name], str(alone(case) / name), Project()) for name in files]


def agrees(finding: Finding, found: probe.Finding) -> bool:
    """Whether a finding of the source tells of what was seen: the layer, and the line that asked."""
    uses = ((dependent, use) for dependent in finding.dependents for use in dependent.uses)
    return any(
        use.key == found.access.key and is_named(dependent, found.layer) and stands_at(use, dependent, found.access)
        for dependent, use in uses
    )


def is_named(dependent: Dependent, layer: probe.Layer | None) -> bool:
    """Whether this may be the name of the layer; a call (`make_guard(settings)`) stands for whatever it gives."""
    name = dependent.name.rpartition(".")[2]
    return layer is not None and name in (layer.name, name if not name.isidentifier() else layer.name)


def stands_at(use: Use, dependent: Dependent, access: probe.Access) -> bool:
    if use.place == dependent.place or not access.spots:  # a layer whose source was not read
        return True
    spot = access.spots[0]
    if not (spot.path.endswith(".py") and access.raises):  # a template, or one of several questions of a layer
        return True
    return Path(use.place.path).name == Path(spot.path).name and use.place.start.row <= spot.row <= use.place.end.row


def is_question(case: Case, found: probe.Finding) -> bool:
    """Whether a program that works asks for a key that it can do without, or catches that it is not there."""
    return case.expected["runtime"] == "works" and not (found.access.raises and found.provider)


def is_entered(case: Case) -> bool:
    return not any(word in text for word in _NOT_ENTERED for text in case.before.values())


def complaints(case: Case, folder: Path) -> list[str]:
    results = read(case)
    findings = [finding for result in results for finding in result.findings]
    is_told = any(result.unseen or result.latent for result in results)
    is_whole = not any(drawing.doubts for result in results for drawing in result.drawings)
    used = {use.key for finding in findings for dependent in finding.dependents for use in dependent.uses}
    keys = PROPERTIES.union(used)
    put(folder / "before", case.before)
    before = seen(folder / "before", case.runs, keys)
    said = [
        f"was not read: {found}"
        for found in before
        if not is_question(case, found)
        and (found.provider or is_whole)
        and not is_told
        and not any(agrees(finding, found) for finding in findings)
    ]
    is_wrong = case.expected["runtime"] in ("crash", "silent") and WRONG & {one.code for one in findings}
    if is_wrong and is_entered(case) and not before:
        said.append("nothing was seen")
    if case.changes and is_entered(case) and not remaining_of(case):
        put(folder / "after", case.after)
        said += [f"is still wrong: {found}" for found in seen(folder / "after", case.runs, keys) if found.provider]
    return said


@each(RUNNABLE, SHARE)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # files that a program leaves open
def test_agrees_with_what_is_read(case: Case, tmp_path: Path) -> None:
    assert complaints(case, tmp_path) == []
