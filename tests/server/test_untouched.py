"""An edit where the analysis never looked is taken in without running a program again; any other is not, and finds what there is."""

from __future__ import annotations

import gc
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import BROKEN, FIXED
from golden_cases import CASES

from codemod.edits.proved import written_deeply
from codemod.engine import checking
from codemod.engine.fix import fix_source
from codemod.interpreter.machine import Machine
from codemod.model import Result
from codemod.project import pieces
from codemod.server import checkout
from codemod.server.checkout import Checkout
from codemod.server.patience import Interrupted, Patience

ENDPOINT = """

@app.get("/")
async def home(request: Request):
    first = 1
    second = 2
    return first


LAST = 1
"""
GUARDED = """
class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        note(scope)
        await self.app(scope, receive, send)


def note(scope):
    first = 1
    second = scope
    third = 1
    return first


app.add_middleware(Guard)
"""
TEXT = FIXED + ENDPOINT + GUARDED


class Counting:
    """A folder with one file, and how often a program was run for it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.runs, work = 0, checking.checked

        def counted(*arguments: object) -> list[Result]:
            self.runs += 1
            return work(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(checkout, "checked", counted)
        self.path = str(folder / "app.py")
        (folder / "app.py").write_text(TEXT)
        self.checkout = Checkout(str(folder), (), True, lambda source, moves: source)

    def told(self, text: str) -> Result:
        """What is said of a text; it is what is said of it from the beginning."""
        own = {self.path: text.encode()}
        for _ in self.checkout.check(own, own, 1, Patience(lambda step, total: None)):
            pass
        result = self.checkout.results[self.path]
        assert result == fix_source(text.encode(), self.path)
        return result


@pytest.fixture
def counting(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Counting:
    counting = Counting(folder, monkeypatch)
    counting.told(TEXT)
    assert counting.runs == 1
    return counting


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "    first = 1\n    second = 2\n    return first\n\n\nLAST",
            "    first = 1\n    second = 23\n    return first\n\n\nLAST",
        ),
        (
            "    first = 1\n    second = 2\n    return first\n\n\nLAST",
            "    first = 1\n\n    # é\n    second = 2\n    return first\n\n\nLAST",
        ),
        ("    first = 1\n    second = 2\n    return first\n\n\nLAST", "    first = 1\n    return first\n\n\nLAST"),
    ],
    ids=["a line", "more lines", "fewer lines"],
)
def test_an_edit_where_nobody_looked_runs_no_program(old: str, new: str, counting: Counting) -> None:
    assert TEXT.count(old) == 1
    for text in (TEXT.replace(old, new), TEXT, TEXT.replace(old, new)):
        counting.told(text)
    assert counting.runs == 1
    # What was taken in counts afterwards: the registration is found where it now is.
    wrong = TEXT.replace(old, new).replace(FIXED, BROKEN)
    assert [finding.code for finding in counting.told(wrong).findings] == ["SES001"]
    assert counting.runs == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    second = scope\n", '    second = scope["session"]\n'),
        ("    print(request.session)\n", "    print(request)\n"),
        ("LAST = 1\n", "LAST = app\n"),
        ("    second = 2\n    return first\n\n\nLAST", "    app.add_middleware(Guard)\n    return first\n\n\nLAST"),
        ("    second = 2\n    return first\n\n\nLAST", "    global LAST\n    LAST = 2\n    return first\n\n\nLAST"),
        ("    second = 2\n    return first\n\n\nLAST", "    from x import y\n    return first\n\n\nLAST"),
        ("    second = 2\n    return first\n\n\nLAST", "    x.attribute = 2\n    return first\n\n\nLAST"),
        ("    second = 2\n    return first\n\n\nLAST", "    second = (\n    return first\n\n\nLAST"),
    ],
    ids=["use", "no use", "margin", "registration", "global", "import", "attribute", "broken"],
)
def test_an_edit_that_may_count_runs_the_programs(old: str, new: str, counting: Counting) -> None:
    assert TEXT.count(old) == 1
    counting.told(TEXT.replace(old, new))
    assert counting.runs == 2
    counting.told(TEXT)


LOOKED = "    first = 1\n    second = scope\n    third = 1\n    return first\n"
MARGIN = "LAST = 1\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (LOOKED, LOOKED.replace("scope\n", "scope\n\n")),
        (LOOKED, LOOKED.replace("scope\n", "scope\n    n = len(key)\n")),
        (LOOKED, LOOKED.replace("    third = 1\n", "")),
        (LOOKED, LOOKED.replace("second = scope\n", "second = len(scope)\n")),
        ("        note(scope)\n", "        note(scope)\n        n\n        other\n"),
        (MARGIN, "\n" + MARGIN),
        (MARGIN, "n = len(key)\n\n" + MARGIN),
        (MARGIN, "LAST = 2\n"),
        (MARGIN, ""),
    ],
    ids=[
        "a row",
        "a length",
        "gone",
        "changed",
        "names",
        "a row at the margin",
        "margin",
        "changed at the margin",
        "gone at the margin",
    ],
)
def test_a_statement_that_does_nothing_runs_no_program(old: str, new: str, counting: Counting) -> None:
    assert TEXT.count(old) == 1
    other = TEXT.replace(old, new)
    for text in (other, other.replace("second = 2\n", "second = 3\n"), other, TEXT, other):
        counting.told(text)
    assert counting.runs == 1
    wrong = other.replace(FIXED, BROKEN)
    assert [finding.code for finding in counting.told(wrong).findings] == ["SES001"]
    assert counting.runs == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (LOOKED, LOOKED.replace("second = scope\n", "second = scope.url\n")),
        (LOOKED, LOOKED.replace("second = scope\n", "second = app\n")),
        (LOOKED, LOOKED.replace("second = scope\n", "second = Request\n")),
        (LOOKED, LOOKED.replace("    second = scope\n", "")),
        (LOOKED, LOOKED.replace("second = scope\n", "first = scope\n")),
        (LOOKED, LOOKED.replace("second = scope\n", "second = ask(scope)\n")),
        (LOOKED, LOOKED.replace("second = scope\n", "second = len(locals())\n")),
        (LOOKED, LOOKED.replace("second = scope\n", "second = scope  # noqa: SES001\n")),
        (LOOKED, LOOKED.replace("    return first\n", "    return first\n    n\n")),
        ("        self.app = app\n", "        self.app = app\n\n    kind = 1\n"),
        (MARGIN, "note = 1\n"),
        (MARGIN, "len = 1\n"),
        (MARGIN, "from x import *\n"),
    ],
    ids=[
        "attribute",
        "application",
        "imported",
        "the last word of the scope",
        "used",
        "call",
        "all names",
        "comment",
        "after the end",
        "of a class",
        "another's name",
        "a name of Python's",
        "import",
    ],
)
def test_a_statement_that_may_do_something_runs_the_programs(old: str, new: str, counting: Counting) -> None:
    assert TEXT.count(old) == 1
    counting.told(TEXT.replace(old, new))
    assert counting.runs == 2


def test_an_object_that_answers_for_its_length_may_do_something(counting: Counting) -> None:
    own = TEXT.replace(MARGIN, MARGIN + "\n\nclass Row:\n    def __len__(self):\n        return 1\n")
    counting.told(own)
    runs = counting.runs
    counting.told(own.replace(LOOKED, LOOKED.replace("scope\n", "len(scope)\n")))
    assert counting.runs == runs + 1


def test_a_name_that_others_import_is_not_the_module_s_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "other.py").write_text("from app import app, LAST\n\napp.state.last = LAST\n")
    counting = Counting(folder, monkeypatch)
    for text in (TEXT, TEXT.replace(MARGIN, "LAST = 2\n")):
        own = {counting.path: text.encode()}
        [*counting.checkout.check(own, own, 1, Patience(lambda step, total: None))]
    assert counting.runs == 2


def test_what_is_looked_at_later_counts_also_when_a_text_comes_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same text twice, with another analysis of it in between that looked further."""
    counting = Counting(folder, monkeypatch)
    unused = TEXT.replace("        note(scope)\n", "        pass\n")
    second = unused.replace("    second = scope\n", "    second = 2\n")
    for text in (unused, second, TEXT, second):
        counting.told(text)
    used = second.replace("        pass\n", "        note(scope)\n")
    counting.told(used)
    counting.told(used.replace("    second = 2\n", '    second = scope["session"]\n'))
    counting.told(used)


