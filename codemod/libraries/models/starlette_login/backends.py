"""The backends, each of which is handed the connection."""

from starlette.authentication import AuthCredentials, AuthenticationBackend


class SessionAuthBackend(AuthenticationBackend):
    def __init__(self, login_manager):
        self.login_manager = login_manager

    async def authenticate(self, conn):
        return AuthCredentials(), conn.session.get("_user_id")
