"""Zip and tar archives, read in place: nothing is unpacked to the disk.

So there is no path outside and no link to follow. What one student sent has
limits of its own. An archive of a whole class has only those of the child that
reads it (reading.py): there, what one student's part is must not cost others.
"""
import bz2
import collections
import contextlib
import functools
import gzip
import io
import lzma
import math
import stat
import tarfile
import tempfile
import typing
import zipfile
from collections.abc import Callable, Iterator, Mapping

from checkers.base.text import one_line
from checkers.classroom.files import (Contents, Member, NAME, NESTED,
                                      Unreadable)
from checkers.runner import zygote

SUFFIXES = ('.zip', '.tar', '.tar.gz', '.tgz', '.tar.bz2', '.tbz2',
            '.tar.xz', '.txz')
UNKNOWN = ('.rar', '.7z')       # known as archives, but not read
ENTRIES = 100000                # files in a student's archive
HEADER = 8 << 10                # bytes of what a tar tells of a file
# Of a student's compressed tar, beyond so many bytes: at most RATIO times.
UNPACKED, HARMLESS, RATIO = 1 << 30, 16 << 20, 100
KEPT = 1 << 30                  # bytes that are kept of a compressed tar
SIDE_BY_SIDE = 100              # Python files that are kept, in one folder
DEEP = 40                       # folders in a path
Opener: typing.TypeAlias = Callable[[typing.BinaryIO], io.BufferedIOBase]
# The first bytes of a compressed file -> what unpacks it.
OPENERS: dict[bytes, Opener] = {
    b'\x1f\x8b': gzip.open, b'BZ': bz2.open, b'\xfd7': lzma.open}


def stem(name: str) -> str | None:
    """Return an archive's name without its suffix, or None for others."""
    for suffix in sorted(SUFFIXES + UNKNOWN, key=len, reverse=True):
        if name.lower().endswith(suffix) and len(name) > len(suffix):
            return name[:-len(suffix)]
    return None


@contextlib.contextmanager
def broken() -> Iterator[None]:
    """Turn whatever a reader of archives raises into Unreadable."""
    try:
        yield
    except (Unreadable, MemoryError):
        raise
    except Exception as error:
        raise Unreadable(f'the archive is broken: {one_line(error)}')


def members(source: str | bytes) -> Contents:
    """Return what an archive holds, and notes on what was left out.

    Args:
        source: path of the archive that the teacher named, which may be
            that of a class; or the bytes of one student's.

    Raises:
        Unreadable: it is broken, no archive, or too large.
    """
    with broken():
        is_own = isinstance(source, bytes)
        file: typing.BinaryIO = io.BytesIO(source) \
            if isinstance(source, bytes) else open(source, 'rb')
        head = file.read(2)
        file.seek(0)
        if head == b'PK':
            pairs = of_zip(zipfile.ZipFile(file))
        elif head in OPENERS:
            pairs = of_packed_tar(unpacked(OPENERS[head], file, is_own))
        else:
            pairs = of_tar(file)
        found: dict[str, Member] = {}
        notes: set[str] = set()
        for count, (name, member) in enumerate(pairs):
            if is_own and count == ENTRIES:
                raise Unreadable(
                    f'the archive holds more than {ENTRIES} files')
            path = safe(name)
            if path is None:
                notes.add('the archive names a path outside it: ' + name[:80])
            elif path and not path.startswith('__MACOSX'):
                found[path] = member
    return found, notes


def safe(name: str) -> str | None:
    """Return a name as a path inside; '' for the top, None for outside."""
    name = name.replace('\\', '/')
    parts = [part for part in name.split('/') if part not in ('', '.')]
    if name.startswith('/') or '..' in parts or '\0' in name or \
            len(parts) > DEEP or any(
                len(part.encode('utf-8', 'surrogatepass')) > NAME
                for part in parts):
        return None
    return '/'.join(parts)


def of_zip(archive: zipfile.ZipFile) -> Iterator[tuple[str, Member]]:
    """Yield the names and members of a zip archive.

    A system without modes cannot send the run bit: where the archive comes
    from one, every file has it.
    """
    for info in archive.infolist():
        mode = info.external_attr >> 16
        if info.is_dir():
            mode = stat.S_IFDIR | 0o755
        elif not stat.S_IFMT(mode):
            mode = stat.S_IFREG | (stat.S_IMODE(mode) or 0o755)
        yield info.filename, Member(mode, info.file_size, functools.partial(
            read_zipped, archive, info))


class Header(tarfile.TarInfo):
    """What a tar tells of a file, looked at before it is read further.

    A long name or the like is a file of its own before the file, and tarfile
    takes however long for one without end.
    """

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str,
                errors: str) -> typing.Self:
        """Read a block of 512 bytes.

        Raises:
            Unreadable: it announces too much, or a file with holes.
        """
        info = super().frombuf(buf, encoding, errors)
        if info.type in MORE and not 0 <= info.size <= HEADER:
            raise Unreadable('the archive tells too much of a file')
        if info.type == tarfile.GNUTYPE_SPARSE:
            raise Unreadable('the archive holds a file with holes')
        return info


