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
LOG_FILE = FOLDER / "secret.key"

def read_key():
    with open(KEY_FILE) as file:
        return file.read()

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=read_key())
with open(LOG_FILE, "a") as log:
    log.write("started")
app.add_middleware(Guard)
