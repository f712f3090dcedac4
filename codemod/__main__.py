"""`python -m codemod`, which drops the current folder from the import path before it imports anything from there."""

import sys

# A folder to check may hold a `typing.py`: nothing of it must run.
if not getattr(sys.flags, "safe_path", False):
    import os

    if sys.path and sys.path[0] in ("", os.getcwd()):
        del sys.path[0]

from codemod.cli.main import run

run()
