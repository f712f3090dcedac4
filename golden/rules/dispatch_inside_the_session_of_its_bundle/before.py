from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = True
        return await call_next(request)


class Bundle:
    def __init__(self, app):
        self.app = SessionMiddleware(Gate(app), secret_key="key")

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, send)


app = FastAPI()
app.add_middleware(Bundle)


@app.get("/")
def home():
    return {"ok": True}
