from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

from limiter import Limiter, key_for

key = key_for("session")
app = FastAPI()
app.add_middleware(Limiter, key=key)
app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
async def home():
    return {}
