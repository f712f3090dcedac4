from fastapi import FastAPI
from company_web import install
from visits import VisitCounter

app = FastAPI()
app.add_middleware(VisitCounter)
install(app)
