from fastapi import FastAPI
from setup_app import setup_counter, setup_session

app = FastAPI()
setup_counter(app)
setup_session(app)
