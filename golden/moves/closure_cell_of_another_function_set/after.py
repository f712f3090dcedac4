from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


def make(secret):
    def get():
        return secret

    return get


get = make("k1")



def made(title):
    def name():
        return title

    return name


name = made("shop")
app = FastAPI()
name.__closure__[0].cell_contents = "k3"


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=get())


@app.get("/")
def index() -> dict:
    return {}
