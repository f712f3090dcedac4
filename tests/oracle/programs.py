"""The strategy that writes whole programs. Every situation knows what a right tool does with a wrong order."""

from __future__ import annotations

from hypothesis import strategies as st

from .catalogue import EXTRA_ARGUMENTS, OPTIONED
from .description import (
    PLAIN,
    Application,
    Compound,
    Dress,
    Expectation,
    Filler,
    Framework,
    Helper,
    Item,
    Kind,
    Layer,
    Listing,
    Loop,
    Program,
    Registration,
    Session,
    Trap,
    layers_of,
    nested,
)
from .parts import Draw, Kit, dress, kit, layer, others, readers, registration, scattered, session

MODULE = ["module", "module", "module", "factory", "called", "lazy", "nested", "method", "setup", "subclass"]
MADE_HERE = ["module", "factory", "called", "lazy", "nested", "method", "setup"]
FUNCTIONS = ["factory", "called", "nested"]
NAMED = ["module", "module", "factory", "called", "nested", "method", "setup"]
# The trap, and the arguments of a session that falls into it; None is any.
TRAPS: dict[str, list[str] | None] = {
    "rebind": ["local"],
    "augment": ["local"],
    "attribute": ["attribute"],
    "setattr": ["attribute"],
    "options_item": ["options"],
    "options_update": ["options"],
    "load_dotenv": ["environ", "getenv"],
    "environ_item": ["environ", "getenv"],
    "environ_default": ["environ", "getenv"],
    "return": None,
    "smoke": None,
    "read": None,
    "walk": None,
    "assign": None,
    "fmt_off": None,
    "region": None,
}
# Outside the way of the session these still forbid nothing.
HARMLESS_ELSEWHERE = ["rebind", "attribute", "options_item", "load_dotenv", "environ_item", "read", "smoke"]
HARMLESS_LITERAL = ["load_dotenv", "environ_item", "environ_default"]


def framework(kit: Kit) -> Framework:
    choices: list[Framework] = ["FastAPI", "FastAPI", "Starlette"]
    return kit.pick(choices)


def application(
    kit: Kit,
    made: Framework,
    containers: list[str],
    items: list[Item],
    expect: Expectation = "fix",
    doubled: bool = False,
) -> Application:
    placed = kit.pick(containers)
    if expect == "fix" and writes_environment(items):
        expect = "either"
    return Application(kit.number(), made, placed, tuple(items), None, expect, doubled)


def writes_environment(items: list[Item]) -> bool:
    """Whether a session reads the environment and something else writes it: another name, but a tool may be careful."""
    everything = nested(tuple(items))
    reads = any(isinstance(s, Session) and s.argument in ("environ", "getenv") for s in layers_of(tuple(items)))
    return reads and any(isinstance(item, Filler) and item.kind == "environment" for item in everything)


def shuffled(kit: Kit, first: Session, rest: list[Layer], made: Framework) -> list[Item]:
    """Registrations of all, the session at any place among them."""
    subjects: list[Session | Layer] = list(rest)
    subjects.insert(kit.between(0, len(rest)), first)
    return [registration(kit, subject, made) for subject in subjects]


def flat(kit: Kit) -> Application:
    """Registrations in one block, and nothing that forbids a move."""
    made = framework(kit)
    items = shuffled(kit, session(kit), others(kit, kit.between(0, 3), kit.between(0, 2)), made)
    return application(kit, made, MODULE, scattered(kit, items))


def authenticated(kit: Kit) -> Application:
    """The authentication layer provides the user, and may itself need the session."""
    made = framework(kit)
    backend = layer(kit, kit.chance(60), ["backend"])
    users = [layer(kit, True, ["function", "class", "asgi"]) for _ in range(kit.between(0, 1))]
    rest = list(kit.draw(st.permutations([backend, *readers(kit, kit.between(1, 2)), *users])))
    return application(kit, made, MODULE, scattered(kit, shuffled(kit, session(kit), rest, made), 2))


