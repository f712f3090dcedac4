"""The options as one table, and a tiny reader for the command lines that people and editors really send.

Typer costs 70 ms to import, seven times the interpreter. So every valid line is read here, and `ask_typer` builds the
typer command, from the same table, for `--help`, for shell completion and for what this reader does not understand.
"""

from __future__ import annotations

from codemod.frozen import TYPE_CHECKING, NamedTuple
from codemod.settings.given import COLORS, COUNTED, DRAWN, FORMATS, MOST_JOBS, PRINTED, jobs_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    import typer

    from codemod.settings.given import Value, Values


class Option(NamedTuple):
    """One row: a switch when `metavar` is empty, otherwise an option with a value; `many` may be given again.

    ``short`` is another spelling of the flag.
    """

    flag: str
    help: str
    panel: str
    metavar: str = ""
    choices: tuple[str, ...] = ()
    many: bool = False
    short: str = ""

    @property
    def name(self) -> str:
        """The key of its value: `stdin_filename` for `--stdin-filename`."""
        return self.flag.lstrip("-").replace("-", "_")

    @property
    def default(self) -> Value:
        """Its value when it is not given."""
        if not self.metavar:
            return False
        return () if self.many else None


_DO, _FILES, _RULES, _OUTPUT = "What to do", "Which files", "Which rules, whose settings", "Output"

# The editors that `editors/` is about: the file that each is to read.
EDITORS = {
    "conform": "neovim/conform.lua",
    "emacs": "emacs/sessfix.el",
    "emacs-compile": "emacs/sessfix-compile.el",
    "emacs-flymake": "emacs/sessfix-flymake.el",
    "helix": "helix/languages.toml",
    "lsp4ij": "lsp4ij/template.json",
    "neovim": "neovim/sessfix.lua",
    "neovim-0.7": "neovim/sessfix-0.7.lua",
    "neovim-0.8": "neovim/sessfix-0.8.lua",
    "nvim-lint": "neovim/nvim-lint.lua",
    "pycharm": "pycharm/sessfix.xml",
    "pycharm-watcher": "pycharm/watcherTasks.xml",
    "sublime": "sublime/LSP.sublime-settings",
    "vim": "vim/sessfix.vim",
    "vscode": "vscode/tasks.json",
    "vscode-lsp": "vscode/settings.json",
    "zed": "zed/settings.json",
}
INSTALLABLE = ("pycharm", "vscode")

OPTIONS = (
    Option("--diff", "Print what --write would change as a patch; write nothing.", _DO),
    Option("--write", "Repair the files in place.", _DO),
    Option(
        "--stack",
        "Draw the middleware of each application, outermost first, instead of the findings; write nothing.",
        _DO,
    ),
    Option("--statistics", "Count the findings by rule instead of showing them.", _DO),
    Option("--show-files", "List the files that would be checked, and check nothing.", _DO),
    Option("--show-settings", "Print the settings that hold for a file or folder, and check nothing.", _DO),
    Option("--jobs", "How many files to check at the same time; default: one for each processor.", _DO, "N"),
    Option("--explain", "Explain a rule, such as SES001.", _DO, "CODE"),
    Option("--print-ide", "Print what to write for an editor, and say where.", _DO, "EDITOR", tuple(EDITORS)),
    Option(
        "--install-ide", "Write that into a project: the current folder, or the one named.", _DO, "EDITOR", INSTALLABLE
    ),
    Option("--stdin-filename", "The name of the file that comes over standard input.", _FILES, "FILE"),
    Option(
        "--files-from",
        "Check the files and folders that a file lists, one a line; '-': standard input.",
        _FILES,
        "FILE",
    ),
    Option(
        "--null",
        "The names of --files-from and --show-files end in NUL, not in a newline.",
        _FILES,
        short="-0",
    ),
    Option("--exclude", "Leave out these files and folders, instead of the usual ones.", _FILES, "GLOB", many=True),
    Option("--extend-exclude", "Leave out these files and folders too.", _FILES, "GLOB", many=True),
    Option("--force-exclude", "Leave out excluded files even when they are named on the command line.", _FILES),
    Option("--select", "Use only these rules, or those that begin so: SES, SES00, SES001.", _RULES, "CODE", many=True),
    Option("--ignore", "Do not use these rules.", _RULES, "CODE", many=True),
    Option("--config", "Settings: a TOML file, or one setting as 'key = value'.", _RULES, "CONFIG", many=True),
    Option("--python", "The interpreter or environment whose libraries the project uses.", _RULES, "PATH"),
    Option("--isolated", "Read no pyproject.toml.", _RULES),
    Option("--output-format", "How to print findings; svg and mermaid are for --stack.", _OUTPUT, "FORMAT", PRINTED),
    Option("--color", "When to use colour.", _OUTPUT, "WHEN", COLORS),
    Option("--exit-zero", "Exit 0 even when findings remain.", _OUTPUT),
    Option("--quiet", "Print findings and errors only.", _OUTPUT),
    Option(
        "--verbose", "Say which files were looked at, and what could not be followed or is so at times only.", _OUTPUT
    ),
    Option("--version", "Print the version.", _OUTPUT),
)
PATHS_HELP = "Files and folders; '-' is standard input. Default: the current folder."
_BY_FLAG = {flag: option for option in OPTIONS for flag in (option.flag, option.short) if flag}


