from fastapi import FastAPI
from layers import LAYERS

app = FastAPI(middleware=LAYERS)
