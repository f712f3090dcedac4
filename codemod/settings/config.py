"""`[tool.sessfix]` and the command line become one frozen Settings."""

from __future__ import annotations

import os
import stat

from codemod.frozen import TYPE_CHECKING, NamedTuple
from codemod.settings.given import COLORS, FORMATS, MOST_JOBS, jobs_of, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from codemod.settings.given import Values

CODES = {
    "SES001": "session-inside-its-user",
    "SES002": "session-missing",
    "SES003": "session-twice",
    "SES011": "authentication-inside-its-user",
}
DEFAULT_EXCLUDE = (
    ".bzr",
    ".direnv",
    ".eggs",
    ".git",
    ".git-rewrite",
    ".hg",
    ".ipynb_checkpoints",
    ".mypy_cache",
    ".nox",
    ".pants.d",
    ".pyenv",
    ".pytest_cache",
    ".pytype",
    ".ruff_cache",
    ".svn",
    ".tox",
    ".venv",
    ".vscode",
    "__pycache__",
    "__pypackages__",
    "_build",
    "buck-out",
    "build",
    "dist",
    "node_modules",
    "site-packages",
    "venv",
)
MAX_CONFIG = 256 * 1024


class ConfigError(Exception):
    """A setting that cannot be used; the text is one sentence for the user."""


class Settings(NamedTuple):
    """What holds for a file. Globs with a slash are absolute, others are names; `origin` is the file they come from."""

    root: str = ""
    origin: str | None = None
    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    extend_exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    select: tuple[str, ...] = ("SES",)
    ignore: tuple[str, ...] = ()
    output_format: str = "full"
    color: str = "auto"
    src: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    dependents: tuple[str, ...] = ()
    python: str | None = None
    jobs: int | None = None

    def wants(self, code: str) -> bool:
        """Whether a rule is on: the longest prefix decides, as in ruff, and `ignore` wins a draw."""
        chosen = max((len(prefix) for prefix in self.select if code.startswith(prefix)), default=0)
        ignored = max((len(prefix) for prefix in self.ignore if code.startswith(prefix)), default=0)
        return chosen > ignored


LIST, TEXT, SWITCH, NUMBER = "a list of strings", "a string", "true or false", f"a number from 1 to {MOST_JOBS}"
KEYS = {
    "exclude": LIST,
    "extend-exclude": LIST,
    "force-exclude": SWITCH,
    "select": LIST,
    "ignore": LIST,
    "output-format": TEXT,
    "color": TEXT,
    "src": LIST,
    "models": LIST,
    "providers": LIST,
    "dependents": LIST,
    "python": TEXT,
    "jobs": NUMBER,
}
CHOICES = {"output-format": FORMATS, "color": COLORS}


def settings_reader(values: Values, cwd: str) -> Callable[[str], Settings]:
    """A function from a folder to the settings of the files in it: the command line over the nearest pyproject.toml."""
    files, inline = _config_words(values, cwd)
    if files and values["isolated"]:
        raise ConfigError("--isolated and --config with a file cannot be used together")
    _check_python(values, cwd)
    fixed = Settings(root=cwd)
    for path in files:
        table = _own_table(path)
        fixed = _with_table(fixed, table, path)._replace(origin=path)
    known: dict[str, Settings] = {}

    def over(settings: Settings) -> Settings:
        for word, table in inline:
            settings = _with_table(settings, table, f"--config {word}", cwd)
        return _with_command_line(settings, values, cwd)

    if files or values["isolated"]:
        only = over(fixed)
        return lambda folder: only

    def nearest(folder: str) -> Settings:
        if folder not in known:
            parent = os.path.dirname(folder)
            found = _settings_in(folder)
            if found is not None:
                known[folder] = over(found)
            else:
                known[folder] = over(fixed) if parent == folder else nearest(parent)
        return known[folder]

    return nearest


