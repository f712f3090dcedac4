try:
    from server import Server
except ImportError:
    Server = None

app = Server().app
