from fastapi import FastAPI

import layers.auth
import layers.session
from layers.registry import apply_layers

app = FastAPI()
apply_layers(app)


@app.get("/")
async def home() -> str:
    return "ok"
