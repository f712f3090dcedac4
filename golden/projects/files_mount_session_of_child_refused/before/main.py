from fastapi import FastAPI
from child import child
from visits import VisitCounter

app = FastAPI()
app.add_middleware(VisitCounter)
app.mount("/", child)
