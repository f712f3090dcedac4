from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route


class Guard(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = 1
        return await call_next(request)


async def home(request):
    return PlainTextResponse("home")


app = Starlette(routes=[Route("/", home)])
import os
from pydantic import Field
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    secret: str = Field("a" * 20, validation_alias="REGION")


app.add_middleware(SessionMiddleware, secret_key=Settings().secret)
os.environ["REGION"] = "eu"
app.add_middleware(Guard)
