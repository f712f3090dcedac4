from config import get_settings
from logs import setup_logs
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
from visits import VisitCounter

app = FastAPI()
setup_logs()
app.add_middleware(VisitCounter)
app.add_middleware(SessionMiddleware, secret_key=get_settings().key)
