from operator import attrgetter, itemgetter
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

session_of = attrgetter("state.session")
path_of = itemgetter("path")
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")


@app.middleware("http")
async def who(request: Request, call_next):
    request.state.session = path_of(request.scope)
    print(session_of(request))
    return await call_next(request)


@app.get("/")
def index(request: Request):
    return dict(request.session)
