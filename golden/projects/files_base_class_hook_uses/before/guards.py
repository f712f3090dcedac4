from frame import Frame


class Guard(Frame):
    def identify(self, request):
        return request.session.get("user")
