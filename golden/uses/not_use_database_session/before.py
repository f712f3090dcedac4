from types import SimpleNamespace

from fastapi import FastAPI, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware

db = SimpleNamespace(session={})


class Transaction(BaseHTTPMiddleware):
    def __init__(self, app, session):
        super().__init__(app)
        self.session = session

    async def dispatch(self, request, call_next):
        self.session["open"] = True
        response = await call_next(request)
        if "open" in db.session:
            db.session.clear()
        return response


app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(Transaction, session=db.session)


@app.get("/")
async def home(request: Request):
    request.session["seen"] = True
    return db.session
