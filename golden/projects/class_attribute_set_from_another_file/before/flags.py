from gates import Gate


def turn_on():
    Gate.strict = True
