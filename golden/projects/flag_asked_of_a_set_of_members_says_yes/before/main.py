from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

from features import Feature, is_enabled
from tracking import Tracking

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="secret")
if is_enabled(Feature.TRACKING):
    app.add_middleware(Tracking)


@app.get("/")
def index(request: Request):
    return {}
