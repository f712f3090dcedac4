from fastapi import FastAPI
from visits import VisitCounter

try:
    from fast_servers import Base
except ImportError:
    from base import Base


class Server(Base):
    def __init__(self):
        self.app = FastAPI()
        self.add_session()
        self.app.add_middleware(VisitCounter)
