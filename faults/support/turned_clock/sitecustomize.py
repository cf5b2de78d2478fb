"""For Python under libfaketime, which refuses short sleeps (EINVAL) as no kernel does."""

import select
import time

_sleep = time.sleep


def _sleep_anyway(seconds: float) -> None:
    try:
        _sleep(seconds)
    except OSError:
        select.select([], [], [], seconds)


time.sleep = _sleep_anyway