class Ended(Patience):
    """Patience that is at its end when it is asked for the ``last`` time."""

    def __init__(self, last: int) -> None:
        super().__init__(lambda step, total: None)
        self.left = last

    def check(self) -> None:
        """Count."""
        self.left -= 1
        if self.left == 0:
            self.stop()
        super().check()


GUARDS = """\
class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        {use}
        await self.app(scope, receive, send)
"""


def test_a_round_that_was_ended_leaves_nothing_behind(folder: Path) -> None:
    imports = "from guards import Guard\n\napp ="
    main = BROKEN.partition("@app")[0].replace("\napp =", imports, 1) + "app.add_middleware(Guard)\n"
    (folder / "guards.py").write_text(GUARDS.format(use="pass"))
    (folder / "main.py").write_text(main)

    def check(checkout: Checkout, use: str, patience: Patience) -> None:
        own = {str(folder / "guards.py"): GUARDS.format(use=use).encode()}
        list(checkout.check(own, own, 1, patience))

    last, was_ended = 0, True
    while was_ended:
        last += 1
        checkout = Checkout(str(folder), (), True, lambda source, moves: source)
        check(checkout, "pass", Ended(0))
        try:
            check(checkout, "pass\n        print(1)", Ended(last))
            was_ended = False
        except Interrupted:
            check(checkout, "pass", Ended(0))
        check(checkout, 'scope["session"]', Ended(0))
        assert [finding.code for finding in checkout.results[str(folder / "main.py")].findings] == ["SES001"]
    assert last > 3


