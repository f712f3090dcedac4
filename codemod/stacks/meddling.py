"""What a layer does with all headers of a request or response, and with all keys of the scope, whatever their names are.

A session moves past a layer if its cookies and its key of the scope come through there as they are. So each place where headers are
used *as a whole* is asked what becomes of the one that matters: of `set-cookie` in a response, of `cookie` in a request, where only
what is changed matters. To set, add or ask for a header by its name is no such use.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from codemod.frozen import NamedTuple
from codemod.interpreter.fates import OPEN, Element, Names, is_itself, is_kept, named, plain, worked_out
from codemod.interpreter.machine import Machine, as_text
from codemod.interpreter.memoisation import once
from codemod.interpreter.scope import is_scope
from codemod.interpreter.values import UNKNOWN, Class, Frame, Function, Inner, Value, alternatives
from codemod.project.nodes import children_of, nodes_in

DROPS = "drops the cookies of the response that it gets"
_WORKS = "works on all headers of the response, which may change its cookies"
_KEEPS = "keeps responses, with their cookies, for other requests"
_ALL_BUT_ONE = "keeps one of several cookies of the response that it gets"
_CHANGES_REQUEST = "changes the `Cookie` header of the request"
_TAKES = "may take the session out of the scope"
_LOOKS = "looks at all keys of the scope"

_SOURCES = frozenset({"headers", "raw_headers", "_headers"})
_HEADERS = frozenset({"Headers", "MutableHeaders"})
_REQUESTS = frozenset({"scope", "request", "req", "conn", "connection", "websocket", "ws"})
_ANSWERS = ("message", "response", "start", "event")
_ALIKE = frozenset({"list", "tuple", "sorted", "reversed", "iter", "set", "frozenset", "enumerate"})
_MAKING = _ALIKE | _HEADERS | {"dict", "filter", "map"}
_LISTING = frozenset({"copy", "mutablecopy", "items", "keys", "values", "multi_items"})
_BY_NAME = frozenset(
    [
        "get",
        "getlist",
        "setdefault",
        "append",
        "add_vary_header",
        "update",
        "extend",
        "insert",
        "__setitem__",
        "__contains__",
    ]
)
_ADDING = frozenset({"setdefault", "append", "update", "extend", "insert", "__setitem__"})
_TAKING = frozenset({"pop", "remove", "clear", "popitem", "discard", "__delitem__"})
_OF_COOKIES = {"response": "set-cookie", "request": "cookie"}
SETS_COOKIES = r"set_cookie|[Ss]et-[Cc]ookie"


class Meddling(NamedTuple):
    """What hinders a session from moving past a layer, if anything; whether the headers of a request were seen to be changed."""

    text: str | None
    changes_request: bool


def meddling_of(machine: Machine, texts: set[str]) -> Meddling:
    """What the functions do that have run for the request that was followed last; ``texts`` are the strings that they handle."""
    inside = {part for function, _ in machine.served for part in functions_in(function.node)}
    own = [(function, frame) for function, frame in machine.served if function.node not in inside]
    found: list[str] = []
    changes, adds = False, False
    given: dict[ast.AST, dict[str, str]] = {}
    looks = list(own)
    while looks:
        function, frame = looks.pop(0)
        look = Look(machine, function, frame, given)
        found += look.found()
        changes, adds = changes or look.changes_request, adds or look.adds_to_request
        # Who is handed headers is looked at again, or for the first time.
        own += [one for one in look.handed if not any(is_within(one[0], known) for known, _ in own)]
        looks += [one for one in own if any(is_within(function, one[0]) for function, _ in look.handed)]
    if adds and any(map(_is_cookie, texts)):
        found.append(_CHANGES_REQUEST)
    if _ALL_BUT_ONE in found and not machine.modules.says(SETS_COOKIES):
        found = [text for text in found if text != _ALL_BUT_ONE]
    return Meddling(found[0] if found else machine.barred, changes)


def is_within(function: Function, other: Function) -> bool:
    return function.node is other.node or function.node in functions_in(other.node)


@once
def functions_in(node: ast.AST) -> tuple[ast.AST, ...]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    return tuple(part for part in nodes_in(node) if part is not node and isinstance(part, kinds))


@once
def parents_in(node: ast.AST) -> dict[ast.AST, ast.AST]:
    return {child: parent for parent in nodes_in(node) for child in children_of(parent)}


@once
def bindings_in(node: ast.AST) -> dict[str, list[ast.expr]]:
    """What each name is bound to in a function, and in those inside of it."""
    found: dict[str, list[ast.expr]] = {}

    def take(target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, (ast.Tuple, ast.List)) and isinstance(value, (ast.Tuple, ast.List)):
            for one, other in zip(target.elts, value.elts, strict=False):
                take(one, other)
        elif isinstance(target, ast.Name):
            found.setdefault(target.id, []).append(value)

    for part in nodes_in(node):
        match part:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    take(target, value)
            case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.NamedExpr(target=target, value=value):
                take(target, value)
    return found


class Look:
    """A look at one function, with those inside of it, and the frame that it has run in."""

    def __init__(
        self, machine: Machine, function: Function, frame: Frame, given: dict[ast.AST, dict[str, str]]
    ) -> None:
        self.machine, self.frame, self.given = machine, frame, given
        self.node = function.node
        self.parents, self.bindings = parents_in(function.node), bindings_in(function.node)
        parts = (function.node, *functions_in(function.node))
        self.parameters = {name: side for part in parts for name, side in given.get(part, {}).items()}
        self.handed: list[tuple[Function, Frame]] = []  # functions that are given headers, which was not known
        self.filled: set[str] = set()  # lists that a loop fills with all headers
        self.changes_request = False
        self.adds_to_request = False  # a header whose name is not written there
        self.busy: set[str] = set()
        self.within: tuple[ast.AST, ...] = ()  # the functions from whose look this one comes

    def found(self) -> list[str]:
        """How it meddles, in the order of the file; whoever goes through headers may fill a list with them, so that comes first."""
        nodes = list(nodes_in(self.node))
        used = [(node, side) for node in nodes if isinstance(node, ast.expr) and (side := self.source(node))]
        found = [text for node, side in used for text in self.use(node, side)]
        found += [text for node in nodes for text in self.replaced(node)]
        found += [text for node in nodes for text in self.of_scope(node)]
        found += [text for node in nodes for text in self.extended(node)]
        found += [text for node in nodes for text in self.kept(node)]
        return found + self.answered(nodes)

    # What the headers are

    def source(self, node: ast.expr) -> str | None:
        """Whether an expression stands for all headers where it is written: `message["headers"]`, `response.headers`, a name."""
        match node:
            case ast.Subscript(value=owner, slice=ast.Constant(value="headers"), ctx=ast.Load()):
                return self.side(owner)
            case ast.Call(
                func=ast.Attribute(value=owner, attr="get" | "pop"), args=[ast.Constant(value="headers"), *_]
            ):
                return self.side(owner)
            case ast.Attribute(value=owner, attr=name, ctx=ast.Load()) if name in _SOURCES:
                return self.side(owner)
            case ast.Call(func=function, keywords=[ast.keyword(arg="scope", value=owner)]) if (
                _last(function) in _HEADERS
            ):
                return self.side(owner)
            case ast.Name(id=name, ctx=ast.Load()):
                return self.parameters.get(name) or self._bound_side(name)
        return None

    def _bound_side(self, name: str) -> str | None:
        if name in self.busy:
            return None
        self.busy.add(name)
        values = self.bindings.get(name, ())
        found = next((side for value in values if (side := self.made_of(value))), None)
        self.busy.discard(name)
        return found

    def made_of(self, node: ast.expr) -> str | None:
        """Whether a value is made of headers as a whole, not of one of them."""
        return self.source(node) or next((side for part in _flows(node) if (side := self.made_of(part))), None)

    def side(self, owner: ast.expr) -> str | None:
        """Whose headers: of the response, or of the request; None where it is neither, as far as that is seen."""
        if isinstance(owner, (ast.Name, ast.Attribute)):
            value = self.machine.evaluate(owner, self.frame)
            if is_scope(value):
                return "request"
            if isinstance(owner, ast.Attribute):
                is_answer = any(word in owner.attr for word in _ANSWERS)
                return "response" if is_answer and value == UNKNOWN else None
            return self._side_of_name(owner.id, value)
        return None

    def _side_of_name(self, name: str, value: Value) -> str | None:
        if name in ("self", "cls"):
            return None
        if name in self.bindings:
            if name in self.busy:
                return None
            self.busy.add(name)
            found = next((side for bound in self.bindings[name] if (side := self._made_side(bound))), None)
            self.busy.discard(name)
            if found or name not in self._taken():
                return found
        if name in self._taken() and value == UNKNOWN:
            return "request" if name in _REQUESTS else "response"
        return None

    def _made_side(self, node: ast.expr) -> str | None:
        """Of what a name is bound to: `await call_next(request)`, `{**message, "status": 200}`, `message | more`."""
        node = node.value if isinstance(node, ast.Await) else node
        match node:
            case ast.Name():
                return self.side(node)
            case ast.Dict(keys=keys, values=values):
                whole = (value for key, value in zip(keys, values, strict=True) if key is None)
                return next((side for value in whole if (side := self.side(value))), None)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return self.side(left) or self.side(right)
            case (
                ast.Call(func=ast.Name(id="dict"), args=[first, *_])
                | ast.Call(func=ast.Attribute(value=first, attr="copy"), args=[])
            ):
                return self.side(first)
            case ast.Call(func=function, args=args):
                given = [self.machine.evaluate(part, self.frame) for part in [*args, function] if _is_plain(part)]
                is_inside = any(isinstance(part, Inner) for value in given for part in alternatives(value))
                is_given = any(map(is_scope, given)) and not _last(function)[:1].isupper()
                return "response" if is_inside or is_given else None
        return None

    def _taken(self) -> set[str]:
        """The parameters of the function, and of those inside of it, but for what makes an object."""
        if getattr(self.node, "name", "") == "__init__":
            return set()
        return parameters_in(self.node)

    # Whether all of them are there

    def is_whole(self, node: ast.expr) -> bool:
        """Whether a value has all headers that there were, with more or without."""
        match node:
            case ast.Name(id=name) if name not in self.parameters:
                return self._is_bound_whole(name)
            case ast.Await(value=value) | ast.NamedExpr(value=value) | ast.Starred(value=value):
                return self.is_whole(value)
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                return any(isinstance(part, ast.Starred) and self.is_whole(part) for part in parts)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self.is_whole(left) or self.is_whole(right)
            case ast.BoolOp(values=[first, *_]):
                return self.is_whole(first)
            case ast.IfExp(body=body, orelse=orelse):
                return self.is_whole(body) and self.is_whole(orelse)
            case ast.ListComp(generators=[one]) | ast.GeneratorExp(generators=[one]):
                side = self.made_of(one.iter)
                return side is not None and self.is_whole(one.iter) and self.fate(node, one, side) == "kept"
            case ast.Call(func=ast.Name(id="filter"), args=[ast.Lambda() as test, iterable]):
                side = self.made_of(iterable)
                return side is not None and self.is_whole(iterable) and self._passes(test, iterable, side) is True
            case ast.Call(func=function, args=[first, *_]) if _last(function) in _ALIKE | _HEADERS:
                return self.is_whole(first)
            case ast.Call(func=function, keywords=[ast.keyword(arg="raw", value=first)]) if _last(function) in _HEADERS:
                return self.is_whole(first)
            case ast.Call(func=ast.Name() as function) if self._gives_whole(node, function):
                return True
            case ast.Call(func=ast.Attribute(value=owner, attr=method)) if method in _LISTING and method != "keys":
                return self.is_whole(owner)
            case ast.Attribute(value=owner, attr="raw" | "_list"):
                return self.is_whole(owner)
            # Of several headers of one name a dict keeps one, which is told where it is made.
            case ast.Call(func=ast.Name(id="dict"), args=[first, *_]):
                return self.is_whole(first)
            case ast.Dict():
                return any(map(self.is_whole, _flows(node)))
            case ast.DictComp(generators=[one]):
                side = self.made_of(one.iter)
                return side is not None and self.is_whole(one.iter) and self._is_kept(one, side) is True
        return self.source(node) is not None

    def _gives_whole(self, call: ast.Call, callee: ast.Name) -> bool:
        """`without(headers, "x-trace")`: whether a function gives all headers that it is given, each time that it is called."""
        function = self.machine.evaluate(callee, self.frame)
        place = next((index for index, part in enumerate(call.args) if self.source(part)), None)
        if place is None or not isinstance(function, Function) or not isinstance(function.node, ast.FunctionDef):
            return False
        names = [part.arg for part in (*function.node.args.posonlyargs, *function.node.args.args)]
        given = [node for node in nodes_in(function.node) if isinstance(node, ast.Return)]
        frames = [frame for other, frame in self.machine.served if other.node is function.node]
        is_plain = len(given) == 1 and not (function.node.decorator_list or functions_in(function.node))
        others = {
            name: self.machine.evaluate(part, self.frame)
            for index, (name, part) in enumerate(zip(names, call.args, strict=False))
            if index != place
        }
        was_followed = any(all(frame.names.get(name) == value for name, value in others.items()) for frame in frames)
        is_bound_anew = any(
            isinstance(node, ast.Name) and _is_stored(node, names[place:]) for node in nodes_in(function.node)
        )
        if call.keywords or not was_followed or is_bound_anew:
            return False
        if not is_plain or place >= len(names) or given[0].value is None or function.node in (*self.within, self.node):
            return False
        known: dict[ast.AST, dict[str, str]] = {function.node: {names[place]: self.source(call.args[place]) or ""}}
        looks = [Look(self.machine, function, frame, known) for frame in frames]
        for look in looks:
            look.within = (*self.within, self.node)
        return bool(looks) and all(look.is_whole(given[0].value) for look in looks)

    def _is_bound_whole(self, name: str) -> bool:
        if name in self.busy:
            return True  # `headers = [*headers, pair]`
        if name in self.filled:
            return True
        self.busy.add(name)
        values = [value for value in self.bindings.get(name, ()) if not _is_empty(value)]
        found = bool(values) and all(self.is_whole(value) for value in values)
        self.busy.discard(name)
        return found

    def fate(
        self, node: ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp, one: ast.comprehension, side: str
    ) -> str | None:
        """What becomes of the header of cookies in a comprehension: `kept` as it is, `left` out; None when it is not known."""
        return self.fate_of(node, one, Element(_OF_COOKIES[side]))

    def _is_kept(self, one: ast.comprehension, side: str) -> bool | None:
        names = named(one.target, Element(_OF_COOKIES[side]), one.iter)
        return is_kept(self.machine, one.ifs, names, self.frame)

    def fate_of(
        self,
        node: ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp,
        one: ast.comprehension,
        element: Element,
    ) -> str | None:
        kept = is_kept(self.machine, one.ifs, named(one.target, element, one.iter), self.frame)
        if kept is False:
            return "left"
        if isinstance(node, ast.DictComp):
            return None
        names = named(one.target, element, one.iter)
        return "kept" if kept and is_itself(self.machine, node.elt, one.target, names, self.frame) else None

    def _passes(self, test: ast.Lambda, iterable: ast.expr, side: str) -> bool | None:
        if len(test.args.args) != 1:
            return None
        target = ast.copy_location(ast.Name(test.args.args[0].arg, ast.Store()), test)
        names = named(target, Element(_OF_COOKIES[side]), iterable)
        return is_kept(self.machine, [test.body], names, self.frame)

    # What is done with them

    def use(self, node: ast.expr, side: str) -> Iterator[str]:
        """Follow the headers from where they are written to what is done with them."""
        here: ast.AST = node
        while (parent := self.parents.get(here)) is not None:
            further = self._onward(here, parent, side)
            if isinstance(further, str):
                yield from self._told(further, side)
                return
            if further is None:
                return
            here = further

    def _told(self, text: str, side: str) -> Iterator[str]:
        """Of a request only what is changed matters."""
        if side == "response":
            yield text
        elif text == DROPS:
            yield _CHANGES_REQUEST

    def _onward(self, here: ast.AST, parent: ast.AST, side: str) -> ast.AST | str | None:
        """Where the headers go on to: an expression, or a text that says how it meddles, or None where all is well."""
        match parent:
            case ast.Subscript(value=value, slice=index) if value is here:
                return self._item(parent, index, side)
            case ast.Attribute(value=value, attr="raw" | "_list") if value is here:
                return parent
            case ast.Attribute(value=value, attr=name) if value is here:
                call = self.parents.get(parent)
                if isinstance(call, ast.Call) and call.func is parent:
                    return self._method(call, name, side)
                self._add(side, name in _ADDING)  # `add = headers.append`
                return None
            case ast.Starred():
                outer = self.parents.get(parent)
                if isinstance(outer, (ast.List, ast.Tuple)):
                    self._add(side, len(outer.elts) > 1)
                    return outer
                return _WORKS
            case ast.BinOp(op=ast.Add()):
                self._add(side, True)
                return parent
            case ast.BinOp(op=ast.BitOr()) | ast.BoolOp() | ast.NamedExpr():
                return parent
            case ast.IfExp(test=test):
                return None if test is here else parent
            case ast.Compare(ops=[ast.In() | ast.NotIn() | ast.Is() | ast.IsNot()]):
                return None
            case ast.keyword(arg=None):
                return _ALL_BUT_ONE
            case ast.keyword(arg=name):
                call = self.parents.get(parent)
                return self._argument(call, here, side, name) if isinstance(call, ast.Call) else None
            case ast.Call():
                return self._argument(parent, here, side, None)
            case ast.Dict(keys=keys, values=values):
                key = keys[next(index for index, value in enumerate(values) if value is here)]
                is_own = isinstance(key, ast.Constant) and key.value == "headers"
                return _ALL_BUT_ONE if key is None else None if is_own else _WORKS
            case ast.comprehension(iter=value) if value is here:
                return self._comprehension(parent, side)
            case ast.For(iter=value) | ast.AsyncFor(iter=value) if value is here:
                return self._loop(parent, side)
            case (
                ast.FormattedValue()
                | ast.Await()
                | ast.Yield()
                | ast.YieldFrom()
                | ast.Compare()
                | ast.BinOp()
                | ast.Lambda()
            ):
                return _WORKS
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr="pop")) as call) if call is here and self.source(call):
                return DROPS
            case ast.Assign(targets=targets):
                return _WORKS if any(map(_keeps, targets)) else None
            case ast.Tuple() | ast.List() | ast.Set():
                outer = self.parents.get(parent)
                is_named = isinstance(outer, ast.Assign) and not any(map(_keeps, outer.targets))
                return None if is_named or isinstance(outer, ast.Return) else _WORKS
        return None  # it is given a name, or asked whether it is there

    def _add(self, side: str, is_more: bool) -> None:
        self.adds_to_request = self.adds_to_request or (side == "request" and is_more)

    def _adds(self, name: ast.expr, side: str, method: str) -> str | None:
        """What it means that a header of this name is added, or set, which takes the place of all that have this name."""
        literal = name.value if isinstance(name, ast.Constant) else None
        if isinstance(literal, (str, bytes)):
            is_harm = side == "request" or method == "__setitem__"
            return DROPS if is_harm and as_text(literal).lower() == _OF_COOKIES[side] else None
        self._add(side, True)
        return None

    def extended(self, node: ast.AST) -> Iterator[str]:
        """`scope["headers"] += [(b"cookie", value)]`, `headers |= {"cookie": value}`."""
        match node:
            case ast.AugAssign(target=ast.Subscript(value=owner, slice=ast.Constant(value="headers"))):
                side = self.side(owner)
            case ast.AugAssign(target=ast.Name(id=name)):
                side = self.parameters.get(name) or self._bound_side(name)
            case _:
                return
        added = [part.value for part in nodes_in(node.value) if isinstance(part, ast.Constant)]
        if side == "request" and any(isinstance(part, (str, bytes)) and _is_cookie(as_text(part)) for part in added):
            yield _CHANGES_REQUEST
        self._add(side or "", True)

    def _item(self, node: ast.Subscript, index: ast.expr, side: str) -> str | None:
        if isinstance(index, ast.Slice) or (isinstance(index, ast.Constant) and isinstance(index.value, int)):
            return _WORKS if isinstance(node.ctx, ast.Load) else DROPS
        if isinstance(node.ctx, ast.Store):
            return self._adds(index, side, "__setitem__")
        if isinstance(node.ctx, ast.Del):
            return self._taken_out(index, side)
        return None

    def _taken_out(self, name: ast.expr, side: str) -> str | None:
        """Whether a header that is taken out by its name may be that of cookies."""
        if isinstance(name, ast.Name) and self._is_guarded(name, side):
            return None
        found = [plain(part) for part in alternatives(self.machine.evaluate(name, self.frame))]
        return DROPS if OPEN in found or _OF_COOKIES[side] in found else None

    def _is_guarded(self, name: ast.Name, side: str) -> bool:
        """`for name in headers.keys(): if name in DROP: del headers[name]`: the loop has been looked at."""
        here: ast.AST | None = name
        while here is not None:
            if isinstance(here, ast.For) and ast.unparse(here.target) == name.id:
                return self.made_of(here.iter) == side and self._loop(here, side) is None
            here = self.parents.get(here)
        return False

    def _method(self, call: ast.Call, name: str, side: str) -> ast.AST | str | None:
        if name in _LISTING:
            return call
        if name in _BY_NAME:
            added = _name_of_added(call) if name in _ADDING else None
            if added is not None:
                return self._adds(added, side, name)
            self._add(side, name in _ADDING)
            return None
        if name in _TAKING:
            is_named = name in ("pop", "__delitem__") and bool(call.args) and not _is_number(call.args[0])
            return self._taken_out(call.args[0], side) if is_named else DROPS
        return None if name in ("sort", "reverse") else _WORKS

    def _argument(self, call: ast.Call, here: ast.AST, side: str, keyword: str | None) -> ast.AST | str | None:
        """What a call does with the headers that it is given."""
        name = _last(call.func)
        if name in _ALIKE or name in _HEADERS:
            return call
        if name == "dict":
            is_given_on = isinstance(self.parents.get(call), (ast.keyword, ast.Assign, ast.Call))
            return None if keyword == "headers" else _ALL_BUT_ONE if is_given_on else _WORKS
        if name in ("filter", "map"):
            test = call.args[0]
            passes = (
                self._passes(test, call.args[1], side) if isinstance(test, ast.Lambda) and name == "filter" else None
            )
            return _WORKS if passes is None else call if passes else None
        if name in ("bool", "isinstance", "id", "send") or (keyword in (None, "headers") and name.endswith("Response")):
            return None
        callees = alternatives(self.machine.evaluate(call.func, self.frame))
        if all(isinstance(part, (Function, Inner, Class)) for part in callees):
            for part in callees:
                self._hand(part, call, here, side, keyword)
            return None
        self._add(side, name in _ADDING)  # `list.append(headers, pair)`
        return _WORKS

    def _hand(self, function: Value, call: ast.Call, here: ast.AST, side: str, keyword: str | None) -> None:
        if not isinstance(function, Function):
            return
        spec = function.node.args
        names = [part.arg for part in (*spec.posonlyargs, *spec.args)][function.bound is not None :]
        place = next((index for index, part in enumerate(call.args) if part is here), None)
        name = keyword or (names[place] if place is not None and place < len(names) else None)
        if name is not None:
            known = self.given.setdefault(function.node, {})
            if name not in known:
                known[name] = side
                self.handed.append((function, function.frame))

    def _comprehension(self, one: ast.comprehension, side: str) -> ast.AST | str | None:
        node = self.parents[one]
        if not isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
            return _WORKS
        if len(node.generators) > 1:
            return _WORKS
        fate = self.fate(node, one, side)
        if fate is not None:
            return node if fate == "kept" else None
        asks = self.parents.get(node)
        if isinstance(asks, ast.Call) and _last(asks.func) in ("any", "all") and not isinstance(node, ast.DictComp):
            names = named(one.target, Element(_OF_COOKIES[side]), one.iter)
            outcome = worked_out(self.machine, node.elt, names, self.frame)
            return None if outcome is not OPEN and bool(outcome) == (_last(asks.func) == "all") else _WORKS
        return (
            _ALL_BUT_ONE
            if isinstance(node, ast.DictComp) and is_kept(self.machine, one.ifs, {}, self.frame)
            else _WORKS
        )

    def _loop(self, node: ast.For | ast.AsyncFor, side: str) -> str | None:
        names = named(node.target, Element(_OF_COOKIES[side]), node.iter)
        return None if all(self._lets_be(part, node, names) for part in _reached(self, node.body, names)) else _WORKS

    def _lets_be(self, node: ast.stmt, loop: ast.For | ast.AsyncFor, names: Names) -> bool:
        """Whether a statement that is reached with the header of cookies does nothing to it, or puts it into a list as it is."""
        match node:
            case ast.Pass() | ast.Continue():
                return True
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[element])):
                if is_itself(self.machine, element, loop.target, names, self.frame):
                    self.filled.add(name)
                    return True
        return False

    # What is put in their place

    def replaced(self, node: ast.AST) -> Iterator[str]:
        """`message["headers"] = kept`, `{**message, "headers": kept}`: all that there were must be among them."""
        for owner, value in _put(node):
            side = self.side(owner)
            if side is None:
                continue
            self.changes_request = self.changes_request or side == "request"
            if not self.is_whole(value) or self.made_of(value) not in (side, None):
                yield DROPS if side == "response" else _CHANGES_REQUEST
        for value in _given(node):
            is_made_over = self.made_of(value) == "response" or (
                _is_start(node) and (self._mentions_response(node) or self._is_in_place_of_message(node))
            )
            if is_made_over and not self.is_whole(value):
                yield DROPS
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr="init_headers")) if self.side(owner) == "response":
                yield DROPS
            case ast.Subscript(value=owner, slice=ast.Constant(value="headers"), ctx=ast.Del()):
                side = self.side(owner)
                yield from () if side is None else (DROPS if side == "response" else _CHANGES_REQUEST,)

    def _is_in_place_of_message(self, node: ast.AST) -> bool:
        """Whether a message is made by a function that is given one: by what stands for `send`."""
        here = self.parents.get(node)
        while here is not None and not isinstance(here, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            here = self.parents.get(here)
        names = [part.arg for part in here.args.args] if here is not None else []
        return any(word in name for name in names for word in _ANSWERS)

    def kept(self, node: ast.AST) -> Iterator[str]:
        """`pages[request.url.path] = response`: whoever finds it there is sent the cookies of another request."""
        match node:
            case (
                ast.Assign(targets=[ast.Subscript(value=owner), *_], value=ast.Name() as value)
                | ast.Call(
                    func=ast.Attribute(value=owner, attr="set" | "setdefault" | "__setitem__" | "put"),
                    args=[_, ast.Name() as value, *_],
                )
            ):
                is_answer = value.id in self.bindings or any(word in value.id for word in _ANSWERS)
                if is_answer and self.side(owner) is None and self.side(value) == "response":
                    yield from (_KEEPS,) if self._is_of_more(owner) else ()

    def _is_of_more(self, owner: ast.expr) -> bool:
        """Whether a dict is there for more requests than one: it was not made by the function."""
        return not isinstance(owner, ast.Name) or owner.id not in self.bindings

    def _mentions_response(self, node: ast.AST) -> bool:
        return any(isinstance(part, ast.Name) and self.side(part) == "response" for part in nodes_in(node))

    def answered(self, nodes: list[ast.AST]) -> list[str]:
        """`Response(body)` of the body of another one, without its headers."""
        bodies = [node.lineno for node in nodes if isinstance(node, ast.Attribute) and node.attr == "body_iterator"]
        if not bodies:
            return []
        for node in nodes:
            match node:
                case ast.Assign(targets=[ast.Attribute(attr="raw_headers")], value=value) if self.is_whole(value):
                    return []
        made = (node for node in nodes if isinstance(node, ast.Call) and _last(node.func).endswith("Response"))
        return [DROPS for node in made if node.lineno >= min(bodies) and not self._has_headers(node)]

    def _has_headers(self, node: ast.Call) -> bool:
        given = [keyword.value for keyword in node.keywords if keyword.arg in ("headers", None)]
        return any(self.made_of(value) == "response" for value in [*given, *node.args[2:3]])

    # The scope

    def of_scope(self, node: ast.AST) -> Iterator[str]:
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr="pop" | "__delitem__"), args=[key, *_]) if self._is_all(
                owner
            ):
                yield from () if self._is_other(key) else (_TAKES,)
            case ast.Subscript(value=owner, slice=key, ctx=ast.Del()) if self._is_all(owner):
                yield from () if self._is_other(key) else (_TAKES,)
            case ast.Call(func=ast.Attribute(value=owner, attr="clear" | "popitem")) if self._is_all(owner):
                yield _TAKES
            case ast.Call(func=ast.Name(id="len"), args=[ast.expr() as owner]) if self._is_all(_gone_through(owner)):
                yield _LOOKS
            case ast.ListComp(generators=[one]) | ast.SetComp(generators=[one]) | ast.GeneratorExp(generators=[one]):
                if self._is_all(_gone_through(one.iter)):
                    element = Element("session")
                    kept = is_kept(self.machine, one.ifs, named(one.target, element, one.iter), self.frame)
                    yield from () if kept is False or self._asks_for_another(node, one) else (_LOOKS,)

    def _asks_for_another(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp, one: ast.comprehension) -> bool:
        asks = self.parents.get(node)
        if not isinstance(asks, ast.Call) or _last(asks.func) not in ("any", "all"):
            return False
        outcome = worked_out(self.machine, node.elt, named(one.target, Element("session"), one.iter), self.frame)
        return outcome is not OPEN and bool(outcome) == (_last(asks.func) == "all")

    def _is_all(self, node: ast.expr) -> bool:
        return _is_plain(node) and is_scope(self.machine.evaluate(node, self.frame))

    def _is_other(self, key: ast.expr) -> bool:
        """Whether a key is known; what is done with the session is seen by following the layer."""
        values = alternatives(self.machine.evaluate(key, self.frame)) if _is_plain(key) else ()
        return isinstance(key, ast.Constant) or (bool(values) and all(plain(value) is not OPEN for value in values))


@once
def parameters_in(node: ast.AST) -> set[str]:
    spaces = [part.args for part in (node, *functions_in(node)) if hasattr(part, "args")]
    return {part.arg for spec in spaces for part in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs)}


def _reached(look: Look, block: Iterable[ast.stmt], names: Names) -> Iterator[ast.stmt]:
    """The statements of a loop that the header of cookies comes to."""
    for node in block:
        if isinstance(node, ast.If):
            outcome = worked_out(look.machine, node.test, names, look.frame)
            arms = [node.body, node.orelse] if outcome is OPEN else [node.body if outcome else node.orelse]
            for arm in arms:
                yield from _reached(look, arm, names)
            if len(arms) == 1 and arms[0] and isinstance(arms[0][-1], (ast.Continue, ast.Break, ast.Return)):
                return
        else:
            yield node
            if isinstance(node, ast.Continue):
                return


def _put(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Whose headers are put in the place of others, and which."""
    match node:
        case ast.Assign(targets=[ast.Subscript(value=owner, slice=ast.Constant(value="headers"))], value=value):
            yield owner, value
        case ast.Assign(targets=[ast.Attribute(value=owner, attr=name)], value=value) if name in _SOURCES:
            yield owner, value
        case ast.Dict(keys=keys, values=values):
            owners = [value for key, value in zip(keys, values, strict=True) if key is None]
            yield from ((owner, value) for owner in owners for value in _headers_of(node))
        case ast.BinOp(left=left, op=ast.BitOr(), right=ast.Dict() as right):
            yield from ((left, value) for value in _headers_of(right))
        case ast.AugAssign(target=left, op=ast.BitOr(), value=ast.Dict() as right):
            yield from ((left, value) for value in _headers_of(right))
        case (
            ast.Call(func=ast.Name(id="dict"), args=[owner], keywords=keywords)
            | ast.Call(func=ast.Attribute(value=owner, attr="update"), args=[], keywords=keywords)
        ):
            yield from ((owner, keyword.value) for keyword in keywords if keyword.arg == "headers")
        case ast.Call(func=ast.Attribute(value=owner, attr="update"), args=[ast.Dict() as given]):
            yield from ((owner, value) for value in _headers_of(given))


