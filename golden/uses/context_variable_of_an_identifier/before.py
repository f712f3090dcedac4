from contextvars import ContextVar
import uuid
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

request_id = ContextVar("request_id", default="-")


def get():
    return request_id.get()


def session():
    return {"id": get()}


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")


@app.middleware("http")
async def ids(request: Request, call_next):
    request_id.set(request.headers.get("x-request-id") or uuid.uuid4().hex)
    request.state.session = session()
    return await call_next(request)


@app.get("/")
def index(request: Request):
    return {}
