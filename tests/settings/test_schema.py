"""The JSON schema of `[tool.sessfix]` accepts and refuses what sessfix itself does.

`pytest tests/settings/test_schema.py --regenerate` writes it anew.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any
from unittest import mock

import jsonschema
import pytest
from conftest import ROOT

from codemod.cli.options import read_argv
from codemod.settings.config import CHOICES, KEYS, ConfigError, settings_reader
from codemod.settings.schema import schema

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE = ROOT / "docs/sessfix.schema.json"
VALUES: list[Any] = [
    True,
    False,
    0,
    1,
    64,
    65,
    -1,
    "",
    "full",
    "sarif",
    "svg",
    "auto",
    "SES",
    "other",
    [],
    [""],
    ["SES001"],
    ["SES00"],
]
VALUES += [["ses001"], ["E501"], ["a", "b/*.py"], [1], ["SES", 1], {}, {"a": 1}, [["SES"]]]


def refuses(table: dict[str, Any]) -> bool:
    return not jsonschema.Draft7Validator(schema()).is_valid(table)


def is_refused(folder: Path, table: dict[str, Any]) -> bool:
    """Whether sessfix does not take the table."""
    values = read_argv([])
    assert values is not None
    (folder / "pyproject.toml").write_text(
        "[tool.sessfix]\n" + "".join(f"{key} = {in_toml(table[key])}\n" for key in table)
    )
    # A schema does not look at the disk.
    with mock.patch("codemod.settings.models.fault_in", return_value=None):
        try:
            settings_reader(values, str(folder))(str(folder))
        except ConfigError:
            return True
    return False


def in_toml(value: Any) -> str:
    return (
        "{" + ", ".join(f"{key} = {value[key]}" for key in value) + "}"
        if isinstance(value, dict)
        else json.dumps(value)
    )


def test_file_is_the_schema(request: pytest.FixtureRequest) -> None:
    text = json.dumps(schema(), indent=2) + "\n"
    if request.config.getoption("--regenerate"):
        FILE.write_text(text)
    assert FILE.read_text() == text


def test_is_a_schema_in_the_form_of_schemastore() -> None:
    jsonschema.Draft7Validator.check_schema(schema())
    assert schema()["$id"].startswith("https://json.schemastore.org/partial-")
    for key, about in schema()["properties"].items():
        assert about["description"].endswith("."), key


@pytest.mark.parametrize("key", KEYS)
def test_refuses_what_is_refused(key: str, folder: Path) -> None:
    answers = [refuses({key: value}) for value in VALUES]
    assert answers == [is_refused(folder, {key: value}) for value in VALUES]
    assert set(answers) == {True, False}


@pytest.mark.parametrize("key", KEYS)
def test_refuses_each_misspelt_key(key: str, folder: Path) -> None:
    for wrong in {key[1:], key + "s", key.upper(), key.replace("-", "_") + "_", key.replace("e", "a") + "x"}:
        assert refuses({wrong: True})
        assert is_refused(folder, {wrong: True})


PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
TABLES = [
    (page.name, table)
    for page in PAGES
    for text in re.findall(r"^```toml\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    if (table := tomllib.loads(text).get("tool", {}).get("sessfix"))
]


def misspelt(word: str) -> set[str]:
    """A word with a letter too few, twice, or changed places with the next."""
    slips = {word[:at] + word[at + 1 :] for at in range(len(word))}
    slips |= {word[:at] + word[at] + word[at:] for at in range(len(word))}
    slips |= {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
    return slips - {word, ""}


@pytest.mark.parametrize(("page", "table"), TABLES)
def test_takes_what_the_pages_show(page: str, table: dict[str, Any], folder: Path) -> None:
    assert not refuses(table)
    assert not is_refused(folder, table)


@pytest.mark.parametrize(("page", "table"), TABLES)
def test_refuses_what_the_pages_show_with_a_slip(page: str, table: dict[str, Any], folder: Path) -> None:
    wrong = [{slip if name == key else name: table[name] for name in table} for key in table for slip in misspelt(key)]
    for key in table.keys() & {*CHOICES, "select", "ignore"}:
        first = table[key][0] if isinstance(table[key], list) else table[key]
        wrong += [{**table, key: [slip] if isinstance(table[key], list) else slip} for slip in misspelt(first)]
    for slipped in wrong:
        assert refuses(slipped) == is_refused(folder, slipped), slipped
    kept = [slipped for slipped in wrong if not refuses(slipped)]
    # The beginning of a code stands for all codes that begin so.
    assert [slipped for slipped in kept if slipped.keys() != table.keys()] == []
    assert {code for slipped in kept for code in [*slipped.get("select", ()), *slipped.get("ignore", ())]} <= {"SES00"}
