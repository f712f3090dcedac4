from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.types import ASGIApp


@contextmanager
def cart_scope(request: Request):
    cart = dict(request.session.get("cart", {}))
    request.state.cart = cart
    yield cart
    request.session["cart"] = cart


@asynccontextmanager
async def timed(request: Request):
    request.state.t0 = 0
    yield


class ScopedMiddleware(BaseHTTPMiddleware):
    def __init__(self, app: ASGIApp, *, sync=(), asyncs=()) -> None:
        super().__init__(app)
        self.sync = tuple(sync)
        self.asyncs = tuple(asyncs)

    async def dispatch(self, request, call_next):
        async with AsyncExitStack() as stack:
            for cm in self.sync:
                stack.enter_context(cm(request))
            for acm in self.asyncs:
                await stack.enter_async_context(acm(request))
            return await call_next(request)


app = FastAPI()
app.add_middleware(ScopedMiddleware, sync=[cart_scope], asyncs=[timed])
app.add_middleware(SessionMiddleware, secret_key="s")


@app.get("/")
async def root(request: Request):
    request.state.cart["n"] = 1
    return request.state.cart
