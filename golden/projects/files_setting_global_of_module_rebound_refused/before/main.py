import config
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
from visits import VisitCounter

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=config.KEY)
config.reload()
app.add_middleware(VisitCounter)
