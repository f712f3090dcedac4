def name_of(request):
    return request.user.display_name if request.user.is_authenticated else None
