class Signal:
    def __init__(self):
        self.receivers = []

    def connect(self, receiver):
        self.receivers.append(receiver)
        return receiver

    def send(self, **payload):
        for receiver in self.receivers:
            receiver(**payload)


chosen = Signal()
