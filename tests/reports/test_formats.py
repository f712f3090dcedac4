"""What services read: SARIF, annotations of GitHub, GitLab's Code Quality, reviewdog."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from conftest import BROKEN, FIXED, STUCK
from jsonschema import Draft202012Validator
from shapes import GITLAB, RDJSON, SARIF, SHAPES, misfits

from codemod.cli.main import main, top_of_checkout
from codemod.edits.text_edits import as_one
from codemod.model import Edit, Location
from codemod.settings.config import CODES
from codemod.settings.given import FOR_MACHINES

Capture = pytest.CaptureFixture[str]
SERVICES = ("sarif", "github", "gitlab", "rdjson")
OFFICIAL = Draft202012Validator(json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0.json").read_bytes()))


def report(capfd: Capture, output_format: str, *argv: str) -> Any:
    """What a run prints on standard output, read as JSON where it is that."""
    main(["--output-format", output_format, *argv])
    out = capfd.readouterr().out
    if output_format == "github":
        return out
    document = json.loads(out)
    assert misfits(document, SHAPES[output_format]) == []
    if output_format == "sarif":
        assert [*OFFICIAL.iter_errors(document)] == []
    return document


def results(capfd: Capture, *argv: str) -> Any:
    return report(capfd, "sarif", *argv)["runs"][0]["results"]


# One application, as each says it


def test_github(folder: Path, capfd: Capture) -> None:
    (folder / "app.py").write_text(BROKEN)
    (folder / "stuck.py").write_text(STUCK)
    assert report(capfd, "github").splitlines() == [
        "::error title=sessfix (SES001),file=app.py,line=5,col=1,endLine=5,endColumn=56::"
        "app.py:5:1: SES001 `SessionMiddleware` lies inside `require_login`, which uses the session"
        "%0Aapp.py:8: require_login is registered here"
        "%0Aapp.py:10: require_login uses request.session: fails"
        "%0Ahelp: Move `SessionMiddleware` to after line 11",
        "::error title=sessfix (SES001),file=stuck.py,line=6,col=1,endLine=6,endColumn=54::"
        "stuck.py:6:1: SES001 `SessionMiddleware` lies inside `require_login`, which uses the session"
        "%0Astuck.py:10: require_login is registered here"
        "%0Astuck.py:12: require_login uses request.session: fails"
        "%0Anot fixed: `key` is assigned on line 7, between the registration and its new place",
    ]


def test_gitlab(folder: Path, capfd: Capture) -> None:
    (folder / "app.py").write_text(BROKEN)
    [item] = report(capfd, "gitlab")
    assert item == {
        "check_name": "SES001",
        "description": "SES001: `SessionMiddleware` lies inside `require_login`, which uses the session; "
        "help: Move `SessionMiddleware` to after line 11",
        "fingerprint": item["fingerprint"],
        "location": {"lines": {"begin": 5, "end": 5}, "path": "app.py"},
        "severity": "major",
    }


def test_rdjson(folder: Path, capfd: Capture) -> None:
    (folder / "app.py").write_text(BROKEN)
    assert report(capfd, "rdjson") == {
        "diagnostics": [
            {
                "code": {"value": "SES001"},
                "location": {
                    "path": "app.py",
                    "range": {"end": {"column": 56, "line": 5}, "start": {"column": 1, "line": 5}},
                },
                "message": "`SessionMiddleware` lies inside `require_login`, which uses the session\n"
                "app.py:8: require_login is registered here\n"
                "app.py:10: require_login uses request.session: fails\n"
                "help: Move `SessionMiddleware` to after line 11",
                "severity": "ERROR",
                "suggestions": [
                    {
                        "range": {"end": {"column": 36, "line": 11}, "start": {"column": 1, "line": 5}},
                        # One for the whole move: of two, a reviewer could take the one that deletes.
                        "text": "\n\n"
                        '@app.middleware("http")\n'
                        "async def require_login(request: Request, call_next):\n"
                        "    print(request.session)\n"
                        "    return await call_next(request)\n"
                        "\n\n"
                        'app.add_middleware(SessionMiddleware, secret_key="key")',
                    }
                ],
            }
        ],
        "severity": "ERROR",
        "source": {"name": "sessfix"},
    }


def test_sarif(folder: Path, capfd: Capture) -> None:
    (folder / "app.py").write_text(BROKEN)
    log = report(capfd, "sarif")
    [run] = log["runs"]
    assert run["invocations"] == [{"executionSuccessful": True}]
    [result] = run["results"]
    file = {"uri": "app.py", "uriBaseId": "SRCROOT"}
    place = {"startLine": 5, "startColumn": 1, "endLine": 5, "endColumn": 56}
    assert result == {
        "ruleId": "SES001",
        "ruleIndex": 0,
        "level": "error",
        "message": {
            "text": "`SessionMiddleware` lies inside `require_login`, which uses the session\n"
            "- [require_login is registered here](1)\n"
            "- [require_login uses request.session: fails](2)\n"
            "help: Move `SessionMiddleware` to after line 11"
        },
        "locations": [{"physicalLocation": {"artifactLocation": file, "region": place}}],
        "partialFingerprints": result["partialFingerprints"],
        "relatedLocations": [
            {
                "id": 1,
                "message": {"text": "require_login is registered here"},
                "physicalLocation": {
                    "artifactLocation": file,
                    "region": {"startLine": 8, "startColumn": 2, "endLine": 8, "endColumn": 24},
                },
            },
            {
                "id": 2,
                "message": {"text": "require_login uses request.session: fails"},
                "physicalLocation": {
                    "artifactLocation": file,
                    "region": {"startLine": 10, "startColumn": 11, "endLine": 10, "endColumn": 26},
                },
            },
        ],
        "fixes": [
            {
                "description": {"text": "Move `SessionMiddleware` to after line 11"},
                "artifactChanges": [
                    {
                        "artifactLocation": file,
                        "replacements": [
                            {"deletedRegion": {"startLine": 5, "startColumn": 1, "endLine": 6, "endColumn": 1}},
                            {
                                "deletedRegion": {"startLine": 12, "startColumn": 1, "endLine": 12, "endColumn": 1},
                                "insertedContent": {
                                    "text": '\n\napp.add_middleware(SessionMiddleware, secret_key="key")\n'
                                },
                            },
                        ],
                    }
                ],
            }
        ],
    }


def test_sarif_explains_every_rule(folder: Path, capfd: Capture) -> None:
    rules = report(capfd, "sarif")["runs"][0]["tool"]["driver"]["rules"]
    assert {rule["id"]: rule["name"] for rule in rules} == CODES
    for rule in rules:
        assert rule["help"]["markdown"].startswith(f"# {rule['id']}: ")
    assert rules[0]["shortDescription"]["text"] == "A session layer lies inside a layer that uses the session."
    assert rules[2]["fullDescription"]["text"].startswith("`SessionMiddleware` is registered twice on the same ")


# Nothing, not all, and what goes wrong


EMPTY = {
    "json": [],
    "gitlab": [],
    "rdjson": {"diagnostics": [], "severity": "ERROR", "source": {"name": "sessfix"}},
}


@pytest.mark.parametrize("output_format", FOR_MACHINES)
@pytest.mark.parametrize("files", [{}, {"a.py": "x = 1\n"}, {"a.py": FIXED}], ids=["none", "plain", "clean"])
def test_nothing_is_a_document_too(folder: Path, output_format: str, files: dict[str, str], capfd: Capture) -> None:
    for name, text in files.items():
        (folder / name).write_text(text)
    assert main(["--output-format", output_format, "--color", "always"]) == 0
    out = capfd.readouterr().out
    if output_format == "github":
        assert out == ""
    elif output_format == "sarif":
        log = json.loads(out)
        assert misfits(log, SARIF) == []
        assert [*OFFICIAL.iter_errors(log)] == []
        assert (log["runs"][0]["results"], log["runs"][0]["invocations"]) == ([], [{"executionSuccessful": True}])
    else:
        assert json.loads(out) == EMPTY[output_format]


@pytest.mark.parametrize("output_format", FOR_MACHINES)
def test_modes(folder: Path, output_format: str, monkeypatch: pytest.MonkeyPatch, capfd: Capture) -> None:
    def number(text: str) -> int:
        return len(re.findall(r'"(?:code|check_name|ruleId)": |^::error ', text, re.MULTILINE))

    (folder / "app.py").write_text(BROKEN)
    (folder / "stuck.py").write_text(STUCK)
    option = ["--output-format", output_format]
    assert main([*option, "--exit-zero"]) == 0
    assert number(capfd.readouterr().out) == 2
    assert main([*option, "--diff"]) == 1
    assert capfd.readouterr().out.startswith("--- a/app.py\n")
    assert main([*option, "--write"]) == 1
    assert number(capfd.readouterr().out) == 1
    assert (folder / "app.py").read_text() == FIXED
    assert main([*option, "--write", "app.py"]) == 0
    assert number(capfd.readouterr().out) == 0
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STUCK.encode())))
    assert main([*option, "--write", "-"]) == 1
    out, err = capfd.readouterr()
    assert out == STUCK
    assert number(err) == 1


def test_standard_input(folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture) -> None:
    def given(output_format: str, *argv: str) -> Any:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BROKEN.encode())))
        return report(capfd, output_format, *argv, "-")

    assert given("gitlab")[0]["location"]["path"] == "-"
    assert given("rdjson")["diagnostics"][0]["location"]["path"] == "-"
    [result] = given("sarif")["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "-"}
    # GitHub would look for a file of that name.
    assert given("github").startswith("::error title=sessfix (SES001)::-:5:1: SES001 ")
    assert ",file=x/b.py,line=5," in given("github", "--stdin-filename", "x/b.py")


def test_files_that_could_not_be_checked(folder: Path, capfd: Capture) -> None:
    (folder / "app.py").write_text(BROKEN)
    (folder / "bad.py").write_text("middleware = (\n")
    argv = ["app.py", "bad.py", "gone.py"]
    commands = report(capfd, "github", *argv).splitlines()
    assert commands[1:] == [
        "::error title=sessfix,file=bad.py,line=1,col=14::bad.py:1:14: SyntaxError: '(' was never closed",
        "::error title=sessfix,file=gone.py::gone.py: cannot be read: No such file or directory",
    ]
    [run] = report(capfd, "sarif", *argv)["runs"]
    assert len(run["results"]) == 1
    assert run["invocations"] == [
        {
            "executionSuccessful": False,
            "toolExecutionNotifications": [
                {
                    "level": "error",
                    "locations": [
                        {
                            "physicalLocation": {
                                "artifactLocation": {"uri": "bad.py", "uriBaseId": "SRCROOT"},
                                "region": {"startLine": 1},
                            }
                        }
                    ],
                    "message": {"text": "SyntaxError: '(' was never closed"},
                },
                {
                    "level": "error",
                    "locations": [
                        {"physicalLocation": {"artifactLocation": {"uri": "gone.py", "uriBaseId": "SRCROOT"}}}
                    ],
                    "message": {"text": "cannot be read: No such file or directory"},
                },
            ],
        }
    ]
    assert [item["description"] for item in report(capfd, "gitlab", *argv)][1:] == [
        "error: SyntaxError: '(' was never closed",
        "error: cannot be read: No such file or directory",
    ]
    diagnostics = report(capfd, "rdjson", *argv)["diagnostics"]
    assert [item["location"] for item in diagnostics[1:]] == [
        {"path": "bad.py", "range": {"start": {"line": 1}}},
        {"path": "gone.py"},
    ]


@pytest.mark.parametrize("output_format", SERVICES)
def test_errors_are_told_on_the_side_too(folder: Path, output_format: str, capfd: Capture) -> None:
    assert main(["--output-format", output_format, "--quiet", "gone.py"]) == 2
    out, err = capfd.readouterr()
    assert "gone.py" in out
    assert err == "error: gone.py: cannot be read: No such file or directory\n"


def test_more_annotations_than_are_shown(folder: Path, capfd: Capture) -> None:
    for number in range(10):
        (folder / f"{number}.py").write_text(BROKEN)
    main(["--output-format", "github"])
    assert capfd.readouterr().err == "Found 10 findings (10 fixable with --write).\n"
    (folder / "bad.py").write_text("middleware = (\n")
    main(["--output-format", "github"])
    hint = "GitHub shows 10 of these 11 as annotations: the log has them all.\n"
    out, err = capfd.readouterr()
    assert out.count("::error ") == 11
    assert err.endswith(hint)
    for argv in (["--quiet"], ["--diff"], ["--output-format", "concise"]):
        main(["--output-format", "github", *argv])
        assert hint not in capfd.readouterr().err


# Names of files


NAMES = ["a b.py", "a:b.py", "a%41,b.py", "é名.py", "a\nb\r.py", "x/y#z?.py", "[a].py", "a\udcff.py", "a\\b.py", "-.py"]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_names(folder: Path, name: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(BROKEN)
    written = {}
    for output_format in SERVICES:
        assert main(["--output-format", output_format]) == 1
        written[output_format] = capfdbinary.readouterr().out.decode()
    log = json.loads(written["sarif"])
    assert [*OFFICIAL.iter_errors(log)] == []
    uri = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert uri["uriBaseId"] == "SRCROOT"
    assert unquote_to_bytes(uri["uri"]) == os.fsencode(name)
    assert ":" not in uri["uri"]
    visible = name.replace("\udcff", "\\xff")
    assert json.loads(written["gitlab"])[0]["location"]["path"] == visible
    assert json.loads(written["rdjson"])["diagnostics"][0]["location"]["path"] == visible
    file = re.findall(r"file=([^,]*),line=5,col=1,", written["github"])[0]
    for code, character in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        assert character not in file or character == "%"
        file = file.replace(code, character)
    assert file == name.replace("\udcff", "\\udcff")
    assert written["github"].count("\n") == 1


def test_a_file_outside_of_the_folder(folder: Path, capfd: Capture) -> None:
    path = folder.parent / "a b.py"
    path.write_text(BROKEN)
    [result] = results(capfd, "../a b.py")
    uri = path.as_uri()
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": uri}
    assert result["fixes"][0]["artifactChanges"][0]["artifactLocation"] == {"uri": uri}
    assert f",file={path}," in report(capfd, "github", "../a b.py")
    assert report(capfd, "gitlab", "../a b.py")[0]["location"]["path"] == str(path)


def test_names_start_at_the_top_of_the_checkout(folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture) -> None:
    (folder / "app.py").write_text(BROKEN)
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.setenv(name, str(folder.parent))
    assert ",file=here/app.py," in report(capfd, "github")
    assert "::here/app.py:5:1: SES001 " in report(capfd, "github")
    assert results(capfd)[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "here/app.py"
    assert report(capfd, "gitlab")[0]["location"]["path"] == "here/app.py"
    # reviewdog is run in the same folder, and finds the top by itself.
    assert report(capfd, "rdjson")["diagnostics"][0]["location"]["path"] == "app.py"


@pytest.mark.parametrize(
    ("workspace", "top"),
    [("/w", "/w"), ("/w/", "/w"), ("/w/x", "/w/x"), ("/", "/"), ("/w/xy", ""), ("/v", ""), ("", ""), ("w", "")],
)
def test_top_of_the_checkout(workspace: str, top: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", workspace)
    assert top_of_checkout("github", "/w/x") == (top or "/w/x")
    assert top_of_checkout("concise", "/w/x") == "/w/x"


# Columns


WIDE = """\
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        print(scope["session"])


