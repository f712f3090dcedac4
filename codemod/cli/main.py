"""The command line: walks, prints, writes, exits. Nothing else does.

Exit status: 0 nothing is wrong, 1 findings remain, 2 something could not be done, 130 interrupted.
"""

from __future__ import annotations

import os
import sys

from codemod import VERSION
from codemod.cli.options import ask_typer, read_argv, refusal
from codemod.files.access import MAX_SOURCE, TOO_LARGE, Failure, holds, read_file, replace_file
from codemod.frozen import TYPE_CHECKING, NamedTuple
from codemod.project.signs import has_sign
from codemod.reports.inert import inert
from codemod.settings.config import ConfigError, explain_unknown, settings_reader
from codemod.settings.discovery import find_targets, is_excluded
from codemod.settings.given import DRAWN, FOR_MACHINES

# What a run over files without middleware imports decides what it costs: no `typing`, no `model` with its many nouns.
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import TextIO

    from codemod.engine.tasks import File, Task
    from codemod.model import Result
    from codemod.reports.excerpt import Style
    from codemod.reports.outcome import Tally
    from codemod.settings.config import Settings
    from codemod.settings.discovery import Target
    from codemod.settings.given import Values


CHECKOUTS = {"sarif": "GITHUB_WORKSPACE", "github": "GITHUB_WORKSPACE", "gitlab": "CI_PROJECT_DIR"}


class Unwritten(Exception):
    """Standard output takes no more; the text says why."""


