from factory import create_app
from starlette.middleware.sessions import SessionMiddleware

app = create_app()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
def home() -> dict:
    return {"ok": True}
