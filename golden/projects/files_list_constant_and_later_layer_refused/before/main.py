from fastapi import FastAPI
from layers import LAYERS
from visits import VisitCounter

app = FastAPI(middleware=LAYERS)
app.add_middleware(VisitCounter)
