from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

def letters():
    yield from "abc"


shared = letters()
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="".join(shared))
label = [*shared]


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
