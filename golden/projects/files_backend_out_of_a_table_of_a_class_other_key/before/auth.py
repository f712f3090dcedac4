from backends import SessionBackend, TokenBackend


class Backends:
    known = {"token": TokenBackend, "session": SessionBackend}

    def named(self, kind):
        return self.known[kind]


_backends = Backends()


def backend_for(kind):
    made = _backends.named(kind)
    return made()
