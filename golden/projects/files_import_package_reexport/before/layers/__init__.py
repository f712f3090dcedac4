from .visits import VisitCounter

__all__ = ["VisitCounter"]
