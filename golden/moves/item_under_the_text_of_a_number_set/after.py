from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

keys = {1: "first-key", 2: "second-key"}
app = FastAPI()
keys[str(1)] = "shown"


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=keys[1])


@app.get("/")
def index() -> dict:
    return {}
