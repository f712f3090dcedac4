"""What the editor has open and what it was told, kept in its one thread; the analysis is asked at the bench, in another.

Each thing that may change what is said gets a number. A round of analysis is for the last number; one whose texts have changed
meanwhile is ended and begun again. What an editor asks for waits for the round that has its number.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from codemod.frozen import TYPE_CHECKING
from codemod.server.documents import Document, path_of, uri_of
from codemod.server.state import Answer, State, Told

if TYPE_CHECKING:
    from codemod.server.bench import Bench
    from codemod.server.patience import Patience

PAUSE = 0.03  # seconds without a keystroke, after which a text is looked at
_LOG = logging.getLogger(__name__)
SUFFIXES = (".py", ".pyw")


class Desk:
    """The state of the editor, and what is known of it.

    ``publish`` hears what is said of a file as soon as it is known, ``finish`` when all is said of a state; ``progress`` how far
    the first look at the folders is.
    """

    def __init__(
        self,
        publish: Callable[[Told], None],
        finish: Callable[[Answer], None],
        progress: Callable[[int, int], None],
    ) -> None:
        self._publish, self._finish, self._progress = publish, finish, progress
        self.documents: dict[str, Document] = {}
        self.folders: tuple[str, ...] = ()
        self.words: tuple[str, ...] = ()
        self.told: Mapping[str, Told] = {}
        self._early: dict[str, Told] = {}
        self._seen = 0
        self._wanted = self._done = 0
        self._bench: Bench | None = None
        self._pool: ThreadPoolExecutor | None = None
        self._patience: Patience | None = None
        self._looked = 0  # the number of the state that the round is for
        self._round: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []
        self._is_closed = False

    # What the editor says

    def open(self, document: Document) -> None:
        """Take a text over from the disk."""
        self.documents[document.uri] = document
        self.look_again()

    def edit(self, uri: str, change: Callable[[Document], Document]) -> None:
        """Change a text; one that was never opened is left alone."""
        if uri in self.documents:
            self.documents[uri] = change(self.documents[uri])
            self._want(PAUSE)

    def close_document(self, uri: str) -> None:
        """Give a text back to the disk."""
        if self.documents.pop(uri, None) is not None:
            self.look_again()

    def set_folders(self, added: Sequence[str], removed: Sequence[str] = ()) -> None:
        """Add and remove folders, given by their addresses."""
        gone = {path_of(uri) for uri in removed}
        kept = [folder for folder in self.folders if folder not in gone]
        self.folders = tuple(dict.fromkeys((*kept, *(path for uri in added if (path := path_of(uri))))))
        self.look_again()

    def set_words(self, words: tuple[str, ...]) -> None:
        """Take the editor's settings."""
        if words != self.words:
            self.words = words
            self._want(0)

    def look_again(self) -> None:
        """Something on disk may have changed."""
        self._seen += 1
        self._want(0)

    # What it may ask

    def open_at(self, path: str) -> Document | None:
        """The open text of a file."""
        return next((document for document in reversed(self.documents.values()) if document.path == path), None)

    def address_of(self, path: str) -> str:
        """How the editor names a file."""
        document = self.open_at(path)
        return document.uri if document is not None else uri_of(path)

    async def settled(self) -> None:
        """Wait until all is said of the texts as they are now."""
        number = self._wanted
        if self._done >= number:
            return
        self._start()
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.append((number, waiter))
        await waiter

    async def told_of(self, document: Document) -> Told | None:
        """What is said of an open file as it is when the answer comes; None when that is nothing."""
        path = document.path or ""
        while True:
            now = self.documents.get(document.uri, document)
            early = self._early.get(path)
            if self._done < self._wanted and early is not None and early.result.before == now.source:
                return early
            number = self._wanted
            await self._settled_or_early()
            if self._done >= number:
                return self.told.get(path)

    async def _settled_or_early(self) -> None:
        waiter = asyncio.ensure_future(self.settled())
        try:
            await asyncio.wait([waiter], timeout=PAUSE)
        finally:
            if not waiter.done():
                waiter.cancel()

    # The rounds

    def _want(self, pause: float) -> None:
        self._wanted += 1
        self._early.clear()
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(pause, self._start)

    def _start(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._is_closed:
            return
        if self._round is not None:
            if self._patience is not None and self._looked < self._wanted:
                self._patience.stop()  # the round is for texts that have changed
            return
        if self._done < self._wanted:
            self._round = asyncio.ensure_future(self._work())

    async def _work(self) -> None:
        try:
            while self._done < self._wanted and not self._is_closed:
                try:
                    number, answer = await self._answer()
                except (
                    Exception
                ):  # whoever waits is told what was known before; the next text is looked at as any other
                    _LOG.exception("a text could not be looked at")
                    self._done = self._wanted
                    self._wake(self._done)
                    continue
                if answer is not None:
                    self._done = number
                    self.told = answer.told
                    self._finish(answer)
                    self._wake(number)
                    self._tidy()
        finally:
            self._round = None

    async def _answer(self) -> tuple[int, Answer | None]:
        """The number of the state as it is now, and what is said of it; None when it has changed meanwhile."""
        loop = asyncio.get_running_loop()
        if self._bench is None:
            self._pool, self._bench = await loop.run_in_executor(None, _begin)
        number = self._looked = self._wanted

        def heard(told: Told) -> None:
            loop.call_soon_threadsafe(self._hear, number, told)

        def stepped(step: int, total: int) -> None:
            loop.call_soon_threadsafe(self._progress, step, total)

        assert self._bench is not None
        self._patience, work = self._bench.round(self._state(), heard, stepped)
        try:
            return number, await loop.run_in_executor(self._pool, work)
        finally:
            self._patience = None

    def _tidy(self) -> None:
        if self._pool is not None and self._bench is not None and not self._is_closed:
            self._pool.submit(self._bench.tidy)

    def _hear(self, number: int, told: Told) -> None:
        if number == self._wanted > self._done:
            self._early[told.result.path] = told
            self._publish(told)

    def _state(self) -> State:
        buffers = {
            document.path: document.source
            for document in self.documents.values()
            if document.path is not None and document.source is not None and document.path.endswith(SUFFIXES)
        }
        return State(self.folders, self.words, buffers, self._seen)

    def _wake(self, number: int) -> None:
        for wanted, waiter in self._waiting:
            if wanted <= number and not waiter.done():
                waiter.set_result(None)
        self._waiting = [(wanted, waiter) for wanted, waiter in self._waiting if not waiter.done()]

    def close(self) -> None:
        """End the work."""
        self._is_closed = True
        if self._patience is not None:
            self._patience.stop()
        for _, waiter in self._waiting:
            waiter.cancel()
        if self._pool is not None and self._bench is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._bench.close()


def _begin() -> tuple[ThreadPoolExecutor, Bench]:
    """The thread that thinks, and what it knows; the analysis is imported with it, after `initialize` was answered."""
    from codemod.server.bench import Bench, one_thread

    return one_thread(), Bench()
