"""Where the analysis is done: in one thread with a large stack, beside the one that talks to the editor."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from codemod.engine.limits import SECONDS, limit_of, wall_of
from codemod.files.workers import STACKS, Crew, call_in
from codemod.model import Move, Result
from codemod.server.checkout import Checkout
from codemod.server.documents import owner_of
from codemod.server.memory import give_back, set_aside
from codemod.server.patience import Interrupted, Patience
from codemod.server.state import Answer, State, Told
from codemod.settings.config import ConfigError

OFTEN = 8  # rounds that ran programs, after which garbage is looked for: the trees of older texts above all


class Bench:
    """What is known of the folders of a workspace, between one state of the editor and the next."""

    def __init__(self) -> None:
        self._checkouts: dict[tuple[str, tuple[str, ...], bool], Checkout] = {}
        self._crew = Crew(1)
        self._told: dict[str, Told] = {}
        self._runs = 0  # how often programs had been run when garbage was looked for
        self._tidied = 0  # after how many rounds it would have been

    def round(
        self, state: State, tell: Callable[[Told], None], step: Callable[[int, int], None]
    ) -> tuple[Patience, Callable[[], Answer | None]]:
        """The work that gives the answer for a state, None when it was ended before; and what it is ended by."""
        patience = Patience(step)

        def work() -> Answer | None:
            try:
                return self.answer(state, patience, tell)
            except Interrupted:
                return None
            except Exception as error:  # the server lives on, and says so
                return Answer(self._told, (f"internal error: {type(error).__name__}: {error}",))

        return patience, work

    def answer(self, state: State, patience: Patience, tell: Callable[[Told], None]) -> Answer:
        """What is said of the files of a state; ``tell`` hears of each as soon as it is known. Raises Interrupted."""
        owners: dict[tuple[str, bool], dict[str, bytes]] = {(folder, True): {} for folder in state.folders}
        for path, source in state.buffers.items():
            owners.setdefault(owner_of(path, state.folders), {})[path] = source
        keys = {(root, state.words, is_whole): own for (root, is_whole), own in owners.items()}
        known = self._checkouts
        fresh = [key for key in keys if key not in known]
        self._checkouts = {key: known.get(key) or Checkout(*key, self._prove) for key in keys}
        for key in fresh:
            self._answer_first(self._checkouts[key], keys[key], state, patience, tell)
        told: dict[str, Told] = {}
        complaints = []
        for key, checkout in self._checkouts.items():
            own = keys[key]
            try:
                for result in checkout.check(own, state.buffers, state.seen, patience):
                    if result.path in own:
                        tell(self._told_by(checkout, result))
            except (ConfigError, OSError) as error:
                complaints.append(f"{key[0]}: nothing in it is checked: {error}")
                continue
            for result in checkout.results.values():
                if owner_of(result.path, state.folders)[0] == checkout.root:
                    told[result.path] = self._told_by(checkout, result)
        self._told = told
        return Answer(told, tuple(complaints))

    def _answer_first(
        self,
        checkout: Checkout,
        own: Mapping[str, bytes],
        state: State,
        patience: Patience,
        tell: Callable[[Told], None],
    ) -> None:
        """What can be said of the open files before their folder has been looked at."""
        for path in own:
            result = checkout.check_open(path, own, state.buffers, patience)
            if result is not None:
                tell(self._told_by(checkout, result))

    def _told_by(self, checkout: Checkout, result: Result) -> Told:
        known = self._told.get(result.path)
        return known if known is not None and known.result is result else checkout.told(result)

    def _prove(self, source: bytes, moves: Sequence[Move]) -> bytes:
        limit = limit_of(SECONDS, wall_of(SECONDS))
        after: bytes = self._crew.call(limit, call_in, "codemod.edits.proved", "written_deeply", source, moves)
        return after

    def tidy(self) -> None:
        """Look for garbage when programs have been run: best after their outcome was told, when nobody waits."""
        runs = sum(checkout.runs for checkout in self._checkouts.values())
        if runs != self._runs:
            if self._tidied % OFTEN == 0:
                set_aside()
            give_back()
            self._runs, self._tidied = runs, self._tidied + 1

    def close(self) -> None:
        """End the process that libcst runs in."""
        self._crew.close()


def one_thread() -> ThreadPoolExecutor:
    """A pool of one thread with as large a stack as the system gives: programs are followed by recursion."""
    executor = ThreadPoolExecutor(1, "sessfix")
    before = threading.stack_size()
    for size in STACKS:
        try:
            threading.stack_size(size)
            executor.submit(os.getpid).result()
            break
        except (RuntimeError, ValueError):
            continue
    threading.stack_size(before)
    return executor
