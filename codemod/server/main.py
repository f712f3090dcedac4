"""The script `sessfix-lsp`: the language server over standard input and output."""

from __future__ import annotations

import importlib.util
import sys

from codemod.files.garbage import collect_seldom

MISSING = (
    "sessfix-lsp needs pygls, which comes with the extra `lsp`: pip install 'sessfix[lsp]', in a checkout '.[lsp]'\n"
)


def run() -> None:
    """The console command."""
    if importlib.util.find_spec("pygls") is None or importlib.util.find_spec("lsprotocol") is None:
        sys.stderr.write(MISSING)
        sys.exit(2)
    collect_seldom()
    from codemod.server.features import serve

    serve()


if __name__ == "__main__":
    run()
