from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

from flags import turn_on
from gates import Gate

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="secret")
app.add_middleware(Gate)


@app.on_event("startup")
def start():
    turn_on()


turn_on()


@app.get("/")
async def index():
    return {}
