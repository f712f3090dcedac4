from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session["seen"] = True
        return await call_next(request)


COOKIES = True
LAYERS = {
    "gate": (Gate, {}),
    "session": (SessionMiddleware, {"secret_key": "key"}),
}
if not COOKIES:
    LAYERS.pop("session")
app = FastAPI()
for layer, options in LAYERS.values():
    app.add_middleware(layer, **options)


@app.get("/")
def home():
    return {"ok": True}
