from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
from concurrent.futures import ThreadPoolExecutor

app = FastAPI()


@app.middleware("http")
async def gate(request, call_next):
    request.state.member = "uid" in request.session
    return await call_next(request)


def enable():
    app.add_middleware(SessionMiddleware, secret_key="dev")


with ThreadPoolExecutor(1) as pool:
    pool.submit(enable).result()


@app.get("/")
async def index():
    return {"ok": True}
