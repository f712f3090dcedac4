from starlette.middleware.base import BaseHTTPMiddleware

REQUIRES = ["sessions"]


class Cart(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.cart = request.session.get("cart")
        return await call_next(request)


def setup(app):
    app.add_middleware(Cart)
