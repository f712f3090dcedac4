from fastapi import FastAPI
from layers import setup_layers
from sessions import setup_session

app = FastAPI()
setup_session(app)
setup_layers(app)
