"""Archives for the tests, made in memory, the odd ones too."""
import io
import stat
import tarfile
import typing
import zipfile
from collections.abc import Iterable, Mapping

Files = Mapping[str, str | bytes]       # name -> content
Mode = typing.Literal['w', 'w:gz', 'w:bz2', 'w:xz']


def zipped(files: Files, modes: Mapping[str, int] = {},
           system: int = 3) -> bytes:
    """Return the bytes of a zip archive.

    Args:
        files: what it holds.
        modes: name -> st_mode where it is not 0o100755.
        system: where it was made: 3 is Unix, 0 has no modes.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, 'w', zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = system
            mode = modes.get(name, stat.S_IFREG | 0o755)
            info.external_attr = mode << 16 if system == 3 else 0x20
            archive.writestr(info, content)
    return target.getvalue()


def encrypted(files: Files) -> bytes:
    """Return the bytes of a zip archive that says it is encrypted."""
    data = bytearray(zipped(files))
    for mark, place in ((b'PK\3\4', 6), (b'PK\1\2', 8)):
        start = data.find(mark)
        while start >= 0:
            data[start + place] |= 1
            start = data.find(mark, start + 4)
    return bytes(data)


def tarred(files: Files, mode: Mode = 'w:gz',
           odd: Iterable[tuple[str, bytes, str]] = ()) -> bytes:
    """Return the bytes of a tar archive.

    Args:
        files: what it holds.
        mode: as for tarfile.open.
        odd: (name, type, link) of members that are no files.
    """
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=mode) as archive:
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            info = tarfile.TarInfo(name)
            info.size, info.mode = len(data), 0o755
            archive.addfile(info, io.BytesIO(data))
        for name, kind, link in odd:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, link
            archive.addfile(info)
    return target.getvalue()


def bomb(megabytes: int = 100) -> bytes:
    """Return a small compressed tar that unpacks to zeros."""
    return tarred({'zeros.bin': b'\0' * (megabytes << 20)})
