from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

from shop_layers.counting.visits import VisitCounter

app = FastAPI()
app.add_middleware(VisitCounter)
app.add_middleware(SessionMiddleware, secret_key="change-me")


@app.get("/")
def home(request: Request) -> dict:
    return dict(request.session)
