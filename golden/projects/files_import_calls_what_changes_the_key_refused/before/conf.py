KEY = "change-me"
NAMES = []


def use(key):
    global KEY
    KEY = key


def note(name):
    NAMES.append(name)
