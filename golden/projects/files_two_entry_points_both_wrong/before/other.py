from fastapi import FastAPI
from wiring import setup_session, setup_visits

app = FastAPI(title="other")
setup_session(app)
setup_visits(app)
