from core import app as web
from starlette.middleware.sessions import SessionMiddleware
from visits import VisitCounter

web.add_middleware(SessionMiddleware, secret_key="change-me")
web.add_middleware(VisitCounter)
