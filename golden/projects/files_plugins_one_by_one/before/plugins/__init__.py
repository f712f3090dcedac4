from plugins.guard import Guard
from plugins.sessions import Sessions

__all__ = ["Guard", "Sessions"]
