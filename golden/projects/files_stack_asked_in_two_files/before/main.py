from fastapi import FastAPI
from plugin import install
from sessions import ensure_session

app = FastAPI()
ensure_session(app)
install(app)


@app.get("/")
def home() -> dict:
    return {"ok": True}
