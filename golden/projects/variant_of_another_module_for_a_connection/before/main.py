from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
from visitors import Visits

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="key")
app.add_middleware(Visits)
