"""What loads a session: its layer has left the handler in the scope."""


class SessionHandler:
    def __init__(self, connection):
        self.connection = connection

    async def load(self):
        self.connection.scope["session"] = {}


def get_session_handler(connection):
    return connection.scope["session_handler"]


async def load_session(connection):
    await get_session_handler(connection).load()


def is_loaded(connection):
    return get_session_handler(connection).is_loaded
