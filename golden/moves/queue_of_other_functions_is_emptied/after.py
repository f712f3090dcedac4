from queue import SimpleQueue

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

settings = {"https": False}
seen = {}
tasks = SimpleQueue()
tasks.put((seen.__setitem__, ("https", True)))

app = FastAPI()
while not tasks.empty():
    function, arguments = tasks.get()
    function(*arguments)


@app.middleware("http")
async def load_user(request: Request, call_next):
    request.state.user = request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="x", https_only=settings["https"])
