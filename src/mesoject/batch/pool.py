"""Work spread over processes, its results in the order of its items."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")


def in_order(work: Callable[[Item], Answer], items: Sequence[Item], jobs: int) -> Iterator[Answer]:
    """Yield ``work(item)`` of every item, in order, as they are ready; ``work`` can be sent to another process."""
    if min(jobs, len(items)) <= 1:
        yield from map(work, items)
        return
    with processes(min(jobs, len(items))) as pool:
        yield from pool.map(work, items)


def processes(jobs: int) -> ProcessPoolExecutor:
    """Fresh processes of one thread each: a process that forks while others of its threads run can hang for ever.

    Linear algebra starts its threads when it is loaded, so the fresh processes are told by their environment.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_one_thread)


def _one_thread() -> None:
    import cv2

    cv2.setNumThreads(1)
