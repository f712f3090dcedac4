from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class View:
    def __init__(self, scope):
        self.scope = scope

    def __contains__(self, key):
        return key in self.scope["headers"]

    def __getitem__(self, key):
        return dict(self.scope["headers"])[key]

    def __str__(self):
        return str(self.scope["path"])


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="k")


@app.middleware("http")
async def who(request: Request, call_next):
    view = View(request.scope)
    if "session" in view:
        print(view["session"], f"{view}")
    return await call_next(request)


@app.get("/")
def index(request: Request):
    return dict(request.session)
