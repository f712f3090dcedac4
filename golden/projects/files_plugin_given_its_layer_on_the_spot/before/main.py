from fastapi import FastAPI
from plugins import Plugin
from starlette.middleware.sessions import SessionMiddleware
from visits import VisitCounter

app = FastAPI()
Plugin(SessionMiddleware, secret_key="change-me").init_app(app)
app.add_middleware(VisitCounter)