MORE = {tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE,
        tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK}
KINDS = {tarfile.DIRTYPE: stat.S_IFDIR, tarfile.SYMTYPE: stat.S_IFLNK,
         tarfile.LNKTYPE: stat.S_IFLNK}


def mode_of(info: tarfile.TarInfo) -> int:
    """Return kind and permissions of a member, as in os.stat."""
    kind = stat.S_IFREG if info.isreg() else KINDS.get(
        info.type, stat.S_IFIFO)
    return kind | stat.S_IMODE(info.mode)


def of_tar(file: typing.BinaryIO) -> Iterator[tuple[str, Member]]:
    """Yield the names and members of a tar archive."""
    archive = tarfile.open(fileobj=file, mode='r:', tarinfo=Header)
    for info in archive:
        yield info.name, Member(mode_of(info), info.size, functools.partial(
            read_tarred, archive, info))


def of_packed_tar(parts: io.RawIOBase) -> Iterator[tuple[str, Member]]:
    """Yield the names and members of a compressed tar archive.

    It is read once, from its begin to its end. What could be read later is
    kept in a file without a name, and nothing else.
    """
    kept, size = tempfile.TemporaryFile(), 0
    beside: collections.Counter[str] = collections.Counter()
    archive = tarfile.open(fileobj=parts, mode='r|', bufsize=1 << 20,
                           tarinfo=Header)
    for info in archive:
        mode, start = mode_of(info), size
        folder, _, name = info.name.rpartition('/')
        if stat.S_ISREG(mode) and is_read(name, info.size):
            beside[folder] += name.endswith('.py')
            if beside[folder] <= SIDE_BY_SIDE and size + info.size <= KEPT:
                size += kept.write(read_tarred(archive, info))
        yield info.name, Member(mode, info.size, functools.partial(
            read_kept, kept, start, size - start, info.size))


def is_read(name: str, size: int) -> bool:
    """Tell whether a file may be read: a Python file, or an archive."""
    return size <= zygote.FILE_LIMIT if name.endswith('.py') else \
        size <= NESTED and stem(name) is not None


def read_kept(kept: typing.IO[bytes], start: int, size: int,
              announced: int) -> bytes:
    """Return the bytes of a file that was kept."""
    if size < announced:
        raise Unreadable('the archive holds too much')
    kept.seek(start)
    return kept.read(size)


def read_zipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return the bytes of a file, no more than an archive in it may have."""
    if info.flag_bits & 1:
        raise Unreadable('the archive is encrypted')
    with broken(), archive.open(info) as file:
        return file.read(NESTED + 1)


def read_tarred(archive: tarfile.TarFile, info: tarfile.TarInfo) -> bytes:
    """Return the bytes of a file, as read_zipped."""
    with broken():
        file = archive.extractfile(info)
        if file is None:
            raise Unreadable(f'{info.name} is no file')
        with file:
            return file.read(NESTED + 1)


class Bounded(io.RawIOBase):
    """What comes out of a compressed file, up to a number of bytes."""

    def __init__(self, source: io.BufferedIOBase, packed: int,
                 most: float) -> None:
        """Keep the source; packed is what it is unpacked from."""
        self.source, self.packed, self.left = source, packed, most

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes.

        Raises:
            Unreadable: there are too many.
        """
        part = self.source.read(size)
        self.left -= len(part)
        if self.left < 0:
            raise Unreadable(f'the archive is a bomb: {self.packed >> 10} KB '
                             'unpack to more than it may hold')
        return part


def unpacked(opener: Opener, file: typing.BinaryIO, is_own: bool) -> Bounded:
    """Return what a compressed file unpacks to.

    Args:
        opener: what unpacks it.
        file: the file.
        is_own: whether one student sent it, who has no more than a limit.
    """
    packed = file.seek(0, io.SEEK_END)
    file.seek(0)
    most = min(UNPACKED, max(HARMLESS, RATIO * packed))
    return Bounded(opener(file), packed, most if is_own else math.inf)


def only_archive(found: Mapping[str, Member]) -> Contents | None:
    """Return what the one archive among members holds.

    A platform may put the archive that a student sends into a folder or into
    another archive. It is opened where no answer lies beside it.

    Returns:
        As members; None where there is no archive.

    Raises:
        Unreadable: there are several; or it is too large, or of a kind that
            is not read.
    """
    names = [path for path, member in found.items()
             if member.is_file and stem(path.rpartition('/')[2])]
    if not names:
        return None
    if len(names) > 1:
        raise Unreadable('it holds several archives and no answer')
    return nested(names[0], found[names[0]])


def nested(name: str, member: Member) -> Contents:
    """Return what an archive holds that lies in another, or in a folder."""
    if name.lower().endswith(UNKNOWN):
        raise Unreadable('it is no zip or tar archive')
    if member.size > NESTED:
        raise Unreadable(f'the archive is larger than {NESTED >> 20} MB')
    return members(member.read())
