"""`--stack`: every application with its layers, the outermost above, and what each of them does with the session."""

from __future__ import annotations

from collections.abc import Sequence

from codemod.model import Drawing, Drawn, Location, Place, in_words
from codemod.reports.excerpt import BLUE, BOLD, CYAN, RED, Style
from codemod.reports.inert import inert

Spot = tuple[str, Location]  # a file as it is shown, and a point in it


def render(drawings: Sequence[Drawing], style: Style) -> str:
    """The stacks in their order, each followed by an empty line."""
    return "".join("\n".join(_stack(drawing, style)) + "\n\n" for drawing in drawings)


def distinct(drawings: Sequence[Drawing], style: Style) -> list[Drawing]:
    """Each application once, where most of it is seen: the file that makes it may not be the one that registers its layers.

    What one program makes at one place with other layers is another application: `create_app(sessions=False)`.
    """
    kept: list[Drawing] = []
    for drawing in sorted(drawings, key=lambda drawing: (drawing.place is None, -len(drawing.layers))):
        layers, home = _spots(drawing, style)
        others = [_spots(other, style) for other in kept if not _is_beside(drawing, other)]
        if home is None:  # what a helper does with any application, each of them as somebody calls it
            others.append((set().union(*(more for more, _ in others)), None))
        if not any(layers <= more and home in (None, place) for more, place in others):
            kept.append(drawing)
    return sorted(kept, key=[*drawings].index)


def _is_beside(drawing: Drawing, other: Drawing) -> bool:
    return bool(drawing.program) and drawing.program == other.program and drawing.layers != other.layers


def _spots(drawing: Drawing, style: Style) -> tuple[set[Spot], Spot | None]:
    """Where the layers are registered, and where the application is made, however a file is named to the one that sees it."""
    layers = {(style.shown(layer.place.path), layer.place.start) for layer in drawing.layers}
    return layers, (style.shown(drawing.place.path), drawing.place.start) if drawing.place else None


def _stack(drawing: Drawing, style: Style) -> list[str]:
    where = f"  {style.paint(spot(drawing.place, style), BLUE)}" if drawing.place else ""
    around = [f"  inside `{inert(title)}`" for title in drawing.around]
    width = max((len(inert(layer.name)) for layer in drawing.layers), default=0)
    places = [spot(layer.place, style) for layer in drawing.layers]
    column = max(map(len, places), default=0)
    return [
        f"{style.paint(inert(drawing.title), BOLD)}{where}",
        *around,
        *(
            f"  {index:>2} {_layer(layer, width, f'{place:{column}}', style)}".rstrip()
            for index, (layer, place) in enumerate(zip(drawing.layers, places, strict=True), 1)
        ),
        *(f"   ? there may be other layers: {inert(doubt)}" for doubt in drawing.doubts),
    ]


def spot(place: Place, style: Style) -> str:
    """A file and a line."""
    return f"{style.shown(place.path)}:{place.start.row}"


def _layer(layer: Drawn, width: int, where: str, style: Style) -> str:
    name = inert(layer.name)
    does = "; ".join(said(layer, style))
    codes = "".join(f"{style.paint(code, BOLD, RED)} " for code in layer.codes)
    return f"{style.paint(name, CYAN)}{'':{width - len(name)}}  {style.paint(where, BLUE)}  {codes}{does}"


def said(layer: Drawn, style: Style) -> list[str]:
    """What a layer does, and what is not known of it, each in a few words; inert."""
    # The session is two keys where one layer makes it and another loads it.
    provided = dict.fromkeys(in_words(key) for key in layer.provides)
    used = {in_words(key): place for key, place in layer.uses}
    words = [f"provides {inert(what)}" for what in provided]
    words[:1] = [f"{word} {inert(layer.at_times)}".rstrip() for word in words[:1]]
    words += [f"uses {inert(what)} ({_use(place, layer, style)})" for what, place in used.items()]
    if layer.unseen:
        words.append(f"taken as not using the session: {inert(layer.unseen)}")
    if layer.conditional:
        words.append("under a condition")
    return words


def _use(place: Place, layer: Drawn, style: Style) -> str:
    return "in its own code" if place == layer.place else spot(place, style)
