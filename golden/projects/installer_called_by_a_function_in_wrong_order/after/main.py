from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Auth(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = True
        return await call_next(request)


from more import install

app = FastAPI()


def boot():
    install(app)


app.add_middleware(Auth)
boot()


@app.get("/")
async def index():
    return {}
