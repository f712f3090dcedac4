"""What is kept of a user in the session."""


def get_session_auth_id(connection):
    return connection.session.get("_auth_user_id")


async def login_user(request, user, secret_key):
    request.session["_auth_user_id"] = user.get_id()
    request.scope["auth"] = user
    return user
