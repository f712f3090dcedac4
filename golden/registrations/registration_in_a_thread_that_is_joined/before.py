from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Gate(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.session.get("user")
        return await call_next(request)


import threading

app = FastAPI()
app.add_middleware(Gate)


def register(cls: type, **options: str) -> None:
    app.add_middleware(cls, **options)


thread = threading.Thread(target=register, args=(SessionMiddleware,), kwargs={"secret_key": "k"})
thread.start()
thread.join()


@app.get("/")
async def index():
    return {"ok": True}
