import weakref

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Link:
    def __init__(self, request):
        self._request = weakref.ref(request)

    def user(self):
        return self._request().session.get("user")


app = FastAPI()


@app.middleware("http")
async def layer(request: Request, call_next):
    request.state.user = Link(request).user()
    return await call_next(request)

app.add_middleware(SessionMiddleware, secret_key="secret")

@app.get("/")
async def index():
    return {}
