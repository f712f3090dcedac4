from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Basket(BaseHTTPMiddleware):
    limit = 10

    @staticmethod
    def _items(connection):
        return connection.session.get("items", [])

    @classmethod
    def load(cls, connection):
        return cls._items(connection)[: cls.limit]

    async def dispatch(self, request, call_next):
        request.state.items = Basket.load(request)
        return await call_next(request)


app = FastAPI()
app.add_middleware(Basket)
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home(request: Request):
    return request.state.items
