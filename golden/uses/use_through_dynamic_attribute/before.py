from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware


class Clients:
    """Clients by name, as attributes: `clients.github`."""

    def __init__(self):
        self._made = {}

    def __getattr__(self, name):
        return self._made.setdefault(name, Client(name))


class Client:
    def __init__(self, name):
        self.name = name

    def state_of(self, request):
        return request.session.get(self.name)


clients = Clients()
app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.middleware("http")
async def oauth_state(request: Request, call_next):
    request.state.oauth = clients.github.state_of(request)
    return await call_next(request)


@app.get("/")
async def home(request: Request):
    return dict(request.session)
