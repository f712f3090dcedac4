from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware


class VisitCounter(BaseHTTPMiddleware):
    def __init__(self, app, key="visits"):
        super().__init__(app)
        self.key = key

    async def dispatch(self, request: Request, call_next):
        request.session[self.key] = request.session.get(self.key, 0) + 1
        return await call_next(request)


app = FastAPI()
app.add_middleware(VisitCounter, key="seen")
app.add_middleware(SessionMiddleware, secret_key="k")


@app.get("/")
def index(request: Request) -> dict:
    return dict(request.session)
