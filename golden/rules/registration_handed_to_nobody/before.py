from fastapi import FastAPI
from contextlib import ExitStack

app = FastAPI()


@app.middleware("http")
async def gate(request, call_next):
    request.state.member = "uid" in request.session
    return await call_next(request)


with ExitStack() as stack:
    stack.callback(print, app.title)
