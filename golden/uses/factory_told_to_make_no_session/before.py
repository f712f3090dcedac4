from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


def create_app(cookies):
    app = FastAPI()
    app.add_middleware(Audit)
    if cookies:
        app.add_middleware(SessionMiddleware, secret_key="secret")
    return app


class Audit(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if "session" in request.scope:
            request.session["seen"] = True
        return await call_next(request)


app = create_app(cookies=True)
api = create_app(cookies=False)


@app.get("/")
async def index():
    return {}
