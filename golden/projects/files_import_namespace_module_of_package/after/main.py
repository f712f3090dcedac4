from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

from blog_layers import visits

app = FastAPI()
app.add_middleware(visits.VisitCounter)
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
def home(request: Request) -> dict:
    return dict(request.session)
