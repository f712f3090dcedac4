from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

marks = {"last": "none"}


class Mark:
    def __class_getitem__(cls, name):
        marks["last"] = name
        return cls


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=marks["last"])


def parse(*args: Mark["args"]) -> Mark["ret"]:
    return args


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
