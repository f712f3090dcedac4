"""Messages that the session keeps until they are shown."""


class FlashBag:
    def __init__(self, session):
        self.session = session

    def add(self, message, category):
        return self

    def debug(self, message):
        return self

    def info(self, message):
        return self

    def success(self, message):
        return self

    def warning(self, message):
        return self

    def error(self, message):
        return self


def flash(request):
    return FlashBag(request.session)
