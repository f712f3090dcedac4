from plugins.sessions import Sessions
from plugins.guard import Guard


def load():
    return [Sessions(), Guard()]
