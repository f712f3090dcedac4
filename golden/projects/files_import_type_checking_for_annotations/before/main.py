from fastapi import FastAPI
from setup_app import setup_counter, setup_session

app = FastAPI()
setup_session(app)
setup_counter(app)
