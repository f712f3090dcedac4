from starlette.middleware.sessions import SessionMiddleware
from visits import VisitCounter

LAYERS = [
    (VisitCounter, {}),
    (SessionMiddleware, {"secret_key": "change-me"}),
]
