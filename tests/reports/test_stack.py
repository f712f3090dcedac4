"""`--stack` draws what Starlette builds."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import BROKEN, FIXED
from golden_cases import CASES

from codemod.cli.main import main

Capture = pytest.CaptureFixture[str]
ALONE = [case for case in CASES if len(case.before) == 1 and case.expected["runtime"] != "none"]

PROJECT = {
    "app.py": """\
from fastapi import FastAPI

app = FastAPI(title="shop")
admin = FastAPI()
app.mount("/admin", admin)
""",
    "guards.py": """\
def user_of(request):
    return request.session.get("user")


class Guard:
    def __init__(self, app, strict=False):
        self.app = app

    async def __call__(self, scope, receive, send):
        user_of(__import__("starlette.requests").requests.Request(scope))
        await self.app(scope, receive, send)
""",
    "main.py": """\
import os

from elsewhere import Metrics
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware

from app import admin, app


class Login(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = request.user.name
        return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="secret")
app.add_middleware(Metrics)
if os.environ.get("DEBUG"):
    app.add_middleware(Login)
admin.add_middleware(Login)
""",
}
DRAWN = """\
app = FastAPI(title="shop")  app.py:3
   1 Login              main.py:19  uses the session (main.py:12); uses `request.user` (main.py:12); under a condition
   2 Metrics            main.py:17  taken as not using the session: the source of `elsewhere.Metrics` is not at hand
   3 SessionMiddleware  main.py:16  SES001 provides the session

admin = FastAPI()  app.py:4
  inside `app = FastAPI(title="shop")`
   1 Login  main.py:20  uses the session (main.py:12); uses `request.user` (main.py:12)

"""


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).write_text(text)


def test_draws_every_application_of_a_project(folder: Path, capfd: Capture) -> None:
    write(folder, PROJECT)
    assert main(["--stack"]) == 1
    out, err = capfd.readouterr()
    assert out == DRAWN
    assert err.startswith("Found 1 finding")


def test_draws_an_application_once_where_most_of_it_is_seen(folder: Path, capfd: Capture) -> None:
    write(folder, {"app.py": FIXED, "tests.py": "from app import app\n\napp.add_middleware(print)\n"})
    main(["--stack"])
    out = capfd.readouterr().out
    assert out.count("app = ") == 1
    assert "print" in out.splitlines()[1]


def test_a_class_that_nobody_makes_an_object_of_is_called_by_its_name(folder: Path, capfd: Capture) -> None:
    text = "from fastapi import FastAPI\n\nclass Site(FastAPI):\n    def __init__(self):\n        super().__init__()\n"
    write(folder, {"a.py": text + "        self.add_middleware(Unknown)\n"})
    assert main(["--stack", "a.py"]) == 0
    assert capfd.readouterr().out.startswith("Site(...)  a.py:3\n")


def test_says_what_it_does_not_know(folder: Path, capfd: Capture) -> None:
    write(
        folder, {"a.py": "from x import stack, G\n\ndef setup(app, late):\n    app.add_middleware(G)\n    late(app)\n"}
    )
    assert main(["--stack", "a.py"]) == 0
    assert capfd.readouterr().out == (
        "an application that is made elsewhere\n"
        "   1 G  a.py:4  taken as not using the session: the source of `x.G` is not at hand\n"
        "   ? there may be other layers: the application is made elsewhere\n\n"
    )


@pytest.mark.parametrize("other", [["--diff"], ["--write"], ["--output-format", "sarif"]], ids=" ".join)
def test_is_no_report_of_findings(folder: Path, other: list[str], capfd: Capture) -> None:
    write(folder, {"a.py": BROKEN})
    assert main(["--stack", *other]) == 2
    assert capfd.readouterr().err.startswith("error: --stack")
    assert (folder / "a.py").read_text() == BROKEN


# As a document


def drawn(folder: Path, capfd: Capture, output_format: str) -> str:
    main(["--stack", "--output-format", output_format, "--color", "always"])
    return capfd.readouterr().out


BACKEND_OF_A_PARAMETER = """\
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.authentication import AuthenticationMiddleware


def create_app(backend):
    return Starlette(middleware=[Middleware(AuthenticationMiddleware, backend=backend)])
