from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Context:
    def __init__(self, **given):
        self.__dict__.update(given)

    def user(self):
        return self.request.session.get("user")


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="secret")


@app.middleware("http")
async def layer(request: Request, call_next):
    context = Context(request=request)
    request.state.user = context.user()
    return await call_next(request)

@app.get("/")
async def index():
    return {}
