"""The array store of npymap from Python: versions of named arrays, published in one step.

Needs NumPy and the standard library only, and Linux. The files are those of npymap's Java, in both directions:

    store = npymap_store.open("features.store")
    number = store.commit("nightly", "nightly features", index=["users/id"])
    with store.latest() as v:                        # pinned until it is closed, or the process ends
        embedding = v.array("users/embedding")       # as np.load(..., mmap_mode="r")
        found = v.rows([4711, 4712])                 # rows by key, -1 where there is none

A row of -1 means that there is no such key; as a position it would be the last row. Tags are set, and old versions
removed, by Java or `npymap store tag` and `prune`.

Errors are StoreError, with the name of the store, or OSError. A version may be used by any number of threads; a process
that forks keeps what it had pinned in both.
"""
import contextlib
import datetime
import fcntl
import hashlib
import json
import os
import re
import secrets
import shutil
import stat
import struct
import time
import warnings

import numpy as np

__all__ = ["Conflict", "Store", "StoreError", "Version", "create", "open"]

_open = open
_FORMAT = {"npymap_store": 1}
_CHUNK = 8 << 20
_REACH = 64
_FACTS = ("descr", "order", "shape", "sha256")
_BUILDS = 1 << 60
_SEGMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}\Z", re.A)
_BUILD = re.compile(r"\.build-([0-9a-f]{15})\Z")
_NUMBER = re.compile(r"(?:[0-9]{10}|[1-9][0-9]{10,17})\Z", re.A)


class StoreError(Exception):
    """What is wrong with a store, or with what it was asked for."""


class Conflict(StoreError):
    """Another writer changed what a commit changes too; nothing was published."""


# Locks: open file descriptions', which forks share and which other descriptors' closing leaves alone.

def _lock(fd, kind, position, wait=False):
    """Locks, or unlocks, one byte; whether that was possible."""
    flock = struct.pack("hhqqi4x", kind, os.SEEK_SET, position, 1, 0)
    try:
        fcntl.fcntl(fd, fcntl.F_OFD_SETLKW if wait else fcntl.F_OFD_SETLK, flock)
        return True
    except (BlockingIOError, PermissionError):
        return False


def _is_there(path):
    """Whether something is there; what one may not see is no answer, but an error."""
    try:
        os.lstat(path)
        return True
    except (FileNotFoundError, NotADirectoryError):
        return False


def _force(path):
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


# Names

def _require_name(name):
    for segment in name.split("/"):
        if not _SEGMENT.match(segment) or segment.endswith((".npy", ".index")) or segment == "version.json":
            raise StoreError(f"no array can be named {ascii(name)}: segment {ascii(segment)}")


def _require_distinct(names):
    spellings, groups = {}, set()
    for name in names:
        parts = name.split("/")
        above = ["/".join(parts[:n]) for n in range(1, len(parts))]
        groups.update(above)
        for one in above + [name]:
            if spellings.setdefault(one.lower(), one) != one:
                raise StoreError(f"{spellings[one.lower()]} and {one} differ in case only")
    both = groups.intersection(names)
    if both:
        raise StoreError(f"{min(both)} cannot be both an array and a group of arrays")


def _group(name):
    return name.rpartition("/")[0]


# What a version says about itself

def _content_id(arrays):
    lines = (f"{name}\t{a['descr']}\t{a['order']}\t[{','.join(map(str, a['shape']))}]\t{a['sha256']}\n"
             for name, a in sorted(arrays.items()))
    return hashlib.sha256("".join(lines).encode("ascii")).hexdigest()


def _require_json(what, value, depth=0):
    if depth > 100:
        raise StoreError(f"{what}: nested deeper than 100")
    if isinstance(value, dict):
        for name, item in value.items():
            if not isinstance(name, str):
                raise StoreError(f"{what}: the name of a member is a text, not {name!r}")
            _require_json(what, name)
            _require_json(what, item, depth + 1)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _require_json(what, item, depth + 1)
    elif isinstance(value, str):
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            raise StoreError(f"{what}: a text with half a surrogate pair") from None
    elif not (value is None or isinstance(value, bool) or type(value) is int and -2**63 <= value < 2**63
              or type(value) is float and np.isfinite(value)):
        raise StoreError(f"{what}: {value!r} is not text, a 64-bit integer, a finite number, a boolean or None"
                         + ("; item() gives one" if isinstance(value, np.generic) else ""))


