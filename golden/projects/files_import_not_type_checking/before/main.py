from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

if not TYPE_CHECKING:
    from visits import VisitCounter
else:
    from headers import VisitCounter

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(VisitCounter)


@app.get("/")
def home(request: Request) -> dict:
    return dict(request.session)
