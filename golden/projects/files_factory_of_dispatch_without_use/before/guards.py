def make_guard(settings):
    async def guard(request, call_next):
        request.state.limit = settings.session
        return await call_next(request)

    return guard
