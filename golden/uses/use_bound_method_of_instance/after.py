from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Accounts:
    def __init__(self, field):
        self.field = field

    def name_of(self, connection):
        return connection.session.get(self.field, "guest")

    async def attach(self, request, call_next):
        request.state.name = self.name_of(request)
        return await call_next(request)


accounts = Accounts("name")
app = FastAPI()
app.middleware("http")(accounts.attach)
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
async def home(request: Request):
    return {"name": request.state.name}
