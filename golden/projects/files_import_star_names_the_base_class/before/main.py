from server import Server

app = Server().app
