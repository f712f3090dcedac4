"""What a run over many repositories costs: bare ones, of 50 files each, through all-repos, beside what git itself takes of it.

.venv/bin/python benchmarks/repositories.py --count 1000
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

HEAD = "from fastapi import FastAPI, Request\nfrom starlette.middleware.sessions import SessionMiddleware\n"
SESSION = "app.add_middleware(SessionMiddleware, secret_key='{0}')\n"
GUARD = """\


@app.middleware("http")
async def guard{0}(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)
"""
LAYER = """\
class Guard{0}:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]["seen"] = True
        await self.app(scope, receive, send)
"""
APP = "\napp = FastAPI(title='{0}')\n"
MAKE = f"from fastapi import FastAPI\n{APP}"
MAIN = "from starlette.middleware.sessions import SessionMiddleware\n\nfrom application import app\nfrom guards import Guard{0}\n\n"
ADDED = "app.add_middleware(Guard{0})\n"
KEY = "key = '{0}'\n"
KEYED = "app.add_middleware(SessionMiddleware, secret_key=key)\n"
PLAIN = "def answer{0}() -> int:\n    return {0}\n\n\nclass Thing{0}:\n    size = answer{0}()\n"

Files = dict[str, str]


class Kind(NamedTuple):
    """The files of a repository that say something of middleware, and those of them that are to be other files afterwards.

    The number of the repository stands where they say `{0}`.
    """

    before: Files
    after: Files


# They come by turns.
KINDS = {
    "wrong": Kind(
        {"app.py": HEAD + APP + SESSION + GUARD},
        {"app.py": HEAD + APP + GUARD + "\n\n" + SESSION},
    ),
    "wrong, three files": Kind(
        {"application.py": MAKE, "guards.py": LAYER, "main.py": MAIN + SESSION + ADDED},
        {"main.py": MAIN + ADDED + SESSION},
    ),
    "right": Kind({"app.py": HEAD + APP + GUARD + "\n\n" + SESSION}, {}),
    "refused": Kind({"app.py": HEAD + APP + KEY + KEYED + KEY + GUARD}, {}),
    "no middleware": Kind({}, {}),
}


def kind_of(number: int) -> Kind:
    return [*KINDS.values()][number % len(KINDS)]


def filled(files: Mapping[str, str], number: int) -> Files:
    """The files of the repository with that number."""
    return {name: text.replace("{0}", str(number)) for name, text in files.items()}


def files_of(number: int, size: int) -> Files:
    """As many files as a repository has, most of them plain modules."""
    files = filled(kind_of(number).before, number)
    return files | {f"plain/m{one}.py": PLAIN.replace("{0}", str(one)) for one in range(size - len(files))}


# Repositories


def environment(trace: Path | None = None) -> dict[str, str]:
    """Of a person who has set nothing up; git notes into a folder how long each of its commands takes."""
    who = {f"GIT_{role}_{part}": "one@example.com" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    noted = {"GIT_TRACE2_EVENT": str(trace), "GIT_TRACE2_MAX_FILES": "0"} if trace else {}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    return {**os.environ, **who, **alone, **noted, "PATH": path}


def git(folder: Path, *words: str, given: bytes = b"") -> bytes:
    return subprocess.run(
        ["git", *words], cwd=folder, env=environment(), input=given, stdout=subprocess.PIPE, check=True
    ).stdout


def make(bare: Path, files: Mapping[str, str]) -> None:
    """A bare repository with one commit of these files."""
    bare.mkdir(parents=True)
    git(bare, "init", "--quiet", "--bare", "--initial-branch=main")
    parts = [b"commit refs/heads/main\ncommitter one <one@example.com> 1700000000 +0000\ndata 3\nall\n"]
    for name, text in files.items():
        data = text.encode()
        parts.append(b"M 100644 inline %s\ndata %d\n%s\n" % (name.encode(), len(data), data))
    git(bare, "fast-import", "--quiet", given=b"".join(parts))


def content(bare: Path) -> Files:
    """The files of the newest commit that say something of middleware."""
    names = [name for name in git(bare, "ls-tree", "-r", "--name-only", "main").decode().split() if "/" not in name]
    return {name: git(bare, "show", f"main:{name}").decode() for name in names}


# The run


def configure(folder: Path, names: Mapping[str, str]) -> None:
    """What all-repos reads: where the repositories are, and that what is committed goes straight to their branch."""
    (folder / "names.json").write_text(json.dumps(names), encoding="utf-8")
    config = {
        "output_dir": str(folder / "clones"),
        "source": "all_repos.source.json_file",
        "source_settings": {"filename": str(folder / "names.json")},
        "push": "all_repos.push.merge_to_master",
        "push_settings": {"fast_forward": True},
    }
    (folder / "all-repos.json").write_text(json.dumps(config), encoding="utf-8")
    (folder / "all-repos.json").chmod(0o600)


class Step(NamedTuple):
    """How long a command took on the clock, how much of that git takes, if its commands come one after the other, and how it ended."""

    seconds: float
    of_git: float
    status: int


def timed(folder: Path, *words: str) -> Step:
    """Run a command of all-repos; what it prints goes to a file."""
    with tempfile.TemporaryDirectory() as name, open(folder / "output.txt", "ab") as output:
        start = time.monotonic()
        done = subprocess.run(words, cwd=folder, env=environment(Path(name)), stdout=output, stderr=output, check=False)
        return Step(time.monotonic() - start, sum(seconds_of_git(Path(name))), done.returncode)


def seconds_of_git(trace: Path) -> Iterator[float]:
    """The time of each command of git that git did not start itself."""
    for path in trace.iterdir():
        for line in path.read_text(encoding="utf-8").splitlines():
            event = json.loads(line)
            if event["event"] == "atexit" and "/" not in event["sid"]:
                yield event["t_abs"]


def verdict(number: int, bare: Path) -> str:
    """What came of a repository: `as expected`, or what is wrong with it."""
    kind = kind_of(number)
    commits = len(git(bare, "rev-list", "main").split())
    if content(bare) != filled({**kind.before, **kind.after}, number):
        return "missed" if kind.after and commits == 1 else "wrong"
    return "as expected" if commits == 1 + bool(kind.after) else "wrong commits"


def main() -> None:
    """Make the repositories, run all-repos over them, look at each, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="how many repositories")
    parser.add_argument("--jobs", type=int, default=1, help="how many of them at the same time")
    parser.add_argument("--files", type=int, default=50, help="how many files in each")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bares = {f"r{number}": folder / f"bare/r{number}.git" for number in range(args.count)}
        for number, bare in enumerate(bares.values()):
            make(bare, files_of(number, args.files))
        configure(folder, {name: str(bare) for name, bare in bares.items()})
        jobs = ("--jobs", str(args.jobs))
        clone = timed(folder, "all-repos-clone", *jobs)
        fix = timed(folder, sys.executable, "-m", "codemod.integrations.all_repos_command", *jobs)
        verdicts = Counter(verdict(number, bare) for number, bare in enumerate(bares.values()))
        print(table(args, clone, fix, verdicts))
        if set(verdicts) != {"as expected"} or clone.status or fix.status:
            sys.exit((folder / "output.txt").read_text(encoding="utf-8", errors="replace")[-5000:])


def table(args: argparse.Namespace, clone: Step, fix: Step, verdicts: Mapping[str, int]) -> str:
    """The time of one repository, in milliseconds, and how often that of git is in it."""
    asked = sum(bool(kind_of(number).before) for number in range(args.count))
    bugs = sum(bool(kind_of(number).after) for number in range(args.count))
    rows = [
        f"{args.count} repositories of {args.files} files, {asked} with a word of middleware, {bugs} with the fault"
    ]
    rows += [f"{number} {said}" for said, number in sorted(verdicts.items())]
    rows.append(f"{'ms for each repository':26}{'all':>8}{'git':>8}{'all / git':>12}")
    for name, step, among in (("clone", clone, args.count), ("check, repair, push", fix, asked)):
        whole, part = (1000 * seconds / among for seconds in (step.seconds * args.jobs, step.of_git))
        rows.append(f"{name:26}{whole:>8.0f}{part:>8.0f}{whole / part:>12.1f}")
    return "\n".join(rows)


if __name__ == "__main__":
    main()