def _settings_in(folder: str) -> Settings | None:
    """The settings of the pyproject.toml in this very folder, when it has `[tool.sessfix]`."""
    path = os.path.join(folder, "pyproject.toml")
    data = _read_config(path, required=False)
    # Most projects on the way up are not ours: without the word there is no table, and no need for a TOML parser.
    if data is None or b"sessfix" not in data:
        return None
    table = _tool_table(_parse_toml(data, path), path)
    return None if table is None else _with_table(Settings(root=folder, origin=path), table, path)


def _config_words(values: Values, cwd: str) -> tuple[list[str], list[tuple[str, Mapping[str, Any]]]]:
    """What --config was given: files, and settings written on the command line."""
    files, inline = [], []
    words = values["config"]
    assert isinstance(words, tuple)
    for word in words:
        path = os.path.join(cwd, word)
        if "=" not in word or os.path.isfile(path):
            files.append(path)
        else:
            inline.append((word, _parse_toml(os.fsencode(word), f"--config {word}")))
    return files, inline


def _own_table(path: str) -> Mapping[str, Any]:
    data = _read_config(path, required=True)
    assert data is not None
    document = _parse_toml(data, path)
    table = _tool_table(document, path)
    if table is not None:
        return table
    if os.path.basename(path) == "pyproject.toml" or "tool" in document:
        raise ConfigError(f"{path} has no table [tool.sessfix]")
    return document


def _read_config(path: str, required: bool) -> bytes | None:
    try:
        # A FIFO of that name would block `open` for ever.
        if not stat.S_ISREG(os.stat(path).st_mode):
            if required:
                raise ConfigError(f"{path} is not a file")
            return None
        with open(path, "rb") as file:
            data = file.read(MAX_CONFIG + 1)
    except OSError as error:
        if required or not isinstance(error, (FileNotFoundError, NotADirectoryError)):
            raise ConfigError(f"cannot read {path}: {error.strerror}") from error
        return None
    if len(data) > MAX_CONFIG and (required or b"sessfix" in data):
        raise ConfigError(f"{path} is larger than {MAX_CONFIG // 1024} KiB")
    return data


