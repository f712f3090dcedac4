from fastapi import FastAPI
from cors import install
from visits import VisitCounter

app = FastAPI()
app.add_middleware(VisitCounter)
install(app)
