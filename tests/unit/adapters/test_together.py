"""What waits together is done together."""

import asyncio
import threading
from collections.abc import Sequence

import pytest

from adapters.together import Together


class Halver:
    """Notes each batch; waits for `gate`; an odd number in a batch spoils the whole of it."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.batches: list[list[int]] = []

    def __call__(self, numbers: Sequence[int]) -> list[int]:
        self.gate.wait(5)
        self.batches.append(list(numbers))
        if odd := [number for number in numbers if number % 2]:
            raise ValueError(f"{odd[0]} is odd")
        return [number // 2 for number in numbers]


def test_what_comes_meanwhile_shares_the_next_batch_in_order() -> None:
    async def scenario() -> None:
        halver = Halver()
        together = Together(halver, 3)
        first = asyncio.create_task(together.do(0))
        await asyncio.sleep(0.01)
        others = [asyncio.create_task(together.do(number)) for number in (8, 2, 6, 4)]
        await asyncio.sleep(0.01)
        assert len(together) == 4
        halver.gate.set()
        assert await asyncio.gather(first, *others) == [0, 4, 1, 3, 2]
        assert halver.batches == [[0], [8, 2, 6], [4]]

    asyncio.run(scenario())


def test_only_who_is_to_blame_hears_of_a_failure() -> None:
    async def scenario() -> None:
        halver = Halver()
        together = Together(halver, 10)
        halver.gate.set()
        results = await asyncio.gather(*map(together.do, (2, 3, 4)), return_exceptions=True)
        assert results[::2] == [1, 2]
        assert isinstance(results[1], ValueError)
        assert halver.batches == [[2, 3, 4], [2], [3], [4]]
        assert await together.do(6) == 3

    asyncio.run(scenario())


def test_who_gave_up_waiting_does_not_disturb_the_others() -> None:
    async def scenario() -> None:
        halver = Halver()
        together = Together(halver, 10)
        gone = asyncio.create_task(together.do(2))
        stays = asyncio.create_task(together.do(4))
        await asyncio.sleep(0.01)
        gone.cancel()
        halver.gate.set()
        assert await stays == 2
        with pytest.raises(asyncio.CancelledError):
            await gone
        await together.finish()
        assert len(together) == 0

    asyncio.run(scenario())
