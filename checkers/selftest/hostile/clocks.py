"""Attacks on the judge: what takes it long, or much memory.

Nothing here runs as a student's code: SOURCES are read and judged as texts,
ANSWERS are what a child would have sent, CLASSES are what one student, called
mallory, has among the others. None has more than its own limits.
"""
import io
import json
import os
import pathlib
import random
import struct
import tarfile
import zipfile
from collections.abc import Callable, Sequence

from checkers.selftest import packed

from .answers import FILE, WRONG

MEGABYTE = 1 << 20
HEAD = '#!/usr/bin/env python3'

# name -> (the text of an answer, what is told of it where that is no matter
# of time).
SOURCES: dict[str, tuple[str, str]] = {
    'a megabyte of punycode': (
        '# coding: punycode\n' + '-' + 'b9' * (MEGABYTE // 2 - 99),
        'written in punycode'),
    'an f-string of 900 KB': (
        WRONG + 'x = f"' + '{a}' * 300000 + '"\n', ''),
    'eval, 209,000 times': (WRONG + 'eval\n' * 209000, ''),
    'a codec that no text is written in': (
        f'{HEAD}\n# coding: rot13\n{WRONG}', 'written in rot13'),
    'a codec behind a carriage return': (
        f'{HEAD}\r# -*- coding: utf-7 -*-\r{WRONG}', 'written in utf-7'),
    'a codec of a module beside': (
        f'{HEAD}\n# vim: set fileencoding=answers :\n{WRONG}',
        'written in answers'),
    'a list of half a million numbers': (
        WRONG + 'x = [' + '1,' * 500000 + ']\n', ''),
    'a third of a million lines of one list': (
        WRONG + 'x = [\n' + '1,\n' * 340000 + ']\n', ''),
    'nothing but lines of one space': (WRONG + ' \n' * 500000, ''),
    '70,000 imports': (
        WRONG + ''.join(f'import a{k}\n' for k in range(70000)), ''),
    'notes by the hundred': (
        WRONG + ''.join(f'import a{k}\neval\n' for k in range(300)), ''),
}


def framed(data: bytes) -> bytes:
    """Return what a child sends."""
    return struct.pack('>Q', len(data)) + data


def nested(part: bytes, size: int) -> bytes:
    """Return a list of so many bytes of JSON."""
    return b'[' + part * (size // len(part)) + b'0]'


# name -> the bytes of a child.
ANSWERS: dict[str, bytes] = {
    '15 MB of nested JSON': framed(nested(b'{"":0},', 15 << 20)),
    '15 MB of lists in lists': framed(nested(b'[[]],', 15 << 20)),
    '17 MB of spaces': b' ' * (17 << 20),
    '15 MB of one key': framed(b'{"' + b'\\u0000' * 2500000 + b'": 0}'),
    '15 MB of digits': framed(b'{"nonce": ' + b'9' * (15 << 20) + b'}'),
    'a million lists, one in another': framed(b'[' * 1000000),
    'an array with a shape of a megabyte': framed(json.dumps({
        'nonce': {'npy': 'k05VTVBZAgD' + 'A' * MEGABYTE}}).encode()),
}


def announced(size: int, kind: bytes) -> bytes:
    """Return a tar that tells so many digits before its one file."""
    target = io.BytesIO()
    info = tarfile.TarInfo('x')
    info.type, info.size = kind, size
    target.write(info.tobuf(tarfile.GNU_FORMAT))
    target.write(b'1' * size + bytes(-size % 512))
    target.write(packed.tarred({FILE: WRONG}, 'w'))
    return target.getvalue()


def chained(count: int) -> bytes:
    """Return a tar in which a header tells of a header, and so on."""
    info = tarfile.TarInfo('x')
    info.type, info.size = tarfile.XHDTYPE, 0
    return info.tobuf(tarfile.GNU_FORMAT) * count + bytes(1024)


def empty(count: int) -> bytes:
    """Return a zip of so many empty files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, 'w') as archive:
        for number in range(count):
            archive.writestr(f'{number}.txt', '')
    return target.getvalue()


HONEST = {'adams': WRONG + '# adams\n', 'zoe': WRONG + '# zoe\n'}


def archive(parts: dict[str, bytes], is_tar: bool = True,
            odd: Sequence[tuple[str, bytes, str]] = ()
            ) -> Callable[[pathlib.Path], pathlib.Path]:
    """Return a function that writes a class as one archive.

    Args:
        parts: mallory's files, by their paths in the class.
        is_tar: whether it is a compressed tar; else it is a zip.
        odd: what is no file in the tar, as packed.tarred takes it.
    """
    def write(folder: pathlib.Path) -> pathlib.Path:
        files = {f'{name}/{FILE}': text.encode()
                 for name, text in HONEST.items()} | parts
        path = folder / ('class.tar.gz' if is_tar else 'class.zip')
        path.write_bytes(packed.tarred(files, odd=odd) if is_tar
                         else packed.zipped(files))
        return path
    return write


def folder(make: Callable[[pathlib.Path], object]
           ) -> Callable[[pathlib.Path], pathlib.Path]:
    """Return a function that writes a class as a folder.

    Args:
        make: makes what is mallory's in it.
    """
    def write(path: pathlib.Path) -> pathlib.Path:
        for name, text in HONEST.items():
            (path / name).mkdir()
            (path / name / FILE).write_text(text)
        make(path)
        return path
    return write


def sends(data: bytes, suffix: str) -> Callable[
        [pathlib.Path], pathlib.Path]:
    """Return a function that writes a class with an archive of mallory's."""
    return folder(lambda path: (path / f'mallory.{suffix}').write_bytes(data))


def many(path: pathlib.Path) -> None:
    """Make 10,001 files of mallory's."""
    (path / 'mallory').mkdir()
    for number in range(10001):
        os.close(os.open(path / 'mallory' / f'{number}', os.O_CREAT))


NOISE = random.Random(0).randbytes(1 << 16)
# name -> what writes a class and returns its path.
CLASSES: dict[str, Callable[[pathlib.Path], pathlib.Path]] = {
    '100 MB of zeros in the tar of a class': archive(
        {'mallory/zeros.bin': bytes(100 << 20)}),
    '300 MB of other bytes in the tar of a class': archive(
        {'mallory/noise.bin': NOISE * 4800}),
    '100,001 files in the zip of a class': archive(
        {f'mallory/{number}': b'' for number in range(100001)}, False),
    'very many Python files in the tar of a class': archive(
        {f'mallory/{number}.py': b'' for number in range(10001)}),
    'a folder called as an answer, in a zip': archive(
        {f'{FILE}/x.txt': b'mine'}, False),
    'a folder called as an answer': folder(
        lambda path: (path / FILE).mkdir()),
    'an empty folder called as an answer, in a tar': archive(
        {}, odd=[(FILE, tarfile.DIRTYPE, '')]),
    'a tar with a header of 3 million digits': sends(
        announced(3000000, tarfile.XHDTYPE), 'tar'),
    'a tar with a name of 3 million digits': sends(
        announced(3000000, tarfile.GNUTYPE_LONGNAME), 'tar'),
    'a tar with headers of 8 KB of digits': sends(
        b''.join(announced(8000, tarfile.XGLTYPE)[:8704]
                 for _ in range(2000)), 'tar'),
    'a tar of headers of headers': sends(chained(100000), 'tar'),
    'a file with holes': sends(
        announced(512, tarfile.GNUTYPE_SPARSE), 'tar'),
    'a bomb': sends(packed.bomb(300), 'tgz'),
    '100,001 files in a zip': sends(empty(100001), 'zip'),
    'very many files': folder(many),
    'a pipe called as an archive': folder(
        lambda path: os.mkfifo(path / 'mallory.zip')),
    'a link to the whole disk': folder(
        lambda path: (path / 'mallory').symlink_to('/')),
}
