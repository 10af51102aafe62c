"""Files that somebody else may have made: read only if they are plain files, and of a size that a report has; zips, both ways.

A link could lead anywhere, a pipe never ends to wait, a device never ends to send, and a few zeros packed fill any memory.
"""

import io
import os
import re
import stat
import zipfile
import zlib
from pathlib import Path
from typing import Any, NoReturn

from helpers.i18n import Message, _

_DAY = (1980, 1, 1, 0, 0, 0)  # of every file in a zip
MOST = 1 << 26  # bytes of a file, and of all that an archive holds: twenty times what an edition of 3,300 offices needs
_KINDS = {
    stat.S_IFLNK: _("a link"), stat.S_IFDIR: _("a folder"), stat.S_IFIFO: _("a pipe"), stat.S_IFSOCK: _("a socket"),
    stat.S_IFCHR: _("a device"), stat.S_IFBLK: _("a device"),
}  # fmt: skip

_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# a place on the sender's own disk is no harm: Word notes where an attached template lay
_AWAY = ("http", "ftp", "\\\\", "file://\\\\")


def kind(path: Path) -> str:
    """What stands at a path instead of a plain file, in words; empty if it is one.

    >>> kind(Path(__file__)), kind(Path(__file__).parent)
    ('', 'a folder')
    """
    mode = path.lstat().st_mode
    return "" if stat.S_ISREG(mode) else _KINDS.get(stat.S_IFMT(mode), _("no file"))


def no_device(name: str) -> str:
    """The name for a file, of which Windows has none that are called as its devices are.

    >>> no_device("con.csv"), no_device("contact.csv")
    ('_con.csv', 'contact.csv')
    """
    return f"_{name}" if _DEVICE.fullmatch(name) else name


def content(path: Path, most: int = MOST) -> bytes:
    """The bytes of a plain file. Raises OSError for anything else, and for one that is larger."""
    if what := kind(path):
        raise OSError(_("it is {what}", what=what))
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags), "rb") as file:  # it may be another one by now: what was opened counts
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode) or about.st_size > most:
            raise OSError(
                _("it is larger than {most} MB", most=most >> 20) if stat.S_ISREG(about.st_mode) else _("it is no file")
            )
        return file.read(most)


def gunzipped(packed: bytes) -> bytes:
    """Bytes that gzip has packed. Raises ValueError for more than may be, zlib.error and EOFError for what it has not packed.

    >>> import gzip
    >>> gunzipped(gzip.compress(b"Ninh"))
    b'Ninh'
    """
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
    found = unpacking.decompress(packed, MOST)
    if unpacking.unconsumed_tail:
        raise ValueError(_("it holds more than {most} MB", most=MOST >> 20))
    if not unpacking.eof:
        raise EOFError(_("it ends too early"))
    return found


def unzipped(packed: bytes) -> dict[str, bytes]:
    """The files of an archive, by their names. Raises ValueError for more than may be, zipfile.BadZipFile for no archive."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        if sum(about.file_size for about in archive.infolist()) > MOST:
            raise ValueError(_("it holds more than {most} MB", most=MOST >> 20))
        return {about.filename: archive.read(about) for about in archive.infolist()}


def zipped(files: dict[str, bytes], level: int | None = None) -> bytes:
    """Files in a zip that is the same bytes for the same files. level: of compression."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _DAY), data, zipfile.ZIP_DEFLATED, level)
    return content.getvalue()


class NotRead(Exception):
    """A file that is not read: what is found, what is expected, what to do."""


def office_parts(
    content: bytes, main: str, expected: Message, remedy: Message
) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The parts of a file of Word or Excel, and the elements of those in XML.

    main: the part that tells its kind. Raises NotRead for another one, and for what no office needs: macros, links that are
    followed when it is opened, entities.
    """
    from lxml import etree  # not where files are only looked at

    def refuse(found: str, then: Message = remedy) -> NoReturn:
        raise NotRead(found, expected, then)

    again = _("it was cut short or changed on its way: ask its sender for it again")
    if not content:
        refuse(_("an empty file"), again)
    if content.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in content:
        refuse(_("a file with a password"), _("remove the password (File, Info, Protect), or ask its sender to"))
    if not content.startswith(b"PK"):
        old = content.startswith(_OLE)
        refuse(_("a file of Office 97-2003 (.doc, .xls)") if old else _("text or another format under that name"))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if len(set(archive.namelist())) < len(archive.namelist()):  # programs differ in which of them they read
                refuse(_("two parts of one name"))
        parts = unzipped(content)
    except (NotRead, MemoryError):
        raise
    except ValueError as error:
        smaller = _("take large pictures, films and attached files out, or ask its sender for it as you sent it")
        refuse(str(error), smaller)
    except Exception as error:  # zipfile has many words for a damaged file
        refuse(_("a damaged file ({error})", error=error), again)
    types, trees = parts.get("[Content_Types].xml", b""), {}
    if main not in parts or not types:
        refuse(_("a zip archive or another office format"))
    if b"macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in parts):
        refuse(_("a file with macros"), _("open it with macros off and save it as {kind}", kind=expected))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for name in (name for name in parts if name.endswith((".xml", ".rels"))):
        try:
            tree = etree.fromstring(parts[name], parser)
        except etree.XMLSyntaxError as error:
            refuse(_("a damaged file ({error})", error=f"{name}: {error.msg}"), again)
        if tree.getroottree().docinfo.doctype:
            refuse(
                _("a document type in {part}", part=name),
                _("no office program writes that: ask its sender for the file as Word or Excel saves it"),
            )
        for link in tree.iter("{*}Relationship"):
            target, is_text = link.get("Target", "").lower(), link.get("Type", "").endswith("/hyperlink")
            away = target.startswith(_AWAY) or link.get("Type", "").endswith("/externalLinkPath")
            if link.get("TargetMode") == "External" and not is_text and away:
                away_with = _(
                    "break the link (File, Info, Edit Links to Files; of a template: Developer, Document Template), or save it in LibreOffice"
                )
                refuse(_("a link in {part} to {target}", part=name, target=target), away_with)
        trees[name] = tree
    return parts, trees
