from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Guard(BaseHTTPMiddleware):
    async def dispatch(self, request: Request, call_next):
        request.session.get("user")
        return await call_next(request)


app = FastAPI()
app.add_middleware(Guard); app.add_middleware(GZipMiddleware)  # both or none
app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
def index() -> dict:
    return {}
