from fastapi import FastAPI
from layers import LAYERS

app = FastAPI()
for layer, options in LAYERS:
    app.add_middleware(layer, **options)


@app.get("/")
def home() -> dict:
    return {"ok": True}
