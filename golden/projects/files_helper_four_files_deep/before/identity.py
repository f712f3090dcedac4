from store import load


def identity_of(connection):
    return load(connection, "user")
