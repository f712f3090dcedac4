from fastapi import FastAPI
from visits import VisitCounter

app = FastAPI()
app.add_middleware(VisitCounter)
