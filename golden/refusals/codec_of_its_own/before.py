import codecs

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

seen = {"codec": "none"}


def search(name):
    seen["codec"] = name
    return None


codecs.register(search)
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=seen["codec"])
raw = "x".encode("shop_codec", "ignore") if len(seen) > 1 else b"x"


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
