from fastapi import FastAPI, Request
from sessions import MemorySessions
from visits import VisitCounter

app = FastAPI()
app.add_middleware(MemorySessions)
app.add_middleware(VisitCounter)


@app.get("/")
def home(request: Request) -> dict:
    return dict(request.session)
