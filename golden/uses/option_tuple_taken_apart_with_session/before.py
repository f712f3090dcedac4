from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Limit(BaseHTTPMiddleware):
    def __init__(self, app, options):
        super().__init__(app)
        self.limit, self.session = options

    async def dispatch(self, request, call_next):
        if self.session:
            request.session.setdefault("hits", 0)
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Limit, options=(10, True))


@app.get("/")
async def index():
    return {"ok": True}
