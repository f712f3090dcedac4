import logging

import settings


class DebugHandler(logging.StreamHandler):
    def __init__(self):
        super().__init__()
        settings.logs = True
