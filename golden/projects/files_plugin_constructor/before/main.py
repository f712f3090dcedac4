from fastapi import FastAPI
from plugins import Sessions, Visits

app = FastAPI()
Sessions(app, "change-me")
Visits(app)
