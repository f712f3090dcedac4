"""A hook of mkdocs: what a page links to outside of the pages is in the repository."""

from __future__ import annotations

import posixpath
import re
from typing import Any


def on_page_markdown(markdown: str, *, page: Any, config: Any, **_: Any) -> str:
    """The text of a page with such links absolute; those from page to page stay as they are, and are checked."""

    def absolute(match: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join("docs", posixpath.dirname(page.file.src_uri), match[1]))
        return match[0] if path.startswith("docs/") else f"]({config.repo_url}/blob/main/{path})"

    return re.sub(r"\]\((\.\./[^)#]+)\)", absolute, markdown)


def on_post_page(output: str, **_: Any) -> str:
    """The page with the two style sheets of highlight.js, empty: without them the theme's choice of light or dark fails."""
    sheets = "".join(f'<style id="hljs-{mode}"></style>' for mode in ("light", "dark"))
    return output.replace("</head>", f"{sheets}</head>", 1)


def on_post_template(output_content: str, **_: Any) -> str:
    """The same for the page that says that there is none."""
    return on_post_page(output_content)
