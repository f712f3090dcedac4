from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
if SessionMiddleware not in [layer.cls for layer in app.user_middleware]:
    app.add_middleware(SessionMiddleware, secret_key="other")


@app.get("/")
def home() -> dict:
    return {"ok": True}
