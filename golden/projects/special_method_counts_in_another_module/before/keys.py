ring = ["a", "b", "c"]
uses = []


def current():
    return ring[0]


def turn():
    ring.append(ring.pop(0))


def count():
    uses.append(1)