def run() -> None:
    """The console command."""
    status = main(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and not stream.closed:
            stream.flush()
    # What the analysis made goes with the process: to take it apart takes as long as a tenth of the run.
    os._exit(status)


def main(argv: Sequence[str]) -> int:
    """Do what a command line asks for; the exit status."""
    try:
        return _answer(argv)
    except KeyboardInterrupt:
        return 130
    except Unwritten as error:
        return _fail(str(error))
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
    jobs: int | None
    statistics: bool = False
    roots: tuple[str, ...] = ()  # folders, by their real paths, in which files may be written

    @property
    def is_document(self) -> bool:
        """Whether something is printed also of nothing."""
        return self.mode != "diff" and self.output_format in (*FOR_MACHINES, *DRAWN)


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
    if values["print_ide"] or values["install_ide"]:
        return _serve_ide(values)
    try:
        return _check(values)
    except ConfigError as error:
        return _fail(str(error))


def _check(values: Values) -> int:
    cwd = os.getcwd()
    settings_of = settings_reader(values, cwd)
    settings = settings_of(cwd)
    if values["show_settings"]:
        return _show_settings(_paths_of(values), settings_of)
    job = Job(
        mode=next((mode for mode in ("write", "diff", "stack") if values[mode]), "report"),
        output_format=_format_of(values, settings),
        color=settings.color,
        cwd=cwd,
        quiet=bool(values["quiet"]),
        verbose=bool(values["verbose"]),
        exit_zero=bool(values["exit_zero"]),
        jobs=settings.jobs,
        statistics=bool(values["statistics"]),
    )
    name = values["stdin_filename"]
    if "-" in values["paths"] or isinstance(name, str):  # type: ignore[operator]
        return _check_stdin(name if isinstance(name, str) else "-", settings_of, job)
    paths = _paths_of(values)
    if values["show_files"]:
        return _show_files(paths, settings_of, "\0" if values["null"] else "\n", job)
    return _check_paths(paths, settings_of, job._replace(roots=_roots_of(paths, cwd)))


def _format_of(values: Values, settings: Settings) -> str:
    """The format of the command line; that of a project is for reports."""
    if values["stack"] or values["statistics"]:
        return str(values["output_format"] or "full")
    return settings.output_format


def _paths_of(values: Values) -> tuple[str, ...]:
    """The files and folders that are named, by the command line or by a list; the current folder if there is neither."""
    paths, list_name = values["paths"], values["files_from"]
    assert isinstance(paths, tuple)
    if not isinstance(list_name, str):
        return paths or (".",)
    from codemod.settings.given import names_in

    data = _read_list(list_name)
    if isinstance(data, Failure):
        raise ConfigError(f"--files-from {list_name}: {data.message}")
    return names_in(data, bool(values["null"]))


def _read_list(name: str) -> bytes | Failure:
    """The bytes of a list, which may come through a pipe."""
    if name == "-":
        return sys.stdin.buffer.read() if sys.stdin is not None else Failure(name, "standard input is closed")
    try:
        with open(name, "rb") as file:
            return file.read()
    except OSError as error:
        return Failure(name, f"cannot be read: {error.strerror}")


def _show_files(paths: Sequence[str], settings_of: Callable[[str], Settings], end: str, job: Job) -> int:
    """List what would be checked. A pipe gets the very bytes of the names, a terminal what is safe to look at."""
    found = find_targets(paths, settings_of)
    names = [os.path.normpath(os.path.join(job.cwd, target.path)) for target in found.targets]
    if _is_terminal(sys.stdout):
        names = list(map(inert, names))
    _write_bytes(sys.stdout, b"".join(os.fsencode(name + end) for name in names))
    _say(*(f"error: {inert(failure.path)}: {inert(failure.message)}" for failure in found.failures))
    return 2 if found.failures else 0


def _show_settings(paths: Sequence[str], settings_of: Callable[[str], Settings]) -> int:
    from codemod.reports.settings import render

    for path in paths:
        folder = os.path.abspath(path)
        settings = settings_of(folder if os.path.isdir(folder) else os.path.dirname(folder))
        _write_text(sys.stdout, render(path, settings))
    return 0


def _roots_of(paths: Sequence[str], cwd: str) -> tuple[str, ...]:
    """The current folder, those that were named, and those of the files that were named."""
    folders = (path if os.path.isdir(path) else os.path.dirname(path) for path in paths)
    return tuple(dict.fromkeys(map(os.path.realpath, (cwd, *folders))))


def _check_paths(paths: Sequence[str], settings_of: Callable[[str], Settings], job: Job) -> int:
    found = find_targets(paths, settings_of)
    if not found.targets and not found.failures:
        if not job.quiet:
            where = f"under {', '.join(map(inert, paths))}" if paths else "in an empty list"
            _say(f"warning: no Python files found {where}")
        if job.is_document:
            from codemod.reports.outcome import Tally

            _write_text(sys.stdout, _document(Tally(0, (), ()), job, _style(job, sys.stdout)))
        return 0
    folders = [path for path in paths if os.path.isdir(path)]
    results, unread = _analyse_all(found.targets, folders, job)
    failures = [*found.failures, *unread]
    if not results and not failures and not job.is_document:
        # Nothing registers middleware: the reports, and what they import, are not needed.
        if not job.quiet:
            _say(f"All clear: {len(found.targets)} file{'' if len(found.targets) == 1 else 's'} checked.")
        return 0
    return _finish(len(found.targets) - len(unread), results, failures, job, not folders)


def _finish(readable: int, results: Sequence[Result], failures: Sequence[Failure], job: Job, names_files: bool) -> int:
    """Write what is to be written, report, and say how to exit."""
    from codemod.model import Problem
    from codemod.reports.outcome import Outcome, Tally

    failures = list(failures)
    refused = _write_all([result for result in results if result.changed], job) if job.mode == "write" else {}
    failures += refused.values()
    outcomes = [
        Outcome(result, written=job.mode == "write" and result.changed and result.path not in refused)
        for result in results
    ]
    parsed = [result.problem for result in results if result.problem]
    problems = sorted([*(Problem(*failure) for failure in failures), *parsed], key=lambda item: os.fsencode(item.path))
    others = [one for result in results for one in result.elsewhere] if names_files else []
    tally = Tally(readable - len(parsed), tuple(outcomes), tuple(problems), tuple(others))
    _report(tally, job, sys.stdout)
    return _exit_status(tally, job)


def _write_all(results: Sequence[Result], job: Job) -> dict[str, Failure]:
    """Write the files, and say which could not be written.

    Every result is known before the first file is touched, and one fix is in one file: an interrupted run leaves whole files,
    and every fix made or not made. It says which were made.
    """
    if not results:
        return {}
    import signal

    def end(number: int, _: object) -> None:
        raise SystemExit(128 + number)  # so that the temporary file goes, too

    refused: dict[str, Failure] = {}
    ways = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name) and _may_handle_signals()]
    before = {way: signal.signal(way, end) for way in ways}
    try:
        for result in results:
            failure = replace_file(result.path, result.before, result.after, job.roots)
            if failure:
                refused[result.path] = failure
    except BaseException:
        written = [inert(result.path) for result in results if holds(result.path, result.after)]
        _say(
            f"interrupted: {len(written)} of {len(results)} files were written",
            *(f"written: {path}" for path in written),
        )
        raise
    finally:
        for way, handler in before.items():
            signal.signal(way, handler)
    return refused


