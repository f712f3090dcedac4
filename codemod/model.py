"""The nouns that pass from the analysis to the reports: frozen values, no behaviour beyond derived views.

Rows and columns count from 1, columns in characters (code points), ends are exclusive, as in ruff's JSON.
"""

from __future__ import annotations

from codemod.frozen import NamedTuple

LOADED = "loaded session"  # the key that starsessions' autoload layer provides
_WORDS = {"session": "the session", LOADED: "the session", "user": "`request.user`", "auth": "`request.auth`"}


def in_words(key: str) -> str:
    """A key of the scope, as a sentence names it."""
    return _WORDS.get(key, f'`scope["{key}"]`')


class Location(NamedTuple):
    """A point in a file: row and column from 1, the column in characters."""

    row: int
    column: int


class Place(NamedTuple):
    """A stretch of a file; ``path`` is the path as the file was named to the analysis."""

    path: str
    start: Location
    end: Location


class Hop(NamedTuple):
    """One call on the way from a layer to a use: what is called, and where the call stands."""

    name: str
    place: Place


class Use(NamedTuple):
    """One place where a layer uses a key of the scope.

    ``text`` is the expression as written (``request.session``), ``via`` the calls that lead to it, outermost first.
    ``crashes`` says what happens when the key is not there: an exception, or silence. ``late`` says that the use comes
    after the response, when the layers further in have run; ``own`` that it is of a value that the layer puts there when there is none;
    ``refuses`` what it does when it finds that the key is not there (`raises`, `answers 500`), if it refuses the request then.
    """

    key: str
    text: str
    place: Place
    via: tuple[Hop, ...]
    crashes: bool
    late: bool = False
    own: bool = False
    refuses: str = ""


class Dependent(NamedTuple):
    """A layer that requires what the misplaced layer provides; ``place`` is its registration."""

    name: str
    place: Place
    uses: tuple[Use, ...]

    @property
    def crashes(self) -> bool:
        return any(use.crashes for use in self.uses)


class Related(NamedTuple):
    """A place that a finding rests on."""

    place: Place
    message: str


class Edit(NamedTuple):
    """Replace the text from ``start`` to ``end`` (exclusive) by ``content``."""

    content: str
    start: Location
    end: Location


class Level(NamedTuple):
    """A layer among those of its application, with the keys that a finding is about: those that it provides, and those it uses."""

    name: str
    provides: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()


class Fix(NamedTuple):
    """What `--write` does about one finding: a sentence, and edits that do not overlap, in the order of the file.

    ``before`` and ``after`` are the layers of the application, outermost first, as they were found to be without and with the move.
    """

    message: str
    edits: tuple[Edit, ...]
    before: tuple[Level, ...] = ()
    after: tuple[Level, ...] = ()


class StatementMove(NamedTuple):
    """Move one statement within its block to directly after (or before) a sibling.

    Statements are named by `lineno` of `ast`: for a decorated function or class that is the line of `def` or `class`.
    """

    row: int
    target_row: int
    after: bool


class ElementMove(NamedTuple):
    """Move one element of a list or tuple display to directly before another element of it.

    ``display`` is where the display's first character stands, ``element`` and ``before`` count from 0,
    and ``before < element``. ``depth`` counts the displays around it that begin there, too: `[A, B], [B, A]`.
    """

    display: Location
    element: int
    before: int
    depth: int = 0


Move = StatementMove | ElementMove


class Finding(NamedTuple):
    """One misplaced, missing or doubled layer.

    ``place`` is the statement that moves, or would have to; ``registration`` is where ``layer`` is registered (the same
    place, unless that is inside a helper). ``fix`` is None when sessfix does not repair it; ``refusal`` then says why.
    ``crossed`` holds the other layers that the move crosses, ``notes`` what a reviewer should know of the fix or of a comment.
    """

    code: str
    message: str
    place: Place
    registration: Place
    layer: str
    dependents: tuple[Dependent, ...] = ()
    crossed: tuple[Related, ...] = ()
    fix: Fix | None = None
    refusal: str | None = None
    notes: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()


class Drawn(NamedTuple):
    """A layer as it is drawn in its stack; ``place`` is its registration, ``codes`` the rules that it breaks.

    ``provides`` are the keys that other layers may use, ``uses`` those that it uses, each with the first place where it does.
    ``conditional`` says that it is not always there, ``unseen`` why it could not be followed; ``at_times`` when it provides the
    session, if it does not for every request.
    """

    name: str
    place: Place
    provides: tuple[str, ...]
    uses: tuple[tuple[str, Place], ...]
    conditional: bool
    unseen: str | None
    codes: tuple[str, ...]
    at_times: str = ""


class Drawing(NamedTuple):
    """One application with its layers, outermost first, as one module registers them.

    ``title`` is its expression as written, ``place`` where that stands (None for an application that nothing is known of but
    that middleware is registered on it), ``around`` the titles of what it is mounted on, ``doubts`` why there may be other layers.
    ``program`` is the file that starts the program which makes it so, empty where nobody is seen to call what registers.
    """

    title: str
    place: Place | None
    around: tuple[str, ...]
    layers: tuple[Drawn, ...]
    doubts: tuple[str, ...]
    program: str = ""


class Problem(NamedTuple):
    """Why a file could not be read, parsed, verified or written. ``location`` is CPython's, where there is one."""

    path: str
    message: str
    location: Location | None = None


class CannotMove(ValueError):
    """A move cannot be made without changing more than it should; the message says why, in one sentence."""


class Stopped(Exception):
    """A file whose check was ended before its end; the text is one sentence for the user."""


class Late(Stopped):
    """One that took longer than a file may; the text is the clock that ran out, `processor` or `wall`."""


class Broken(Exception):
    """What only a bug raises, in another process; the text says what it was."""


class Elsewhere(NamedTuple):
    """A file that was not asked about and takes part in the same programs: how many findings it has, and how many stacks it builds."""

    path: str
    findings: int
    stacks: int


class Result(NamedTuple):
    """What `fix_source` says of one file.

    ``findings`` are those of ``before``; ``after`` is the repaired source (the same object as ``before`` when nothing is
    repaired) and ``remaining`` the findings that it still has. ``unseen`` names the layers that could not be
    followed, and why; ``latent`` the faults that are there only when somebody turns a switch, or calls a function otherwise;
    ``drawings`` are the stacks that the file builds. ``elsewhere`` are the other files of its programs that have
    findings or stacks, told once for all files that are asked about together. With a ``problem`` the other parts are empty and
    ``after`` is ``before``.
    """

    path: str
    before: bytes
    after: bytes
    findings: tuple[Finding, ...] = ()
    remaining: tuple[Finding, ...] = ()
    unseen: tuple[Related, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    problem: Problem | None = None
    elsewhere: tuple[Elsewhere, ...] = ()
    latent: tuple[Related, ...] = ()

    @property
    def changed(self) -> bool:
        return self.after != self.before
