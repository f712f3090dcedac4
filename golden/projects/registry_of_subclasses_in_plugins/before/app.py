from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

import plugin
from checks import Checks

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")
app.add_middleware(Checks)


@app.get("/")
async def index():
    return {"ok": True}
