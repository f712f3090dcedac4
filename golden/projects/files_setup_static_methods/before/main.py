from fastapi import FastAPI
from web import Web

app = FastAPI()
Web.sessions(app)
Web.visits(app)
