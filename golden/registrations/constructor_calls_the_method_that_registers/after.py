from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Server:
    def __init__(self):
        self.setup()

    def setup(self):
        self.api = FastAPI()
        self.api.middleware("http")(self.count)
        self.api.add_middleware(SessionMiddleware, secret_key="secret")

    async def count(self, request, call_next):
        request.session["seen"] = True
        return await call_next(request)


app = Server().api


@app.get("/")
async def index():
    return {}
