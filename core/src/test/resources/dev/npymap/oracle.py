"""Answers questions about NumPy over a pipe: see Oracle.java.

A request is a number of blobs and the blobs, each number and length 4 bytes, big endian. The first blob is Python:
an expression, or statements. It finds the others as the list `x` and NumPy as `np`; names that statements bind stay,
the working directory does not.
The answer is a status byte and a blob: `b` and the bytes (or the text in UTF-8) of the expression, `e` and
`<exception>: <message>`.
"""
import os
import struct
import sys
import warnings

import numpy as np


def read(pipe, count):
    data = pipe.read(count)
    if len(data) < count:
        sys.exit(0)
    return data


def blob(pipe):
    return read(pipe, struct.unpack(">I", read(pipe, 4))[0])


def answer(source, names):
    try:
        code = compile(source, "<question>", "eval")
    except SyntaxError:
        exec(compile(source, "<question>", "exec"), names)
        return b""
    value = eval(code, names)
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


def serve(questions, answers):
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    names = {"np": np}
    home = os.getcwd()
    while True:
        count = struct.unpack(">I", read(questions, 4))[0]
        blobs = [blob(questions) for _ in range(count)]
        names["x"] = blobs[1:]
        try:
            status, data = b"b", answer(blobs[0].decode("utf-8"), names)
        except Exception as problem:
            status, data = b"e", ("%s: %s" % (type(problem).__name__, problem)).encode("utf-8", "backslashreplace")
        # One question's directory may be gone before the next.
        os.chdir(home)
        answers.write(status + struct.pack(">I", len(data)))
        answers.write(data)
        answers.flush()


serve(sys.stdin.buffer, sys.stdout.buffer)
