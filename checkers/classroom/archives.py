"""Zip and tar archives, read in place: nothing is unpacked to the disk.

So there is no path outside and no link to follow. Sizes and numbers are
limited: only small files are read, a compressed tar is unpacked up to a limit
into a file without a name, and what an archive claims is never believed.
"""
import bz2
import contextlib
import gzip
import io
import lzma
import stat
import tarfile
import tempfile
import zipfile

from checkers.classroom.files import Member, NAME, Unreadable

SUFFIXES = ('.zip', '.tar', '.tar.gz', '.tgz', '.tar.bz2', '.tbz2',
            '.tar.xz', '.txz')
UNKNOWN = ('.rar', '.7z')       # known as archives, but not read
ENTRIES = 100000                # files in an archive
UNPACKED = 1 << 30              # bytes of a tar without its compression
HARMLESS, RATIO = 16 << 20, 100     # beyond these bytes: at most RATIO times
NESTED = 64 << 20               # bytes of an archive in an archive
DEEP = 40                       # folders in a path
OPENERS = {b'\x1f\x8b': gzip.open, b'BZ': bz2.open, b'\xfd7': lzma.open}


def stem(name):
    """Return an archive's name without its suffix, or None for others."""
    for suffix in sorted(SUFFIXES + UNKNOWN, key=len, reverse=True):
        if name.lower().endswith(suffix) and len(name) > len(suffix):
            return name[:-len(suffix)]
    return None


@contextlib.contextmanager
def broken():
    """Turn what the readers raise, which is of all kinds, into Unreadable."""
    try:
        yield
    except (Unreadable, MemoryError):
        raise
    except Exception as error:
        said = ' '.join(str(error).split()) or type(error).__name__
        raise Unreadable('the archive is broken: %s' % said[:200])


def members(source):
    """Return what an archive holds, and notes on what was left out.

    Args:
        source: path of the archive, or its bytes.

    Returns:
        Dictionary, path -> files.Member, and a set of texts.

    Raises:
        Unreadable: it is broken, no archive, or too large.
    """
    with broken():
        file = io.BytesIO(source) if isinstance(source, bytes) else \
            open(source, 'rb')
        head = file.read(2)
        file.seek(0)
        if head == b'PK':
            pairs = of_zip(zipfile.ZipFile(file))
        else:
            opener = OPENERS.get(head)
            pairs = of_tar(tarfile.open(
                fileobj=unpack(opener, file) if opener else file, mode='r:'))
        found, notes = {}, set()
        for count, (name, member) in enumerate(pairs):
            if count == ENTRIES:
                raise Unreadable('the archive holds more than %d files'
                                 % ENTRIES)
            path = safe(name)
            if path is None:
                notes.add('the archive names a path outside it: %s'
                          % name[:80])
            elif path and not path.startswith('__MACOSX'):
                found[path] = member
    return found, notes


def safe(name):
    """Return a name as a path inside; '' for the top, None for outside."""
    name = name.replace('\\', '/')
    parts = [part for part in name.split('/') if part not in ('', '.')]
    if name.startswith('/') or '..' in parts or '\0' in name or \
            len(parts) > DEEP or any(
                len(part.encode('utf-8', 'surrogatepass')) > NAME
                for part in parts):
        return None
    return '/'.join(parts)


def of_zip(archive):
    """Yield the names and members of a zip archive.

    Where the archive comes from a system without modes, every file has the
    run bit: nobody could have sent it.
    """
    for info in archive.infolist():
        mode = info.external_attr >> 16
        if info.is_dir():
            mode = stat.S_IFDIR | 0o755
        elif not stat.S_IFMT(mode):
            mode = stat.S_IFREG | (stat.S_IMODE(mode) or 0o755)
        yield info.filename, Member(mode, info.file_size, reader(
            archive.open, info, info.flag_bits & 1))


def of_tar(archive):
    """Yield the names and members of a tar archive."""
    kinds = {tarfile.DIRTYPE: stat.S_IFDIR, tarfile.SYMTYPE: stat.S_IFLNK,
             tarfile.LNKTYPE: stat.S_IFLNK}
    for info in archive:
        kind = stat.S_IFREG if info.isreg() else kinds.get(
            info.type, stat.S_IFIFO)
        yield info.name, Member(kind | stat.S_IMODE(info.mode), info.size,
                                reader(archive.extractfile, info))


def reader(opener, info, encrypted=False):
    """Return the function that reads a member, as far as is sensible."""
    def read():
        if encrypted:
            raise Unreadable('the archive is encrypted')
        with broken(), opener(info) as file:
            return file.read(NESTED + 1)
    return read


def unpack(opener, file):
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
                raise Unreadable('the archive is a bomb: %d KB unpack to '
                                 'more than %d MB' % (packed >> 10,
                                                      size - 1 >> 20))
            target.write(part)
    target.seek(0)
    return target


def only_archive(found):
    """Return the members of the one archive among members, with notes.

    Platforms put a student's archive into a folder, or into an archive, of
    the student's. It is opened where there is no answer beside it.

    Returns:
        As members, or None where there is no archive.

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


def nested(name, member):
    """Return the members of an archive that is a member itself."""
    if name.lower().endswith(UNKNOWN):
        raise Unreadable('it is no zip or tar archive')
    if member.size > NESTED:
        raise Unreadable('the archive is larger than %d MB' % (NESTED >> 20))
    return members(member.read())
