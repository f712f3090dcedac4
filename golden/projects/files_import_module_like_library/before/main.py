from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware as CookieSession
from starsessions import SessionMiddleware
from visits import VisitCounter

app = FastAPI()
app.add_middleware(SessionMiddleware)
app.add_middleware(VisitCounter)
app.add_middleware(CookieSession, secret_key="change-me")


@app.get("/")
def home(request: Request) -> dict:
    return dict(request.session)
