import sessions
from fastapi import FastAPI
from layers import setup_layers

app = FastAPI()
sessions.setup_session(app)
sessions.KEY = "another"
setup_layers(app)
