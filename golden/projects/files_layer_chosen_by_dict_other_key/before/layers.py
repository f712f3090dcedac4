from headers import VisitCounter as Plain
from visits import VisitCounter

LAYERS = {"plain": Plain, "visits": VisitCounter}
