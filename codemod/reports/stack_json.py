"""`--stack --output-format json`: the stacks as an array, for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from codemod.model import Drawing, Drawn, Place
from codemod.reports.excerpt import Style
from codemod.reports.inert import inert
from codemod.reports.json import filename_of, location_of


def render(drawings: Sequence[Drawing], style: Style) -> str:
    """An object for each application, with its layers, outermost first; places as in the report of findings."""
    return json.dumps([_drawing(drawing, style.cwd) for drawing in drawings], indent=2, ensure_ascii=True) + "\n"


def _drawing(drawing: Drawing, cwd: str) -> dict[str, object]:
    return {
        "application": inert(drawing.title),
        "inside": list(map(inert, drawing.around)),
        "layers": [_layer(layer, cwd) for layer in drawing.layers],
        "doubts": list(map(inert, drawing.doubts)),
        **(_place(drawing.place, cwd) if drawing.place else {"filename": None, "location": None}),
    }


def _layer(layer: Drawn, cwd: str) -> dict[str, object]:
    return {
        "name": inert(layer.name),
        **_place(layer.place, cwd),
        "provides": list(layer.provides),
        "uses": [{"key": key, **_place(place, cwd)} for key, place in layer.uses],
        "codes": list(layer.codes),
        "conditional": layer.conditional,
        "unseen": inert(layer.unseen) if layer.unseen else None,
    }


def _place(place: Place, cwd: str) -> dict[str, object]:
    return {"filename": filename_of(place, cwd), "location": location_of(place.start)}
