from fastapi import FastAPI, Request
from sessions import Sessions
from visits import VisitCounter

app = FastAPI()
app.add_middleware(VisitCounter)
app.add_middleware(Sessions)


@app.get("/")
def home(request: Request) -> dict:
    return dict(request.session)
