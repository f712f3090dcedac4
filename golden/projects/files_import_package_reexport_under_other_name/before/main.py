from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

from layers import VisitCounter

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(VisitCounter)


@app.get("/")
def home(request: Request) -> dict:
    return dict(request.session)
