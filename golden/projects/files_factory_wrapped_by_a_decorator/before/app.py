from shop.factory import make_app

app = make_app()
