from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Auth(BaseHTTPMiddleware):
    def __init__(self, app, **options):
        super().__init__(app)
        self.options = options

    async def dispatch(self, request, call_next):
        if self.options.get("use_session", True):
            request.session.get("user")
        return await call_next(request)


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Auth, use_session=False)


@app.get("/")
async def index():
    return {"ok": True}
