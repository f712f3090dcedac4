KEY = "change-me"


def reload():
    global KEY
    KEY = "another"