app = Starlette(middleware=["é名\U0001f600" and Middleware(Guard), Middleware(SessionMiddleware, secret_key="k")])
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_columns_are_counted_in_the_units_of_the_format(folder: Path, encoding: str, capfd: Capture) -> None:
    (folder / "app.py").write_bytes(WIDE.encode(encoding))
    line = WIDE.splitlines()[13]
    at = line.index("Middleware(SessionMiddleware")
    [result] = results(capfd)
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region["startColumn"] == len(line[:at].encode("utf-16-le")) // 2 + 1 == at + 2
    assert region["endColumn"] == len(line) - len("])") + 2
    [diagnostic] = report(capfd, "rdjson")["diagnostics"]
    start = diagnostic["location"]["range"]["start"]
    assert start["column"] == len(line[:at].encode()) + 1 == at + 1 + 1 + 2 + 3
    command = report(capfd, "github")
    assert f",col={at + 1}," in command


def test_a_related_place_in_another_file_is_a_line(folder: Path, capfd: Capture) -> None:
    (folder / "guards.py").write_text(WIDE.partition("\n\napp")[0])
    (folder / "app.py").write_text(
        "from fastapi import FastAPI\nfrom starlette.middleware.sessions import SessionMiddleware\n\n"
        "from guards import Guard\n\napp = FastAPI()\napp.add_middleware(SessionMiddleware, secret_key='k')\n"
        "app.add_middleware(Guard)\n"
    )
    [result] = results(capfd)
    places = [item["physicalLocation"] for item in result["relatedLocations"]]
    assert places[-1] == {
        "artifactLocation": {"uri": "guards.py", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 11},
    }
    assert '%0Aguards.py:11: Guard uses scope["session"]: fails%0A' in report(capfd, "github")


