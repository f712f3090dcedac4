from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Page:
    def __init__(self, request, title):
        values = locals()
        values.pop("self")
        vars(self).update(values)

    def menu(self):
        return ["logout"] if self.request.session.get("user") else ["login"]


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="secret")


@app.middleware("http")
async def layer(request: Request, call_next):
    request.state.menu = Page(request, "home").menu()
    return await call_next(request)

@app.get("/")
async def index():
    return {}
