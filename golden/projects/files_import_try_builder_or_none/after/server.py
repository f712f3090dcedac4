from fastapi import FastAPI

from wiring import gates, sessions


class Server:
    def __init__(self):
        self.app = FastAPI()
        gates(self.app)
        sessions(self.app)
