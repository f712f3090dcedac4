from itsdangerous import Signer
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
signer = Signer("k")

app = FastAPI()
token = signer.sign("audit.log")
app.add_middleware(Guard)
app.add_middleware(SessionMiddleware, secret_key=KEY_FILE.read_text())
