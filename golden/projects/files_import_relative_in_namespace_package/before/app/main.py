from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

from .layers.visits import VisitCounter
from .settings import SECRET_KEY

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=SECRET_KEY)
app.add_middleware(VisitCounter)
