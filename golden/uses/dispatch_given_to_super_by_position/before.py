from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Check(BaseHTTPMiddleware):
    def __init__(self, app):
        super().__init__(app, self.check)

    async def check(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Check)


@app.get("/")
async def index():
    return {"ok": True}
