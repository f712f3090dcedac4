"""ohmyadmin: https://github.com/alex-oleshkevich/ohmyadmin"""
