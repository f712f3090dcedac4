from core import api
from starlette.middleware.sessions import SessionMiddleware

app = SessionMiddleware(api, secret_key="change-me")
