import threading

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

SETTINGS = {"secret": "first"}
LOG = {}


def later(target):
    target["secret"] = "late"


timer = threading.Timer(0.01, later, [SETTINGS])

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=SETTINGS["secret"])

timer.start()
timer.join()


@app.middleware("http")
async def visits(request: Request, call_next):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
