from starlette.middleware.sessions import SessionMiddleware
from visits import VisitCounter

LAYERS = [
    (SessionMiddleware, {"secret_key": "change-me"}),
    (VisitCounter, {}),
]
