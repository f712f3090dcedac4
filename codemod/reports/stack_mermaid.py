"""`--stack --output-format mermaid`: a flowchart that GitHub, GitLab and documentation sites draw."""

from __future__ import annotations

from collections.abc import Sequence

from codemod.model import Drawing
from codemod.reports.excerpt import Style
from codemod.reports.inert import inert
from codemod.reports.stack import said, spot


def render(drawings: Sequence[Drawing], style: Style) -> str:
    """One chart; each application is a group in which the request goes from layer to layer, from the outermost in."""
    lines = ["flowchart TB"]
    for number, drawing in enumerate(drawings, 1):
        lines += _application(f"a{number}", drawing, style)
    if any(layer.codes for drawing in drawings for layer in drawing.layers):
        lines.append("  classDef misplaced stroke:#d1242f,stroke-width:3px")
    return "\n".join(lines) + "\n"


def _application(name: str, drawing: Drawing, style: Style) -> list[str]:
    where = [spot(drawing.place, style)] if drawing.place else []
    around = [f"inside {inert(title)}" for title in drawing.around]
    nodes = [f"{name}_{number}" for number in range(1, len(drawing.layers) + 1)]
    lines = [f"  subgraph {name}[{_text([inert(drawing.title), *where, *around])}]", "    direction TB"]
    for number, (node, layer) in enumerate(zip(nodes, drawing.layers, strict=True), 1):
        misplaced = ":::misplaced" if layer.codes else ""
        first = f"{number} {inert(layer.name)}"
        lines.append(
            f"    {node}[{_text([first, spot(layer.place, style), *layer.codes, *said(layer, style)])}]{misplaced}"
        )
    lines += [f"    {node} --> {inner}" for node, inner in zip(nodes, nodes[1:], strict=False)]
    lines += [
        f"    {name}_doubt{number}[{_text([f'there may be other layers: {inert(doubt)}'])}]"
        for number, doubt in enumerate(drawing.doubts, 1)
    ]
    return [*lines, "  end"]


def _text(lines: Sequence[str]) -> str:
    """A text of several lines as Mermaid takes it: nothing in it is read as syntax."""
    return f'"{"<br/>".join(map(_escaped, lines))}"'


def _escaped(text: str) -> str:
    return "".join(
        character if character.isalnum() or character in " _.:/()=-,;" else f"#{ord(character)};" for character in text
    )
