from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

KEY = Path("secret.key")
KEY.write_text("change-me\n")


def key():
    return KEY.read_text().strip()


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=key())
app.state.assets = (Path.cwd() / "assets").name


@app.middleware("http")
async def visits(request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home():
    return {}