"""


def test_says_that_the_backend_of_a_layer_is_not_known(folder: Path, capfd: Capture) -> None:
    given = {"backend=backend": "`backend`", "**backend": "`Middleware(AuthenticationMiddleware, **backend)`"}
    for written, named in given.items():
        write(folder, {"main.py": BACKEND_OF_A_PARAMETER.replace("backend=backend", written)})
        assert main(["--verbose", "main.py"]) == 0
        assert f"is taken as not using the session: {named} on line 7 is not followed" in capfd.readouterr().err


def test_json(folder: Path, capfd: Capture) -> None:
    write(folder, PROJECT)
    main_app, admin = json.loads(drawn(folder, capfd, "json"))
    assert [main_app["application"], admin["inside"]] == [
        'app = FastAPI(title="shop")',
        ['app = FastAPI(title="shop")'],
    ]
    assert (main_app["filename"], main_app["location"]) == (str(folder / "app.py"), {"column": 7, "row": 3})
    login, metrics, session = main_app["layers"]
    assert [use["key"] for use in login["uses"]] == ["session", "user"]
    assert (login["conditional"], login["codes"], session["codes"]) == (True, [], ["SES001"])
    assert (login["uses"][0]["location"]["row"], session["provides"]) == (12, ["session"])
    assert metrics["unseen"] == "the source of `elsewhere.Metrics` is not at hand"


def test_mermaid(folder: Path, capfd: Capture) -> None:
    write(folder, PROJECT)
    assert drawn(folder, capfd, "mermaid") == CHART


CHART = """\
flowchart TB
  subgraph a1["app = FastAPI(title=#34;shop#34;)<br/>app.py:3"]
    direction TB
    a1_1["1 Login<br/>main.py:19<br/>uses the session (main.py:12)<br/>uses #96;request.user#96; (main.py:12)<br/>under a condition"]
    a1_2["2 Metrics<br/>main.py:17<br/>taken as not using the session: the source of #96;elsewhere.Metrics#96; is not at hand"]
    a1_3["3 SessionMiddleware<br/>main.py:16<br/>SES001<br/>provides the session"]:::misplaced
    a1_1 --> a1_2
    a1_2 --> a1_3
  end
  subgraph a2["admin = FastAPI()<br/>app.py:4<br/>inside app = FastAPI(title=#34;shop#34;)"]
    direction TB
    a2_1["1 Login<br/>main.py:20<br/>uses the session (main.py:12)<br/>uses #96;request.user#96; (main.py:12)"]
  end
  classDef misplaced stroke:#d1242f,stroke-width:3px
"""


def test_svg(folder: Path, capfd: Capture) -> None:
    write(folder, PROJECT)
    root = ElementTree.fromstring(drawn(folder, capfd, "svg"))
    svg = "{http://www.w3.org/2000/svg}"
    names = [text.text for text in root.iter(f"{svg}text") if text.get("class") == "name"]
    assert names == [
        "1 Login  main.py:19",
        "2 Metrics  main.py:17",
        "3 SessionMiddleware  main.py:16",
        "1 Login  main.py:20",
    ]
    assert [
        "".join(group.itertext()).split()[1] for group in root.iter(f"{svg}g") if "misplaced" in group.get("class", "")
    ] == ["SessionMiddleware"]
    width, height = (float(root.get(name, "0")) for name in ("width", "height"))
    for box in root.iter(f"{svg}rect"):
        x, y, across, down = (float(box.get(name, "0")) for name in ("x", "y", "width", "height"))
        assert 0 <= x <= x + across <= width
        assert 0 <= y <= y + down <= height


@pytest.mark.parametrize(
    ("output_format", "empty"), [("json", "[]\n"), ("mermaid", "flowchart TB\n"), ("svg", "<svg ")]
)
def test_nothing_is_a_document_too(output_format: str, empty: str, folder: Path, capfd: Capture) -> None:
    assert drawn(folder, capfd, output_format).startswith(empty)  # no file at all
    write(folder, {"a.py": "x = 1\n"})
    assert drawn(folder, capfd, output_format).startswith(empty)


def test_what_a_program_is_called_is_no_markup(folder: Path, capfd: Capture) -> None:
    title = 'app = FastAPI(title="</text><b>&amp;\\\\;#]`\u202e")'
    write(folder, {"a.py": FIXED.replace("app = FastAPI()", title)})
    root = ElementTree.fromstring(drawn(folder, capfd, "svg"))
    assert root.findall(".//b") == []
    assert "\\u202e" in "".join(root.itertext())
    lines = drawn(folder, capfd, "mermaid").splitlines()
    assert [line for line in lines if "<b>" in line or "&" in line or line.count('"') not in (0, 2)] == []
    assert json.loads(drawn(folder, capfd, "json"))[0]["application"].startswith('app = FastAPI(title="</text><b>&amp;')


def test_the_format_of_the_settings_is_for_reports(folder: Path, capfd: Capture) -> None:
    write(folder, {"a.py": FIXED, "pyproject.toml": '[tool.sessfix]\noutput-format = "json"\n'})
    assert main(["--stack"]) == 0
    assert "provides the session" in capfd.readouterr().out


def test_nothing_to_draw(folder: Path, capfd: Capture) -> None:
    write(folder, {"a.py": "x = 1\n"})
    assert main(["--stack"]) == 0
    assert capfd.readouterr() == ("", "All clear: 1 file checked.\n")
