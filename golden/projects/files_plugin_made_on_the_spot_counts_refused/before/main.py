from fastapi import FastAPI
from plugins import Plugin
from visits import VisitCounter

app = FastAPI()
Plugin(app).install()
app.add_middleware(VisitCounter)
