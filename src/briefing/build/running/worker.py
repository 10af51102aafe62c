"""A worker: Python that imports once what sections need, and then does one thing after the other.

    python -P -m briefing.build.running.worker MODULE…

What a section leaves behind, the next must not find: it is put in order or, where that cannot be, the worker ends and
another begins.
"""

import builtins
import copy
import decimal
import gc
import locale
import logging
import os
import pickle
import random
import signal
import sys
import sysconfig
import threading
import warnings
from collections.abc import Iterable
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, BinaryIO, cast

import numpy
import pandas
import psutil

from helpers import explained
from helpers.data.schema import TABLES

from . import libraries, processes, shell, spawned

LIBRARIES = ("IPython.display", "matplotlib", "matplotlib.axes", "matplotlib.figure", "matplotlib.pyplot", "numpy", "pandas", "seaborn")  # fmt: skip
OWN = ("helpers", "briefing")
CONTAINERS = (dict, list, set)
SECTION = "briefing.build.running.shell:serve"
BACKEND = "matplotlib_inline.backend_inline"
SHARED = [Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib")]


class Channel:
    """The connection with the process that asks, used as one of multiprocessing."""

    def __init__(self, requests: BinaryIO, answers: BinaryIO) -> None:
        self._requests, self._answers = requests, answers

    def recv(self) -> Any:
        return pickle.load(self._requests)

    def send(self, message: object) -> None:
        self._answers.write(pickle.dumps(message))
        self._answers.flush()


class Clean:
    """What the process is like before its first section."""

    def __init__(self) -> None:
        from matplotlib import pyplot

        explained.take_over()  # as every section does
        pyplot.switch_backend(f"module://{BACKEND}")
        self._environment, self._path, self._folder = dict(os.environ), list(sys.path), os.getcwd()
        self._streams, self._modules = (sys.stdout, sys.stderr), dict(sys.modules)
        self._drawing, self._warnings = pyplot.rcParams.copy(), list(warnings.filters)
        self._chance, self._decimal = (random.getstate(), numpy.random.get_state()), decimal.getcontext().copy()
        self._declared = dict(vars(TABLES))
        own = [name for name in sys.modules if name.partition(".")[0] == "helpers"]
        self._spoken, self._looked_at = {name: dict(vars(sys.modules[name])) for name in own}, [*LIBRARIES, *own]
        self._code, self._rest = _code(self._looked_at), _rest()

    def again(self) -> bool:
        """Put in order what a section has left; False: something is left that nobody could."""
        from matplotlib import pyplot
        from matplotlib_inline.config import InlineBackend

        vars(TABLES).update(self._declared)  # a section may have opened data of its own
        self._name_as_before()
        os.chdir(self._folder)
        os.environ.clear()
        os.environ.update(self._environment)
        sys.path[:], cast(list[Any], warnings.filters)[:] = self._path, self._warnings
        for stream in (sys.stdout, sys.stderr):
            stream.close()
        sys.stdout, sys.stderr = self._streams
        random.setstate(self._chance[0])
        numpy.random.set_state(self._chance[1])
        decimal.setcontext(self._decimal.copy())
        pyplot.close("all")
        if pyplot.rcParams != self._drawing:
            pyplot.rcParams.update(self._drawing)
        if _rest() != self._rest or not _same(_code(self._looked_at), self._code):
            return False
        self._forget_modules()
        InlineBackend.clear_instance()
        shell.made(again=True)
        pyplot.switch_backend(f"module://{BACKEND}")
        return True

    def _name_as_before(self) -> None:
        """Let the names of helpers' modules stand for what they did; modules imported later stay known to their packages."""
        for module, names in self._spoken.items():
            now = vars(sys.modules[module])
            for name in now.keys() - names.keys():
                if not isinstance(now[name], ModuleType):
                    del now[name]
            now.update(names)

    def _forget_modules(self) -> None:
        """What stays in memory of what the section has imported is of libraries and helpers, and as if just imported."""
        for name, module in list(sys.modules.items()):
            if name == BACKEND or (self._modules.get(name) is not module and not _is_shared(name, module)):
                del sys.modules[name]


def _is_shared(name: str, module: ModuleType) -> bool:
    """Whether all sections could have it in memory: it does not lie beside the notebooks."""
    origin = getattr(getattr(module, "__spec__", None), "origin", None)
    places = [origin] if origin else list(getattr(module, "__path__", ()))
    libraries = any(Path(place).is_relative_to(shared) for place in places for shared in SHARED)
    return libraries or origin in ("built-in", "frozen") or name.partition(".")[0] in OWN


def _rest() -> dict[str, object]:
    """What a section should have left as it was."""
    import matplotlib

    root = logging.root
    return {
        "builtins": {name: value for name, value in vars(builtins).items() if name not in ("_", "input")},
        "options": copy.deepcopy(pandas.options.d),
        "locale": locale.setlocale(locale.LC_ALL),
        "colours": list(matplotlib.colormaps),
        "messages": (root.level, list(root.handlers), root.manager.disable),
        "hooks": (sys.getrecursionlimit(), sys.gettrace(), sys.getprofile(), sys.excepthook, gc.isenabled()),
        "signals": [signal.getsignal(number) for number in sorted(signal.valid_signals())],
        "threads": threading.active_count(),
        "processes": len(psutil.Process().children()),
    }


def _code(modules: Iterable[str]) -> dict[tuple[str, str], object]:
    """What stands in modules that a notebook uses, and in their classes; of libraries, which keep notes there, the code."""
    code = {}
    for name in modules:
        own = name.partition(".")[0] in OWN
        for at, value in vars(sys.modules[name]).items():
            if at.startswith("__" if own else "_") or isinstance(value, ModuleType):
                continue
            if not own and not isinstance(value, FunctionType | type):
                continue
            code[name, at] = copy.copy(value) if isinstance(value, CONTAINERS) else value
            if isinstance(value, type):
                code |= {(f"{name}.{at}", part): held for part, held in vars(value).items() if callable(held)}
    return code


def _same(code: dict[tuple[str, str], object], before: dict[tuple[str, str], object]) -> bool:
    one_by_one = (now is before[at] or (isinstance(now, CONTAINERS) and now == before[at]) for at, now in code.items())
    return code.keys() == before.keys() and all(one_by_one)


def main(modules: list[str]) -> None:
    channel = Channel(os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb"))
    with open(os.devnull) as nothing:  # cells have no input, and print nowhere else
        os.dup2(nothing.fileno(), 0)
    errors = os.dup(2)
    os.dup2(errors, 1)
    spawned.ROOM = 1
    libraries.prepare(modules)
    clean = Clean()
    while True:
        try:
            channel.send(spawned.READY)
            done = processes.obey(channel)
        except (EOFError, BrokenPipeError):  # nobody asks any more
            return
        if done == SECTION and not clean.again():
            return
        os.dup2(errors, 1)
        os.dup2(errors, 2)


if __name__ == "__main__":
    main(sys.argv[1:])
    os._exit(0)  # whatever is left
