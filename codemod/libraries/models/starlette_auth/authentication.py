"""A backend for the authentication layer of Starlette."""

from starlette.authentication import AuthCredentials, AuthenticationBackend


class SessionBackend(AuthenticationBackend):
    def __init__(self, user_loader, secret_key=None):
        self.user_loader = user_loader

    async def authenticate(self, conn):
        user = await self.user_loader(conn, conn.session.get("__user_id__"))
        return AuthCredentials(), user