def trapped(kit: Kit) -> Application:
    """A session that must not be moved past the statement behind it."""
    made = framework(kit)
    kind = kit.pick(list(TRAPS))
    guarded = session(kit, TRAPS[kind])
    users = others(kit, kit.between(1, 2), kit.between(0, 1))
    last = layer(kit, True)
    items: list[Item] = [registration(kit, guarded, made), Trap(kind, guarded.number)]
    items += [registration(kit, user, made) for user in users]
    items.insert(kit.between(1, len(items)), items.pop(1))
    items.append(registration(kit, last, made))
    return application(kit, made, FUNCTIONS if kind == "return" else MODULE, scattered(kit, items, 2), "refuse")


def harmless(kit: Kit) -> Application:
    """The twin of `trapped`: the same statements where they forbid nothing."""
    made, literal = framework(kit), kit.chance(50)
    kind = kit.pick(HARMLESS_LITERAL if literal else HARMLESS_ELSEWHERE)
    guarded = session(kit, ["literal"] if literal else TRAPS[kind])
    rest: list[Item] = [registration(kit, user, made) for user in others(kit, kit.between(1, 2), kit.between(0, 1))]
    items: list[Item] = [registration(kit, guarded, made), *rest]
    items.insert(kit.between(1, len(items)) if literal else len(items), Trap(kind, guarded.number))
    return application(kit, made, MODULE, scattered(kit, items, 2))


def crossed(kit: Kit) -> Application:
    """Between session and dependent lies a layer that looks at the cookie, or a second session layer."""
    made = framework(kit)
    doubled = kit.chance(50)
    second = Layer(f"cookies_{kit.number()}", "function", "set_cookie")
    middle: list[Session | Layer] = [session(kit) if doubled else second]
    rest: list[Session | Layer] = [*middle, *others(kit, 0, kit.between(0, 1)), layer(kit, True)]
    if doubled:
        rest = list(kit.draw(st.permutations(rest)))
    items: list[Item] = [registration(kit, subject, made) for subject in [session(kit), *rest]]
    return application(kit, made, MODULE, scattered(kit, items, 2), "refuse", doubled)


LIST_STYLES = ["inline", "inline", "variable", "append", "augment", "extend", "insert", "append_rest", "sum", "starred"]


def listed(kit: Kit) -> Application:
    """The constructor's list, in every way of building one."""
    style, made = kit.pick(LIST_STYLES), framework(kit)
    subjects: list[Session | Layer] = list(others(kit, kit.between(1, 2), kit.between(0, 2)))
    subjects.insert(kit.between(0, len(subjects)), session(kit))
    dressing = style in ("inline", "variable", "append", "augment", "extend", "insert")
    elements = tuple(
        Registration(subject, "element", element_dress(kit) if dressing else PLAIN) for subject in subjects
    )
    expect: Expectation = "fix" if dressing else "either"
    later: list[Item] = [
        registration(kit, user, made) for user in others(kit, 0, kit.between(0, 1)) if not kit.own_name
    ]
    base = application(kit, made, MADE_HERE, scattered(kit, later, 2), expect)
    elements = tuple(without_local(element) for element in elements)
    return base._replace(listing=Listing(style, elements))


def without_local(element: Registration) -> Registration:
    """Inside a display there is no place for the statement that binds a local key."""
    made = element.layer
    if isinstance(made, Session) and made.argument == "local":
        return element._replace(layer=made._replace(argument="literal"))
    return element


def element_dress(kit: Kit) -> Dress:
    return dress(kit)._replace(heading=False, blanks=0, layout=kit.pick(["line", "lines", "magic"]), inside=False)


def listed_then_added(kit: Kit) -> Application:
    """The session in the list, its user added later: no statement can be moved."""
    made = framework(kit)
    layers: list[Session | Layer] = [*others(kit, 0, kit.between(0, 1)), session(kit, ["literal", "name"])]
    elements = tuple(Registration(one, "element") for one in layers)
    later: list[Item] = [registration(kit, layer(kit, True), made)]
    base = application(kit, made, MADE_HERE, scattered(kit, later, 2), "refuse")
    return base._replace(listing=Listing(kit.pick(["inline", "variable"]), elements))


def innermost(kit: Kit) -> Application:
    """`user_middleware.append` puts the session inside everything; no later place for the statement changes that."""
    made = framework(kit)
    items: list[Item] = [Registration(session(kit), "append", dress(kit))]
    items += [registration(kit, user, made) for user in others(kit, kit.between(1, 2), kit.between(0, 1))]
    items = list(kit.draw(st.permutations(items)))
    return application(kit, made, MODULE, items, "refuse")


