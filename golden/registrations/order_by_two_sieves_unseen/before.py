from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tag(BaseHTTPMiddleware):
    needs = {"session"}

    async def dispatch(self, request: Request, call_next):
        request.session["tag"] = 1
        return await call_next(request)


LAYERS = [(SessionMiddleware, {"secret_key": "secret"}), (Tag, {})]


def dependents(layers):
    return [layer for layer in layers if getattr(layer[0], "needs", None)]


def independents(layers):
    return [layer for layer in layers if not getattr(layer[0], "needs", None)]


app = FastAPI()
for cls, options in dependents(LAYERS) + independents(LAYERS):
    app.add_middleware(cls, **options)

@app.get("/")
async def index():
    return {}
