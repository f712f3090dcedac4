from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Count(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


class Server:
    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.app = FastAPI()
        self.setup()

    def setup(self) -> None:
        self.app.add_middleware(Count)
        self.app.add_middleware(SessionMiddleware, secret_key=self.secret)
        self.app.add_api_route("/", self.index)

    def index(self, request: Request) -> dict:
        return dict(request.session)


app = Server("k").app
