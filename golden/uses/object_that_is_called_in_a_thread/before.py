import asyncio

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Loader:
    def __call__(self, request):
        return request.session.get("user")


load = Loader()
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="secret")


@app.middleware("http")
async def layer(request: Request, call_next):
    request.state.user = await asyncio.to_thread(load, request)
    return await call_next(request)

@app.get("/")
async def index():
    return {}
