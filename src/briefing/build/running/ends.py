"""How what was asked of another process can end without an answer."""

import signal

from helpers.language import _


class Ending(RuntimeError):
    """This process is ending, as after Ctrl-C: nothing new begins."""


class Died(RuntimeError):
    """A process ended before it had answered; says how."""

    def __init__(self, status: int | None) -> None:
        """status: its exit status, or less than 0 for a signal; None: nobody knows."""
        if status is None:
            words = _("its process was lost")
        elif status >= 0:
            words = _("its process ended (exit code {status})", status=status)
        elif (name := signal.Signals(-status).name) == "SIGKILL":
            words = _("its process was killed (SIGKILL, often for want of memory)")
        else:
            words = _("its process was killed ({signal})", signal=name)
        super().__init__(words)
