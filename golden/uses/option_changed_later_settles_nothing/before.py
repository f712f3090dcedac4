from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Limiter(BaseHTTPMiddleware):
    def __init__(self, app):
        super().__init__(app)
        self.is_warm = False

    def warm(self):
        self.is_warm = True

    async def dispatch(self, request, call_next):
        self.warm()
        if self.is_warm:
            request.session["seen"] = True
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="secret")
app.add_middleware(Limiter)


@app.get("/")
async def index():
    return {}
