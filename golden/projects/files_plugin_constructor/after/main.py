from fastapi import FastAPI
from plugins import Sessions, Visits

app = FastAPI()
Visits(app)
Sessions(app, "change-me")
