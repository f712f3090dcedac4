from fastapi import FastAPI
from register import add
from starlette.middleware.sessions import SessionMiddleware
from visits import VisitCounter

app = FastAPI()
add(app, SessionMiddleware, secret_key="change-me")
add(app, VisitCounter)
