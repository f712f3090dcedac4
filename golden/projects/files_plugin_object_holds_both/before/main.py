from fastapi import FastAPI
from plugins import accounts

app = FastAPI()
accounts.init_app(app)
