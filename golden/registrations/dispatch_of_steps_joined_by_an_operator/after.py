from __future__ import annotations
from dataclasses import dataclass
from typing import Awaitable, Callable
from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import Response

Next = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Pipeline:
    steps: tuple = ()

    def __rshift__(self, step) -> Pipeline:
        return Pipeline((*self.steps, step))

    async def __call__(self, request: Request, call_next: Next) -> Response:
        async def run(i: int, req: Request) -> Response:
            if i == len(self.steps):
                return await call_next(req)
            return await self.steps[i](req, lambda r: run(i + 1, r))

        return await run(0, request)


async def no_cache(request, nxt):
    response = await nxt(request)
    response.headers["cache-control"] = "no-store"
    return response


async def flash(request, nxt):
    request.state.flash = request.session.pop("flash", None)
    return await nxt(request)


app = FastAPI()
app.add_middleware(BaseHTTPMiddleware, dispatch=Pipeline() >> no_cache >> flash)
app.add_middleware(SessionMiddleware, secret_key="pi")


@app.get("/")
async def root():
    return 1
