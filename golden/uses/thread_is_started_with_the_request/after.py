import threading

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def load(request, found):
    found.append(request.scope.get("session"))


app = FastAPI()


@app.middleware("http")
async def layer(request: Request, call_next):
    found = []
    worker = threading.Thread(target=load, args=(request, found))
    worker.start()
    worker.join()
    return await call_next(request)

app.add_middleware(SessionMiddleware, secret_key="secret")

@app.get("/")
async def index():
    return {}
