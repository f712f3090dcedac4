from fastapi import FastAPI
from plugins import sessions, visits

app = FastAPI()
sessions.init_app(app)
visits.init_app(app)
