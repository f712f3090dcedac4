from operator import attrgetter, itemgetter
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

session_of = itemgetter("session")
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")


@app.middleware("http")
async def who(request: Request, call_next):
    session_of(request.scope).setdefault("n", 1)
    return await call_next(request)


@app.get("/")
def index(request: Request):
    return dict(request.session)