def appended_user(kit: Kit) -> Application:
    """A user that is appended lies innermost: right wherever the session stands."""
    made = framework(kit)
    rest: list[Item] = [
        Registration(layer(kit, True, ["class", "asgi"]), "append", dress(kit)) for _ in range(kit.between(1, 2))
    ]
    items = [registration(kit, session(kit), made), *rest]
    return application(kit, made, MODULE, scattered(kit, list(kit.draw(st.permutations(items)))))


def wrapped(kit: Kit) -> Application:
    """`app = Layer(app)` at the end: outside all, whoever it is."""
    made, users = framework(kit), kit.between(0, 2)
    provides = kit.chance(50)
    outer: Session | Layer = session(kit, ["literal"], simple=True) if provides else layer(kit, True, ["asgi"])
    rest: list[Session | Layer] = list(others(kit, users, 1))
    if not provides:
        rest.insert(kit.between(0, len(rest)), session(kit))
    items: list[Item] = [registration(kit, subject, made) for subject in rest]
    return application(kit, made, MADE_HERE, [*items, Registration(outer, "wrap")], "refuse")


def deeper_user(kit: Kit) -> Application:
    """The user under a condition, the session not: it moves to after the whole statement."""
    made = framework(kit)
    user = registration(kit, layer(kit, True), made)
    neutral = [registration(kit, other, made) for other in others(kit, 0, kit.between(0, 1))]
    kinds: list[Kind] = ["if", "if_else", "try", "with"]
    kind = kit.pick(kinds)
    bodies: tuple[tuple[Item, ...], ...] = (tuple(neutral) + (user,),)
    if kind == "if_else":
        bodies = (*bodies, (registration(kit, layer(kit, kit.chance(50)), made),))
    compound = Compound(kind, kit.number(), bodies)
    items: list[Item] = [registration(kit, session(kit), made), compound]
    return application(kit, made, MODULE, scattered(kit, items))


def deeper_session(kit: Kit) -> Application:
    """The session under a condition, its user not. The `if` may move when it does nothing else."""
    made = framework(kit)
    alone = kit.chance(50)
    kinds: list[Kind] = ["if", "if", "try", "with"] if kit.formatted else ["if", "oneline", "try"]
    kind = kit.pick(kinds)
    conditional = registration(kit, session(kit, ["literal", "name"]), made)
    body: list[Item] = [conditional]
    if kind == "oneline":
        body = [conditional._replace(form="add", dress=PLAIN)]
    elif not alone:
        body.append(registration(kit, layer(kit, False), made))
    expect: Expectation = "fix" if alone and kind == "if" else "refuse" if not alone and kind != "oneline" else "either"
    items: list[Item] = [Compound(kind, kit.number(), (tuple(body),)), registration(kit, layer(kit, True), made)]
    return application(kit, made, MODULE, scattered(kit, items), expect)


def same_branch(kit: Kit) -> Application:
    """Session and user in one branch: an ordinary move in there. In exclusive branches they never meet."""
    made = framework(kit)
    users = others(kit, kit.between(1, 2), kit.between(0, 1))
    if kit.chance(40):
        bodies: tuple[tuple[Item, ...], ...] = (
            (registration(kit, session(kit), made),),
            tuple(registration(kit, user, made) for user in users),
        )
        return application(kit, made, MODULE, [Compound("if_else", kit.number(), bodies)])
    body = scattered(kit, shuffled(kit, session(kit), users, made))
    return application(kit, made, MODULE, [Compound("if", kit.number(), (tuple(body),))])


def looped(kit: Kit) -> Application:
    """A loop over classes: the session may stand before it, and is only reported when it is inside."""
    made = framework(kit)
    classes = [layer(kit, kit.chance(60), ["class", "asgi"]) for _ in range(kit.between(1, 2))]
    layers = [made_layer for made_layer in classes if made_layer.body not in (*EXTRA_ARGUMENTS, *OPTIONED)]
    if kit.chance(50):
        subjects: list[Session | Layer] = list(layers)
        number = kit.number()
        subjects.insert(kit.between(0, len(layers)), Session(number, "alias" if kit.own_name else "class", "literal"))
        loop: list[Item] = [Loop(tuple(subjects), kit.chance(40))]
        return application(kit, made, MODULE, scattered(kit, loop), "refuse")
    items: list[Item] = [registration(kit, session(kit), made)]
    items += [Loop(tuple(layers), kit.chance(40))] if layers else []
    items += [registration(kit, other, made) for other in others(kit, 0, kit.between(0, 1))]
    return application(kit, made, MODULE, scattered(kit, items))


