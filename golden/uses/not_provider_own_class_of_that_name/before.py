import secrets

from fastapi import FastAPI, Request
from starlette.middleware import sessions
from starlette.middleware.base import BaseHTTPMiddleware


class SessionMiddleware(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.session = {"database": True}
        return await call_next(request)


class Visits(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware)
app.add_middleware(Visits)
app.add_middleware(sessions.SessionMiddleware, secret_key=secrets.token_hex())


@app.get("/")
async def home(request: Request):
    return {**request.session, **request.state.session}
