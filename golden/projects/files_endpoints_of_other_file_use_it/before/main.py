from fastapi import FastAPI
from headers import VisitCounter
from pages import router
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.add_middleware(VisitCounter)
app.include_router(router)
