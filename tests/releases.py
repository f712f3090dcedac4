"""What the Starlette that is installed says of the goldens: a line of JSON for each, with how it ends before and after the repair.

`python tests/releases.py`, with an interpreter that has Starlette, FastAPI, an HTTP client, itsdangerous and pytest.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from golden_cases import CASES, Case
from golden_runtime import run


def outcome(case: Case, files: dict[str, bytes], root: Path) -> str:
    """`works`, `silent` (an answer that is no success), or the name of the exception; `absent` where a library is."""
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    try:
        found = run(root, case.runs)
    except pytest.skip.Exception:
        return "absent"
    except BaseException as error:  # of the import, in a release that lacks what the program uses
        return f"import: {type(error).__name__}"
    if found.error is not None:
        return type(found.error).__name__
    return "works" if found.works else "silent"


def main() -> None:
    for case in CASES:
        if case.expected["runtime"] == "none":
            continue
        with tempfile.TemporaryDirectory() as folder:
            said: dict[str, Any] = {"name": case.name, "runtime": case.expected["runtime"]}
            said["before"] = outcome(case, case.before, Path(folder, "before"))
            said["after"] = outcome(case, case.after, Path(folder, "after"))
            print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
