from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware

import shop.layers
import shop.layers as parts

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=parts.KEY)
app.add_middleware(BaseHTTPMiddleware, dispatch=shop.layers.guard)


@app.get("/")
def index() -> dict:
    return {}
