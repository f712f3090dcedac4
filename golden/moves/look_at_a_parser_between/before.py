from configparser import ConfigParser

from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Visits(BaseHTTPMiddleware):
    def __init__(self, app, realm="shop", **options):
        super().__init__(app)
        self.realm = realm

    async def dispatch(self, request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


config = ConfigParser()
config.read_string("[web]\nsecret = change-me")

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=config.get("web", "secret"))
config.has_section("web")
app.add_middleware(Visits)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
