ring = ["a", "b", "c"]


def current():
    return ring[0]


def weigh(number):
    return number
