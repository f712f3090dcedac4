from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

conf = {"secret": "k"}


def restart():
    conf["secret"] = "started"


app = FastAPI()
print("restart is", restart.__name__)
app.state.restart = restart


@app.middleware("http")
async def guard(request: Request, call_next):
    request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key=conf["secret"])


@app.get("/")
def index() -> dict:
    return {}
