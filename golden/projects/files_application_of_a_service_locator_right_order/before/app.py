import gate
import locator
import sessions

gate.enable()
sessions.enable()
app = locator.get("web")
