from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def collector():
    user = None
    while True:
        request = yield user
        user = request.session.get("user")


users = collector()
next(users)
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="secret")


@app.middleware("http")
async def layer(request: Request, call_next):
    request.state.user = users.send(request)
    return await call_next(request)

@app.get("/")
async def index():
    return {}
