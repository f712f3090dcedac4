from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Check(BaseHTTPMiddleware):
    def __init__(self, app):
        BaseHTTPMiddleware.__init__(self, app, dispatch=self.check)

    async def check(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


app = FastAPI()
app.add_middleware(Check)
app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
async def index():
    return {"ok": True}
