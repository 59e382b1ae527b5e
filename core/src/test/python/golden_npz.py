"""Writes the golden archives, and beside them what NumPy reads from each: python3 golden_npz.py [directory].

`manifest.tsv` has a line for each member, in the order of the directory: archive, the name that NumPy shows, the file
name, method, and what NumPy reads by the file name: dtype, shape and the C-order bytes of the elements in hex; or `bytes`,
nothing, and the bytes. A member of a method that npymap refuses has `refused` for the dtype. A line with only the archive
stands for one without members, one with `refused` behind it for an archive that NumPy refuses.
"""
import io
import pathlib
import struct
import sys
import warnings
import zipfile

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
OUT = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "resources" / "golden" / "npz"
LINES = []
READ = {0: "stored", 8: "deflated"}
ARRAYS = {"x": np.arange(6, dtype="<f8").reshape(2, 3), "f": np.asfortranarray(np.arange(6, dtype=">i2").reshape(2, 3)),
          "scalar": np.array(7, "<u4"), "empty": np.zeros((0, 3), "?"), "text": np.array(["a", "é中"])}


class Pipe(io.RawIOBase):
    """What cannot be sought in, as a pipe."""

    def __init__(self, out):
        self.out = out

    def writable(self):
        return True

    def write(self, data):
        return self.out.write(data)


def npy(array):
    out = io.BytesIO()
    np.lib.format.write_array(out, array)
    return out.getvalue()


def saved(*args, compressed=False, **kwargs):
    out = io.BytesIO()
    (np.savez_compressed if compressed else np.savez)(out, *args, **kwargs)
    return out.getvalue()


def zipped(members, comment=b""):
    """An archive of names, or ZipInfos, and contents."""
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(out, "w") as archive:
            archive.comment = comment
            for name, data in members:
                archive.writestr(name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name), data)
    return out.getvalue()


def write(name, data):
    (OUT / name).write_bytes(data)
    try:
        archive = np.load(OUT / name)
    except (ValueError, zipfile.BadZipFile):
        LINES.append(name + "\trefused")
        return
    infos = archive.zip.infolist()
    if not infos:
        LINES.append(name)
    for info, short in zip(infos, archive.files):
        line = [name, short, info.filename, READ.get(info.compress_type, "method %d" % info.compress_type)]
        value = archive[info.filename]
        if info.compress_type not in READ:
            line += ["refused", "", ""]
        elif isinstance(value, bytes):
            line += ["bytes", "", value.hex()]
        else:
            line += [value.dtype.str, str(list(value.shape)), value.tobytes().hex()]
        LINES.append("\t".join(line))


def old(data):
    """The layout of CPython up to 3.10: version 20, real sizes in the local header, and the zip64 field all the same."""
    data = bytearray(data)
    for info in zipfile.ZipFile(io.BytesIO(bytes(data))).infolist():
        struct.pack_into("<H", data, info.header_offset + 4, 20)
        struct.pack_into("<II", data, info.header_offset + 18, info.compress_size, info.file_size)
    at = bytes(data).index(b"PK\1\2")
    while bytes(data[at:at + 4]) == b"PK\1\2":
        struct.pack_into("<BxH", data, at + 4, 20, 20)
        at += 46 + sum(struct.unpack_from("<HHH", data, at + 28))
    return bytes(data)


def large(data):
    """Every number of the directory and of its end in 64 bits, though none needs them."""
    at = data.rindex(b"PK\5\6")
    count, size, offset = struct.unpack_from("<HII", data, at + 10)
    entries, position = b"", offset
    while position < offset + size:
        fields = list(struct.unpack_from("<IHHHHHHIIIHHHHHII", data, position))
        name = data[position + 46:position + 46 + fields[10]]
        position += 46 + sum(fields[10:13])
        extra = struct.pack("<HHQQQ", 1, 24, fields[9], fields[8], fields[16])
        fields[2], fields[8], fields[9], fields[11], fields[16] = 45, 2 ** 32 - 1, 2 ** 32 - 1, len(extra), 2 ** 32 - 1
        entries += struct.pack("<IHHHHHHIIIHHHHHII", *fields) + name + extra
    end = struct.pack("<IQHHIIQQQQ", 0x06064b50, 44, 45, 45, 0, 0, count, count, len(entries), offset)
    locator = struct.pack("<IIQI", 0x07064b50, 0, offset + len(entries), 1)
    return (data[:offset] + entries + end + locator
            + struct.pack("<IHHHHIIH", 0x06054b50, 0, 0, 0xffff, 0xffff, 2 ** 32 - 1, 2 ** 32 - 1, 0))


