"""By what the session holds."""


async def from_session(scope):
    assert "session" in scope
    session = scope["session"]
    return session["user"], "default"
