from fastapi import FastAPI
from shop.loader import Loader

app = FastAPI()
Loader(app).load("carts")


@app.get("/")
async def home():
    return {}