def _given(node: ast.AST) -> Iterator[ast.expr]:
    """The headers that a message or response is made with."""
    match node:
        case ast.Dict():
            yield from _headers_of(node)
        case ast.Call(func=function, args=args, keywords=keywords):
            is_response = _last(function).endswith("Response")
            if is_response or _last(function) == "dict":
                yield from (keyword.value for keyword in keywords if keyword.arg == "headers")
            yield from args[2:3] if is_response else ()


def _is_start(node: ast.AST) -> bool:
    """`{"type": "http.response.start", "status": 200, ...}`, `dict(type=..., status=..., headers=...)`."""
    match node:
        case ast.Dict(keys=keys):
            return any(isinstance(key, ast.Constant) and key.value == "status" for key in keys)
        case ast.Call(func=ast.Name(id="dict"), args=[], keywords=keywords):
            return any(keyword.arg == "status" for keyword in keywords)
    return False


def _headers_of(node: ast.Dict) -> Iterator[ast.expr]:
    for key, value in zip(node.keys, node.values, strict=True):
        if isinstance(key, ast.Constant) and key.value == "headers":
            yield value


def _flows(node: ast.expr) -> list[ast.expr]:
    """The parts of an expression whose elements are in what it gives."""
    match node:
        case (
            ast.Await(value=value)
            | ast.NamedExpr(value=value)
            | ast.Starred(value=value)
            | ast.Subscript(value=value, slice=ast.Slice())
        ):
            return [value]
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            return [part.value for part in parts if isinstance(part, ast.Starred)]
        case ast.Dict(keys=keys, values=values):
            return [value for key, value in zip(keys, values, strict=True) if key is None]
        case ast.BinOp(left=left, right=right):
            return [left, right]
        case ast.BoolOp(values=parts):
            return parts
        case ast.IfExp(body=body, orelse=orelse):
            return [body, orelse]
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            return [one.iter for one in node.generators]
        case ast.Call(func=function, args=args, keywords=keywords) if _last(function) in _MAKING:
            return [*args, *(keyword.value for keyword in keywords if keyword.arg == "raw")]
        case ast.Call(func=ast.Attribute(value=owner, attr=method)) if method in _LISTING:
            return [owner]
        case ast.Attribute(value=owner, attr="raw" | "_list"):
            return [owner]
    return []


