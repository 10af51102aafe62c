"""How what was asked of another process can end without an answer."""

import signal


class Ending(RuntimeError):
    """This process is ending, as after Ctrl-C: nothing new begins."""


class Died(RuntimeError):
    """A process ended before it had answered; says how."""

    def __init__(self, status: int | None) -> None:
        """status: its exit status, or less than 0 for a signal; None: nobody knows."""
        if status is None:
            words = "its process was lost"
        elif status >= 0:
            words = f"its process ended (exit code {status})"
        else:
            name = signal.Signals(-status).name
            memory = ", often for want of memory" if name == "SIGKILL" else ""
            words = f"its process was killed ({name}{memory})"
        super().__init__(words)
