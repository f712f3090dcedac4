import queue

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

keys = queue.Queue()
keys.put("first")
keys.put("second")

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=keys.get_nowait())

spare = keys.get_nowait()


@app.middleware("http")
async def last_visit(request, call_next):
    request.session["seen"] = True
    return await call_next(request)
