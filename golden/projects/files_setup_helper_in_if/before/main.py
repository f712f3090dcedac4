from config import settings
from fastapi import FastAPI
from layers import setup_layers
from sessions import setup_session

app = FastAPI()
if settings.sessions:
    setup_session(app)
setup_layers(app)
