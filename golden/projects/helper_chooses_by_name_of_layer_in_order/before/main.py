from fastapi import FastAPI
from layers import setup

app = FastAPI()
setup(app, kind="door")
setup(app, "session")  # signs the cookie


@app.get("/")
async def index():
    return {}
