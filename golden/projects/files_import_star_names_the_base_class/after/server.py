from fastapi import FastAPI
from base import *  # noqa: F403
from visits import VisitCounter


class Server(Base):
    def __init__(self):
        self.app = FastAPI()
        self.app.add_middleware(VisitCounter)
        self.add_session()
