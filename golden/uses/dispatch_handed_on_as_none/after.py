from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Cart(BaseHTTPMiddleware):
    def __init__(self, app, limit, dispatch=None):
        super().__init__(app, dispatch)
        self.limit = limit

    async def dispatch(self, request, call_next):
        request.state.cart = request.session.get("cart", [])[: self.limit]
        return await call_next(request)


app = FastAPI()
app.add_middleware(Cart, limit=3)
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home():
    return {}
