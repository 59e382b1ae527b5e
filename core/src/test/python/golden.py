"""Writes the golden files, and beside them what NumPy reads from each: python3 golden.py [directory].

`manifest.tsv` has a line for each file: name, kind, descr, shape, fortran_order, version, the C-order bytes of the
elements in hex, and the first elements as NumPy prints them. What is long is `sha256:` and its SHA-256 instead.
Kinds: `save`, what np.save writes; `read`, other files that np.load reads; `refused`, those that hold objects;
`ml_dtypes`, those that only ml_dtypes writes or reads.
"""
import hashlib
import io
import pathlib
import struct
import sys
import warnings

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
OUT = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "resources" / "golden"
LINES = []

NUMBERS = ["i2", "i4", "i8", "u2", "u4", "u8", "f2", "f4", "f8", "f16", "c8", "c16", "c32"]
UNITS = ["Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as"]
SHAPES = {"0d": (), "empty": (0, 3), "1d": (5,), "2d": (2, 3), "3d": (2, 3, 2)}


def clean(a):
    """Zeros the padding of longdoubles, which NumPy leaves as it finds it."""
    if a.dtype.kind + str(a.dtype.itemsize) in ("f16", "c32"):
        parts = a.reshape(-1).view(np.uint8).reshape(-1, 16)
        if a.dtype.byteorder == ">":
            parts[:, :6] = 0
        else:
            parts[:, 10:] = 0
    return a


