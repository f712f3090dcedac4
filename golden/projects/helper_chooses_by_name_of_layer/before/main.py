from fastapi import FastAPI
from layers import setup

app = FastAPI()
setup(app, "session")  # signs the cookie
setup(app, kind="gate")


@app.get("/")
async def index():
    return {}
