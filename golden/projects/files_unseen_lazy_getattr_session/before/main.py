from fastapi import FastAPI, Request
from lazy_sessions import Sessions
from visits import VisitCounter

app = FastAPI()
app.add_middleware(VisitCounter)
app.add_middleware(Sessions, secret_key="change-me")


@app.get("/")
def home(request: Request) -> dict:
    return dict(request.session)
