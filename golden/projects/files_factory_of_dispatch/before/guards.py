def make_guard(settings):
    async def guard(request, call_next):
        request.state.login = settings.login_path in request.session
        return await call_next(request)

    return guard
