from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Cookies(SessionMiddleware):
    provides = True


class Cart(BaseHTTPMiddleware):
    provides = False

    async def dispatch(self, request, call_next):
        request.state.cart = request.session.get("cart")
        return await call_next(request)


def create_app():
    app = FastAPI()
    providers, consumers = [], []
    for layer, options in [(Cookies, {"secret_key": "change-me"}), (Cart, {})]:
        (providers if layer.provides else consumers).append((layer, options))
    for layer, options in consumers + providers:
        app.add_middleware(layer, **options)
    return app


app = create_app()


@app.get("/")
async def home():
    return {}
