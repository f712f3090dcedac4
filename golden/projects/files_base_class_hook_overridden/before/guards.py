from frame import Frame


class Guard(Frame):
    def identify(self, request):
        return request.headers.get("x-user")
