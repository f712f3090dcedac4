from string import Template

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware


class Values(dict):
    def __init__(self, request):
        self.request = request

    def __missing__(self, name):
        return self.request.session.get(name)


app = FastAPI()


@app.middleware("http")
async def layer(request, call_next):
    request.state.greeting = "%(user)s" % Values(request)
    request.state.line = "{user}".format_map(Values(request))
    request.state.text = Template("$user").substitute(Values(request))
    return await call_next(request)


app.add_middleware(SessionMiddleware, secret_key="dev")


@app.get("/")
async def index():
    return {"ok": True}
