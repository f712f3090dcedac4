from admin import app as admin
from api import app as api
from fastapi import FastAPI

app = FastAPI()
app.mount("/admin", admin)
app.mount("/", api)
