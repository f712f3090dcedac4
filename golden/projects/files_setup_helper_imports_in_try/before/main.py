from fastapi import FastAPI
from sessions import setup_session
from visits import VisitCounter

app = FastAPI()
setup_session(app)
app.add_middleware(VisitCounter)
