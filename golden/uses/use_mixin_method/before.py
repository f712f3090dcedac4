from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class SessionReader:
    def read(self, request, key, default=None):
        return request.session.get(key, default)


class Locale(SessionReader, BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.locale = self.read(request, "locale", "en")
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(Locale)


@app.get("/")
async def home(request: Request):
    return {"locale": request.state.locale}
