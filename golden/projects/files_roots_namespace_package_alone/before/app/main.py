from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

from app.layers.visits import VisitCounter
from app.settings import SECRET_KEY

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=SECRET_KEY)
app.add_middleware(VisitCounter)
