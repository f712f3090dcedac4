from frame import Frame


class Guard(Frame):
    async def dispatch(self, request, call_next):
        return await call_next(request)
