"""Whether a file says something in its code, or in remarks only: comments, docstrings and strings that nothing is done with."""

from __future__ import annotations

import ast

from codemod.module import NotParsed, parse


def says(source: bytes, word: str) -> bool:
    """Whether an identifier or a string of the code contains ``word``. True for what cannot be parsed: its error is to be told."""
    try:
        tree = parse(source)
    except NotParsed:
        return True
    queue: list[ast.AST] = [tree]
    while queue:
        node = queue.pop()
        match node:
            case ast.Expr(value=ast.Constant()):
                continue
            case ast.Constant(value=str(text)) if word in text:
                return True
            case ast.Constant(value=bytes(text)) if word.encode() in text:
                return True
        if any(isinstance(text, str) and word in text for text in vars(node).values()):
            return True
        if isinstance(node, (ast.Global, ast.Nonlocal)) and any(word in name for name in node.names):
            return True
        queue += ast.iter_child_nodes(node)
    return False
