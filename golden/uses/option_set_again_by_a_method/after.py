from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Audit(BaseHTTPMiddleware):
    def __init__(self, app, **options):
        super().__init__(app)
        for name, value in options.items():
            setattr(self, name, value)

    def turn_on(self, name):
        setattr(self, name, True)

    async def dispatch(self, request, call_next):
        self.turn_on("user")
        if self.user:
            request.state.user = request.session.get("user")
        return await call_next(request)


app = FastAPI()
app.add_middleware(Audit, user=False)
app.add_middleware(SessionMiddleware, secret_key="secret")


@app.get("/")
def index(request: Request):
    return {}