def _may_handle_signals() -> bool:
    import threading

    return threading.current_thread() is threading.main_thread()


def _check_stdin(name: str, settings_of: Callable[[str], Settings], job: Job) -> int:
    """Check standard input; with --write it is a filter, and what it cannot repair it passes on as it came."""
    from codemod.model import Problem, Result
    from codemod.reports.outcome import Outcome, Tally

    if sys.stdin is None:
        return _fail("standard input is closed")
    source = sys.stdin.buffer.read()
    path = os.path.normpath(os.path.join(job.cwd, name))
    settings = settings_of(job.cwd if name == "-" else os.path.dirname(path))
    result = Result(name, source, source)
    excluded = name != "-" and settings.force_exclude and is_excluded(path, settings)
    if not excluded:
        if len(source) > MAX_SOURCE:
            result = result._replace(problem=Problem(name, TOO_LARGE))
        else:
            from codemod.engine.tasks import File

            results = _check_all({os.path.abspath(name): File(source, name, settings)}, [], job)
            result = results[0] if results else result
    problems = (result.problem,) if result.problem else ()
    tally = Tally(1 - len(problems), (Outcome(result, written=job.mode == "write"),), problems)
    if job.mode == "write":
        _write_bytes(sys.stdout, result.after)
    _report(tally, job, sys.stderr if job.mode == "write" else sys.stdout)
    return _exit_status(tally, job)


def _analyse_all(targets: Sequence[Target], roots: Sequence[str], job: Job) -> tuple[list[Result], list[Failure]]:
    """The results of the files that register something, in their order, and the files that could not be read."""
    from codemod.engine.tasks import File

    unread: list[Failure] = []
    files: dict[str, File] = {}
    for target in targets:
        data = read_file(target.path)
        if isinstance(data, Failure):
            unread.append(data)
        else:
            files[os.path.abspath(target.path)] = File(data, target.path, target.settings)
    return _check_all(files, roots, job), unread


def _check_all(files: Mapping[str, File], roots: Sequence[str], job: Job) -> list[Result]:
    """The results of those of some files, given by absolute path, that register something, in their order.

    ``roots`` are folders whose files are all among them.
    """
    if not any(has_sign(file.source) or b"import" in file.source for file in files.values()):
        for file in files.values() if job.verbose else ():
            _say(f"skipped, registers no middleware: {inert(file.path)}")
        return []
    from codemod.engine.run import index_of, work_of

    work = work_of(files, index_of(files, roots).graph())
    for path, file in files.items() if job.verbose else ():
        _say(f"{'checked' if path in work.chosen else 'skipped, registers no middleware'}: {inert(file.path)}")
    return _check_tasks(work.tasks, files.values(), job) if work.tasks else []


def _check_tasks(tasks: Sequence[Task], files: Iterable[File], job: Job) -> list[Result]:
    """The results of the files of some tasks, in the order of the files."""
    # A run over files without middleware does without the analysis.
    from codemod.engine.limits import Checker, default_jobs

    checker = Checker(job.mode == "write", job.jobs or default_jobs())
    progress = Progress(sum(len(task.files) for task in tasks), job)
    results: dict[str, Result] = {}
    try:
        for result in checker.check_all(tasks):
            results[result.path] = result
            progress.step(result.path)
    finally:
        checker.close()
        progress.erase()
    return [results[file.path] for file in files if file.path in results]


def _exit_status(tally: Tally, job: Job) -> int:
    if tally.problems:
        return 2
    return 1 if any(outcome.remaining for outcome in tally.outcomes) and not job.exit_zero else 0


def _report(tally: Tally, job: Job, stream: TextIO) -> None:
    """Findings or the patch to `stream`, and nothing else; errors and the summary to standard error."""
    from codemod.reports import outcome
    from codemod.reports.excerpt import Style

    style = _style(job, stream)
    errors = Style(job.cwd, wants_color(job.color, sys.stderr))
    if job.mode == "diff":
        _print_patch(outcome.patch(tally, style), stream, style)
        _say(*outcome.left_lines(tally, errors))
    else:
        _write_text(stream, _document(tally, job, style))
    if job.verbose:
        _say(*(f"not followed: {line}" for line in outcome.unseen_lines(tally, errors)))
        _say(*(f"at times only: {line}" for line in outcome.latent_lines(tally, errors)))
    _say(*outcome.problem_lines(tally, errors))
    if not job.quiet:
        _say(*outcome.note_lines(tally, job.mode, errors))
        names_unseen = job.verbose or job.mode == "stack"
        _say(outcome.summary(tally, job.mode, names_unseen), *outcome.elsewhere_lines(tally, job.mode, errors))
        if job.mode in ("report", "write") and not job.statistics:
            _say(*outcome.hint_lines(tally, job.output_format, _is_terminal(sys.stderr)))


