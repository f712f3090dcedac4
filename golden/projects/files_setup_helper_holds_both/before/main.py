from fastapi import FastAPI
from web import setup

app = FastAPI()
setup(app)
