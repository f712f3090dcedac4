from shop import Shop

app = Shop().build()


@app.get("/")
async def index():
    return {}
