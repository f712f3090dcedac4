from dataclasses import dataclass, field, fields

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

meta = {"cookie": "sid"}


@dataclass
class Conf:
    name: str = field(default="x", metadata=meta)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k", session_cookie=fields(Conf)[0].metadata["cookie"])
meta["cookie"] = "other"


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