def _time(now):
    return now.strftime("%Y-%m-%dT%H:%M:%S.") + f"{now.microsecond // 1000:03d}Z"


def _members(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member comes twice")
    return members


def _read_manifest(store, number):
    """What version.json of a version says, or StoreError."""
    shown = f"{store.name}@{number}"
    with _open(_no_links(store._version(number), "version.json", shown), "rb") as file:
        raw = file.read()
    before, check = raw[:-77], raw[-77:]
    if check != b',"check":"%s"}\n' % hashlib.sha256(before).hexdigest().encode():
        raise StoreError(f"{shown}/version.json: damaged: its check does not match (at byte {max(0, len(raw) - 77)})")
    try:
        manifest = json.loads(raw.decode("utf-8"), object_pairs_hook=_members, parse_constant=_refuse_constant)
        _require_json("a value", manifest, depth=-100)
        for key, kind in _KINDS.items():
            _require_kind(manifest, key, kind)
        for name, array in manifest["arrays"].items():
            _require_name(name)
            for key, kind in (("descr", str), ("order", str), ("shape", list), ("bytes", int), ("sha256", str)):
                _require_kind(array, key, kind)
            if array["order"] not in ("C", "F") or not all(type(dim) is int and dim >= 0 for dim in array["shape"]):
                raise ValueError(f"order or shape of {name}")
            _require_digest(array["sha256"])
        for key, index in manifest["indexes"].items():
            for fact, kind in (("hash", str), ("seed", int), ("rows", int), ("of", str), ("bytes", int),
                               ("sha256", str)):
                _require_kind(index, fact, kind)
            _require_digest(index["of"])
            _require_digest(index["sha256"])
            if not 0 <= index["seed"] <= 15:
                raise ValueError(f"seed {index['seed']} of {key}")
            if key not in manifest["arrays"] or not _group(key):
                raise ValueError(f"an index of {key}, which is no array in a group")
        for name, values in manifest["attributes"].items():
            if name not in manifest["arrays"] or not isinstance(values, dict):
                raise ValueError(f"attributes of {name}")
        _require_distinct(manifest["arrays"])
        if manifest.get("parent") is not None:
            _require_kind(manifest, "parent", int)
        if _time(datetime.datetime.strptime(manifest["time"], "%Y-%m-%dT%H:%M:%S.%fZ")) != manifest["time"]:
            raise ValueError(f"time {manifest['time']}")
        if manifest["number"] != number or _content_id(manifest["arrays"]) != manifest["id"]:
            raise ValueError("it is that of another version")
        return manifest
    except (ValueError, RecursionError, StoreError) as wrong:
        raise StoreError(f"{shown}/version.json: damaged: {wrong}") from None


_KINDS = {"number": int, "time": str, "message": str, "id": str, "arrays": dict, "indexes": dict, "attributes": dict}


def _require_kind(members, key, kind):
    if not isinstance(members, dict) or type(members.get(key)) is not kind:
        raise ValueError(f"{key} is not a {kind.__name__}")
    if key in ("bytes", "rows") and members[key] < 0:
        raise ValueError(f"{key} is negative: {members[key]}")


def _require_digest(text):
    if not re.match(r"[0-9a-f]{64}\Z", text):
        raise ValueError(f"{text} is not a SHA-256")


def _refuse_constant(name):
    raise ValueError(f"{name} is not a finite number")


def _no_links(directory, name, shown):
    """The path of a file in a version, on which nothing is a link."""
    path = directory
    for part in ["", *name.split("/")]:
        path = os.path.join(path, part) if part else path
        if os.path.islink(path):
            raise StoreError(f"{shown}: a version has no links: {os.path.basename(path)} is one")
    if os.path.lexists(path) and not os.path.isfile(path):
        raise StoreError(f"{shown}: damaged: {os.path.basename(path)} is not a regular file")
    return path


def _manifest_bytes(manifest):
    before = json.dumps(manifest, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")[:-1]
    return before + b',"check":"%s"}\n' % hashlib.sha256(before).hexdigest().encode()


def _load(path):
    """An array of a file, mapped unless it is empty, and where its elements begin."""
    with _open(path, "rb") as file:
        if os.fstat(file.fileno()).st_size == 0:
            raise StoreError(f"{path}: empty")
        try:
            array = np.load(path, mmap_mode="r", allow_pickle=False)
            if not isinstance(array, np.ndarray):
                raise StoreError(f"{path}: no array")
            return array, array.offset
        except ValueError as unmapped:
            try:
                array = np.lib.format.read_array(file, allow_pickle=False)
            except ValueError as wrong:
                raise StoreError(f"{path}: {wrong}") from None
            if array.nbytes:
                raise StoreError(f"{path}: {unmapped}") from None
            return array, file.tell()


def _stored(path):
    """What a version says about the array in a file."""
    array, offset = _load(path)
    size = os.stat(path).st_size
    if array.dtype.hasobject or offset + array.nbytes != size:
        raise StoreError(f"{path}: {size - offset - array.nbytes} bytes follow the array")
    with _open(path, "rb") as file:
        file.seek(offset)
        chunks = iter(lambda: file.read(_CHUNK), b"")
        digest = hashlib.sha256(b"".join(hashlib.sha256(chunk).digest() for chunk in chunks)).hexdigest()
    order = "F" if array.flags.f_contiguous and not array.flags.c_contiguous else "C"
    return {"descr": ascii(np.lib.format.dtype_to_descr(array.dtype)), "order": order, "shape": list(array.shape),
            "bytes": size, "sha256": digest}


# Indexes: all arithmetic is modulo 2^64, as NumPy's of uint64 arrays is

def _mix(x):
    x = x ^ (x >> np.uint64(33))
    x = x * np.uint64(0xff51afd7ed558ccd)
    x = x ^ (x >> np.uint64(33))
    x = x * np.uint64(0xc4ceb9fe1a85ec53)
    return x ^ (x >> np.uint64(33))


def _require_key(name, keys):
    if keys.ndim != 1 or keys.dtype.kind not in "iuSU":
        raise StoreError(f"{name} cannot be a key: {keys.dtype} of shape {list(keys.shape)}")


def _hashes(keys, seed):
    """The first words of slots, and the hashes, of keys."""
    seed = np.uint64(seed)
    if keys.dtype.kind in "iu":
        words = keys.astype("u8" if keys.dtype.kind == "u" else "i8").view("u8")
        return words, _mix(words + seed)
    try:
        texts = np.char.encode(keys, "utf-8") if keys.dtype.kind == "U" else keys
    except UnicodeEncodeError as wrong:
        raise StoreError(f"a key is not a Unicode text: {wrong}") from None
    width = texts.dtype.itemsize
    padded = np.zeros((len(texts), -(-width // 8) * 8), "u1")
    padded[:, :width] = np.frombuffer(texts.tobytes(), "u1").reshape(len(texts), width)
    lengths = (np.where(padded != 0, np.arange(1, padded.shape[1] + 1), 0).max(axis=1, initial=0)).astype("u8")
    hashes = _mix(lengths + seed)
    words = padded.view("<u8")
    for n in range(words.shape[1]):
        hashes = np.where(lengths > 8 * n, _mix(hashes ^ words[:, n]), hashes)
    return hashes, hashes


def _homes(rows):
    homes = 1
    while 5 * rows > 3 * homes:
        homes *= 2
    return homes


def _words(keys, numbers):
    """The second words of slots, for numbers of rows that begin at 1."""
    return numbers | (keys + numbers) * np.uint64(0x9e3779b97f4a7c15) >> np.uint64(41) << np.uint64(40)


def _index(name, keys):
    """The slots of a key, and the seed."""
    _require_key(name, keys)
    count = len(keys)
    homes = _homes(count)
    for seed in range(16):
        words, hashes = _hashes(keys, seed)
        home = (hashes & np.uint64(homes - 1)).astype("i8")
        order = np.argsort(home, kind="stable")
        home, places = home[order], np.arange(count)
        slots = np.maximum.accumulate(home - places) + places if count else home
        _require_different(name, keys, words[order], order, home)
        if not count or (slots - home).max() < _REACH:
            index = np.zeros((homes + _REACH, 2), "<u8")
            index[slots, 0] = words[order]
            index[slots, 1] = _words(words[order], (order + 1).astype("u8"))
            return index.view("<i8"), seed
    raise StoreError(f"{name}: no index: with each of 16 seeds some key is more than 63 slots from its home")


def _require_different(name, keys, words, order, home):
    by_word = np.lexsort((order, words, home))
    same = (words[by_word][1:] == words[by_word][:-1]) & (home[by_word][1:] == home[by_word][:-1])
    for n in np.flatnonzero(same):
        first, second = order[by_word[n]], order[by_word[n + 1]]
        if keys[first] == keys[second]:
            raise StoreError(f"{name}: rows {first} and {second} have the same key")


class Version:
    """A version, pinned until it is closed or the process ends."""

    def __init__(self, store, number, fd):
        self.number = number
        self._store, self._fd = store, fd
        self._directory = store._version(number)
        self._shown = f"{store.name}@{number}"
        self._manifest = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Lets go of the version; arrays that are mapped stay usable."""
        fd, self._fd = self._fd, None
        if fd is not None:
            os.close(fd)

    @property
    def manifest(self):
        """What version.json says."""
        if self._manifest is None:
            self._manifest = _read_manifest(self._store, self.number)
        return self._manifest

    @property
    def names(self):
        """The names of the arrays."""
        return sorted(self.manifest["arrays"])

    @property
    def id(self):
        """The content id: equal for the same names, dtypes and elements."""
        return self.manifest["id"]

    def _file(self, name, suffix):
        _require_name(name)
        path = _no_links(self._directory, name + suffix, f"{self._shown}/{name}")
        if not os.path.exists(path):
            raise StoreError(f"{self._shown}/{name}: no such array; there are {', '.join(self.names[:10])}")
        return path

    def array(self, name):
        """An array, mapped read-only; an empty one is read."""
        return self._whole(name, ".npy")

    def _whole(self, name, suffix):
        path = self._file(name, suffix)
        array, offset = _load(path)
        behind = os.stat(path).st_size - offset - array.nbytes
        if behind:
            raise StoreError(f"{self._shown}/{name}{suffix}: damaged: {behind} bytes follow the array")
        return array

    def attributes(self, name):
        """The attributes of an array."""
        if name not in self.manifest["arrays"]:
            raise StoreError(f"{self._shown}/{name}: no such array")
        return self.manifest["attributes"].get(name, {})

    def rows(self, keys, index=None):
        """The rows of keys, -1 where there is none; index names the key if several are indexed."""
        indexes = self.manifest["indexes"]
        if index is None and len(indexes) != 1:
            raise StoreError(f"{self._shown}: which index? there are {', '.join(indexes) or 'none'}")
        index = index or next(iter(indexes))
        if index not in indexes:
            raise StoreError(f"{self._shown}/{index}: no index")
        stored, column, slots = indexes[index], self.array(index), self.array_of_index(index)
        wanted, beyond = _wanted(keys, column.dtype)
        words, hashes = _hashes(wanted, stored["seed"])
        at = (hashes & np.uint64(_homes(len(column)) - 1)).astype("i8")
        rows = np.full(len(wanted), -1, "i8")
        open_ = np.arange(len(wanted))
        for _ in range(_REACH):
            found = slots[at[open_]].view("u8")
            empty = (found == 0).all(axis=1)
            numbers = found[:, 1] & np.uint64((1 << 40) - 1)
            whole = (numbers >= 1) & (numbers <= len(column)) & (_words(found[:, 0], numbers) == found[:, 1])
            if not (whole | empty).all():
                raise StoreError(f"{self._shown}/{index}.index.npy: damaged: a slot has bits that do not belong together")
            hit = ~empty & (found[:, 0] == words[open_])
            if column.dtype.kind in "SU":
                hit[hit] = column[(numbers[hit] - np.uint64(1)).astype("i8")] == wanted[open_[hit]]
            rows[open_[hit]] = numbers[hit].astype("i8") - 1
            open_ = open_[~(hit | empty)]
            at[open_] += 1
            if not len(open_):
                break
        rows[beyond] = -1
        return rows

    def array_of_index(self, key):
        """The slots of an index."""
        stored = self.manifest["indexes"][key]
        shape = [_homes(stored["rows"]) + _REACH, 2]
        slots = self._whole(key, ".index.npy")
        if stored["hash"] != "fmix64" or self.manifest["arrays"][key]["shape"] != [stored["rows"]] or stored["of"] != self.manifest["arrays"][key]["sha256"] \
                or list(slots.shape) != shape or slots.dtype != np.dtype("<i8"):
            raise StoreError(f"{self._shown}/{key}.index.npy: damaged or unsupported: it is not the index of {key}")
        return slots


def _wanted(keys, dtype):
    """Keys as an array of a column's kind, and which of them are beyond it, and must not become others."""
    if dtype.kind in "iu" and not isinstance(keys, np.ndarray):
        # Through Python's integers: NumPy makes floats of lists that need both int64 and uint64.
        listed = list(keys) if isinstance(keys, (list, tuple, range)) else [keys]
        if all(isinstance(key, int) for key in listed):
            least, greatest = (0, 2**64) if dtype.kind == "u" else (-2**63, 2**63)
            beyond = np.array([not least <= key < greatest for key in listed], bool)
            return np.array([0 if gone else key for key, gone in zip(listed, beyond)], dtype.kind + "8"), beyond
    keys = np.atleast_1d(np.asarray(keys))
    if keys.ndim != 1:
        raise StoreError(f"keys have one axis, not {keys.ndim}")
    none = np.zeros(len(keys), bool)
    if dtype.kind in "SU":
        if keys.size and keys.dtype.kind not in "SU":
            _refuse(keys, dtype)
        try:
            if dtype.kind == "S" and keys.dtype.kind == "U":
                return np.char.encode(keys, "latin-1"), none
            return keys.astype(dtype.kind), none
        except UnicodeError:
            _refuse(keys, dtype)
    if keys.size and keys.dtype.kind not in "iu":
        _refuse(keys, dtype)
    if dtype.kind == "u":
        return keys.astype("u8"), keys < 0 if keys.dtype.kind == "i" else none
    return keys.astype("i8"), keys > 2**63 - 1 if keys.dtype.kind == "u" else none


def _refuse(keys, dtype):
    also = ", or have characters that those cannot have" if dtype.kind in "SU" else ""
    raise StoreError(f"keys are {dtype}; these are {keys.dtype}{also}")


class Store:
    """A store; holds nothing open."""

    def __init__(self, path):
        self.path = os.path.abspath(os.fspath(path))
        self.name = os.path.basename(self.path)
        marker = os.path.join(self.path, "store.json")
        if os.path.exists(marker) and not os.path.isfile(marker):
            raise StoreError(f"{self.name}/store.json: not a regular file")
        try:
            with _open(marker, "rb") as file:
                found = json.load(file, object_pairs_hook=_members)
        except (FileNotFoundError, NotADirectoryError):
            raise StoreError(f"{self.name}: not a store: it has no store.json") from None
        except ValueError as wrong:
            raise StoreError(f"{self.name}/store.json: damaged: {wrong}") from None
        if not isinstance(found, dict) or found.get("npymap_store") != 1:
            raise StoreError(f"{self.name}/store.json: unsupported format {found!r} of a store; this program knows 1")

    def _join(self, *parts):
        return os.path.join(self.path, *parts)

    def _version(self, number):
        return self._join("versions", f"{number:010d}")

    def numbers(self):
        """The numbers of all versions."""
        return sorted(int(name) for name in os.listdir(self._join("versions")) if _NUMBER.match(name) and int(name))

    def _is_version(self, number):
        try:
            found = os.lstat(self._version(number)).st_mode
        except FileNotFoundError:
            return False
        return stat.S_ISLNK(found) or stat.S_ISDIR(found) and _is_there(os.path.join(self._version(number), "version.json"))

    def _hint(self):
        try:
            found = re.match(r"versions/([0-9]{1,18})/?\Z", os.readlink(self._join("latest")), re.A)
            return int(found[1]) if found else 0
        except OSError:
            return 0

    def _highest(self):
        return next(filter(self._is_version, reversed(self.numbers())), 0)

    def _newest(self):
        number = self._hint()
        if not self._is_version(number):
            number = self._highest()
        while number and self._is_version(number + 1):
            number += 1
        if not number:
            raise StoreError(f"{self.name}: no version was published yet")
        return number

    def _tagged(self, tag):
        try:
            found = re.match(r"\.\./versions/([0-9]{1,18})/?\Z", os.readlink(self._join("tags", tag)), re.A)
        except OSError:
            raise StoreError(f"{self.name}: no tag {tag}") from None
        if not found or not _is_there(self._version(int(found[1]))):
            raise StoreError(f"{self.name}: tag {tag} leads to no version")
        return int(found[1])

    def _existing(self, number):
        if not _is_there(self._version(number)):
            raise StoreError(f"{self.name}: no version {number}")
        return number

    def latest(self):
        """The newest version, pinned."""
        return self._pin(self._newest)

    def version(self, number):
        """A version by its number, pinned."""
        if not isinstance(number, int):
            raise StoreError(f"{self.name}: the number of a version is an int, not {number!r}; tag() takes tags")
        return self._pin(lambda: self._existing(number))

    def tag(self, tag):
        """The version of a tag, pinned."""
        return self._pin(lambda: self._tagged(tag))

    def _pin(self, resolve):
        fd = os.open(self._join(".locks", "pins"), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
        try:
            self._require_file(fd, "pins")
            while True:
                number = resolve()
                if _lock(fd, fcntl.F_RDLCK, number):
                    if self._is_version(number):
                        return Version(self, number, fd)
                    _lock(fd, fcntl.F_UNLCK, number)
                    if os.path.lexists(self._version(number)):
                        raise StoreError(f"{self.name}@{number}: damaged: it has no version.json")
                else:
                    time.sleep(0.001)
        except BaseException:
            os.close(fd)
            raise

    def _require_file(self, fd, lock):
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise StoreError(f"{self.name}: damaged: it has no file .locks/{lock}")

    @contextlib.contextmanager
    def _writer(self):
        fd = os.open(self._join(".locks", "writer"), os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            self._require_file(fd, "writer")
            _lock(fd, fcntl.F_WRLCK, 0, wait=True)
            yield lambda: os.path.samestat(os.fstat(fd), os.stat(self._join(".locks", "writer"), follow_symlinks=False))
        finally:
            _lock(fd, fcntl.F_UNLCK, 0)
            os.close(fd)

    def _tidy(self, pins):
        newest = self._highest()
        if newest > self._hint():
            self._swap_latest(secrets.randbits(60), newest)
        for name in os.listdir(self.path):
            found = _BUILD.match(name)
            if found and _lock(pins, fcntl.F_WRLCK, _BUILDS + int(found[1], 16)):
                _delete(self._join(name))
                _lock(pins, fcntl.F_UNLCK, _BUILDS + int(found[1], 16))
        return newest

    def _swap_latest(self, build, number):
        os.symlink(f"versions/{number:010d}", self._join(f".build-{build:015x}"))
        os.rename(self._join(f".build-{build:015x}"), self._join("latest"))

    def commit(self, directory, message, index=(), remove=(), attributes=None):
        """Publishes a version in which each .npy below a directory is the array of that name, and returns its number.

        All else is carried over. index: keys that get an index, in addition to those that have one. remove: arrays or
        groups. attributes: a dict for each name. Conflict is raised if another writer has changed the same meanwhile.
        """
        if not isinstance(message, str):
            raise StoreError(f"{self.name}: a message is a text, not {message!r}")
        _require_json("message", message)
        if isinstance(index, str) or isinstance(remove, str) or not isinstance(attributes or {}, dict):
            raise StoreError(f"{self.name}: index and remove are lists of names, attributes a dict")
        with contextlib.ExitStack() as stack:
            base = None
            while base is None and self._highest():
                try:
                    base = stack.enter_context(self.latest())
                except StoreError:
                    if self._highest():
                        raise
            pins = os.open(self._join(".locks", "pins"), os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
            stack.callback(os.close, pins)
            build = secrets.randbits(60)
            while not _lock(pins, fcntl.F_RDLCK, _BUILDS + build):
                build = secrets.randbits(60)
            target = self._join(f".build-{build:015x}")
            os.mkdir(target)
            stack.callback(_delete, target)
            draft = _Draft(self, base, target, message)
            draft.copy(os.fspath(directory))
            draft.change(index, remove, attributes or {})
            with self._writer() as same:
                tidying = os.open(self._join(".locks", "pins"), os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
                try:
                    newest = self._tidy(tidying)
                finally:
                    os.close(tidying)
                manifest = draft.complete(newest)
                number = manifest["number"]
                if not same():
                    raise StoreError(f"{self.name}: the lock file .locks/writer was replaced while it was locked")
                if _is_there(self._version(number)):
                    raise StoreError(f"{self.name}@{number}: appeared while it was being published")
                os.rename(target, self._version(number))
                try:
                    _force(self._join("versions"))
                    self._swap_latest(build, number)
                    _force(self.path)
                except OSError as failure:
                    raise StoreError(f"{self.name}@{number}: published, but perhaps not durably: {failure}") from failure
                return number


class _Draft:
    """A version that is being made in a directory of its own."""

    def __init__(self, store, base, target, message):
        self.store, self.base, self.target, self.message = store, base, target, message
        self.begun = base.manifest if base else {"number": 0, "arrays": {}, "indexes": {}, "attributes": {}}
        self.touched, self.arrays, self.indexes, self.attributes, self.own = set(), {}, {}, {}, []
        self.copied = False

    def copy(self, directory):
        for above, below, files in sorted(os.walk(directory, onerror=_raise)):
            for linked in (os.path.join(above, one) for one in below):
                if os.path.islink(linked):
                    raise StoreError(f"{linked}: a linked directory below the one that is published")
            for file in sorted(files):
                path = os.path.join(above, file)
                if file.endswith(".npy"):
                    name = os.path.relpath(path, directory)[:-4].replace(os.sep, "/")
                    _require_name(name)
                    own = os.path.join(self.target, name + ".npy")
                    os.makedirs(os.path.dirname(own), exist_ok=True)
                    shutil.copyfile(path, own)
                    self.touched.add(name)
                    try:
                        self.arrays[name] = _stored(own)
                    except StoreError as wrong:
                        raise StoreError(str(wrong).replace(own, path)) from None
                    self.own.append(own)

    def change(self, index, remove, attributes):
        removed = set()
        for name in remove:
            gone = [one for one in self.begun["arrays"] if one == name or one.startswith(name + "/")]
            if not gone:
                raise StoreError(f"{name}: no such array or group")
            removed.update(gone)
        self.touched.update(removed)
        kept = {name: array for name, array in self.begun["arrays"].items() if name not in self.touched}
        known = {**kept, **self.arrays}
        _require_distinct(known)
        for name, values in attributes.items():
            if name not in known:
                raise StoreError(f"{name}: attributes of no array")
            if not isinstance(values, dict):
                raise StoreError(f"{name}: attributes are a dict, not {values!r}")
            _require_json(name, values)
            if name not in self.touched:
                self._keep(name)
            self.attributes.pop(name, None)
            if values:
                self.attributes[name] = values
        for key in index:
            if key not in known or not _group(key):
                raise StoreError(f"{key} cannot be a key: no such array in a group")
            if key not in self.touched and key not in self.begun["indexes"]:
                self._keep(key)
        indexed = set(index) | {key for key in self.begun["indexes"] if key in known and key not in removed}
        for key in sorted(indexed & self.touched):
            self._index(key)

    def _keep(self, name):
        """Touches an array without changing it."""
        self.touched.add(name)
        self.arrays[name] = self.begun["arrays"][name]
        if name in self.begun["attributes"]:
            self.attributes[name] = self.begun["attributes"][name]
        self._link(name, ".npy", self.base._directory)

    def _index(self, key):
        stored = self.begun["indexes"].get(key)
        if stored and stored["of"] == self.arrays[key]["sha256"] \
                and self.arrays[key]["descr"] == self.begun["arrays"][key]["descr"]:
            self.indexes[key] = stored
            self._link(key, ".index.npy", self.base._directory)
            return
        keys = _load(os.path.join(self.target, key + ".npy"))[0]
        slots, seed = _index(key, keys)
        path = os.path.join(self.target, key + ".index.npy")
        with _open(path, "xb") as file:
            np.lib.format.write_array(file, slots, allow_pickle=False)
        facts = _stored(path)
        self.own.append(path)
        self.indexes[key] = {"hash": "fmix64", "seed": seed, "rows": len(keys), "of": self.arrays[key]["sha256"],
                             "bytes": facts["bytes"], "sha256": facts["sha256"]}

    def _is_replaced(self, name, suffix, source):
        """Shares a file that was written anew and is as it is in the newest version."""
        own = os.path.join(self.target, name + suffix)
        written = own in self.own
        if written:
            self.own.remove(own)
            os.unlink(own)
            self._link(name, suffix, source)
        return written

    def _link(self, name, suffix, source):
        own, old = os.path.join(self.target, name + suffix), os.path.join(source, name + suffix)
        os.makedirs(os.path.dirname(own), exist_ok=True)
        if not stat.S_ISREG(os.lstat(_no_links(source, name + suffix, f"{self.store.name}/{name}")).st_mode):
            raise StoreError(f"{self.store.name}: damaged: {name}{suffix} is no file")
        try:
            os.link(old, own, follow_symlinks=False)
        except FileExistsError:
            raise
        except OSError as refused:
            shutil.copyfile(old, own)
            self.own.append(own)
            if not self.copied:
                warnings.warn(f"{self.store.name}: {name}{suffix} was copied, because it could not be linked: {refused}")
            self.copied = True

    def complete(self, newest):
        """Takes all else from the newest version, and makes the directory whole and durable."""
        current = self.begun
        if newest != self.begun["number"]:
            current = _read_manifest(self.store, newest)
        self._require_no_conflict(current)
        source = self.store._version(newest)
        for name in self.touched & current["arrays"].keys() & self.arrays.keys():
            if all(self.arrays[name][fact] == current["arrays"][name][fact] for fact in _FACTS) \
                    and self._is_replaced(name, ".npy", source):
                self.arrays[name] = current["arrays"][name]
            if name in self.indexes and self.indexes[name] == current["indexes"].get(name):
                self._is_replaced(name, ".index.npy", source)
        for name, array in current["arrays"].items():
            if name not in self.touched:
                self.arrays[name] = array
                self._link(name, ".npy", source)
                if name in current["attributes"]:
                    self.attributes[name] = current["attributes"][name]
        for key, stored in current["indexes"].items():
            if key not in self.touched:
                self.indexes[key] = stored
                self._link(key, ".index.npy", source)
        _require_distinct(self.arrays)
        for key, stored in self.indexes.items():
            for name, array in self.arrays.items():
                if _group(name) == _group(key) and array["shape"][:1] != [stored["rows"]]:
                    raise StoreError(f"{name} has shape {array['shape']}, but its table has {stored['rows']} rows by "
                                     f"the key {key}")
        number = 1 + max(self.store.numbers() + [self.store._hint()])
        if number >= 10**18:
            raise StoreError(f"{self.store.name}@{number - 1}: no number is left after it")
        manifest = {"number": number, "parent": newest,
                    "time": _time(datetime.datetime.now(datetime.timezone.utc)),
                    "message": self.message, "id": _content_id(self.arrays),
                    "arrays": dict(sorted(self.arrays.items())), "indexes": dict(sorted(self.indexes.items())),
                    "attributes": dict(sorted(self.attributes.items()))}
        path = os.path.join(self.target, "version.json")
        with _open(path, "xb") as file:
            file.write(_manifest_bytes(manifest))
        for own in self.own + [path]:
            os.chmod(own, 0o444)
            _force(own)
        for above, _, _ in os.walk(self.target, topdown=False):
            _force(above)
        return manifest

    def _require_no_conflict(self, current):
        tables = {_group(key) for key in [*self.begun["indexes"], *current["indexes"], *self.indexes]}
        groups = tables & {_group(name) for name in self.touched}
        both = {*self.begun["arrays"], *current["arrays"]}
        for name in sorted(self.touched | {name for name in both if _group(name) in groups}):
            def facts(manifest):
                array = manifest["arrays"].get(name)
                return (array and [array[fact] for fact in _FACTS],
                        name in manifest["indexes"], manifest["attributes"].get(name))
            if facts(self.begun) != facts(current):
                raise Conflict(f"{self.store.name}: {name} has changed since this version was begun: it was made from "
                               f"version {self.begun['number']}, the newest is {current['number']}")


def _raise(failure):
    raise failure


def _delete(path):
    if os.path.islink(path) or os.path.isfile(path):
        os.unlink(path)
    elif os.path.lexists(path):
        shutil.rmtree(path)


def open(path):
    """Opens a store."""
    return Store(path)


def create(path):
    """Creates a store without versions, where nothing exists or an empty directory."""
    above = os.path.dirname(os.path.realpath(path))
    while above != os.path.dirname(above):
        if os.path.isfile(os.path.join(above, "store.json")) and os.path.isdir(os.path.join(above, ".locks")):
            raise StoreError(f"{path}: is in the store {os.path.basename(above)}")
        above = os.path.dirname(above)
    os.makedirs(path, exist_ok=True)
    left = {"versions", "tags", ".locks", ".store.json"}
    if set(os.listdir(path)) - left or os.path.isdir(os.path.join(path, "versions")) and os.listdir(
            os.path.join(path, "versions")):
        raise StoreError(f"{os.path.basename(os.path.abspath(path))}: already exists")
    for directory in ("versions", "tags", ".locks"):
        os.makedirs(os.path.join(path, directory), exist_ok=True)
    for lock in ("writer", "pins"):
        _open(os.path.join(path, ".locks", lock), "ab").close()
    for directory in ("versions", "tags", ".locks"):
        _force(os.path.join(path, directory))
    with _open(os.path.join(path, ".store.json"), "w") as file:
        json.dump(_FORMAT, file)
        file.flush()
        os.fsync(file.fileno())
    os.rename(os.path.join(path, ".store.json"), os.path.join(path, "store.json"))
    _force(path)
    return Store(path)
