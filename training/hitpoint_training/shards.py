"""The packed corpus as files small enough to travel to a lent machine: columns of bytes, compressed, cut into shards."""

from __future__ import annotations

import hashlib
import io
import json
import lzma
from pathlib import Path

import numpy as np

SHARD_BYTES = 15 * 2**20  # under the 16 MiB that one file may have on its way
INDEX = "index.json"


def cut(data: bytes, folder: Path, name: str) -> list[dict]:
    """Write `data` as name-000.bin, name-001.bin, ... of at most 15 MiB; returns name, bytes and sha256 of each."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number, start in enumerate(range(0, len(data), SHARD_BYTES)):
        part = data[start:start + SHARD_BYTES]
        path = folder / f"{name}-{number:03d}.bin"
        path.write_bytes(part)
        files.append({"name": path.name, "bytes": len(part), "sha256": hashlib.sha256(part).hexdigest()})
    return files


def join(folder: Path, files: list[dict]) -> bytes:
    """The bytes that `cut` wrote. Raises ValueError when a file is not what the index says."""
    parts = []
    for entry in files:
        part = (folder / entry["name"]).read_bytes()
        if hashlib.sha256(part).hexdigest() != entry["sha256"]:
            raise ValueError(f"{folder / entry['name']} is damaged; copy the shards again")
        parts.append(part)
    return b"".join(parts)


def _to_bytes(arrays: dict[str, np.ndarray]) -> bytes:
    """An npz in which `placed` is one uint8 array per column; the bars are counted again on reading."""
    columns = dict(arrays)
    placed = columns.pop("placed")
    if placed.min() < 0 or np.delete(placed, 1, axis=1).max() > 255:
        raise ValueError("a placed event does not fit into bytes")
    for column in range(placed.shape[1]):
        if column != 1:
            columns[f"placed_{column}"] = placed[:, column].astype(np.uint8)
    buffer = io.BytesIO()
    np.savez(buffer, **columns)
    return buffer.getvalue()


def _from_bytes(data: bytes) -> dict[str, np.ndarray]:
    with np.load(io.BytesIO(data)) as file:
        arrays = {name: file[name] for name in file.files}
    width = 1 + sum(name.startswith("placed_") for name in arrays)
    placed = np.empty((len(arrays["placed_0"]), width), np.int16)
    for column in range(width):
        if column != 1:
            placed[:, column] = arrays.pop(f"placed_{column}")
    for begin, end in zip(arrays["event_offset"][:-1], arrays["event_offset"][1:]):
        placed[begin:end, 1] = np.cumsum(placed[begin:end, 0] == 0) - 1  # every bar begins with BAR (type 0, E3)
    return arrays | {"placed": placed}


def write_shards(arrays: dict[str, np.ndarray], report: dict, folder: Path) -> dict:
    """Write the corpus into `folder`; returns the index."""
    data = lzma.compress(_to_bytes(arrays), preset=4)
    index = {"files": cut(data, folder, "corpus"), "bytes": len(data), "report": report}
    (folder / INDEX).write_text(json.dumps(index, indent=1) + "\n")
    return index


def read_shards(folder: Path) -> tuple[dict[str, np.ndarray], dict]:
    """Arrays and report that `write_shards` was given."""
    index = json.loads((folder / INDEX).read_text())
    return _from_bytes(lzma.decompress(join(folder, index["files"]))), index["report"]
