from container import Container
from providers import PermissionProvider, SessionProvider, WebProvider

container = Container()
for provider in (WebProvider(), SessionProvider("x"), PermissionProvider()):
    provider.register(container)
app = container.make("web")
