from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


class Registry:
    def __init__(self):
        self.items = []

    def register(self, name):
        def inner(f):
            self.items.append((name, f))
            return f

        return inner

    def install(self, app):
        for name, f in self.items:
            f(app)


registry = Registry()


@registry.register("session")
def session(app):
    app.add_middleware(SessionMiddleware, secret_key="k")


app = FastAPI()
app.add_middleware(Gate)
registry.install(app)


@app.get("/")
async def index():
    return {"ok": True}
