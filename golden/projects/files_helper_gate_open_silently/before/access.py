def is_refused(request):
    session = request.scope.get("session")
    return session is not None and "user" not in session
