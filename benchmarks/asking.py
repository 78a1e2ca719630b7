"""Asks a served Lotse at a steady rate, whatever the answers take, and keeps how long each took."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from benchmarks.web_server import ask

AT_ONCE = 16


def asked(address: str, questions: Iterator[str], per_second: float, goes_on: Callable[[], bool]) -> list[float]:
    """Ask as long as `goes_on`, which is called before each question; return the seconds of each answer.

    Raises:
        OSError: an answer did not come.
    """
    begun, answers = time.perf_counter(), list[Future[float]]()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while goes_on():
            answers.append(pool.submit(_seconds, address, next(questions)))
            time.sleep(max(0.0, begun + len(answers) / per_second - time.perf_counter()))
    return [one.result() for one in answers]


def _seconds(address: str, question: str) -> float:
    begun = time.perf_counter()
    ask(address, question)
    return time.perf_counter() - begun
