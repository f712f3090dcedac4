from fastapi import FastAPI
from sessions import setup_session
from starlette.middleware.sessions import SessionMiddleware
from visits import VisitCounter

app = FastAPI()
setup_session(app)
app.add_middleware(VisitCounter)
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
def home() -> dict:
    return {"ok": True}