def layouts():
    write("stored.npz", saved(**ARRAYS))
    write("deflated.npz", saved(compressed=True, **ARRAYS))
    write("positional.npz", saved(np.arange(3), np.arange(2.), key=np.arange(4)))
    write("old_stored.npz", old(saved(**ARRAYS)))
    write("old_deflated.npz", old(saved(compressed=True, **ARRAYS)))
    write("zip64.npz", large(saved(**ARRAYS)))
    write("zip64_deflated.npz", large(saved(compressed=True, **ARRAYS)))
    write("empty.npz", saved())
    for compressed in (False, True):
        out = io.BytesIO()
        (np.savez_compressed if compressed else np.savez)(Pipe(out), **ARRAYS)
        write("pipe_%s.npz" % ("deflated" if compressed else "stored"), out.getvalue())
    write("no_zip64.npz", zipped([(n + ".npy", npy(a)) for n, a in ARRAYS.items()]))
    padded = []
    for name, array in ARRAYS.items():
        info = zipfile.ZipInfo(name + ".npy")
        info.extra = struct.pack("<HHH", 0xd935, 2 + 9, 64) + bytes(9)
        padded.append((info, npy(array)))
    write("padded.npz", zipped(padded))


def around():
    data = saved(**ARRAYS)
    write("prefixed.npz", b"J" * 10 + data)
    write("trailing.npz", data + b"trailing bytes" * 100)
    write("concatenated.npz", saved(a=np.arange(3)) + saved(b=np.arange(4)))
    out = io.BytesIO()
    np.savez(out, a=np.arange(3))
    np.savez(out, b=np.arange(4))
    write("saved_twice.npz", out.getvalue())
    write("commented.npz", zipped([("x.npy", npy(np.arange(3)))], comment=b"a comment"))
    write("long_comment.npz", zipped([("x.npy", npy(np.arange(3)))], comment=b"PK\1\2" * 16000))
    write("truncated.npz", data[:-30])
    write("magic_only.npz", b"PK\3\4")


def names():
    write("names.npz", saved(**{n: np.array([k]) for k, n in enumerate(
        ["a/b", "é", "中", "/abs", "..\\up", "../up", "", "x.npy", "a b", "nul\0x", "d/"])}))
    write("duplicates.npz", zipped([("x.npy", npy(np.array([1]))), ("y.npy", npy(np.array([2]))),
                                    ("x.npy", npy(np.array([3])))]))
    write("both_names.npz", zipped([("x", npy(np.array([1]))), ("x.npy", npy(np.array([2])))]))
    write("code_page_437.npz", zipped([("?.npy", npy(np.array([1])))]).replace(b"?.npy", b"\x81.npy"))
    write("no_arrays.npz", zipped([("bad.npy", b"hello"), ("d/", b""), ("text", b"\x93NUMP"),
                                   ("array", npy(np.arange(3)))]))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, method in (("stored", 0), ("deflated", 8), ("bzip2", 12), ("lzma", 14)):
            archive.writestr(name + ".npy", npy(np.arange(100)), method)
    write("methods.npz", out.getvalue())


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    for stale in OUT.glob("*.npz"):
        stale.unlink()
    for part in (layouts, around, names):
        part()
    (OUT / "manifest.tsv").write_text("\n".join(LINES) + "\n", encoding="utf8")
    (OUT / "numpy-version.txt").write_text("NumPy %s, CPython %s\n" % (np.__version__, sys.version.split()[0]))


main()
