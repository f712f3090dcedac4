from fastapi import FastAPI
from pydantic import BaseModel, ImportString


class Settings(BaseModel):
    middleware: list[ImportString]


app = FastAPI()
for cls in Settings(middleware=["layers.Sessions", "layers:Flash"]).middleware:
    app.add_middleware(cls)


@app.get("/")
def index():
    return {}
