def session_of(scope):
    return scope.get("session")
