"""Moves planned statements and list elements in the concrete syntax tree, comments and all.

Obeys docs/semantics.md, "Moving". Only this module imports libcst, and it is imported only when something moves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import takewhile
from typing import Literal, NamedTuple, TypeAlias

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from codemod.model import CannotMove, ElementMove, Move, StatementMove

Statement: TypeAlias = cst.SimpleStatementLine | cst.BaseCompoundStatement
Owner: TypeAlias = cst.Module | cst.IndentedBlock
Display: TypeAlias = cst.List | cst.Tuple
Lines: TypeAlias = tuple[cst.EmptyLine, ...]
Positions: TypeAlias = Mapping[cst.CSTNode, CodeRange]
Space: TypeAlias = cst.BaseParenthesizableWhitespace
Opening: TypeAlias = cst.LeftSquareBracket | cst.LeftParen
Closing: TypeAlias = cst.RightSquareBracket | cst.RightParen
Edit: TypeAlias = Callable[[cst.CSTNode], cst.CSTNode]

NEWLINE = re.compile(rb"\r\n|\r|\n")
COOKIE = re.compile(r"^#.*?coding[:=]")
LICENCE = re.compile(r"copyright|licen[cs]e|spdx", re.IGNORECASE)

LIBCST_ERRORS = (cst.ParserSyntaxError, cst.CSTLogicError, cst.CSTValidationError)  # none is a SyntaxError


class Lead(NamedTuple):
    """The lines above a statement: what stays, the blank lines, and the comments that touch the statement."""

    heading: Lines
    gap: Lines
    attached: Lines


class Item(NamedTuple):
    """A statement of a block and the lines above it."""

    node: Statement
    lines: Lines


class Block(NamedTuple):
    """The statements of a block, what opens it, the lines that end it, and the newline of lines made for it."""

    items: tuple[Item, ...]
    footer: Lines
    opener: Literal["module", "definition", "suite"]
    newline: str

    @property
    def usual_gap(self) -> int:
        return 2 if self.opener == "module" else 1


class Mover(cst.CSTTransformer):
    """Puts the edited twin in the place of each planned node."""

    def __init__(self, edits: Mapping[cst.CSTNode, Edit], *, enter_expressions: bool) -> None:
        super().__init__()
        self.edits = edits
        self.enter_expressions = enter_expressions

    def on_visit(self, node: cst.CSTNode) -> bool:
        return self.enter_expressions or not isinstance(node, cst.BaseExpression | cst.SimpleStatementLine)

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> cst.CSTNode:  # type: ignore[override]
        edit = self.edits.get(original_node)
        return edit(updated_node) if edit else updated_node


def apply_moves(source: bytes, moves: Sequence[Move]) -> bytes:
    """Apply the moves one after the other; every row and column refers to ``source``."""
    module = parse_losslessly(source)
    newline = dominant_newline(source)
    if source.endswith((b"\n", b"\r")):
        return edited(module, moves, newline.decode())
    # app.add_middleware(Session)
    # app.add_middleware(Guard)<end of file>    <- needs a newline once the session stands below it
    whole = edited(parse_losslessly(source + newline), moves, newline.decode())
    return re.sub(rb"(\r\n|\r|\n)\Z", b"", whole)


def parse_losslessly(source: bytes) -> cst.Module:
    """Parse, and refuse what libcst would not write back as it was."""
    try:
        module = cst.parse_module(source)
        written = module.bytes
    except (*LIBCST_ERRORS, SyntaxError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise CannotMove(f"libcst cannot parse this file ({type(error).__name__}), so move it by hand") from error
    if written != source:
        lines = zip(NEWLINE.split(source), NEWLINE.split(written), strict=False)
        row = 1 + len(list(takewhile(lambda pair: pair[0] == pair[1], lines)))
        raise CannotMove(
            f"libcst would change line {row}, which no move may do (often a form feed, a backslash or a space "
            "before a colon): tidy that line, or move by hand"
        )
    return module


def dominant_newline(source: bytes) -> bytes:
    # Module.default_newline is the first line's, be it the only odd one
    counts = Counter(NEWLINE.findall(source)).most_common(1)
    return counts[0][0] if counts else b"\n"


def edited(module: cst.Module, moves: Sequence[Move], newline: str) -> bytes:
    wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
    positions = wrapper.resolve(PositionProvider)
    statements = [move for move in moves if isinstance(move, StatementMove)]
    elements = [move for move in moves if isinstance(move, ElementMove)]
    edits = {**plan_blocks(positions, statements, newline), **plan_displays(positions, elements)}
    return wrapper.module.visit(Mover(edits, enter_expressions=bool(elements))).bytes


def plan_blocks(positions: Positions, moves: Sequence[StatementMove], newline: str) -> dict[cst.CSTNode, Edit]:
    rows = statements_by_row(positions) if moves else {}
    blocks: dict[Owner, Block] = {}
    for move in moves:
        owner, statement = find_statement(rows, move.row)
        check_single(statement, move.row)
        target_owner, target = find_statement(rows, move.target_row)
        if owner is not target_owner or statement is target:
            raise CannotMove(f"lines {move.row} and {move.target_row} are not siblings in one block: move by hand")
        if isinstance(getattr(statement, "body", None), cst.SimpleStatementSuite):
            raise CannotMove(f"line {move.row} holds a whole block on one line: break the line after the colon first")
        block = blocks.get(owner) or read_block(positions, owner, newline)
        if index_of(block, statement) == index_of(block, target) + (1 if move.after else -1):
            raise CannotMove(f"the statement on line {move.row} already stands where it is to move")
        blocks[owner] = moved(block, statement, target, after=move.after)
    return {owner: partial(write_block, owner, block) for owner, block in blocks.items()}


def statements_by_row(positions: Positions) -> dict[int, tuple[Owner, Statement]]:
    """The statements that stand in a block of their own lines, by the row that `ast` gives them."""
    return {
        positions[statement].start.line: (owner, statement)
        for owner in positions
        if isinstance(owner, cst.Module | cst.IndentedBlock)
        for statement in owner.body
        if isinstance(statement, cst.SimpleStatementLine | cst.BaseCompoundStatement)
    }


def find_statement(rows: Mapping[int, tuple[Owner, Statement]], row: int) -> tuple[Owner, Statement]:
    if row not in rows:
        raise CannotMove(f"no statement of a block begins on line {row}: put it on a line of its own first")
    return rows[row]


def check_single(statement: Statement, row: int) -> None:
    if isinstance(statement, cst.SimpleStatementLine) and len(statement.body) > 1:
        raise CannotMove(f"line {row} holds several statements: put each on a line of its own first")


def read_block(positions: Positions, owner: Owner, newline: str) -> Block:
    items = tuple(Item(node, tuple(node.leading_lines)) for node in owner.body if isinstance(node, Statement))
    if isinstance(owner, cst.Module):
        # the lines above the first statement belong to the module; here they are that statement's, as anywhere else
        first = Item(items[0].node, (*owner.header, *items[0].lines))
        return Block((first, *items[1:]), tuple(owner.footer), "module", newline)
    defined = any(isinstance(node, cst.FunctionDef | cst.ClassDef) and node.body is owner for node in positions)
    return Block(items, tuple(owner.footer), "definition" if defined else "suite", newline)


def write_block(owner: Owner, block: Block, updated: cst.CSTNode) -> cst.CSTNode:
    assert isinstance(updated, cst.Module | cst.IndentedBlock)
    twins = dict(zip(owner.body, updated.body, strict=True))
    body = [twins[item.node].with_changes(leading_lines=item.lines) for item in block.items]
    if isinstance(updated, cst.IndentedBlock):
        return updated.with_changes(body=body, footer=block.footer)
    body[0] = body[0].with_changes(leading_lines=())
    return updated.with_changes(body=body, header=block.items[0].lines, footer=block.footer)


def moved(block: Block, statement: Statement, target: Statement, *, after: bool) -> Block:
    """Cut the statement out with its comments, close the place, and put it after or before its sibling."""
    index = index_of(block, statement)
    attached = lead_of(block, index).attached
    rest = without(block, index)
    at = index_of(rest, target)
    if after:
        arrived = Item(statement, blank_lines(block, gap_below(block, index, index_of(block, target))) + attached)
        below = rest.items[at + 1 :]
        room = gap_under(block, index) - opening_blanks(below[0].lines) if below else 0
        roomy = (Item(item.node, blank_lines(block, room) + item.lines) for item in below[:1])
        return rest._replace(items=(*rest.items[: at + 1], arrived, *roomy, *below[1:]))
    lead = lead_of(rest, at)
    arrived = Item(statement, lead.heading + gap_above(block, index, rest, at) + attached)
    follower = Item(target, blank_lines(block, gap_between(block, index, rest, at)) + lead.attached)
    return rest._replace(items=(*rest.items[:at], arrived, follower, *rest.items[at + 1 :]))


def index_of(block: Block, statement: Statement) -> int:
    return next(index for index, item in enumerate(block.items) if item.node is statement)


def lead_of(block: Block, index: int) -> Lead:
    lines = block.items[index].lines
    return split_lead(lines, pinned=pinned_lines(lines) if block.opener == "module" and index == 0 else 0)


def split_lead(lines: Lines, pinned: int = 0) -> Lead:
    r"""Cut at the last blank line.

    # --- middleware ---       \ heading
    #                          /
                               > gap
    # signs the cookie         > attached
    app.add_middleware(Session)
    """
    cut = len(lines)
    while cut > pinned and lines[cut - 1].comment:
        cut -= 1
    top = cut
    while top > pinned and is_blank(lines[top - 1]):
        top -= 1
    return Lead(lines[:top], lines[top:cut], lines[cut:])


def pinned_lines(lines: Lines) -> int:
    """How many of the lines that open a file stay on top: shebang, cookie, and a block that speaks of its licence."""
    texts = [line.comment.value if line.comment else "" for line in lines]
    licence = next((row for row, text in enumerate(texts) if LICENCE.search(text)), None)
    if licence is not None:
        return next((row for row in range(licence, len(texts)) if not texts[row]), len(texts))
    return max((row for row, text in enumerate(texts[:2], 1) if text.startswith("#!") or COOKIE.match(text)), default=0)


def is_blank(line: cst.EmptyLine) -> bool:
    # a form feed on a line of its own is somebody's page break: it stays where it is, like a heading
    return line.comment is None and "\f" not in line.whitespace.value


def opening_blanks(lines: Lines) -> int:
    return next((count for count, line in enumerate(lines) if not is_blank(line)), len(lines))


def blank_lines(block: Block, count: int) -> Lines:
    return tuple(cst.EmptyLine(indent=False, newline=cst.Newline(block.newline)) for _ in range(count))


def without(block: Block, index: int) -> Block:
    """Take a statement and its comments out; the place keeps its headings and the larger of its two gaps."""
    lead = lead_of(block, index)
    if index + 1 == len(block.items):
        return block._replace(items=block.items[:-1], footer=left_behind(lead, block.footer, at_end=True))
    follower = block.items[index + 1]
    lines = left_behind(lead, follower.lines, most=most_blanks(block, index, lead))
    return block._replace(items=(*block.items[:index], Item(follower.node, lines), *block.items[index + 2 :]))


def left_behind(lead: Lead, below: Lines, *, most: int | None = None, at_end: bool = False) -> Lines:
    opening = opening_blanks(below)
    if at_end and opening == len(below):
        return lead.heading + below
    larger = lead.gap if len(lead.gap) >= opening else below[:opening]
    return lead.heading + larger[:most] + below[opening:]


def most_blanks(block: Block, index: int, lead: Lead) -> int | None:
    """How many blank lines may stay in the place of a statement, when black would take the larger gap for too large."""
    follower = block.items[index + 1]
    comments = follower.lines[opening_blanks(follower.lines) :]
    definition = is_definition(block, index + 1)
    if index == 0 and not lead.heading:
        # if debug:
        #     app.add_middleware(Session)
        #                                 <- goes too; black wants it only above a bare `def` in an `if`
        #     app.add_middleware(Guard)
        return None if block.opener == "suite" and definition and not comments else len(lead.gap)
    opens_definition = definition and all(line.comment for line in comments)
    follows = index > 0 and not lead.heading and wants_one_blank_below(block, index - 1)
    return max(1, len(lead.gap)) if follows and not opens_definition else None


def gap_below(block: Block, index: int, at: int) -> int:
    """How many blank lines stand above a statement that arrives below the sibling ``at``."""
    below = [item for item in block.items[at + 1 :] if item is not block.items[index]]
    if ends_in_definition(block.items[at].node):
        around = opening_blanks(below[0].lines) if below else gap_of_definition(block, at)
    else:
        around = min(len(lead_of(block, index).gap), len(lead_of(block, at).gap), 1)
        around = max(around, int(wants_one_blank_below(block, at)))
    return max(around, gap_of_definition(block, index) if is_definition(block, index) else 0)


def gap_above(block: Block, index: int, rest: Block, at: int) -> Lines:
    """The blank lines above a statement that arrives above the sibling ``at``: those that the sibling had."""
    lead = lead_of(rest, at)
    if is_definition(block, index):
        missing = gap_of_definition(block, index) - len(lead.gap) if at or lead.heading else 0
        return lead.gap + blank_lines(block, missing)
    follows = at > 0 and not lead.heading and wants_one_blank_below(rest, at - 1)
    return lead.gap[:1] if follows else lead.gap


def gap_between(block: Block, index: int, rest: Block, at: int) -> int:
    """How many blank lines part a statement from the sibling ``at`` that it arrives above."""
    wanted = gap_of_definition(rest, at) if is_definition(rest, at) else min(len(lead_of(block, index).gap), 1)
    return max(wanted, gap_under(block, index))


def gap_under(block: Block, index: int) -> int:
    """A block that ends in a definition takes the blank lines below it along."""
    if not ends_in_definition(block.items[index].node):
        return 0
    below = block.items[index + 1 : index + 2]
    return (opening_blanks(below[0].lines) if below else 0) or block.usual_gap


def gap_of_definition(block: Block, index: int) -> int:
    """The blank lines above a definition, as the file has them; else those that black asks for."""
    return (len(lead_of(block, index).gap) if is_definition(block, index) else 0) or block.usual_gap


def is_definition(block: Block, index: int) -> bool:
    return isinstance(block.items[index].node, cst.FunctionDef | cst.ClassDef)


def wants_one_blank_below(block: Block, index: int) -> bool:
    """Black: one blank line below an import and below the docstring of a module, unless a definition follows."""
    match block.items[index].node:
        case cst.SimpleStatementLine(body=[*_, cst.Import() | cst.ImportFrom()]):
            return True
        case cst.SimpleStatementLine(body=[cst.Expr(value=cst.SimpleString() | cst.ConcatenatedString() as text)]):
            return index == 0 and block.opener == "module" and isinstance(text.evaluated_value, str)
    return False


def ends_in_definition(node: object) -> bool:
    """Whether the last line of a statement is inside a definition, however deep: black parts what follows from it."""
    if isinstance(node, cst.FunctionDef | cst.ClassDef):
        return True
    names = ("finalbody", "orelse", "handlers", "cases", "body")
    last = next((part for name in names if (part := getattr(node, name, None))), None)
    return last is not None and ends_in_definition(last[-1] if isinstance(last, Sequence) else last)


def plan_displays(positions: Positions, moves: Sequence[ElementMove]) -> dict[cst.CSTNode, Edit]:
    orders: dict[Display, list[ElementMove]] = {}
    for move in moves:
        orders.setdefault(find_display(positions, move), []).append(move)
    return {display: partial(write_display, moves) for display, moves in orders.items()}


def find_display(positions: Positions, move: ElementMove) -> Display:
    row, column = move.display
    # a tuple of libcst begins inside its brackets
    displays = (node for node in positions if isinstance(node, cst.List | cst.Tuple))
    starts = ((node, positions[brackets(node)[0] or node].start) for node in displays)
    here = [node for node, start in starts if (start.line, start.column + 1) == (row, column)]
    here.sort(key=lambda node: (positions[node].end.line, positions[node].end.column), reverse=True)
    if move.depth < len(here) and 0 <= move.before < move.element < len(here[move.depth].elements):
        return here[move.depth]
    raise CannotMove(f"no list or tuple of {move.element + 1} begins at line {row}, column {column}: move by hand")


def write_display(moves: Iterable[ElementMove], updated: cst.CSTNode) -> cst.CSTNode:
    assert isinstance(updated, cst.List | cst.Tuple)
    order = list(range(len(updated.elements)))  # the indexes of all moves are those of the source
    for move in moves:
        index, before = order.index(move.element), order.index(move.before)
        updated = with_element_moved(updated, index, before) if before < index else updated
        order.insert(before, order.pop(index))
    return updated


def with_element_moved(display: Display, index: int, before: int) -> Display:
    """Move an element; what stands between elements stays, apart from the comments that belong to it."""
    slots = read_slots(display)
    before_commas = spaces_before_commas(display)
    if any(holds_comment(space) for space in (*slots, *before_commas)):
        broken = [slot for slot in slots if isinstance(slot, cst.ParenthesizedWhitespace)]
        if len(broken) < len(slots) or not all(space.empty for space in before_commas):
            raise CannotMove("comments stand between elements that share a line: put each on a line of its own")
        slots = moved_slots(broken, index, before)
    elements = list(display.elements)
    elements.insert(before, elements.pop(index))
    commas = [element.comma for element in display.elements]
    kept = [element.with_changes(comma=comma) for element, comma in zip(elements, commas, strict=True)]
    return with_slots(display, kept, slots)


def read_slots(display: Display) -> list[Space]:
    """The space before each element, and that after the last one."""
    opening, closing = brackets(display)
    return [
        opening.whitespace_after if opening else cst.SimpleWhitespace(""),
        *(element.comma.whitespace_after for element in display.elements[:-1] if isinstance(element.comma, cst.Comma)),
        closing.whitespace_before if closing else cst.SimpleWhitespace(""),
    ]


def brackets(display: Display) -> tuple[Opening, Closing] | tuple[None, None]:
    if isinstance(display, cst.List):
        return display.lbracket, display.rbracket
    return (display.lpar[-1], display.rpar[0]) if display.lpar else (None, None)


def with_slots(display: Display, elements: Sequence[cst.BaseElement], slots: Sequence[Space]) -> Display:
    spaced = [
        element.with_changes(comma=element.comma.with_changes(whitespace_after=slot))
        for element, slot in zip(elements[:-1], slots[1:-1], strict=True)
        if isinstance(element.comma, cst.Comma)
    ]
    changed = display.with_changes(elements=[*spaced, elements[-1]])
    opening, closing = brackets(display)
    if not opening or not closing:
        return changed
    opening = opening.with_changes(whitespace_after=slots[0])
    closing = closing.with_changes(whitespace_before=slots[-1])
    if isinstance(display, cst.List):
        return changed.with_changes(lbracket=opening, rbracket=closing)
    return changed.with_changes(lpar=[*display.lpar[:-1], opening], rpar=[closing, *display.rpar[1:]])


def spaces_before_commas(display: Display) -> list[Space]:
    return [element.comma.whitespace_before for element in display.elements if isinstance(element.comma, cst.Comma)]


def holds_comment(space: Space) -> bool:
    if not isinstance(space, cst.ParenthesizedWhitespace):
        return False
    return bool(space.first_line.comment) or any(line.comment for line in space.empty_lines)


def moved_slots(slots: Sequence[cst.ParenthesizedWhitespace], index: int, before: int) -> list[Space]:
    """Move what belongs to an element: the comments that touch it from above, and the one behind it.

    # about A            <- empty_lines of the slot above A
    A,  # behind A       <- first_line of the slot below A
    """
    aboves = [tuple(slot.empty_lines) for slot in slots]
    behinds = [slot.first_line for slot in slots]
    lead, target = split_lead(aboves[index]), split_lead(aboves[before])
    aboves[index : index + 2] = [left_behind(lead, aboves[index + 1], at_end=index + 2 == len(slots))]
    aboves[before : before + 1] = [target.heading + target.gap + lead.attached, target.attached]
    behinds.insert(before + 1, behinds.pop(index + 1))
    parts = zip(slots, behinds, aboves, strict=True)
    return [slot.with_changes(first_line=behind, empty_lines=above) for slot, behind, above in parts]
