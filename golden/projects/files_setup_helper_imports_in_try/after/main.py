from fastapi import FastAPI
from sessions import setup_session
from visits import VisitCounter

app = FastAPI()
app.add_middleware(VisitCounter)
setup_session(app)
