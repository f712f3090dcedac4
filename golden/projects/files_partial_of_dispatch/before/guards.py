async def guard(key, request, call_next):
    request.state.known = key in request.session
    return await call_next(request)
