from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Store:
    def __init__(self, request):
        self.request = request

    def __setitem__(self, name, value):
        self.request.session[name] = value


app = FastAPI()


@app.middleware("http")
async def who(request: Request, call_next):
    Store(request)["seen"] = 1
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
def index(request: Request):
    return dict(request.session)
