from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tag(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.tag = request.session.get("tag")
        return await call_next(request)


layers = iter([(Tag, {}), (SessionMiddleware, {"secret_key": "k"})])
last, options = next(layers, (None, {}))
app = FastAPI()
for cls, more in layers:
    app.add_middleware(cls, **more)
app.add_middleware(last, **options)


@app.get("/")
async def index():
    return {"ok": True}