def read_argv(argv: Sequence[str]) -> Values | None:
    """The values of a valid command line; None for anything else, which typer then answers."""
    values: dict[str, Value] = {option.name: option.default for option in OPTIONS}
    paths: list[str] = []
    words = iter(argv)
    for word in words:
        if word == "--":
            paths += words
        elif word == "-" or not word.startswith("-"):
            paths.append(word)
        elif not _read_option(word, words, values):
            return None
    values["paths"] = tuple(paths)
    return values


def _read_option(word: str, words: Iterator[str], values: dict[str, Value]) -> bool:
    """Read one option, and its value from the words that follow; False when that does not work out."""
    flag, has_value, text = word.partition("=")
    option = _BY_FLAG.get(flag)
    if option is None:
        return False
    if not option.metavar:
        values[option.name] = True
        return not has_value
    value = text if has_value else next(words, None)
    if value is None or (option.choices and value not in option.choices):
        return False
    earlier = values[option.name]
    values[option.name] = (*earlier, value) if isinstance(earlier, tuple) else value
    return True


def refusal(values: Values) -> str | None:
    """Why these options do not go together, or None."""
    if values["diff"] and values["write"]:
        return "--diff and --write cannot be used together: --diff writes nothing"
    clash = next((pair for pair in _CLASHES if values[pair[0]] and values[pair[1]]), None)
    if clash:
        return f"--{_flag(clash[0])} and --{_flag(clash[1])} cannot be used together"
    why = _format_refusal(values) or _list_refusal(values)
    if why:
        return why
    paths = values["paths"]
    assert isinstance(paths, tuple)
    ide = next((name for name in ("print_ide", "install_ide") if values[name] is not None), None)
    if ide:
        return _ide_refusal(ide, paths, values)
    if values["quiet"] and values["verbose"]:
        return "--quiet and --verbose cannot be used together"
    if values["jobs"] is not None and jobs_of(values) is None:
        return f"--jobs must be a number from 1 to {MOST_JOBS}"
    others = [path for path in paths if path != "-"]
    if others and (len(others) < len(paths) or values["stdin_filename"] is not None):
        return f"standard input ('-' or --stdin-filename) and {others[0]} cannot be checked in one run"
    return None


_ALONE = ("stack", "statistics", "show_files", "show_settings")
# Each of these is what a run does.
_CLASHES = (
    *((one, other) for index, one in enumerate(_ALONE) for other in _ALONE[index + 1 :]),
    *((one, other) for one in _ALONE for other in ("diff", "write") if (one, other) != ("statistics", "write")),
    *((one, "output_format") for one in ("show_files", "show_settings")),
    ("show_settings", "null"),
)


def _flag(name: str) -> str:
    return name.replace("_", "-")


