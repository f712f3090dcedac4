from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = True
        return await call_next(request)


ALIASES = {"session": Middleware(SessionMiddleware, secret_key="key"), "gate": Middleware(Gate)}
GROUPS = {"state": ["session"], "web": ["gate", "@state"]}


def expand(group):
    for name in GROUPS[group]:
        if name.startswith("@"):
            yield from expand(name[1:])
        else:
            yield ALIASES[name]


app = FastAPI(middleware=list(expand("web")))


@app.get("/")
def home():
    return {"ok": True}
