from fastapi import FastAPI

from wiring import gates, sessions


class Server:
    def __init__(self):
        self.app = FastAPI()
        sessions(self.app)
        gates(self.app)
