import layers
import sessions
from fastapi import FastAPI

app = FastAPI()
sessions.setup(app)
layers.setup(app)