def test_brackets_in_the_text_of_a_link_are_escaped(folder: Path, capfd: Capture) -> None:
    (folder / "app.py").write_text(WIDE)
    [result] = results(capfd)
    assert '- [Guard uses scope\\["session"\\]: fails](2)' in result["message"]["text"].splitlines()
    assert result["relatedLocations"][1]["message"]["text"] == 'Guard uses scope["session"]: fails'


# Fingerprints


def fingerprints(capfd: Capture, *argv: str) -> list[str]:
    """Those of GitLab's report; SARIF's are the same, but for the files that could not be checked."""
    names = [item["fingerprint"] for item in report(capfd, "gitlab", *argv)]
    found = [result["partialFingerprints"]["sessfix/v1"] for result in results(capfd, *argv)]
    assert found == names[: len(found)]
    assert len(set(names)) == len(names)
    return names


def test_a_fingerprint_outlives_edits(folder: Path, capfd: Capture) -> None:
    app = folder / "app.py"
    app.write_text(BROKEN)
    [name] = fingerprints(capfd)
    assert fingerprints(capfd, str(app)) == [name]
    for text in (
        f"# a licence\n\n{BROKEN}",
        BROKEN.replace("print(request.session)", "print(1)\n    print(request.session)"),
        BROKEN.replace("(SessionMiddleware, ", "(\n    SessionMiddleware,\n    "),
        BROKEN.replace('"key"', '"another"'),
        STUCK,
    ):
        app.write_text(text)
        assert fingerprints(capfd) == [name]
    app.rename(folder / "b.py")
    assert fingerprints(capfd) != [name]


