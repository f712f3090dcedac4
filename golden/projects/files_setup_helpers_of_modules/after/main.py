import layers
import sessions
from fastapi import FastAPI

app = FastAPI()
layers.setup(app)
sessions.setup(app)
