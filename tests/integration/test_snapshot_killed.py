"""Publishing a real index, killed at any moment, and read meanwhile; and a published one with a flipped bit."""

import contextlib
import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event, Thread

import pytest

from adapters.keeper import Keeper, Source
from bot.hosting import Hosted
from retrieval.manifest import MANIFEST_FILE, files_below
from retrieval.model_export import export_model
from retrieval.snapshot import published
from tests.conftest import Silence
from tests.fakes import generations
from tests.fakes.generations import Generation, Model, publish

KILLS = 100
FLIPS = 1_000
LONGER, SHORTER = 1.1, 0.85
"""By which a publisher's longest life changes after one that published nothing, or something: machines differ, and the
kills are to hit all moments of a publication, and of what comes between two."""
IMPORTED = (generations.__name__, "bm25s", "onnxruntime", "tokenizers")
"""By the process that the publishing ones are forked from, so that each begins at once."""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """A real one of a few random numbers: what is tested is files, and large ones only take longer."""
    from tests.fakes.small_models import save_bert

    folder = tmp_path_factory.mktemp("small")
    name = str(save_bert(folder))
    export_model(name, folder / "export", Silence())
    return Model(name, folder / "export")


class Reader:
    """Keeps what is published as a server does, and asks it again and again. `seen` are the numbers that answered."""

    def __init__(self, root: Path) -> None:
        self.keeper = Keeper(_source(root), seconds=0.01)
        self.seen: list[int] = []
        self.reasons: set[str] = set()
        self.problem: BaseException | None = None

    @contextlib.contextmanager
    def asking(self) -> Iterator[None]:
        """Ask until the end of the block, and raise what went wrong."""
        stop = Event()
        thread = Thread(target=self._ask, args=(stop,))
        self.keeper.start()
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()
            self.keeper.stop()
        if self.problem is not None:
            raise self.problem

    def _ask(self, stop: Event) -> None:
        try:
            while not stop.wait(0.002):
                self.seen.append(_served(self.keeper).number())
                self.reasons.add(self.keeper.reason)
        except (AssertionError, LookupError, OSError, ValueError) as problem:
            self.problem = problem


def _source(root: Path) -> Source:
    return Source(lambda: published(root), lambda: _hosted(Generation(root)))


def _hosted(generation: Generation) -> Hosted:
    return Hosted(generation, None, {}, generation.name)  # type: ignore[arg-type]


def _served(keeper: Keeper) -> Generation:
    assert keeper.current is not None
    return keeper.current.assistant  # type: ignore[return-value]


@pytest.mark.long
def test_a_publication_killed_at_any_moment_leaves_the_old_or_the_new(tmp_path: Path, model: Model) -> None:
    chance, context = random.Random(7), multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(IMPORTED))
    publish(tmp_path, 0, model)
    begun = time.monotonic()
    publish(tmp_path, 1, model)
    life, reader, current, outcomes = time.monotonic() - begun, Reader(tmp_path), 1, Counter[str]()
    with reader.asking():
        for _ in range(KILLS):
            told, tells = context.Pipe(duplex=False)
            publisher = context.Process(target=generations.publish_on, args=(tmp_path, current + 1, model, tells))
            publisher.start()
            tells.close()
            first = told.recv()
            time.sleep(chance.uniform(0, life))
            publisher.kill()
            publisher.join()
            last = max(first, *_rest(told))
            current = Generation(tmp_path).number()
            assert current in (last - 1, last), "neither the old nor the new"
            outcome = "old" if current < first else "new"
            life *= LONGER if outcome == "old" else SHORTER
            outcomes[outcome] += 1
    assert reader.seen == sorted(reader.seen), "an older one came back"
    assert reader.reasons == {""}
    assert outcomes["old"] > KILLS / 10, outcomes
    assert outcomes["new"] > KILLS / 10, outcomes
    assert len(set(reader.seen)) > KILLS / 10, "hardly any was read meanwhile"


def _rest(told: Connection) -> Iterator[int]:
    """What was said before the end; the last word may be cut off."""
    yield 0
    with contextlib.suppress(EOFError, OSError):
        while True:
            yield told.recv()


@pytest.mark.long
def test_a_flipped_bit_is_refused_every_time_and_the_old_one_serves_on(tmp_path: Path, model: Model) -> None:
    chance = random.Random(11)
    publish(tmp_path, 1, model)
    old = Generation(tmp_path)
    folder = publish(tmp_path, 2, model)
    files, flipped = [*files_below(folder)], 0
    for path in files:
        data = path.read_bytes()
        path.unlink()  # which may be a link to a file of the older one's
        for position in _positions(chance, len(data), -(-FLIPS // len(files))):
            damaged = bytearray(data)
            damaged[position] ^= 1 << chance.randrange(8)
            path.write_bytes(damaged)
            keeper = _offered(old, tmp_path)
            assert _served(keeper).number() == 1
            assert str(path) in keeper.reason
            flipped += 1
        path.write_bytes(data)
    keeper = _offered(old, tmp_path)
    assert (_served(keeper).number(), keeper.reason) == (2, "")
    assert flipped >= FLIPS
    assert folder / MANIFEST_FILE in files


def _positions(chance: random.Random, size: int, count: int) -> Iterator[int]:
    """Both ends and whatever lies between; a short file's come again, with another bit most times."""
    yield from (0, size - 1)
    yield from (chance.randrange(size) for _ in range(count - 2))


def _offered(old: Generation, root: Path) -> Keeper:
    """Return a keeper that served the old one and has looked at what is published now."""
    newer, hosted = _source(root), [_hosted(old)]
    names = [old.name]
    keeper = Keeper(
        Source(
            lambda: names.pop() if names else newer.generation(),
            lambda: hosted.pop() if hosted else newer.load(),
        )
    )
    keeper.look()
    keeper.look()
    return keeper
