from fastapi import FastAPI
from wiring import setup_session, setup_visits

app = FastAPI(title="one")
setup_visits(app)
setup_session(app)
