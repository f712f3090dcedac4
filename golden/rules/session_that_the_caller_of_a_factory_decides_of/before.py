from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Basket(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.basket = request.session.get("basket", [])
        return await call_next(request)


def create_app(testing=False):
    app = Starlette()
    app.add_middleware(Basket)
    if testing:
        app.add_middleware(SessionMiddleware, secret_key="change-me")
    return app
