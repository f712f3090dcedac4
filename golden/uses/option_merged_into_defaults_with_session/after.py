from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


DEFAULTS = {"store": "session", "key": "theme"}


class Audit(BaseHTTPMiddleware):
    def __init__(self, app, **options):
        super().__init__(app)
        options = {**DEFAULTS, **options}
        self.store = options["store"]

    async def dispatch(self, request, call_next):
        if self.store == "session":
            request.state.user = request.session.get("user")
        return await call_next(request)


app = FastAPI()
app.add_middleware(Audit, key="colour")
app.add_middleware(SessionMiddleware, secret_key="secret")


@app.get("/")
def index(request: Request):
    return {}
