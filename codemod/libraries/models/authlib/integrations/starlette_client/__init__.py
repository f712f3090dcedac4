"""A client that keeps in the session what it waits for while the user is elsewhere."""


class StarletteOAuth2App:
    async def save_authorize_data(self, request, **options):
        request.session["_state"] = options

    async def authorize_redirect(self, request, redirect_uri=None, **options):
        await self.save_authorize_data(request, redirect_uri=redirect_uri, **options)

    async def authorize_access_token(self, request, **options):
        return {"state": request.session.get("_state")}


class StarletteOAuth1App(StarletteOAuth2App):
    pass


class OAuth:
    def __init__(self, config=None, cache=None, fetch_token=None, update_token=None):
        self.config = config

    def register(self, name, overwrite=False, **options):
        return StarletteOAuth2App()

    def create_client(self, name):
        return StarletteOAuth2App()

    def __getattr__(self, name):
        return self.create_client(name)
