from backends import SessionBackend, TokenBackend

BACKENDS = {"token": TokenBackend, "session": SessionBackend}


def backend_for(kind):
    return BACKENDS[kind]()
