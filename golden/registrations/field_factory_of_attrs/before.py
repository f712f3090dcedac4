from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


from attrs import define, field


@define
class Server:
    app: FastAPI = field(factory=FastAPI)

    def __attrs_post_init__(self):
        self.app.add_middleware(SessionMiddleware, secret_key="k")
        self.app.add_middleware(Count)


app = Server().app


@app.get("/")
def index(request: Request):
    return dict(request.session)
