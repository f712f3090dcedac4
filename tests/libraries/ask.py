"""Asks a program for `/` twice, as one browser would, and prints what came of it.

The last line is the second answer: its status and body, or the name of the exception. The interpreter of
the libraries runs this file; nothing here knows about sessfix.
"""

from __future__ import annotations

import runpy
import sys
import warnings
from typing import Any


def said(path: str) -> str:
    from starlette.testclient import TestClient

    application: Any = runpy.run_path(path)["app"]
    client = TestClient(application, follow_redirects=False)
    try:
        client.get("/")
        answer = client.get("/")
    except Exception as error:
        return type(error).__name__
    return f"{answer.status_code} {answer.text}".strip()


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    print(said(sys.argv[1]))
