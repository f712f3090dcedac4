"""starlette-flash: https://github.com/alex-oleshkevich/starlette_flash"""

from starlette_flash.flash import flash
