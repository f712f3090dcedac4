from importlib import import_module

from fastapi import FastAPI, Request

app = FastAPI()
import_module("plugins.sessions").setup(app)
import_module("plugins." + "security").setup(app)


@app.get("/")
def index(request: Request):
    return dict(request.session)
