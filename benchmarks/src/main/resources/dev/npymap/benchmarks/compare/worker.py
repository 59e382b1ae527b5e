"""Does NumPy's part of the comparisons: answers requests on standard input, one a line.

A request is a verb and words in base64. An answer is 'ok VALUE' or 'no MESSAGE', the message in base64 as well.
"""
import base64
import contextlib
import ctypes
import gc
import mmap
import os
import pathlib
import sys
import time
import traceback
import zlib

import numpy as np

answers = os.fdopen(os.dup(1), 'w')
os.dup2(2, 1)


def numbers(value):
    """What an answer is compared by: numbers as they are, anything longer by its checksum and length."""
    if isinstance(value, pathlib.Path):
        return numbers(value.read_bytes())
    if isinstance(value, str):
        return numbers(value.encode())
    if isinstance(value, (tuple, list)):
        return [number for item in value for number in numbers(item)]
    if isinstance(value, np.ndarray) and value.ndim > 0:
        return numbers(memoryview(np.ascontiguousarray(value)).cast('B'))
    if isinstance(value, (bytes, memoryview)):
        return [float(zlib.crc32(value)), float(len(value))]
    return [float(value)]


def resident(path):
    """Tells how many pages of a file the page cache has."""
    mapped = np.memmap(path, 'u1', 'r')
    pages = np.zeros(-(-mapped.size // mmap.PAGESIZE), 'u1')
    if ctypes.CDLL(None, use_errno=True).mincore(ctypes.c_void_p(mapped.ctypes.data), ctypes.c_size_t(mapped.size),
                                                 ctypes.c_void_p(pages.ctypes.data)):
        raise OSError(ctypes.get_errno(), 'the page cache cannot be asked', str(path))
    return np.count_nonzero(pages & 1)


def drop(path):
    """Drops a file from the page cache."""
    with open(path, 'rb') as file:
        os.fsync(file.fileno())
        for _ in range(10):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            if not resident(path):
                return
            # Pages that were just read are not on the kernel's lists yet.
            time.sleep(0.01)
    raise OSError(f'{path}: the page cache keeps {resident(path)} pages of it')


class Worker:
    def __init__(self):
        self.works = {}

    def run(self, statements):
        """Executes statements that leave nothing behind but files."""
        exec(statements, {'np': np, 'rng': np.random.default_rng(20261122)})
        # What is still to be written to the disk would disturb the measurements.
        os.sync()

    def prepare(self, label, setup, expression):
        """Makes ready what will be timed."""
        names = {'np': np, 'Path': pathlib.Path}
        exec(setup, names)
        exec('def work(): return ' + expression, names)
        self.works[label] = names['work']

    def answer(self, label):
        return ' '.join(map(float.hex, numbers(self.works[label]())))

    def time(self, label, count):
        work = self.works[label]
        start = time.perf_counter_ns()
        for _ in range(int(count)):
            work()
        return time.perf_counter_ns() - start

    def check(self, expression):
        return bool(eval(expression, {'np': np, 'os': os}))

    def drop(self, pattern):
        """Drops files, and those in directories, from the page cache."""
        paths = [path for found in pathlib.Path().glob(pattern) for path in (found, *found.rglob('*'))
                 if path.is_file() and path.stat().st_size > 0]
        if not paths:
            raise OSError(f'{pattern}: no file to drop from the page cache')
        for path in paths:
            drop(path)

    def version(self):
        return f'NumPy {np.__version__}, Python {sys.version.split()[0]}'

    def end(self):
        self.works.clear()
        gc.collect()


worker = Worker()
for line in sys.stdin:
    verb, *words = line.rstrip('\n').split(' ')
    try:
        with contextlib.redirect_stdout(sys.stderr):
            value = getattr(worker, verb)(*(base64.b64decode(word).decode() for word in words))
        print('ok', value, file=answers, flush=True)
    except Exception as failure:
        traceback.print_exc()
        message = f'{type(failure).__name__}: {failure}'
        print('no', base64.b64encode(message.encode()).decode(), file=answers, flush=True)
