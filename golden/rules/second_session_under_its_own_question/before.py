from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="a")
if SessionMiddleware not in [m.cls for m in app.user_middleware]:
    app.add_middleware(SessionMiddleware, secret_key="b")


@app.get("/")
async def index():
    return {"ok": True}
