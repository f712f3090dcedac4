from frame import Frame


class Guard(Frame):
    def identify(self, request):
        return super().identify(request) or "nobody"
