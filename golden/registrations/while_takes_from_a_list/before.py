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


app = FastAPI()
layers = [(SessionMiddleware, {"secret_key": "change-me"}), (Visits, {})]
while layers:
    cls, options = layers.pop()
    app.add_middleware(cls, **options)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
