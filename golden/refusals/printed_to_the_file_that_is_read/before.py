from pathlib import Path
from tempfile import mkdtemp
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope["session"]
        await self.app(scope, receive, send)


FOLDER = Path(mkdtemp())
KEY_FILE = FOLDER / "secret.key"
KEY_FILE.write_text("k")
NEW_FILE = FOLDER / "new.key"
NEW_FILE.write_text("n")
LOG = open(KEY_FILE, "a")

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=KEY_FILE.read_text())
print("started", file=LOG)
app.add_middleware(Guard)
