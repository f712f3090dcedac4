from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = True
        return await call_next(request)


def setup(app, cookies):
    if cookies:
        app.add_middleware(SessionMiddleware, secret_key="secret")
    else:
        return
    app.add_middleware(Gate)


app = FastAPI()
setup(app, cookies=True)


@app.get("/")
async def index():
    return {}
