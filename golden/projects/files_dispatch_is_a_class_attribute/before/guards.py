from starlette.middleware.base import BaseHTTPMiddleware
from visits import count_visits


class Guard(BaseHTTPMiddleware):
    dispatch = count_visits