def test_no_two_have_the_same_fingerprint(folder: Path, capfd: Capture) -> None:
    second = BROKEN.partition("\n\n")[2].replace("app", "other").replace("require_login", "again")
    (folder / "app.py").write_text(BROKEN + "\n\n" + second)
    (folder / "b.py").write_text(BROKEN)
    (folder / "c.py").write_text("middleware = (\n")
    (folder / "d.py").write_text("middleware = (\n")
    both = fingerprints(capfd)
    assert len(both) == 5
    assert fingerprints(capfd, "b.py", "d.py") == [both[2], both[4]]


# A move as one edit


MERGED = {
    "down": ("a\nb\nc\nd\n", [((2, 1), (3, 1), ""), ((4, 1), (4, 1), "b\n")], ((2, 1), (3, 2), "c\nb")),
    "up": ("a\nb\nc\n", [((1, 1), (1, 1), "b\n"), ((2, 1), (3, 1), "")], ((1, 1), (2, 2), "b\na")),
    "to the end": ("a\nb\n", [((1, 1), (2, 1), ""), ((3, 1), (3, 1), "a\n")], ((1, 1), (2, 2), "b\na")),
    "no newline": ("a\nb", [((1, 1), (2, 1), ""), ((2, 2), (2, 2), "\na")], ((1, 1), (2, 2), "b\na")),
    "crlf": ("a\r\nb\r\n", [((1, 1), (2, 1), ""), ((3, 1), (3, 1), "a\r\n")], ((1, 1), (2, 2), "b\r\na")),
    "in a line": ("[a, b]\n", [((1, 2), (1, 6), "b, a")], ((1, 2), (1, 6), "b, a")),
    "a line": ("[a, b]\n", [((1, 1), (2, 1), "[b, a]\n")], ((1, 1), (1, 7), "[b, a]")),
    "only a newline less": ("a\nb\n", [((1, 2), (2, 1), "")], ((1, 2), (2, 1), "")),
    "the end less": ("a\nb\n", [((1, 2), (3, 1), "")], ((1, 2), (3, 1), "")),
}
Change = tuple[tuple[int, int], tuple[int, int], str]


