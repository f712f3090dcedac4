from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

import web.visits

app = FastAPI()
app.add_middleware(web.visits.VisitCounter)
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
def home(request: Request) -> dict:
    return dict(request.session)
