from config import OPTIONS, harden
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
from visits import VisitCounter

app = FastAPI()
app.add_middleware(SessionMiddleware, **OPTIONS)
harden(OPTIONS)
app.add_middleware(VisitCounter)
