from child import child
from dispatcher import Dispatcher
from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware

app = SessionMiddleware(Dispatcher(FastAPI(), {"/": child}), secret_key="change-me")
