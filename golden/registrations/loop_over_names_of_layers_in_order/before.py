from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = True
        return await call_next(request)


app = FastAPI()
for kind in ("gate", "session"):
    if kind == "session":
        app.add_middleware(SessionMiddleware, secret_key="secret")
    else:
        app.add_middleware(Gate)


@app.get("/")
async def index():
    return {}
