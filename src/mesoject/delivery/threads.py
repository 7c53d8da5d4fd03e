"""One BLAS thread for many small products: with more, threads wait for each other ten times longer than they work."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache, wraps
from typing import ParamSpec, TypeVar

from threadpoolctl import ThreadpoolController

P = ParamSpec("P")
R = TypeVar("R")
_inside = threading.local()


def one_blas_thread(work: Callable[P, R]) -> Callable[P, R]:
    """Run a function with BLAS held to one thread; what it calls is held too."""

    @wraps(work)
    def held(*args: P.args, **kwargs: P.kwargs) -> R:
        if getattr(_inside, "held", False):
            return work(*args, **kwargs)
        with _controller().limit(limits=1, user_api="blas"):
            _inside.held = True
            try:
                return work(*args, **kwargs)
            finally:
                _inside.held = False

    return held


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()
