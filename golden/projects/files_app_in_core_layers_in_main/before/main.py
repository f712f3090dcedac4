from core import app
from starlette.middleware.sessions import SessionMiddleware
from visits import VisitCounter

app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(VisitCounter)


@app.get("/")
def home() -> dict:
    return {"ok": True}