def helped(kit: Kit) -> Application:
    """Functions that register: the session in one of its own, the users in another, or both in one."""
    made = framework(kit)
    users = others(kit, kit.between(1, 2), kit.between(0, 1))
    if kit.chance(40):
        body = scattered(kit, shuffled(kit, session(kit), users, made), 2)
        return application(kit, made, MODULE, [Helper(kit.number(), tuple(body), dress=dress(kit))])
    single = session(kit, ["literal", "name", "options"])
    provides: list[Item] = [registration(kit, single, made)]
    busy = kit.chance(30)
    if busy:
        provides.insert(kit.between(0, 1), registration(kit, layer(kit, False), made))
    body_of_users = tuple(registration(kit, user, made) for user in users)
    parts: list[Item] = [Helper(kit.number(), tuple(provides), dress=dress(kit))]
    parts += [Helper(kit.number(), body_of_users, dress=dress(kit))] if kit.chance(70) else list(body_of_users)
    if kit.chance(25):
        parts = parts[1:] + parts[:1]
    return application(kit, made, MODULE, scattered(kit, parts), "refuse" if busy else "fix")


def silenced(kit: Kit) -> Application:
    """No layer uses anything, or no session is there at all."""
    made = framework(kit)
    rest: list[Item] = [registration(kit, other, made) for other in others(kit, kit.between(0, 1), kit.between(0, 2))]
    return application(kit, made, MODULE, scattered(kit, rest))


# Each with the share of programs that it gets.
SHARES = {
    flat: 4,
    authenticated: 1,
    trapped: 2,
    harmless: 1,
    crossed: 1,
    listed: 2,
    listed_then_added: 1,
    innermost: 1,
    appended_user: 1,
    wrapped: 1,
    deeper_user: 1,
    deeper_session: 1,
    same_branch: 1,
    looped: 1,
    helped: 2,
    silenced: 1,
}
SITUATIONS = [situation for situation, share in SHARES.items() for _ in range(share)]


def twice(kit: Kit) -> tuple[Application, ...]:
    """One helper for two applications: repaired inside it, or at both calls."""
    made: Framework = "FastAPI"
    users = others(kit, kit.between(1, 2), 0)
    body = tuple(shuffled(kit, session(kit, ["literal", "name"]), users, made))
    number = kit.number()
    first = application(kit, made, NAMED, [Helper(number, body)])
    return first, application(kit, made, NAMED, [Helper(number, body, defined=False)])


@st.composite
def programs(draw: Draw) -> Program:
    """Any program of one file."""
    formatted = draw(st.sampled_from([True, True, False]))
    made = kit(draw, formatted, draw(st.integers(0, 9)) == 9)
    count = 1 if made.own_name else made.pick([1, 1, 1, 2])
    if made.chance(5) and not made.own_name:
        return Program(twice(made), formatted)
    applications = tuple(made.pick(SITUATIONS)(made) for _ in range(count))
    odd = made.chance(15)
    if not odd:
        return Program(applications, formatted)
    return Program(applications, formatted, made.pick(["\n", "\r\n"]), made.chance(50), made.chance(30))


@st.composite
def simple_programs(draw: Draw) -> Program:
    """Programs that a fixer of a few lines can repair: `add_middleware` in a module, and nothing else."""
    made = kit(draw, True, False)
    users = [layer(made, made.chance(60), ["class", "asgi"]) for _ in range(made.between(1, 4))]
    subjects: list[Session | Layer] = [user for user in users if user.body not in (*EXTRA_ARGUMENTS, *OPTIONED)]
    subjects.insert(made.between(0, len(subjects)), Session(made.number()))
    items = tuple(Registration(subject, "add") for subject in subjects)
    return Program((Application(made.number(), "FastAPI", "module", items),))
