from fastapi import FastAPI
from sessions import make_key, register
from starlette.middleware.sessions import SessionMiddleware
from visits import VisitCounter

app = FastAPI()
app.add_middleware(VisitCounter)
register(app, SessionMiddleware, secret_key=make_key(3))
