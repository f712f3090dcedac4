"""The command line: walks, prints, writes, exits. Nothing else does.

Exit status: 0 nothing is wrong, 1 findings remain, 2 something could not be done, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TextIO

from codemod.config import ConfigError, Settings, explain_unknown, settings_reader
from codemod.discovery import Target, find_targets, is_excluded, select_candidates
from codemod.files import MAX_SOURCE, read_file, replace_file
from codemod.model import Finding, Problem, Result
from codemod.options import VERSION, Values, ask_typer, read_argv, refusal
from codemod.report.inert import inert


def run() -> None:
    """The console command."""
    sys.exit(main(sys.argv[1:]))


def main(argv: Sequence[str]) -> int:
    """Do what a command line asks for; the exit status."""
    try:
        return _answer(argv)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        # Left alone it would exit 1, which says "findings". `RecursionError` and `MemoryError` end here as well.
        return _fail(f"internal error: {type(error).__name__}: {error}")


class Job(NamedTuple):
    """What a run does and how it speaks."""

    mode: str
    output_format: str
    color: str
    cwd: str
    quiet: bool
    verbose: bool
    exit_zero: bool


class Outcome(NamedTuple):
    """What came of one file: its findings before and after, and whether the file on disk is the new one."""

    result: Result
    written: bool = False

    @property
    def remaining(self) -> tuple[Finding, ...]:
        return self.result.remaining if self.written else self.result.findings


class Tally(NamedTuple):
    """A whole run: every file that could be checked, and every one that could not."""

    checked: int
    outcomes: tuple[Outcome, ...]
    problems: tuple[Problem, ...]


def _answer(argv: Sequence[str]) -> int:
    values = None if "_SESSFIX_COMPLETE" in os.environ else read_argv(argv)
    if values is None:
        answer = ask_typer(argv)
        if isinstance(answer, int):
            return answer
        values = answer
    if values["version"]:
        return _print_version()
    if isinstance(values["explain"], str):
        return _explain(values["explain"])
    why = refusal(values)
    if why:
        return _fail(why)
    try:
        return _check(values)
    except ConfigError as error:
        return _fail(str(error))


def _check(values: Values) -> int:
    cwd = os.getcwd()
    settings_of = settings_reader(values, cwd)
    settings = settings_of(cwd)
    job = Job(
        mode="write" if values["write"] else "diff" if values["diff"] else "report",
        output_format=settings.output_format,
        color=settings.color,
        cwd=cwd,
        quiet=bool(values["quiet"]),
        verbose=bool(values["verbose"]),
        exit_zero=bool(values["exit_zero"]),
    )
    paths, name = values["paths"], values["stdin_filename"]
    assert isinstance(paths, tuple)
    if "-" in paths or isinstance(name, str):
        return _check_stdin(name if isinstance(name, str) else "-", settings_of, job)
    return _check_paths(paths, settings_of, job)


def _check_paths(paths: Sequence[str], settings_of: Callable[[str], Settings], job: Job) -> int:
    found = find_targets(paths, settings_of)
    if not found.targets and not found.problems:
        if not job.quiet:
            _say(f"warning: no Python files found under {', '.join(map(inert, paths or ('.',)))}")
        return 0
    results, unread = _analyse_all(found.targets, job)
    outcomes, unwritten = _write_all(results) if job.mode == "write" else ([Outcome(result) for result in results], [])
    failed = [result.problem for result in results if result.problem]
    problems = (*found.problems, *unread, *failed, *unwritten)
    tally = Tally(len(found.targets) - len(unread) - len(failed), tuple(outcomes), problems)
    _report(tally, job, sys.stdout)
    return _exit_status(tally, job)


def _check_stdin(name: str, settings_of: Callable[[str], Settings], job: Job) -> int:
    """Check standard input; with --write it is a filter, and what it cannot repair it passes on as it came."""
    source = sys.stdin.buffer.read()
    folder = job.cwd if name == "-" else os.path.dirname(os.path.join(job.cwd, name))
    settings = settings_of(os.path.normpath(folder))
    result = Result(name, source, source)
    if len(source) > MAX_SOURCE:
        problem = Problem(name, f"larger than {MAX_SOURCE // 1024 // 1024} MiB, not checked")
        result = result._replace(problem=problem)
    elif not (settings.force_exclude and is_excluded(os.path.join(job.cwd, name), settings)) and select_candidates(
        [name], lambda path: source
    ):
        result = analyse(source, name, settings, open_project(settings))
    problems = (result.problem,) if result.problem else ()
    tally = Tally(1 - len(problems), (Outcome(result, written=job.mode == "write"),), problems)
    if job.mode == "write":
        _write_bytes(sys.stdout, result.after)
    _report(tally, job, sys.stderr if job.mode == "write" else sys.stdout)
    return _exit_status(tally, job)


def open_project(settings: Settings) -> Any:
    """What the analysis reads other files through: each is parsed once for all files that share their settings."""
    from codemod.project import Project

    return Project(settings.src)


def analyse(source: bytes, path: str, settings: Settings, project: Any) -> Result:
    """The one door to the analysis. It is imported here: a run over files without middleware does without it."""
    from codemod.fix import fix_source
    from codemod.suppress import is_suppressed

    def wanted(module: Any, finding: Finding) -> bool:
        return settings.wants(finding.code) and not is_suppressed(module.lines, finding)

    return fix_source(source, path, project, wanted)


def _analyse_all(targets: Sequence[Target], job: Job) -> tuple[list[Result], list[Problem]]:
    """The results of the files worth parsing, in their order, and the files that could not be read."""
    unread: dict[str, Problem] = {}

    def read(path: str) -> bytes:
        data = read_file(path)
        if isinstance(data, Problem):
            unread[path] = data
            return b""
        return data

    candidates = select_candidates([target.path for target in targets], read)
    projects: dict[Settings, Any] = {}
    results = []
    progress = Progress(len(candidates), job)
    for target in targets:
        chosen = target.path in candidates
        if job.verbose:
            _say(f"{'checked' if chosen else 'skipped, registers no middleware'}: {inert(target.path)}")
        if not chosen:
            continue
        source = read(target.path)
        if target.path not in unread:
            if target.settings not in projects:
                projects[target.settings] = open_project(target.settings)
            results.append(analyse(source, target.path, target.settings, projects[target.settings]))
        progress.step(target.path)
    progress.erase()
    return results, list(unread.values())


def _write_all(results: Iterable[Result]) -> tuple[list[Outcome], list[Problem]]:
    """Every result is known before the first file is touched: an interrupted run leaves whole files only."""
    outcomes, problems = [], []
    for result in results:
        problem = replace_file(result.path, result.before, result.after) if result.changed else None
        if problem:
            problems.append(problem)
        outcomes.append(Outcome(result, written=result.changed and not problem))
    return outcomes, problems


def _exit_status(tally: Tally, job: Job) -> int:
    if tally.problems:
        return 2
    return 1 if any(outcome.remaining for outcome in tally.outcomes) and not job.exit_zero else 0


def _report(tally: Tally, job: Job, stream: TextIO) -> None:
    """Findings or the patch to `stream`, errors and the summary to standard error."""
    # Nothing found, nothing to draw: a clean run pays for no report.
    if job.mode == "diff":
        _print_diff(tally, job, stream)
    elif job.output_format == "json" or any(outcome.remaining for outcome in tally.outcomes):
        _print_findings(tally, job, stream)
    _print_unseen(tally, job)
    if tally.problems:
        from codemod.report.concise import problem_line
        from codemod.report.sheet import Style

        style = Style(job.cwd, wants_color(job.color, sys.stderr))
        for problem in tally.problems:
            _say(problem_line(problem, style))
    if not job.quiet:
        _say(summary(tally, job.mode))


def _print_findings(tally: Tally, job: Job, stream: TextIO) -> None:
    from codemod.report.sheet import Sheet, Style

    sheets = [
        Sheet(result.path, result.after if written else result.before, result.remaining if written else result.findings)
        for result, written in tally.outcomes
    ]
    style = Style(job.cwd, job.output_format != "json" and wants_color(job.color, stream))
    if job.output_format == "json":
        from codemod.report.json import render
    elif job.output_format == "concise":
        from codemod.report.concise import render
    else:
        from codemod.report.full import render
    _write_text(stream, render(sheets, style))


def _print_diff(tally: Tally, job: Job, stream: TextIO) -> None:
    """The patch and nothing else to standard output; what it leaves to a person goes to standard error."""
    if not any(outcome.result.findings for outcome in tally.outcomes):
        return
    from codemod.report.concise import finding_line
    from codemod.report.diff import git_diff, shown_diff
    from codemod.report.sheet import Style, relative

    style = Style(job.cwd, wants_color(job.color, stream))
    for outcome in tally.outcomes:
        result = outcome.result
        if not result.changed:
            continue
        patch = git_diff(relative(result.path, job.cwd), result.before, result.after)
        if style.color or _is_terminal(stream):
            _write_text(stream, shown_diff(patch, style))
        else:
            _write_bytes(stream, patch)
    style = Style(job.cwd, wants_color(job.color, sys.stderr))
    for outcome in tally.outcomes:
        for finding in outcome.result.findings:
            if finding.fix is None:
                _say(finding_line(finding, style, reason=True))


def _print_unseen(tally: Tally, job: Job) -> None:
    if not job.verbose:
        return
    from codemod.report.sheet import Style

    style = Style(job.cwd)
    for outcome in tally.outcomes:
        for layer in outcome.result.unseen:
            where = f"{style.shown(layer.place.path)}:{layer.place.start.row}"
            _say(f"not followed: {where}: {inert(layer.message)}")


def summary(tally: Tally, mode: str) -> str:
    """The last line of a run, in a tense that says whether anything was written."""
    before = sum(len(outcome.result.findings) for outcome in tally.outcomes)
    after = sum(len(outcome.result.remaining) for outcome in tally.outcomes)
    if mode == "write":
        after = sum(len(outcome.remaining) for outcome in tally.outcomes)
    changed = sum(outcome.written or (mode == "diff" and outcome.result.changed) for outcome in tally.outcomes)
    failed = f" {_count(len(tally.problems), 'file')} could not be done." if tally.problems else ""
    if not before:
        clear = "No findings" if failed else "All clear"
        return f"{clear}: {_count(tally.checked, 'file')} checked.{failed}"
    if mode == "report":
        fixable = sum(finding.fix is not None for outcome in tally.outcomes for finding in outcome.result.findings)
        return f"Found {_count(before, 'finding')} ({fixable or 'none'} fixable with --write).{failed}"
    done = "Fixed" if mode == "write" else "Would fix"
    left = f", {after} {'remains' if after == 1 else 'remain'}" if after else ""
    if before == after:
        return f"{done} nothing{left}.{failed}"
    return f"{done} {_count(before - after, 'finding')} in {_count(changed, 'file')}{left}.{failed}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _print_version() -> int:
    _write_text(sys.stdout, f"sessfix {VERSION}\n")
    return 0


def _explain(code: str) -> int:
    from codemod.explain import explanation

    text = explanation(code)
    if text is None:
        return _fail(explain_unknown(code))
    _write_text(sys.stdout, text)
    return 0


def _fail(message: str) -> int:
    _say(f"error: {inert(message)}")
    return 2


class Progress:
    """A line on a terminal that shows, after a second, which file is being read; erased at the end."""

    def __init__(self, total: int, job: Job) -> None:
        import time

        self.total, self.done, self.drawn = total, 0, False
        self.wanted = not job.quiet and not job.verbose and _is_terminal(sys.stderr)
        self.clock = time.monotonic
        self.next = self.clock() + 1

    def step(self, path: str) -> None:
        self.done += 1
        if self.wanted and self.clock() >= self.next:
            self.drawn, self.next = True, self.clock() + 0.1
            _write_text(sys.stderr, f"\r\x1b[K{self.done}/{self.total} {inert(path)[-60:]}")

    def erase(self) -> None:
        if self.drawn:
            _write_text(sys.stderr, "\r\x1b[K")


def wants_color(choice: str, stream: TextIO) -> bool:
    """Ruff's order: the option, NO_COLOR, FORCE_COLOR or CLICOLOR_FORCE, then a terminal that is not dumb."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return _is_terminal(stream) and os.environ.get("TERM") != "dumb"


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def _say(line: str) -> None:
    _write_text(sys.stderr, line + "\n")


def _write_text(stream: TextIO | None, text: str) -> None:
    # A console that is not UTF-8 must not turn a file name into an exception.
    encoding = getattr(stream, "encoding", None) or "utf-8"
    _write_bytes(stream, text.encode(encoding, "backslashreplace"))


def _write_bytes(stream: TextIO | None, data: bytes) -> None:
    """Write and flush; a reader that has gone away (`| head`) changes nothing about the exit status."""
    if stream is None:
        return
    try:
        stream.flush()
        stream.buffer.write(data)
        stream.buffer.flush()
    except BrokenPipeError:
        # What is still in the buffer would raise again when the interpreter ends.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