def _parse_toml(data: bytes, where: str) -> Mapping[str, Any]:
    import sys

    # Only a project that uses sessfix pays for the parser: 15 ms.
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(data.decode("utf-8").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{where} is not UTF-8: byte {error.start}") from error
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is no TOMLDecodeError
        raise ConfigError(f"{where} is not valid TOML: {error}") from error


def _tool_table(document: Mapping[str, Any], where: str) -> Mapping[str, Any] | None:
    tool = document.get("tool", {})
    table = tool.get("sessfix") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ConfigError(f"{where}: tool.sessfix must be a table")
    return table


def _with_table(settings: Settings, table: Mapping[str, Any], where: str, base: str = "") -> Settings:
    """The settings with what a table says over them; globs and folders in it start at `base`."""
    base = base or settings.root
    changes: dict[str, Any] = {}
    for key, value in table.items():
        _check_type(key, value, where)
        changes[key.replace("-", "_")] = tuple(value) if isinstance(value, list) else value
    for key in ("exclude", "extend_exclude"):
        if key in changes:
            changes[key] = absolute_globs(changes[key], base)
    if "python" in changes:
        changes["python"] = _path_of_python(changes["python"], base)
    if "src" in changes:
        changes["src"] = tuple(_inside(base, folder, where, "src") for folder in changes["src"])
    if "models" in changes:
        changes["models"] = tuple(_models_in(base, folder, where) for folder in changes["models"])
        # They describe what is elsewhere, and are no part of the program.
        left_out = tuple(map(_literal, changes["models"]))
        changes["extend_exclude"] = (*changes.get("extend_exclude", settings.extend_exclude), *left_out)
    for key in ("select", "ignore"):
        _check_codes(changes.get(key, ()), where)
    return settings._replace(**changes)


def _check_type(key: str, value: object, where: str) -> None:
    kind = KEYS.get(key)
    if kind is None:
        raise ConfigError(f"{where}: unknown setting '{key}'{_did_you_mean(key, KEYS)}")
    if kind == LIST:
        fits = isinstance(value, list) and all(isinstance(item, str) for item in value)
    elif kind == NUMBER:
        fits = type(value) is int and 1 <= value <= MOST_JOBS  # `true` is an int, too
    else:
        fits = isinstance(value, bool if kind == SWITCH else str)
    if not fits:
        raise ConfigError(f"{where}: '{key}' must be {kind}")
    if key in CHOICES and value not in CHOICES[key]:
        raise ConfigError(f"{where}: '{key}' must be one of {', '.join(CHOICES[key])}")


def _check_codes(prefixes: Sequence[str], where: str) -> None:
    for prefix in prefixes:
        if not _begins_a_code(prefix):
            upper = prefix.upper()
            hint = f"; did you mean '{upper}'?" if _begins_a_code(upper) else _did_you_mean(upper, CODES)
            raise ConfigError(f"{where}: unknown rule '{prefix}'{hint}")


def _begins_a_code(prefix: str) -> bool:
    return prefix != "" and any(code.startswith(prefix) for code in CODES)


def _inside(root: str, folder: str, where: str, key: str) -> str:
    """A folder below the root; a configuration that came with a checkout must not point to the rest of the disk."""
    path = os.path.normpath(os.path.join(root, folder))
    if os.path.commonpath([root, path]) != root:
        raise ConfigError(f"{where}: '{key}' must stay inside {root}: {folder}")
    return path


def _models_in(root: str, folder: str, where: str) -> str:
    """A folder of models, each of which can be read."""
    from codemod.settings.models import fault_in

    path = _inside(root, folder, where, "models")
    fault = fault_in(path)
    if fault is not None:
        raise ConfigError(f"{where}: 'models': {fault}")
    return path


def _path_of_python(text: str, base: str) -> str | None:
    """An interpreter or environment as an absolute path; nothing means that it is looked for."""
    return os.path.join(base, os.path.expanduser(text)) if text else None


def _check_python(values: Values, cwd: str) -> None:
    """An environment that the user names now must be one; that of a pyproject.toml may be on another machine."""
    path = _path_of_python(values["python"], cwd) if isinstance(values["python"], str) else None
    if path is None:
        return
    from codemod.settings.environment import site_folders

    if not site_folders(path, cwd, {}):
        raise ConfigError(f"--python {values['python']}: no environment with a folder site-packages is there")


def _did_you_mean(word: str, words: Mapping[str, object]) -> str:
    import difflib

    close = difflib.get_close_matches(word, words, 1)
    return f"; did you mean '{close[0]}'?" if close else f"; there are {', '.join(words)}"


def _literal(path: str) -> str:
    """The glob that fits this path only."""
    return path.replace("[", "[[]").replace("*", "[*]").replace("?", "[?]")


def absolute_globs(globs: Sequence[str], base: str) -> tuple[str, ...]:
    """Globs as they are matched: a name stays a name, a path becomes absolute."""
    start = _literal(base)
    stripped = [glob.rstrip("/") for glob in globs]
    return tuple(os.path.join(start, os.path.normpath(glob)) if "/" in glob else glob for glob in stripped if glob)


def _with_command_line(settings: Settings, values: Values, cwd: str) -> Settings:
    changes: dict[str, Any] = {}
    for key in ("exclude", "extend_exclude"):
        globs = absolute_globs(listed(values, key), cwd)
        if globs:
            # As in ruff: `exclude` replaces, `extend-exclude` adds.
            changes[key] = globs if key == "exclude" else (*settings.extend_exclude, *globs)
    for key in ("select", "ignore"):
        prefixes = listed(values, key)
        if prefixes:
            _check_codes(prefixes, f"--{key}")
            changes[key] = prefixes if key == "select" else (*settings.ignore, *prefixes)
    for key in ("output_format", "color"):
        if values[key] is not None:
            changes[key] = values[key]
    if isinstance(values["python"], str):
        changes["python"] = _path_of_python(values["python"], cwd)
    if values["force_exclude"]:
        changes["force_exclude"] = True
    if values["jobs"] is not None:
        changes["jobs"] = jobs_of(values)
    return settings._replace(**changes)


def explain_unknown(code: str) -> str:
    """The sentence for a code that is none."""
    return f"unknown rule '{code}'{_did_you_mean(code.upper(), CODES)}"
