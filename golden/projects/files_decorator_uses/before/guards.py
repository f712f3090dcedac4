from functools import wraps


def count_visits(function):
    @wraps(function)
    async def wrapper(request, call_next):
        request.session["visits"] = request.session.get("visits", 0) + 1
        return await function(request, call_next)

    return wrapper
