import os

from fastapi import FastAPI
from memory import setup_session as setup_memory
from sessions import setup_session

app = FastAPI()
if os.environ.get("MEMORY"):
    setup_memory(app)
else:
    setup_session(app)


@app.get("/")
def home() -> dict:
    return {"ok": True}
