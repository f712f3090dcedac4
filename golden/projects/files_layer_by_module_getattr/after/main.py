import layers
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(layers.Check)
app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
async def index():
    return {"ok": True}
