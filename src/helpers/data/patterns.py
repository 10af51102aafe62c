"""Which patterns a declaration may have: those that end.

Python tries every way to divide a text among a pattern's repeats, which for `(.*)*x` doubles with each character. Nothing
but a trial tells that of a pattern: texts of what it speaks of grow, little by little, until one takes too long. Some take
forever at once, as `(a?){60}a{60}` does of 60 letters: the trial is stopped, where the system can (not on Windows).
"""

import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

LONGEST = 500  # characters of a pattern
_TEXT = 1_000  # characters of the longest text that is tried
_SLOW = 0.05  # seconds of a trial; any other takes a thousandth of that
_ALL = 1.0  # seconds of a processor for all trials of a pattern
_REPEATS = re.compile(r"[*+?}].*[*+?}]|\)[*+{]", re.DOTALL)  # several, or one of a group: others end


@cache
def usable(pattern: str) -> bool:
    """Whether a pattern can be compiled, and whatever is matched with it ends.

    >>> usable(r"[A-Z]+\\d+(,[A-Z]+\\d+)*"), usable("(a|a)*b"), usable("a{99999999999}"), usable("(")
    (True, False, False, False)
    """
    if len(pattern) > LONGEST:
        return False
    try:
        match = re.compile(pattern, re.ASCII).fullmatch
    except (re.error, OverflowError, RecursionError):
        return False
    tried = {*pattern, *re.findall(r"\w+", pattern), *"aA0ầ .,-_"} if _REPEATS.search(pattern) else set()
    try:
        with _stopped():
            return not any(_grows(match, text) for text in tried)
    except TimeoutError:
        return False


@contextmanager
def _stopped() -> Iterator[None]:
    """Raises TimeoutError in what takes too long; only a process's first thread is told of time."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, _ALL)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _grows(match: Callable[[str], object], part: str) -> bool:
    """Whether a text that repeats a part, with an end that nothing expects, takes longer and longer."""
    count = 1
    while count * len(part) <= _TEXT:
        begun = time.thread_time()
        match(part * count + "\0")
        if time.thread_time() - begun > _SLOW:
            return True
        count = count + 1 if count < 40 else count * 2
    return False
