"""An autofixer of all-repos: `python -m codemod.integrations.all_repos_command` repairs, commits and pushes in many repositories."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from codemod.project.signs import SIGNS

if TYPE_CHECKING:
    from all_repos.config import Config

COMMAND = (sys.executable, "-m", "codemod")
MESSAGE = "Register session middleware outside of what uses it\n\nMoved and verified by sessfix."
BRANCH = "sessfix"


class NotDone(Exception):
    """A repository in which not all could be checked; nothing is committed there."""


def find_repos(config: Config) -> Iterable[str]:
    """The repositories that may register middleware: those with a Python file that holds a word of it."""
    from all_repos.grep import repos_matching

    words = [option for sign in SIGNS for option in ("-e", sign.decode())]
    return sorted(repos_matching(config, ("--fixed-strings", *words, "--", "*.py", "*.pyw")))


def apply_fix() -> None:
    """Repair the checkout that is the current folder; what is left there is told, and is no error.

    A file that cannot be checked costs that file alone, unless nothing at all came of it.
    """
    status = subprocess.run([*COMMAND, "--write", "."], check=False).returncode
    changed = subprocess.run(["git", "diff", "--quiet"], check=False).returncode == 1
    if status not in (0, 1, 2) or (status == 2 and not changed):
        raise NotDone(f"sessfix exits with {status}: see above")


def check_fix() -> None:
    """A second run repairs nothing more."""
    if subprocess.run([*COMMAND, "--diff", "--quiet", "."], check=False, stdout=subprocess.PIPE).stdout:
        raise NotDone("a second run of sessfix would repair more")


def main(argv: Sequence[str] | None = None) -> int:
    """The command; its options are those of every autofixer of all-repos."""
    from all_repos import autofix_lib

    parser = argparse.ArgumentParser(description=__doc__)
    autofix_lib.add_fixer_args(parser)
    args = parser.parse_args(argv)
    repos, config, commit, settings = autofix_lib.from_cli(args, find_repos=find_repos, msg=MESSAGE, branch_name=BRANCH)
    autofix_lib.fix(
        repos, apply_fix=apply_fix, check_fix=check_fix, config=config, commit=commit, autofix_settings=settings
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
