from fastapi import FastAPI
from plugins import sessions, visits

app = FastAPI()
sessions.init_app(app)
sessions.secret_key = "another"
visits.init_app(app)