def test_a_round_that_was_ended_leaves_no_tree_of_another_text(folder: Path) -> None:
    (folder / "app.py").write_text("")
    path = str(folder / "app.py")

    def check(checkout: Checkout, text: str, patience: Patience) -> bool:
        try:
            list(checkout.check({path: text.encode()}, {path: text.encode()}, 1, patience))
        except Interrupted:
            return False
        return True

    last, is_whole = 0, False
    while not is_whole:
        last += 1
        for between in range(1, 4):
            checkout = Checkout(str(folder), (), True, lambda source, moves: source)
            check(checkout, BROKEN + "def (\n", Ended(0))
            is_whole = check(checkout, BROKEN, Ended(last))
            check(checkout, "", Ended(0))
            check(checkout, BROKEN, Ended(between))
            check(checkout, BROKEN, Ended(0))
            assert [finding.code for finding in checkout.results[path].findings] == ["SES001"], (last, between)
    assert last > 3


@pytest.mark.parametrize(("early", "late"), [('scope["session"]', "pass"), ("pass", 'scope["session"]')])
def test_a_file_that_changed_while_no_program_had_it(early: str, late: str, folder: Path) -> None:
    """It changes again, where nobody looks, before a program has it again: the tree of long ago is not that of its text."""
    imports = "from guards import Guard\n\napp ="
    main = BROKEN.partition("@app")[0].replace("\napp =", imports, 1) + "app.add_middleware(Guard)\n"
    rest = "\n\ndef rest():\n    number = 1\n    return number\n"
    checkout = Checkout(str(folder), (), True, lambda source, moves: source)

    def codes(main: str, guards: str) -> list[str]:
        own = {str(folder / "main.py"): main.encode(), str(folder / "guards.py"): guards.encode()}
        list(checkout.check(own, own, 1, Patience(lambda step, total: None)))
        return [finding.code for result in checkout.results.values() for finding in result.findings]

    assert codes(main, GUARDS.format(use=early) + rest) == ["SES001"] * (early != "pass")
    changed = GUARDS.format(use=late) + rest
    assert codes("", changed) == []
    changed = changed.replace("number = 1", "number = 2")
    assert codes("", changed) == []
    assert codes(main, changed) == ["SES001"] * (late != "pass")


SINGLE = [case for case in CASES if case.root == case.folder]
EDITS = ("", "n", "n = len(key)", "n = app", "key", "return_ = 1", "scope", "n = request", "pass", "n = 1; m = 2")


def edits_of(text: str, numbers: random.Random) -> Iterator[str]:
    """A text with a row more, with a row less, and as it was, again and again."""
    rows = text.split("\n")
    for _ in range(4):
        at = numbers.randrange(len(rows))
        indent = rows[at][: len(rows[at]) - len(rows[at].lstrip(" \t"))]
        for row in numbers.sample(EDITS, 3):
            yield "\n".join([*rows[:at], indent + row if row else "", *rows[at:]])
        yield "\n".join([*rows[:at], *rows[at + 1 :]])
        yield text


def said_of(checkout: Checkout, path: Path, text: str) -> Result | None:
    own = {str(path): text.encode()}
    [*checkout.check(own, own, 1, Patience(lambda step, total: None))]
    return checkout.results.get(str(path))


