from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Visits(BaseHTTPMiddleware):
    def __init__(self, app, realm="shop", **options):
        super().__init__(app)
        self.realm = realm

    async def dispatch(self, request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await call_next(request)


OPTIONS = {"secret_key": "change-me", "realm": "shop"}

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=OPTIONS.pop("secret_key"))
app.add_middleware(Visits, **OPTIONS)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
