from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tag(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.tag = request.session.get("tag")
        return await call_next(request)


app = FastAPI()


def steps():
    yield app.add_middleware(SessionMiddleware, secret_key="k")


app.add_middleware(Tag)
for _ in steps():
    pass


@app.get("/")
async def index():
    return {"ok": True}
