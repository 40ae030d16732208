"""Archives for the tests, made in memory, the odd ones too."""
import io
import stat
import tarfile
import zipfile


def zipped(files, modes=None, system=3):
    """Return the bytes of a zip archive.

    Args:
        files: dictionary, name -> text or bytes.
        modes: dictionary, name -> st_mode where it is not 0o100755.
        system: where it was made: 3 is Unix, 0 has no modes.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, 'w', zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = system
            mode = (modes or {}).get(name, stat.S_IFREG | 0o755)
            info.external_attr = mode << 16 if system == 3 else 0x20
            archive.writestr(info, content)
    return target.getvalue()


def encrypted(files):
    """Return the bytes of a zip archive that says it is encrypted."""
    data = bytearray(zipped(files))
    for mark, place in ((b'PK\3\4', 6), (b'PK\1\2', 8)):
        start = data.find(mark)
        while start >= 0:
            data[start + place] |= 1
            start = data.find(mark, start + 4)
    return bytes(data)


def tarred(files, mode='w:gz', odd=()):
    """Return the bytes of a tar archive.

    Args:
        files: dictionary, name -> text or bytes.
        mode: as for tarfile.open.
        odd: list of (name, type, link) of members that are no files.
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


def bomb(megabytes=100):
    """Return a small compressed tar that unpacks to zeros."""
    return tarred({'zeros.bin': b'\0' * (megabytes << 20)})
