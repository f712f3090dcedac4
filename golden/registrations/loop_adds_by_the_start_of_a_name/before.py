from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tag(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.tag = request.session.get("tag")
        return await call_next(request)


app = FastAPI()
for name in ("feature:tag", "infra:session"):
    kind, *rest = name.split(":")
    if name.startswith("infra:"):
        app.add_middleware(SessionMiddleware, secret_key="k")
    else:
        app.add_middleware(Tag)


@app.get("/")
async def index():
    return {"ok": True}
