from concurrent.futures import ThreadPoolExecutor
from threading import Event

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

ready = Event()
settings = {"age": 60}


def refresh():
    ready.wait()
    settings["age"] = 5


pool = ThreadPoolExecutor()
pending = pool.submit(refresh)
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="x", max_age=settings["age"])
ready.set()
pending.result()


@app.middleware("http")
async def load_user(request: Request, call_next):
    request.state.user = request.session.get("user")
    return await call_next(request)
