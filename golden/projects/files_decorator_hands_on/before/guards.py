import time
from functools import wraps


def timed(function):
    @wraps(function)
    async def wrapper(*args, **kwargs):
        start = time.monotonic()
        response = await function(*args, **kwargs)
        response.headers["X-Slow"] = str(time.monotonic() - start > 60)
        return response

    return wrapper
