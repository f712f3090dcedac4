from .visits import *  # noqa: F403