def _format_refusal(values: Values) -> str | None:
    """Why an --output-format is none of what the run does."""
    chosen = values["output_format"]
    if values["stack"]:
        fits: tuple[str, ...] = ("full", *DRAWN)
    elif values["statistics"]:
        fits = COUNTED
    else:
        fits = FORMATS
    if chosen is None or chosen in fits:
        return None
    mode = next((f"--{name}" for name in ("stack", "statistics") if values[name]), None)
    if mode:
        return f"{mode} knows the formats {', '.join(fits)}, not {chosen}"
    return f"--output-format {chosen} is for --stack"


def _list_refusal(values: Values) -> str | None:
    """Why --files-from and --null do not go with the rest."""
    if values["files_from"] is None:
        return "--null goes with --files-from or --show-files" if values["null"] and not values["show_files"] else None
    paths = values["paths"]
    assert isinstance(paths, tuple)
    if paths:
        return f"--files-from and {paths[0]} cannot be used together: put all names into the list"
    other = next((name for name in ("stdin_filename", "print_ide", "install_ide") if values[name] is not None), None)
    return f"--files-from and --{_flag(other)} cannot be used together" if other else None


def _ide_refusal(ide: str, paths: Sequence[str], values: Values) -> str | None:
    flag = f"--{_flag(ide)}"
    others = ("install_ide", "diff", "write", *_ALONE, "stdin_filename")
    other = next((name for name in others if name != ide and values[name]), None)
    if other:
        return f"{flag} and --{_flag(other)} cannot be used together"
    if ide == "print_ide" and paths:
        return f"{flag} takes no files: {paths[0]}"
    if len(paths) > 1 or "-" in paths:
        return f"{flag} takes one folder, that of the project"
    return None


def ask_typer(argv: Sequence[str]) -> Values | int:
    """Let typer answer what `read_argv` does not: it prints help or what is wrong, and says how to exit."""
    from codemod.reports.inert import inert

    chosen: list[Values] = []
    try:
        # Typer repeats the words of the command line in its messages.
        typer_app(chosen.append)(args=[inert(word) for word in argv], prog_name="sessfix")
    except SystemExit as stop:
        if not chosen:
            return stop.code if isinstance(stop.code, int) else 2
    return chosen[0] if chosen else 2


def typer_app(use: Callable[[Values], object]) -> typer.Typer:
    """The typer command of the table above; it calls `use` with the values."""
    import inspect

    import typer

    # Typer gives None for a list that is not there.
    lists = {"paths", *(option.name for option in OPTIONS if option.many)}

    def command(**values: Any) -> None:
        use({name: () if value is None and name in lists else _plain(value) for name, value in values.items()})

    command.__doc__ = (
        "Find and repair session middleware that Starlette and FastAPI applications register in the wrong order: "
        "the bug behind 'SessionMiddleware must be installed to access request.session'.\n\n"
        "Exit status: 0 nothing is wrong, or all of it was fixed; 1 findings remain; 2 something could not be done."
    )
    paths = typer.Argument(None, help=PATHS_HELP, show_default=False)
    defaults = {"paths": (list[str] | None, paths)}
    for option in OPTIONS:
        kind = _annotation(option)
        info = typer.Option(
            option.default if not option.many else None,
            *filter(None, (option.flag, option.short)),
            help=option.help,
            metavar=None if option.choices else option.metavar,  # a switch has an empty one: it takes no value
            rich_help_panel=option.panel,
            show_default=False,
        )
        defaults[option.name] = (kind, info)
    command.__annotations__ = {name: kind for name, (kind, _) in defaults.items()}
    command.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=info, annotation=kind)
            for name, (kind, info) in defaults.items()
        ]
    )
    app = typer.Typer(
        context_settings={"help_option_names": ["-h", "--help"]},
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
    )
    app.command()(command)
    return app


def _annotation(option: Option) -> Any:
    """The type that makes typer read an option as the table says."""
    import enum

    if not option.metavar:
        return bool
    if option.choices:
        return enum.Enum(option.metavar, {choice: choice for choice in option.choices}) | None  # type: ignore[operator]
    return list[str] | None if option.many else str | None


def _plain(value: Any) -> Value:
    """A value of typer as `read_argv` gives it."""
    if isinstance(value, (list, tuple)):
        return tuple(value)
    plain: Value = getattr(value, "value", value)
    return plain
