from core import app
from sessions import setup_session

setup_session(app)


@app.get("/")
def home() -> dict:
    return {"ok": True}
