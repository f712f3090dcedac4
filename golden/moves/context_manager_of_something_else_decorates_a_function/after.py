from contextlib import ContextDecorator

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

settings, seen = {"age": 60}, {}


class lowered(ContextDecorator):
    def __enter__(self):
        return self

    def __exit__(self, *error):
        seen["age"] = 5


@lowered()
def boot():
    return "up"


app = FastAPI()
boot()


@app.middleware("http")
async def load_user(request: Request, call_next):
    request.state.user = request.session.get("user")
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="x", max_age=settings["age"])
