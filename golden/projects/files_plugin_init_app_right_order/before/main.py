from fastapi import FastAPI
from plugins import sessions, visits

app = FastAPI()
visits.init_app(app)
sessions.init_app(app)


@app.get("/")
def home() -> dict:
    return {"ok": True}
