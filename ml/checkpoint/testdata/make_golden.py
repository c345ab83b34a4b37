"""Writes golden.json: name, type, shape and the SHA-256 of the float32 values of
every tensor of every checkpoint in shared/fixtures, read with Python's standard
library alone. python make_golden.py ../../../../shared/fixtures > golden.json"""
import collections
import hashlib
import json
import pathlib
import pickle
import struct
import sys
import zipfile

SIZES = {"F32": 4, "F16": 2, "BF16": 2}


def floats(dtype, raw):
    """Little-endian numbers as little-endian float32 bytes."""
    if dtype == "F32":
        return raw
    if dtype == "F16":
        return struct.pack(f"<{len(raw) // 2}f", *struct.unpack(f"<{len(raw) // 2}e", raw))
    return b"".join(b"\0\0" + raw[i:i + 2] for i in range(0, len(raw), 2))


def record(name, dtype, shape, raw):
    return dict(name=name, dtype=dtype, shape=list(shape), sha256=hashlib.sha256(floats(dtype, raw)).hexdigest())


def safetensors(path):
    data = path.read_bytes()
    n = struct.unpack("<Q", data[:8])[0]
    head = json.loads(data[8:8 + n])
    head.pop("__metadata__", None)
    for name, v in sorted(head.items(), key=lambda kv: kv[1]["data_offsets"]):
        begin, end = v["data_offsets"]
        yield record(name, v["dtype"], v["shape"], data[8 + n + begin:8 + n + end])


class Reader(pickle.Unpickler):
    """Tensors become tuples, storages (type, key)."""

    def find_class(self, module, name):
        if name == "_rebuild_tensor_v2":
            return lambda store, offset, size, stride, *rest: (store, offset, size, stride)
        if name == "OrderedDict":
            return collections.OrderedDict
        return {"FloatStorage": "F32", "HalfStorage": "F16", "BFloat16Storage": "BF16"}[name]

    def persistent_load(self, pid):
        return pid[1], pid[2]


def torch(path):
    archive = zipfile.ZipFile(path)
    pkl = next(n for n in archive.namelist() if n.endswith("/data.pkl"))
    for name, ((dtype, key), offset, shape, stride) in Reader(archive.open(pkl)).load().items():
        raw, size = archive.read(pkl[:-8] + "data/" + key), SIZES[dtype]
        places = [offset]
        for n, step in zip(shape, stride):
            places = [p + i * step for p in places for i in range(n)]
        yield record(name, dtype, shape, b"".join(raw[p * size:(p + 1) * size] for p in places))


def main():
    golden = {}
    for folder in sorted(pathlib.Path(sys.argv[1]).iterdir()):
        files = sorted(p for p in folder.glob("*") if p.suffix in (".safetensors", ".pt", ".bin")) if folder.is_dir() else []
        tensors = [t for p in files for t in (safetensors(p) if p.suffix == ".safetensors" else torch(p))]
        if tensors:
            golden[folder.name] = tensors
    rows = (json.dumps(k) + ": [\n" + ",\n".join(json.dumps(t) for t in v) + "\n]" for k, v in golden.items())
    print("{\n" + ",\n".join(rows) + "\n}")


main()
