import json
import tempfile
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            scope["session"]["seen"] = True
        await self.app(scope, receive, send)


folder = Path(tempfile.mkdtemp())
(folder / "session.json").write_text('{"secret": "k"}')


def load(name):
    return json.loads((folder / f"{name}.json").read_text())


app = Starlette()
app.add_middleware(SessionMiddleware, secret_key=load("session")["secret"])
(folder / "session.json").write_text('{"secret": "x"}')
app.add_middleware(Guard)
