from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Guard(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session.get("user")
        return await call_next(request)


app = FastAPI()
secret = "k"
app.add_middleware(SessionMiddleware, secret_key=secret)
app.add_middleware(Guard); secret = "l"


@app.get("/")
def index() -> dict:
    return {}
