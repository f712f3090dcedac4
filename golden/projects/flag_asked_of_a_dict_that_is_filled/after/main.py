from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

import flags
from tracking import Tracking

app = FastAPI()
if flags.is_on("tracking"):
    app.add_middleware(Tracking)
app.add_middleware(SessionMiddleware, secret_key="secret")


@app.get("/")
def index(request: Request):
    return {}
