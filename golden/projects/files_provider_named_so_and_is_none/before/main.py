from database import SessionMiddleware
from fastapi import FastAPI, Request
from guards import Guard

app = FastAPI()
app.add_middleware(SessionMiddleware, url="sqlite://")
app.add_middleware(Guard)


@app.get("/")
def home(request: Request) -> str:
    return request.state.session
