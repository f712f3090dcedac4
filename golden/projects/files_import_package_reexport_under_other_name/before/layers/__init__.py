from .headers import VisitCounter
from .visits import VisitCounter as SessionVisitCounter

__all__ = ["SessionVisitCounter", "VisitCounter"]
