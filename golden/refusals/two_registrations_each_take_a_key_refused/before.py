from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class Sign(BaseHTTPMiddleware):
    def __init__(self, app, key: str):
        super().__init__(app)
        self.key = key

    async def dispatch(self, request: Request, call_next):
        request.session["signed"] = self.key
        return await call_next(request)


keys = ["old", "new"]

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=keys.pop())
app.add_middleware(Sign, key=keys.pop())


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
