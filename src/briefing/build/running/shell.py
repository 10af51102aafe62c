"""A section's process: an IPython shell like a kernel's, which gets cells and sends outputs over a connection.

The shell is the one of ipykernel, its messages are those of a kernel; only no sockets lie between. Different from a
kernel: `exit()` is an error, for a section must run to its end; and warnings name a cell's file without the folder,
which has the number of the process in it, so that two builds are the same.
"""

import asyncio
import builtins
import getpass
import io
import json
import os
import sys
import tempfile
import threading
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from ipykernel.compiler import XCachingCompiler
from ipykernel.ipkernel import IPythonKernel
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.error import StdinNotImplementedError, UsageError
from IPython.core.interactiveshell import ExecutionResult
from jupyter_client.session import Session
from traitlets.config import Config

from helpers.language import _

Message: TypeAlias = dict[str, Any]  # as Jupyter has them
CONFIG = Config(HistoryManager={"enabled": False})  # its database is one for all processes
BUFFER = 1 << 20  # characters of a stream that are sent together, at most
WRITTEN = 64 << 20  # bytes written by file descriptor that are read at once: more than a cell may give


class Messages(Session):
    """A Jupyter session that sends its messages over a connection."""

    def __init__(self, **traits: object) -> None:
        super().__init__(**traits)
        self._lock, self._process = threading.Lock(), os.getpid()

    def send(
        self, stream: Any, msg_or_type: Message | str, content: Message | None = None, *_: object, **__: object
    ) -> Message:
        """stream: a `Connection`, in the place of a socket."""
        message = self.msg(msg_or_type, content) if isinstance(msg_or_type, str) else msg_or_type
        if os.getpid() == self._process:  # not a process that a cell has forked
            with self._lock:
                stream.send(self.pack(message))
        return message


class Compiler(XCachingCompiler):
    """A kernel's compiler, but for the folder of the file that a cell is said to stand in."""

    def get_code_name(self, raw_code: str, code: str, number: int) -> str:
        return Path(XCachingCompiler.get_code_name(self, raw_code, code, number)).name


class Stream(io.TextIOBase):
    """sys.stdout or sys.stderr of the cells, and what other programs write to its file descriptor, in order."""

    encoding = "UTF-8"

    def __init__(self, name: str, messages: Messages, connection: Connection) -> None:
        self.name, self._messages, self._connection = name, messages, connection
        self._lock, self._length = threading.RLock(), 0
        self._text: list[str] = []
        # what is written by file descriptor goes to a file, so that no writer waits for a reader
        self._written = tempfile.TemporaryFile("a+b")  # noqa: SIM115
        self._read = 0
        os.dup2(self._written.fileno(), {"stdout": 1, "stderr": 2}[name])

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        with self._lock:
            self._take_over()
            self._text.append(text)
            self._length += len(text)
            if self._length > BUFFER:
                self.flush()
        return len(text)

    def flush(self) -> None:
        with self._lock:
            self._take_over()
            text, self._text, self._length = "".join(self._text), [], 0
            if text:
                self._messages.send(self._connection, "stream", {"name": self.name, "text": text})

    def _take_over(self) -> None:
        size = os.fstat(self._written.fileno()).st_size
        if size > self._read:
            self._written.seek(self._read)
            written = self._written.read(min(size - self._read, WRITTEN))
            self._written.seek(0, os.SEEK_END)  # where Windows lets others write on
            self._text.append(written.decode(errors="replace"))
            self._read = size

    def fileno(self) -> int:
        return self._written.fileno()

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False


def serve(connection: Connection, folder: str) -> None:
    """Run the cells that come, in a folder, until there is one that is None."""
    os.chdir(folder)
    libraries = (at for at, path in enumerate(sys.path) if Path(path).name in ("site-packages", "dist-packages"))
    sys.path.insert(next(libraries, 0), "")  # the notebook's folder comes behind the standard library, as in a kernel
    messages = Messages()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    sys.stdout, sys.stderr = (Stream(name, messages, connection) for name in ("stdout", "stderr"))
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_plain_streams)
    shell = made()
    shell.init_environment()  # sets pagers and colours again, which went with the original's environment
    of_kernel: tuple[Any, Any] = (shell.displayhook, shell.display_pub)
    for part in of_kernel:
        part.session, part.pub_socket = messages, connection
    builtins.input, getpass.getpass = _refuse_input, _refuse_input
    messages.send(connection, "kernel_info_reply", {"language_info": IPythonKernel.language_info})
    loop = asyncio.new_event_loop()
    loop.run_until_complete(_run_all(shell, messages, connection))
    for task in asyncio.all_tasks(loop):  # left by cells
        task.cancel()
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()


def made(again: bool = False) -> ZMQInteractiveShell:
    """The shell of this process, made in the original for all its copies. again: another, that knows nothing of the first."""
    if again:
        ZMQInteractiveShell.instance().restore_sys_module_state()
        ZMQInteractiveShell.clear_instance()
    shell = ZMQInteractiveShell.instance(config=CONFIG, compiler_class=Compiler)
    vars(shell).update(ask_exit=sys.exit, enable_gui=_without_windows)
    if shell.extension_manager:
        shell.extension_manager.load_extension("storemagic")
    return shell


def _plain_streams() -> None:
    """In a process that a cell has forked: write to the file descriptors, which its parent reads."""
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream:
            stream.reconfigure(line_buffering=True)


def _refuse_input(*__: object, **___: object) -> NoReturn:
    raise StdinNotImplementedError(_("a section cannot ask for input: nobody is there to answer"))


def _without_windows(gui: str | None = None) -> None:
    """What `%matplotlib inline` wants; a kernel's needs an application with an event loop."""
    if gui not in (None, "inline"):
        raise UsageError(_("a section cannot open windows ({gui})", gui=gui))


async def _run_all(shell: ZMQInteractiveShell, messages: Messages, connection: Connection) -> None:
    process = os.getpid()
    while (source := connection.recv()) is not None:
        result = await _run(shell, source)
        if os.getpid() != process:  # forked by the cell, and left to run on
            os._exit(0)
        sys.stdout.flush()
        sys.stderr.flush()
        error = result.error_before_exec or result.error_in_exec
        content = {"execution_count": shell.execution_count - 1, "ename": type(error).__name__ if error else ""}
        messages.send(connection, "execute_reply", content)
        await asyncio.sleep(0)  # tasks that the cell has left
    reads: list[object] = getattr(sys.modules.get("helpers.editions"), "reads", list)()
    messages.send(connection, "reads", {"reads": json.loads(json.dumps(reads))})


async def _run(shell: ZMQInteractiveShell, source: str) -> ExecutionResult:
    """Run a cell as a kernel does: one that awaits in the loop that runs, any other at once."""
    try:
        options = {"transformed_cell": shell.transform_cell(source), "preprocessing_exc_tuple": None}
    except Exception:
        options = {"transformed_cell": source, "preprocessing_exc_tuple": sys.exc_info()}
    if not shell.should_run_async(source, **options):
        at_once: ExecutionResult = shell.run_cell(source, store_history=True)
        return at_once
    result = None
    try:
        result = await shell.run_cell_async(source, store_history=True, **options)
    finally:
        shell.events.trigger("post_execute")
        shell.events.trigger("post_run_cell", result)
    return result
