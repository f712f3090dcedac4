from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Auto:
    def __init__(self, *given):
        for name, value in zip(self.__annotations__, given):
            setattr(self, name, value)


class View(Auto):
    request: object
    name: str

    def remember(self):
        self.request.session["view"] = self.name


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="secret")


@app.middleware("http")
async def layer(request: Request, call_next):
    View(request, "home").remember()
    return await call_next(request)

@app.get("/")
async def index():
    return {}