def _document(tally: Tally, job: Job, style: Style) -> str:
    """What a run prints of what it found."""
    from codemod.reports import outcome

    if job.mode == "stack":
        return outcome.stacks_text(tally, job.output_format, style)
    if job.statistics:
        return outcome.statistics_text(tally, job.output_format, style)
    return outcome.findings_text(tally, job.output_format, style)


def _style(job: Job, stream: TextIO) -> Style:
    from codemod.reports.excerpt import Style

    color = job.output_format not in (*FOR_MACHINES, *DRAWN) and wants_color(job.color, stream)
    return Style(job.cwd, color, top_of_checkout(job.output_format, job.cwd), _columns(stream))


def _columns(stream: TextIO) -> int:
    """The width of a terminal; 0 for a pipe or a file."""
    try:
        return os.get_terminal_size(stream.fileno()).columns
    except (AttributeError, OSError, ValueError):
        return 0


def _print_patch(patch: bytes, stream: TextIO, style: Style) -> None:
    """A pipe gets the very bytes, a terminal what is safe to look at."""
    if not style.color and not _is_terminal(stream):
        _write_bytes(stream, patch)
    elif patch:
        from codemod.reports.diff import shown_diff

        _write_text(stream, shown_diff(patch, style))


def _print_version() -> int:
    _write_text(sys.stdout, f"sessfix {VERSION}\n")
    return 0


def _explain(code: str) -> int:
    from codemod.reports.explain import explanation

    text = explanation(code)
    if text is None:
        return _fail(explain_unknown(code))
    _write_text(sys.stdout, text)
    return 0


def _serve_ide(values: Values) -> int:
    """Print what an editor is to read, or put it into a project."""
    from codemod.cli.ide import install, printed

    name, paths = values["print_ide"], values["paths"]
    if isinstance(name, str):
        answer = printed(name)
    else:
        name = values["install_ide"]
        assert isinstance(name, str)
        assert isinstance(paths, tuple)
        answer = install(name, paths[0] if paths else "")
    _write_bytes(sys.stdout, answer.output)
    if answer.error:
        _fail(answer.error)
    if answer.error or not values["quiet"]:
        _say(*map(inert, answer.lines))
    return 2 if answer.error else 0


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


def top_of_checkout(output_format: str, cwd: str) -> str:
    """The folder that a service takes names from, where a step runs in a folder below it; else the current one."""
    folder = os.environ.get(CHECKOUTS.get(output_format, ""), "")
    top = os.path.normpath(folder)
    return top if os.path.isabs(folder) and f"{cwd}{os.sep}".startswith(top.rstrip(os.sep) + os.sep) else cwd


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def _say(*lines: str) -> None:
    for line in lines:
        _write_text(sys.stderr, line + "\n")


def _write_text(stream: TextIO | None, text: str) -> None:
    # A console that is not UTF-8 must not turn a file name into an exception.
    encoding = getattr(stream, "encoding", None) or "utf-8"
    _write_bytes(stream, text.encode(encoding, "backslashreplace"))


def _write_bytes(stream: TextIO | None, data: bytes) -> None:
    """Write and flush; a reader that has gone away (`| head`) changes nothing about the exit status."""
    if stream is None or not data:
        return
    try:
        if not os.get_blocking(stream.fileno()):  # half of a source would pass for the whole
            os.set_blocking(stream.fileno(), True)
    except (AttributeError, OSError, ValueError):
        pass  # no descriptor, or no such thing (Windows)
    try:
        stream.flush()
        stream.buffer.write(data)
        stream.buffer.flush()
    except OSError as error:
        # What is still in the buffer would raise again when the interpreter ends.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
        if not isinstance(error, BrokenPipeError) and stream is not sys.stderr:
            raise Unwritten(f"cannot write to standard output: {error.strerror}") from error
