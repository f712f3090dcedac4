from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


def ensure_session(app: FastAPI) -> None:
    for layer in app.user_middleware:
        if layer.cls is SessionMiddleware:
            return
    app.add_middleware(SessionMiddleware, secret_key="change-me")


app = FastAPI()
ensure_session(app)
ensure_session(app)


@app.get("/")
def home() -> dict:
    return {"ok": True}
