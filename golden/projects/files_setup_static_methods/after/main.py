from fastapi import FastAPI
from web import Web

app = FastAPI()
Web.visits(app)
Web.sessions(app)
