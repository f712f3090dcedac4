from fastapi import FastAPI
from reload import reload_settings
from settings import SETTINGS
from starlette.middleware.sessions import SessionMiddleware
from visits import VisitCounter

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=SETTINGS.key)
reload_settings()
app.add_middleware(VisitCounter)
