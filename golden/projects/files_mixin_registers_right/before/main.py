from server import Server

app = Server()
