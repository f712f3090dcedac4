from fastapi import FastAPI
from layers import setup

app = FastAPI()
setup(app, cookies=True)


@app.get("/")
async def index():
    return {}
