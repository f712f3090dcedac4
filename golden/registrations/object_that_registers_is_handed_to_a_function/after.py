from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


async def count(request, call_next):
    request.session["seen"] = True
    return await call_next(request)


class Shop:
    def setup(self):
        self.api = FastAPI()
        self.api.middleware("http")(count)
        self.api.add_middleware(SessionMiddleware, secret_key="secret")


def build(service):
    service.setup()
    return service.api


app = build(Shop())


@app.get("/")
async def index():
    return {}