def edit_of(change: Change) -> Edit:
    start, end, content = change
    return Edit(content, Location(*start), Location(*end))


@pytest.mark.parametrize(("text", "edits", "merged"), MERGED.values(), ids=MERGED)
def test_as_one(text: str, edits: list[Change], merged: Change) -> None:
    assert as_one([edit_of(change) for change in edits], text) == edit_of(merged)


# What the shapes are worth


def test_shapes_are_strict(folder: Path, capfd: Capture) -> None:
    (folder / "app.py").write_text(BROKEN)
    log = report(capfd, "sarif")
    result = log["runs"][0]["results"][0]
    result["level"] = "fatal"
    result["extra"] = 1
    del result["message"]["text"]
    result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] = "a:b.py"
    assert len(misfits(log, SARIF)) == 4
    assert len([*OFFICIAL.iter_errors(log)]) == 3  # to it, `a:b.py` is a URI
    assert misfits([{}], GITLAB)
    assert misfits({"diagnostics": [{"message": "x", "location": {"path": 1}, "severity": "ERROR"}]}, RDJSON)


@pytest.mark.slow
def test_another_reader_takes_rdjson(folder: Path, tmp_path: Path, capfd: Capture) -> None:
    """The validator of npm, which is made after reviewdog's own definition."""
    if shutil.which("npm") is None:
        pytest.skip("no npm on the PATH")
    tool = tmp_path / "tool"
    tool.mkdir()
    install = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(tool), "@umbrelladocs/rdformat-validator@1"]
    subprocess.run(install, cwd=tool, check=True, capture_output=True, timeout=300)
    for name, text in (("app.py", BROKEN), ("stuck.py", STUCK), ("bad.py", "middleware = (\n")):
        (folder / name).write_text(text)
    document = report(capfd, "rdjson", "app.py", "stuck.py", "bad.py", "gone.py")
    assert len(document["diagnostics"]) == 4

    def accepts(document: Any) -> bool:
        (tool / "report.json").write_text(json.dumps(document))
        command = [str(tool / "node_modules/.bin/rdformat-validator"), "report.json"]
        return subprocess.run(command, cwd=tool, capture_output=True, timeout=60).returncode == 0

    assert accepts(document)
    document["diagnostics"][0]["location"]["range"]["start"]["line"] = "x"
    assert not accepts(document)
