from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
if not any(layer.cls is SessionMiddleware for layer in app.user_middleware):
    app.add_middleware(SessionMiddleware, secret_key="other")
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
def home() -> dict:
    return {"ok": True}