def check_edits(seed: int, share: int, folder: Path) -> None:
    """After each of many edits a checkout says what one says that has seen no other text."""
    numbers = random.Random(seed)
    for case in numbers.sample(SINGLE, len(SINGLE) // share):
        text = (case.folder / "before.py").read_bytes().decode("utf-8", "replace")
        path = folder / case.folder.name / "app.py"
        path.parent.mkdir()
        path.write_text(text)
        kept, before = Checkout(str(path.parent), (), True, written_deeply), text
        for edited in (text, *edits_of(text, numbers)):
            found = said_of(kept, path, edited)
            assert found == said_of(Checkout(str(path.parent), (), True, written_deeply), path, edited), (
                before,
                edited,
            )
            before = edited


def test_an_edit_gives_what_a_run_gives(tmp_path: Path) -> None:
    check_edits(1, 100, tmp_path)


PROJECTS = [case for case in CASES if sum(name.endswith(".py") for name in case.before) > 1]


def check_edits_of_projects(seed: int, share: int, folder: Path) -> None:
    """The same of projects, whose modules are read in parts: the texts of two files are edited in turn."""
    numbers = random.Random(seed)
    for case in numbers.sample(PROJECTS, len(PROJECTS) // share):
        root = folder / case.name
        for name, data in case.before.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(data)
        paths = [root / name for name in case.before if name.endswith(".py")]
        own = {str(path): path.read_bytes() for path in numbers.sample(paths, 2)}
        kept = Checkout(str(root), (), True, written_deeply)
        for path in [*own] * 2:
            text = own[path].decode("utf-8", "replace")
            for edited in (text, *edits_of(text, numbers)):
                own = {**own, path: edited.encode()}
                fresh = Checkout(str(root), (), True, written_deeply)
                for one in (kept, fresh):
                    [*one.check(own, own, 1, Patience(lambda step, total: None))]
                assert loud(kept) == loud(fresh), (case.name, path, edited)


def loud(checkout: Checkout) -> dict[str, Result]:
    """The results that say something."""
    found = checkout.results.items()
    return {path: one for path, one in found if one.findings or one.problem or one.drawings or one.unseen or one.latent}


def test_an_edit_of_a_module_gives_what_a_run_gives(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pieces, "SMALL", 0)
    check_edits_of_projects(1, 60, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_many_edits_of_modules_give_what_a_run_gives(
    seed: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pieces, "SMALL", 0)
    check_edits_of_projects(seed, 12, tmp_path)


def test_an_edit_of_a_module_where_nobody_looked_runs_no_program(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "SMALL", 0)
    counting = Counting(folder, monkeypatch)
    main = FIXED.replace("\napp =", "from guards import Guard\n\napp =", 1) + "app.add_middleware(Guard)\n"
    (folder / "app.py").write_text(main)
    guards = GUARDS.format(use="pass") + "\n\ndef rest():\n    number = 1\n    return number\n"
    (folder / "guards.py").write_text(guards)
    found = []
    for text in (guards, guards.replace("number = 1", "number = use(1)"), guards.replace("pass", 'scope["session"]')):
        own = {str(folder / "guards.py"): text.encode()}
        [*counting.checkout.check(own, own, 1, Patience(lambda step, total: None))]
        found.append(counting.runs)
    assert found == [1, 1, 2]


def test_a_text_that_came_back_is_what_the_next_round_reads(tmp_path: Path) -> None:
    main = "from fastapi import FastAPI\nfrom layers import setup\n\napp = FastAPI()\nsetup(app)\n"
    layers = "def setup(app):\n    @app.middleware('http')\n    async def f(request, call_next):\n        return None\n"
    names = str(tmp_path / "main.py"), str(tmp_path / "layers.py")
    kept = Checkout(str(tmp_path), (), True, written_deeply)
    broken = layers.partition("\n")[2]
    for texts in ((main, "n = 1\n" + layers), (main, broken), (main, layers), (main + "def f():\n", layers)):
        own = {name: text.encode() for name, text in zip(names, texts, strict=True)}
        for name, data in own.items():
            Path(name).write_bytes(data)
        fresh = Checkout(str(tmp_path), (), True, written_deeply)
        for one in (kept, fresh):
            [*one.check(own, own, 1, Patience(lambda step, total: None))]
        assert loud(kept) == loud(fresh)


def test_a_text_that_cannot_be_parsed_keeps_nothing_of_the_run(folder: Path) -> None:
    main = FIXED.replace("\napp =", "from broken import Guard\n\napp =", 1) + "app.add_middleware(Guard)\n"
    (folder / "app.py").write_text(main)
    (folder / "broken.py").write_text("class Guard:\n    def f(:\n")
    checkout = Checkout(str(folder), (), True, lambda source, moves: source)
    [*checkout.check({}, {}, 1, Patience(lambda step, total: None))]
    gc.collect()
    assert not [one for one in gc.get_objects() if isinstance(one, Machine)]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_many_edits_give_what_a_run_gives(seed: int, tmp_path: Path) -> None:
    check_edits(seed, 4, tmp_path)
