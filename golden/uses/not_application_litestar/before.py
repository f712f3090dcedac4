from litestar import Litestar, Request, get
from litestar.middleware.base import AbstractMiddleware
from litestar.middleware.session.client_side import CookieBackendConfig


class Visits(AbstractMiddleware):
    async def __call__(self, scope, receive, send):
        request = Request(scope)
        request.session["visits"] = request.session.get("visits", 0) + 1
        await self.app(scope, receive, send)


@get("/")
async def home(request: Request) -> dict:
    return request.session


config = CookieBackendConfig(secret=b"0" * 16)
app = Litestar([home], middleware=[config.middleware, Visits])
