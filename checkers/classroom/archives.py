"""Zip and tar archives, read in place: nothing is unpacked to the disk.

So there is no path outside and no link to follow. Sizes and numbers are
limited: only small files are read, a compressed tar is unpacked up to a limit
into a file without a name, and sizes are counted, not taken from what the
archive says of itself.
"""
import bz2
import contextlib
import functools
import gzip
import io
import lzma
import stat
import tarfile
import tempfile
import typing
import zipfile
from collections.abc import Callable, Iterator, Mapping

from checkers.base.text import one_line
from checkers.classroom.files import Contents, Member, NAME, Unreadable

SUFFIXES = ('.zip', '.tar', '.tar.gz', '.tgz', '.tar.bz2', '.tbz2',
            '.tar.xz', '.txz')
UNKNOWN = ('.rar', '.7z')       # known as archives, but not read
ENTRIES = 100000                # files in an archive
UNPACKED = 1 << 30              # bytes of a tar without its compression
HARMLESS, RATIO = 16 << 20, 100     # beyond these bytes: at most RATIO times
NESTED = 64 << 20               # bytes of an archive in an archive
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
        source: path of the archive, or its bytes.

    Raises:
        Unreadable: it is broken, no archive, or too large.
    """
    with broken():
        file: typing.BinaryIO = io.BytesIO(source) \
            if isinstance(source, bytes) else open(source, 'rb')
        head = file.read(2)
        file.seek(0)
        if head == b'PK':
            pairs = of_zip(zipfile.ZipFile(file))
        else:
            opener = OPENERS.get(head)
            pairs = of_tar(tarfile.open(
                fileobj=unpack(opener, file) if opener else file, mode='r:'))
        found: dict[str, Member] = {}
        notes: set[str] = set()
        for count, (name, member) in enumerate(pairs):
            if count == ENTRIES:
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


def of_tar(archive: tarfile.TarFile) -> Iterator[tuple[str, Member]]:
    """Yield the names and members of a tar archive."""
    kinds = {tarfile.DIRTYPE: stat.S_IFDIR, tarfile.SYMTYPE: stat.S_IFLNK,
             tarfile.LNKTYPE: stat.S_IFLNK}
    for info in archive:
        kind = stat.S_IFREG if info.isreg() else kinds.get(
            info.type, stat.S_IFIFO)
        yield info.name, Member(kind | stat.S_IMODE(info.mode), info.size,
                                functools.partial(read_tarred, archive, info))


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


def unpack(opener: Opener, file: typing.BinaryIO) -> typing.IO[bytes]:
    """Return a file without a name that holds the unpacked bytes.

    Raises:
        Unreadable: there are too many, or too many for what they come from.
    """
    packed = file.seek(0, io.SEEK_END)
    file.seek(0)
    target, size = tempfile.TemporaryFile(), 0
    with opener(file) as source:
        while True:
            part = source.read(1 << 20)
            if not part:
                break
            size += len(part)
            if size > UNPACKED or size > max(HARMLESS, RATIO * packed):
                raise Unreadable(
                    f'the archive is a bomb: {packed >> 10} KB unpack to '
                    f'more than {size - 1 >> 20} MB')
            target.write(part)
    target.seek(0)
    return target


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
