from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


INSTALLERS = []


def installer(order=0):
    def register(function):
        INSTALLERS.append((order, function))
        return function

    return register


@installer(order=5)
def session(app):
    app.add_middleware(SessionMiddleware, secret_key="k")


app = FastAPI()
app.add_middleware(Gate)
for _, install in sorted(INSTALLERS, key=lambda p: p[0]):
    install(app)


@app.get("/")
async def index():
    return {"ok": True}
