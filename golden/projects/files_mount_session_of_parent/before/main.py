from fastapi import FastAPI
from child import child
from starlette.middleware.sessions import SessionMiddleware

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key="change-me")
app.mount("/", child)
