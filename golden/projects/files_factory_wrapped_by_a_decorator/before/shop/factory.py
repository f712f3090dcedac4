from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

from shop.layers import Cart
from shop.wrapping import wrapped_by


@wrapped_by(Cart, limit=3)
def make_app():
    app = FastAPI()
    app.add_middleware(SessionMiddleware, secret_key="change-me")

    @app.get("/")
    async def home():
        return {}

    return app
