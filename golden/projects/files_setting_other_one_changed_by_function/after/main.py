from config import load_overrides, settings
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
from visits import VisitCounter

app = FastAPI()
load_overrides()
app.add_middleware(VisitCounter)
app.add_middleware(SessionMiddleware, secret_key=settings.secret_key)
