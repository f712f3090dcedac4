from fastapi import FastAPI
from layers import VisitCounter
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(VisitCounter)
