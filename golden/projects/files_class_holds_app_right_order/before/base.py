from visits import VisitCounter


class Server:
    def add_layers(self):
        self.app.add_middleware(VisitCounter)
