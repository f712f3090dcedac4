from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

marks = ["k"]


def mark(name):
    marks.append(name)
    return str


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=marks[-1])


class Row:
    name: mark("name")


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


@app.get("/")
def index() -> dict:
    return {}
