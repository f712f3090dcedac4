async def gate(request, call_next):
    request.session.get("user")
    return await call_next(request)
