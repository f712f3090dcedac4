from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

from shop.layers import Cart
from shop.wrapping import wrapped_by


@wrapped_by(SessionMiddleware, secret_key="change-me")
def make_app():
    app = FastAPI()
    app.add_middleware(Cart, limit=3)

    @app.get("/")
    async def home():
        return {}

    return app
