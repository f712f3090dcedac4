from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

import flags
from tracking import Tracking

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="secret")
if flags.is_on("tracking"):
    app.add_middleware(Tracking)


@app.get("/")
def index(request: Request):
    return {}
