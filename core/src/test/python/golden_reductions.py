"""Writes the sums and other reductions that NumPy finds, for GoldenReductionsTest.java, which needs no NumPy.

A line `dtype order shape slice` names an array. The elements are made of splitmix64, whose seed is the number of the
line: `integer * 2**exponent`, exact in their dtype. A line `axis reduction=result ...` follows for all axes (`all`) and
each axis. A result is the hexadecimal bytes of its elements in C order, little-endian, or of their CRC-32 behind `#`.
"""
import os
import struct
import zlib

import numpy as np

TARGET = os.path.join(os.path.dirname(__file__), "..", "resources", "golden", "reductions.txt")
LENGTHS = [1, 7, 8, 9, 15, 16, 17, 127, 128, 129, 136, 200, 255, 257, 1000, 1025, 4099, 8191, 8192, 8193, 16385, 40001]
SHAPES = [(3, 5), (40, 7), (7, 300), (130, 129), (5, 9000), (6, 11, 40), (3, 70, 13)]
SLICES = {1: ["...", "::-1", "::3"], 2: ["...", "::2, 1:", ":, ::-1"], 3: ["...", ":, ::2, :", "1:, :, ::-3"]}
# Bits of the integers, exponents of two.
FLOATS = {"f2": (10, 4), "f4": (23, 24), "f8": (52, 60)}
REDUCTIONS = ["sum", "mean", "var", "std", "min", "max", "argmin", "argmax", "any", "all", "count_nonzero", "nansum", "nanmean",
              "nanvar", "nanstd", "nanmin", "nanmax", "nanargmin", "nanargmax"]
# Of products the bits of NaN would be seen, which differ between processors.
WHOLE = ["prod", "nanprod"]


def random(seed, count):
    z = np.uint64(seed) + np.arange(1, count + 1, dtype="u8") * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def elements(dtype, seed, count):
    real = {"c8": "f4", "c16": "f8"}.get(dtype[1:], dtype[1:])
    if real not in FLOATS:
        return random(seed, count).astype(dtype)
    bits, exponents = FLOATS[real]
    z = random(seed, count * 2 if "c" in dtype else count)
    integers = (z >> np.uint64(64 - bits)).astype("i8") - (1 << bits) // 3
    values = np.ldexp(integers.astype("f8"), -bits + (z % np.uint64(exponents)).astype("i4"))
    return (values.view("c16") if "c" in dtype else values).astype(dtype)


def encoded(result):
    result = np.ascontiguousarray(result)
    data = result.astype(result.dtype.newbyteorder("<")).tobytes()
    return data.hex() if len(data) <= 16 else "#" + struct.pack(">I", zlib.crc32(data)).hex()


def main():
    lines = ["NumPy " + np.__version__]
    number = 0
    for dtype in ["<f8", ">f8", "<f4", ">f4", "<f2", "<c16", "<c8", "<i4", "<u8", ">i2"]:
        for n, shape in enumerate([(length,) for length in LENGTHS] + SHAPES):
            whole = elements(dtype, number, int(np.prod(shape)))
            order = "F" if len(shape) > 1 and (n + number) % 2 else "C"
            text = SLICES[len(shape)][number % 3]
            array = eval("a[%s]" % text, {"a": whole.reshape(shape, order=order)})
            lines.append(" ".join([dtype, order, ",".join(map(str, shape)), text.replace(" ", "")]))
            for axis in [None] + list(range(len(shape) if len(shape) > 1 else 0)):
                results = ["%s=%s" % (name, encoded(getattr(np, name)(array, axis=axis))) for name in REDUCTIONS + WHOLE * (array.dtype.kind in "iu")]
                lines.append(" ".join(["all" if axis is None else str(axis)] + results))
            number += 1
    with open(TARGET, "w") as file:
        file.write("\n".join(lines) + "\n")


with np.errstate(all="ignore"):
    main()
