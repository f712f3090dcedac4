from fastapi import FastAPI
from layers import layers

app = FastAPI(middleware=layers())


@app.get("/")
def home() -> dict:
    return {"ok": True}