def numbers(dtype, count):
    """Some elements: small ones, and those at the ends of the dtype's range."""
    d = np.dtype(dtype)
    rng = np.random.RandomState(d.num * 7 + count)
    if d.kind == "b":
        a = rng.randint(0, 2, count).astype(d)
    elif d.kind in "iu":
        a = rng.randint(0, 256, count * d.itemsize).astype("u1").view(d)[:count].copy()
        a[:2] = [np.iinfo(d).max, np.iinfo(d).min][:len(a[:2])]
    elif d.kind in "fc":
        special = [1 / 3, -0.0, float("nan"), float("-inf"), 2.0 ** -24, 65504.0]
        plain = np.array((special + list(rng.standard_normal(count)))[:count])
        a = (plain if d.kind == "f" else plain + 1j * plain[::-1]).astype(d)
    elif d.kind in "mM":
        counts = [0, -1, -2 ** 63, 10957] + list(rng.randint(-10 ** 6, 10 ** 6, count))
        a = np.array(counts[:count], d.str[0] + "i8").view(d)
    elif d.kind == "S":
        a = np.array([b"a", b"bc", b"", b"\xff\x00z", b"'\"\\"][:count] * (count // 5 + 1), d)[:count]
    elif d.kind == "U":
        a = np.array(["a", "é中", "", "\U0001f600", "'\"\\"][:count] * (count // 5 + 1), d)[:count]
    else:
        a = np.frombuffer(rng.bytes(count * d.itemsize), d, count).copy()
    return clean(a)


def record(name, kind, a, version):
    data = a.tobytes()
    shown = data.hex() if len(data) <= 400 else "sha256:" + hashlib.sha256(data).hexdigest()
    descr = str(np.lib.format.dtype_to_descr(a.dtype))
    first = [str(v) for v in a.ravel()[:3]] if a.dtype.itemsize and len(descr) <= 400 else []
    if len(descr) > 400:
        descr = "sha256:" + hashlib.sha256(descr.encode("utf8")).hexdigest()
    fortran = a.flags.f_contiguous and not a.flags.c_contiguous
    LINES.append("\t".join([name, kind, descr, str(list(a.shape)), str(fortran).lower(),
                            "%d.%d" % version, shown, repr(first)]))


def save(name, a):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        np.save(OUT / name, a, allow_pickle=False)
    version = tuple((OUT / name).read_bytes()[6:8])
    record(name, "save", a, version)


def by_hand(name, header, payload, version=(1, 0), kind="read", loaded=None):
    """Writes a header as it stands, unpadded."""
    header = header if isinstance(header, bytes) else header.encode("latin1" if version < (3, 0) else "utf8")
    length = struct.pack("<H" if version == (1, 0) else "<I", len(header))
    (OUT / name).write_bytes(b"\x93NUMPY" + bytes(version) + length + header + payload)
    if kind != "read":
        LINES.append("\t".join([name, kind, "", "", "", "%d.%d" % version, payload.hex(), "[]"]))
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        a = np.load(OUT / name)
        # What np.load cannot have mapped wrongly: the payload as it stands.
        assert a.tobytes("A") == payload[:a.nbytes], name
    record(name, kind, a, version)


def padded(text, align, start):
    return text + " " * (-(start + len(text) + 1) % align) + "\n"


def scalars():
    for code in ["?", "i1", "u1"] + [order + n for n in NUMBERS for order in "<>"]:
        d = np.dtype(code)
        label = d.name + ("_big" if code[0] == ">" else "")
        for shape_name, shape in SHAPES.items():
            if code[0] == ">" and shape_name in ("empty", "3d"):
                continue
            a = numbers(d, int(np.prod(shape, dtype=int))).reshape(shape)
            save("%s_%s.npy" % (label, shape_name), a)
            if shape_name == "2d" or shape_name == "3d" and d.itemsize == 8:
                save("%s_%s_fortran.npy" % (label, shape_name), np.asfortranarray(a))
    odd = np.frombuffer(bytes([0, 1, 2, 0xff]), "?")
    save("bool_odd_bytes.npy", odd)
    save("steps.npy", numbers("<f8", 24).reshape(4, 6)[::-2, 1::2])
    save("transposed_twice.npy", numbers("<i4", 24).reshape(2, 3, 4).transpose(1, 0, 2))


def texts():
    for code in ["S5", "<U5", ">U5", "V3", "S1", "<U1"]:
        label = np.dtype(code).name + ("_big" if code[0] == ">" else "")
        save("%s_1d.npy" % label, numbers(code, 5))
        save("%s_2d_fortran.npy" % label, np.asfortranarray(numbers(code, 6).reshape(2, 3)))
        save("%s_0d.npy" % label, numbers(code, 1).reshape(()))
    for code in ["S0", "<U0", "V0"]:
        save("zero_width_%s.npy" % code[-2:].lower(), np.ndarray(3, code))


def times():
    for unit in UNITS:
        for kind in "Mm":
            save("%s_%s.npy" % ("datetime64" if kind == "M" else "timedelta64", unit),
                 numbers("<%s8[%s]" % (kind, unit), 4))
    save("datetime64_25us_big.npy", numbers(">M8[25us]", 4))
    save("timedelta64_7D_fortran.npy", np.asfortranarray(numbers("<m8[7D]", 6).reshape(2, 3)))
    save("datetime64_generic.npy", np.array([-2 ** 63, -2 ** 63], "<i8").view("<M8"))
    save("timedelta64_generic.npy", np.array([5, -2 ** 63], "<i8").view("<m8"))


def records():
    dtypes = {
        "simple": [("a", "<i4"), ("b", "<f8")],
        "nested": [("a", "<i4"), ("n", [("x", "<f4"), ("y", "S3")])],
        "subarrays": [("a", "<i4", (2, 3)), ("b", "<f8", (3,)), ("c", "<f8", (1,)), ("d", "<i2")],
        "subarray_of_records": [("a", [("x", "<f4", (2,))], (3,))],
        "title": [(("Title", "nm"), "<i4"), ("b", "u1")],
        "zero_widths": [("a", "?"), ("b", "S0"), ("c", "<U0"), ("d", "V0")],
        "aligned": np.dtype([("a", "u1"), ("b", "<f8"), ("c", "u1")], align=True),
        "offsets": {"names": ["a", "b"], "formats": ["<i4", "<f8"], "offsets": [4, 16], "itemsize": 32},
        "mixed_orders": [("a", ">i4"), ("b", "<i4"), ("c", ">U2"), ("d", ">M8[s]")],
        "no_fields": {"names": [], "formats": [], "itemsize": 8},
        "no_fields_no_bytes": [],
        "quotes": [("it's", "<i4"), ('a"b', "<i4"), ("nl\n", "<i4"), ("back\\", "<i4"), ("both'\"", "<i4")],
        "latin1": [("é", "<i4")],
        "unicode": [("中", "<i4"), ("é", "<f4")],
        "name_of_31": [("n" * 31, "<f8")],
        "name_of_32": [("n" * 32, "<f8")],
        "raw_field": [("a", "V3"), ("b", "<c8")],
    }
    for name, spec in dtypes.items():
        d = np.dtype(spec)
        count = 3
        data = np.random.RandomState(len(name)).bytes(count * d.itemsize)
        if name == "mixed_orders":
            a = np.array([(1, 2, "ab", 3), (-1, -2, "é", 4), (5, 6, "", 7)], d)
        else:
            a = np.frombuffer(data, d, count) if d.itemsize else np.ndarray(count, d)
        save("record_%s.npy" % name, a)
    d = np.dtype(dtypes["nested"])
    save("record_2d_fortran.npy", np.asfortranarray(np.frombuffer(np.random.RandomState(9).bytes(66), d).reshape(2, 3)))
    save("record_0d.npy", np.frombuffer(np.random.RandomState(8).bytes(d.itemsize), d).reshape(()))
    many = np.dtype([("field%05d" % n, "u1") for n in range(3000)])
    a = np.frombuffer(np.random.RandomState(7).bytes(3000), many)
    save("record_version2.npy", a)


def versions():
    for version in [(1, 0), (2, 0), (3, 0)]:
        out = io.BytesIO()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            a = numbers("<f8", 6).reshape(2, 3)
            np.lib.format.write_array(out, a, version=version)
        name = "version%d.npy" % version[0]
        (OUT / name).write_bytes(out.getvalue())
        record(name, "save" if version == (1, 0) else "read", a, version)


def headers():
    payload = np.arange(6, dtype="<i4").tobytes()
    by_hand("python2.npy", padded("{'descr': '<i4', 'fortran_order': False, 'shape': (2L, 3L), }", 16, 10), payload)
    by_hand("python2_spaced.npy", "{'descr': '<i4', 'fortran_order': True, 'shape': (2 L, 3L)}\n", payload)
    by_hand("python2_version2.npy", "{'descr': '<i4', 'fortran_order': False, 'shape': (6L,)}\n", payload, (2, 0))
    by_hand("aligned16.npy", padded("{'descr': '<i4', 'fortran_order': False, 'shape': (6,), }", 16, 10), payload)
    for spaces in (0, 1, 2):
        by_hand("unpadded%d.npy" % spaces,
                "{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3)}" + " " * spaces, payload)
    by_hand("multiline.npy", "{'descr': [('x', '<i4', (2,)),\n           ('y', '<i4')],\n 'fortran_order': False,\n"
            " 'shape': (2,)}         \n", payload)
    by_hand("other_spelling.npy", "{ \"shape\":(0x2,+3 , ), u'fortran_order':False,r'descr':'\\x3c' 'i4' } # 1\n",
            payload)
    by_hand("keys_twice.npy", "{'descr': '<f8', 'fortran_order': True, 'shape': (1,), 'descr': '<i4', "
            "'fortran_order': False, 'shape': (6,)}", payload)
    by_hand("trailing_bytes.npy", "{'descr': '<i4', 'fortran_order': False, 'shape': (4,)}\n", payload)
    for label, descr in {"long_name": "int32", "no_order": "i4", "native": "=i4", "bar": "|i4", "letter": "i",
                         "comma_list": "i4,(2,)i4", "one_byte": "<u1"}.items():
        shape = {"comma_list": "(2,)", "one_byte": "(24,)"}.get(label, "(2, 3)")
        by_hand("descr_%s.npy" % label,
                padded("{'descr': '%s', 'fortran_order': False, 'shape': %s, }" % (descr, shape), 64, 10), payload)
    by_hand("padding_field.npy", "{'descr': [('', '|V1'), ('a', '<i2'), ('', '|V3', (1,))], 'fortran_order': False, "
            "'shape': (4,)}", payload)
    by_hand("max_rank.npy", "{'descr': '|i1', 'fortran_order': False, 'shape': (%s)}" % ("1," * 31 + "24"), payload)


def refused():
    for name, value in {"objects": np.array([1, "two", None], object),
                        "object_fields": np.array([(1, 2)], [("a", "O"), ("b", "<i4")]),
                        "object_0d": np.array({"a": 1}, object)}.items():
        out = io.BytesIO()
        np.lib.format.write_array(out, value, allow_pickle=True)
        data = out.getvalue()
        (OUT / (name + ".npy")).write_bytes(data)
        LINES.append("\t".join([name + ".npy", "refused", str(np.lib.format.dtype_to_descr(value.dtype)),
                                str(list(value.shape)), "false", "1.0", "", "[]"]))


def ml_dtypes():
    for name, descr, payload in [("bfloat16_v2", "<V2", "803f004000c0c07f"), ("float8_v1", "<V1", "38c07f00"),
                                 ("float8_e5m2", "<f1", "3cc07c00"),
                                 ("bfloat16_named", "bfloat16", "803f004000c0c07f")]:
        by_hand(name + ".npy", padded("{'descr': '%s', 'fortran_order': False, 'shape': (4,), }" % descr, 64, 10),
                bytes.fromhex(payload), kind="ml_dtypes")


def main():
    np.seterr(all="ignore")
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.glob("*.npy"):
        old.unlink()
    for part in (scalars, texts, times, records, versions, headers, refused, ml_dtypes):
        part()
    (OUT / "manifest.tsv").write_text("\n".join(LINES) + "\n", encoding="utf8")
    (OUT / "numpy-version.txt").write_text(np.__version__ + "\n")


main()
