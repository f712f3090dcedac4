from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


HOOKS = {}


def hook(priority):
    def register(f):
        HOOKS.setdefault(priority, []).append(f)
        return f

    return register


@hook(10)
def session(app):
    app.add_middleware(SessionMiddleware, secret_key="k")


app = FastAPI()
app.add_middleware(Gate)
for priority in sorted(HOOKS):
    for f in HOOKS[priority]:
        f(app)


@app.get("/")
async def index():
    return {"ok": True}
