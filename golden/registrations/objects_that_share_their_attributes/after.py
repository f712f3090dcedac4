from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Borg:
    _shared = {}

    def __init__(self):
        self.__dict__ = self._shared
        if "web" not in self._shared:
            self.web = FastAPI()


@Borg().web.middleware("http")
async def touch(request: Request, call_next):
    request.session["touched"] = True
    return await call_next(request)


Borg().web.add_middleware(SessionMiddleware, secret_key="secret")


app = Borg().web

@app.get("/")
async def index():
    return {}
