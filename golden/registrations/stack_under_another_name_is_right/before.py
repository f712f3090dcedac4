from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="dev")


async def gate(request, call_next):
    request.state.member = "uid" in request.session
    return await call_next(request)


stack = app.user_middleware
stack += [Middleware(BaseHTTPMiddleware, dispatch=gate)]


@app.get("/")
async def index():
    return {"ok": True}
