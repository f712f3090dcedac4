"""What a run comes to: every file with its findings, as text, as a patch, and as one last line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from codemod.frozen import NamedTuple
from codemod.model import Elsewhere, Finding, Problem, Related, Result
from codemod.reports.concise import finding_line, problem_line
from codemod.reports.excerpt import Sheet, Style, relative
from codemod.reports.inert import inert


class Outcome(NamedTuple):
    """What came of one file; `written` says that its new source is the one that counts now."""

    result: Result
    written: bool = False

    @property
    def remaining(self) -> tuple[Finding, ...]:
        """The findings that the file on disk has now."""
        return self.result.remaining if self.written else self.result.findings

    @property
    def source(self) -> bytes:
        """The bytes that the remaining findings count their rows in."""
        return self.result.after if self.written else self.result.before


class Tally(NamedTuple):
    """A whole run: how many files could be checked, what came of those that were parsed, and what went wrong.

    ``elsewhere`` are the other files of their programs, where files were named and no folder.
    """

    checked: int
    outcomes: tuple[Outcome, ...]
    problems: tuple[Problem, ...]
    elsewhere: tuple[Elsewhere, ...] = ()


def findings_text(tally: Tally, output_format: str, style: Style) -> str:
    """The findings that are left, in one of the formats."""
    # Without findings a source may be one that nobody could decode.
    left = [outcome for outcome in tally.outcomes if outcome.remaining]
    sheets = [Sheet(outcome.result.path, outcome.source, outcome.remaining) for outcome in left]
    if output_format == "json":
        from codemod.reports.json import render
    elif output_format == "concise":
        from codemod.reports.concise import render
    elif output_format == "full":
        from codemod.reports.full import render
    else:
        return _for_a_service(sheets, tally.problems, output_format, style)
    return render(sheets, style)


def _for_a_service(sheets: Sequence[Sheet], problems: Sequence[Problem], output_format: str, style: Style) -> str:
    """A report that nobody reads standard error beside: it has the files that could not be checked, too."""
    if output_format == "sarif":
        from codemod.reports.sarif import render
    elif output_format == "github":
        from codemod.reports.github import render
    elif output_format == "gitlab":
        from codemod.reports.gitlab import render
    elif output_format == "rdjson":
        from codemod.reports.rdjson import render
    else:
        raise NotImplementedError(output_format)
    return render(sheets, problems, style)


def stacks_text(tally: Tally, output_format: str, style: Style) -> str:
    """The stack of every application, drawn, or in the format of a document."""
    from codemod.reports.stack import distinct

    drawings = distinct([drawing for outcome in tally.outcomes for drawing in outcome.result.drawings], style)
    if output_format == "svg":
        from codemod.reports.stack_svg import render
    elif output_format == "mermaid":
        from codemod.reports.stack_mermaid import render
    elif output_format == "json":
        from codemod.reports.stack_json import render
    else:
        from codemod.reports.stack import render
    return render(drawings, style)


def statistics_text(tally: Tally, output_format: str, style: Style) -> str:
    """How many findings are left of each rule."""
    from codemod.reports.statistics import render

    return render([finding for outcome in tally.outcomes for finding in outcome.remaining], output_format, style)


def patch(tally: Tally, style: Style) -> bytes:
    """What `--write` would change, for `git apply` and `patch -p1` in the current folder."""
    from codemod.reports.diff import git_diff

    results = [outcome.result for outcome in tally.outcomes if outcome.result.changed]
    return b"".join(git_diff(relative(result.path, style.cwd), result.before, result.after) for result in results)


def left_lines(tally: Tally, style: Style) -> list[str]:
    """What a patch leaves to a person, and why."""
    findings = [finding for outcome in tally.outcomes for finding in outcome.result.findings]
    return [finding_line(finding, style, reason=True) for finding in findings if finding.fix is None]


def note_lines(tally: Tally, mode: str, style: Style) -> list[str]:
    """What to know of the moves that were made, or that a patch makes: of those the findings are not shown."""
    made = [outcome for outcome in tally.outcomes if outcome.written or mode == "diff"]
    return [
        f"{style.shown(finding.place.path)}:{finding.place.start.row}: note: {inert(note)}"
        for outcome in made
        for finding in outcome.result.findings
        if finding.fix is not None
        for note in finding.notes
    ]


def unseen_lines(tally: Tally, style: Style) -> list[str]:
    """The layers that could not be followed."""
    return _placed((layer for outcome in tally.outcomes for layer in outcome.result.unseen), style)


def latent_lines(tally: Tally, style: Style) -> list[str]:
    """The faults that are not there as the program stands."""
    return _placed((fault for outcome in tally.outcomes for fault in outcome.result.latent), style)


def _placed(told: Iterable[Related], style: Style) -> list[str]:
    return [f"{style.shown(one.place.path)}:{one.place.start.row}: {inert(one.message)}" for one in told]


def problem_lines(tally: Tally, style: Style) -> list[str]:
    """The files that could not be read, checked or written."""
    return [problem_line(problem, style) for problem in tally.problems]


def elsewhere_lines(tally: Tally, mode: str, style: Style) -> list[str]:
    """Where the findings of the same programs stand, or their stacks are built, of which nothing is told."""
    if mode == "stack":
        is_drawn = any(outcome.result.drawings for outcome in tally.outcomes)
        found = [(one.path, one.stacks, "application") for one in tally.elsewhere if not is_drawn]
    else:
        found = [(one.path, one.findings, "finding") for one in tally.elsewhere]
    command, verb = ("sessfix --stack", "makes") if mode == "stack" else ("sessfix", "has")
    return [
        f"note: {style.shown(path)}, of the same program, {verb} {count(number, noun)}: {command} {style.shown(path)}"
        for path, number, noun in found
        if number
    ]


def hint_lines(tally: Tally, output_format: str, explains: bool) -> list[str]:
    """What to know of a report that its reader will not show whole; to a person, where its rules are explained."""
    if explains and output_format == "full":
        codes = sorted({finding.code for outcome in tally.outcomes for finding in outcome.remaining})
        return [f"What {code} means, and what it does to users: sessfix --explain {code}" for code in codes]
    if output_format != "github":
        return []
    from codemod.reports.github import hint

    hint_of_all = hint(sum(len(outcome.remaining) for outcome in tally.outcomes) + len(tally.problems))
    return [hint_of_all] if hint_of_all else []


def summary(tally: Tally, mode: str, names_unseen: bool) -> str:
    """The last line of a run, in a tense that says whether anything was written; ``names_unseen``: the report names what could
    not be followed.
    """
    before = sum(len(outcome.result.findings) for outcome in tally.outcomes)
    failed = _failed(len(tally.problems), mode)
    if not before:
        is_clear = not failed and not any(one.findings for one in tally.elsewhere)
        unseen = "" if names_unseen else _unseen(tally)
        return f"{'All clear' if is_clear else 'No findings'}: {count(tally.checked, 'file')} checked.{failed}{unseen}"
    if mode in ("report", "stack"):
        fixable = sum(finding.fix is not None for outcome in tally.outcomes for finding in outcome.result.findings)
        return f"Found {count(before, 'finding')} ({fixable or 'none'} fixable with --write).{failed}"
    if mode == "diff":
        changed = [outcome.result.changed for outcome in tally.outcomes]
        after = sum(len(outcome.result.remaining) for outcome in tally.outcomes)
        return _changes("Would fix", before, after, sum(changed)) + failed
    changed = [outcome.written and outcome.result.changed for outcome in tally.outcomes]
    after = sum(len(outcome.remaining) for outcome in tally.outcomes)
    return _changes("Fixed", before, after, sum(changed)) + failed


def _changes(done: str, before: int, after: int, files: int) -> str:
    verb = "remains" if after == 1 else "remain"
    if not files:
        return f"{done} nothing, {count(after, 'finding')} {verb}."
    left = f", {after} {verb}" if after else ""
    return f"{done} {count(before - after, 'finding')} in {count(files, 'file')}{left}."


def _failed(number: int, mode: str) -> str:
    if not number:
        return ""
    return f" {count(number, 'file')} could not be {'checked or written' if mode == 'write' else 'checked'}."


def _unseen(tally: Tally) -> str:
    """What a clean report does not vouch for."""
    unseen = {layer.place for outcome in tally.outcomes for layer in outcome.result.unseen}
    latent = {fault.place for outcome in tally.outcomes for fault in outcome.result.latent}
    said = []
    if unseen:
        said.append(f"{count(len(unseen), 'place')} could not be followed")
    if latent:
        verb = "is" if len(latent) == 1 else "are"
        said.append(f"{count(len(latent), 'fault')} {verb} there only when something is switched or called otherwise")
    names = "it" if len(unseen) + len(latent) == 1 else "them"
    return f" {', and '.join(said)}: --verbose names {names}." if said else ""


def count(number: int, noun: str) -> str:
    """A number of things, in the singular when it is one."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
