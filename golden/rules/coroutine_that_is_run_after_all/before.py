import asyncio

from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Tag(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.tag = request.session.get("tag")
        return await call_next(request)


app = FastAPI()


async def setup():
    app.add_middleware(SessionMiddleware, secret_key="k")


app.add_middleware(Tag)
asyncio.run(setup())


@app.get("/")
async def index():
    return {"ok": True}
