from ..counting import VisitCounter

__all__ = ["VisitCounter"]
