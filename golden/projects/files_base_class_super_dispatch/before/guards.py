from frame import Frame


class Guard(Frame):
    async def dispatch(self, request, call_next):
        if request.url.path.startswith("/static"):
            return await call_next(request)
        return await super().dispatch(request, call_next)