def _gone_through(node: ast.expr) -> ast.expr:
    """`scope` in `list(scope.items())`."""
    while True:
        match node:
            case ast.Call(func=ast.Name(id=name), args=[inner, *_]) if name in _ALIKE:
                node = inner
            case ast.Call(func=ast.Attribute(value=inner, attr=method)) if method in _LISTING:
                node = inner
            case _:
                return node


def _keeps(target: ast.expr) -> bool:
    """`pages[path] = ...`: who finds it there later is not known."""
    return isinstance(target, ast.Subscript) and not (
        isinstance(target.slice, ast.Constant) and target.slice.value == "headers"
    )


def _name_of_added(call: ast.Call) -> ast.expr | None:
    """The name in `headers.append((b"x-id", value))`, `headers.append("x-id", value)`, `headers.setdefault("x-id", value)`."""
    match call.args:
        case [ast.Tuple(elts=[name, _])] | [name, _]:
            return name
    return None


def _is_cookie(text: str) -> bool:
    return text.lower() == "cookie"


def _last(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _is_plain(node: ast.AST) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)


def _is_empty(node: ast.expr) -> bool:
    return (isinstance(node, (ast.List, ast.Tuple)) and not node.elts) or (
        isinstance(node, ast.Constant) and node.value is None
    )


def _is_stored(node: ast.Name, names: list[str]) -> bool:
    """Whether the first of these names is bound."""
    return node.id in names[:1] and not isinstance(node.ctx, ast.Load)


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.UnaryOp) or (isinstance(node, ast.Constant) and isinstance(node.value, int))
