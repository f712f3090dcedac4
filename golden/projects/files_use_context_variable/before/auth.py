from context import current


def current_user():
    return current().session.get("user")
