from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Limiter(BaseHTTPMiddleware):
    def __init__(self, app, key=None, per_user=False):
        super().__init__(app)
        self.key = key
        self.per_user = per_user

    async def dispatch(self, request, call_next):
        if self.key is None and not self.per_user:
            return await call_next(request)
        request.session["seen"] = True
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="secret")
app.add_middleware(Limiter, per_user=True)


@app.get("/")
async def index():
    return {}
