"""Files that somebody else has made: of a size that a report has, of XML without entities; zips, both ways.

A few zeros packed fill any memory.
"""

import hashlib
import io
import zipfile
import zlib
from pathlib import Path
from typing import Any

from helpers.errors import InputError, Problem, refusal
from helpers.i18n import Message, _

_DAY = (1980, 1, 1, 0, 0, 0)  # of every file in a zip
MOST = 1 << 26  # bytes of a file, and of all that an archive holds: twenty times what an edition of 3,300 offices needs
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def bytes_of(path: Path) -> bytes:
    """What a plain file holds: a link could lead anywhere. Raises InputError for anything else, and for one that is too large."""
    try:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise OSError(_("it is no plain file"))
        if path.stat().st_size > MOST:
            raise OSError(_("it is larger than {most} MB", most=MOST >> 20))
        return path.read_bytes()
    except OSError as error:
        expected, remedy = _("a file ({strerror})", strerror=refusal(error)), _("Correct the name.")
        raise InputError(Problem(str(path), expected=expected, remedy=remedy, code="unreadable_file")) from None


def not_read(path: Path, found: str, expected: Message, remedy: Message) -> InputError:
    """The error for a file that is not read: what is found, what is expected, what to do."""
    then = f"{remedy[0].upper()}{remedy[1:]}."
    return InputError(Problem(path.name, 0, "", found, expected, then, code="unreadable_file"))


def unzipped(packed: bytes) -> dict[str, bytes]:
    """The files of an archive, by their names. Raises ValueError for more than may be, and for what is no archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            if sum(about.file_size for about in archive.infolist()) > MOST:
                raise ValueError(_("it holds more than {most} MB", most=MOST >> 20))
            return {about.filename: archive.read(about) for about in archive.infolist()}
    # RuntimeError: of a password, or packed otherwise
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError):
        raise ValueError(_("no zip file that can be read")) from None


def zipped(files: dict[str, bytes], level: int | None = None) -> bytes:
    """Files in a zip that is the same bytes for the same files. level: of compression."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _DAY), data, zipfile.ZIP_DEFLATED, level)
    return content.getvalue()


def digests(files: dict[str, bytes]) -> bytes:
    """The list of their digests that `sha256sum --check` reads."""
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode()


def office_parts(
    path: Path, main: str, expected: Message, remedy: Message
) -> tuple[bytes, dict[str, bytes], dict[str, Any]]:
    """A file of Word or Excel: its bytes, its parts, and the elements of those in XML.

    main: the part that tells its kind. Raises InputError for another one, and for entities, which fill any memory. Macros and links
    are no fault: nothing here runs or follows them.
    """
    from lxml import etree  # not where files are only looked at

    content = bytes_of(path)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        parts = unzipped(content)
        trees = {name: etree.fromstring(parts[name], parser) for name in parts if name.endswith((".xml", ".rels"))}
        typed = [name for name, tree in trees.items() if tree.getroottree().docinfo.doctype]
        if main not in parts or typed:  # no office program writes a document type
            raise ValueError(_("no {part}, or a document type", part=main))
    except MemoryError:
        raise
    except Exception as error:  # zipfile and lxml have many words for a damaged file
        found = _("a damaged file, or of another format ({error})", error=error)
        if content.startswith(_OLE):
            has_password = "EncryptedPackage".encode("utf-16-le") in content
            found = _("a file with a password") if has_password else _("a file of Office 97-2003 (.doc, .xls)")
        raise not_read(path, found, expected, remedy) from None
    return content, parts, trees
