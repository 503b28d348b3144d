"""A trained checkpoint as fp16 shards that fit through a lent machine's way back, and the way back into a checkpoint."""

from __future__ import annotations

import io
import json
from pathlib import Path

import torch

from .shards import cut, join

INDEX = "checkpoint.json"


def send(checkpoint: Path, folder: Path) -> int:
    """Write best.pt's weights (rounded to fp16, as they ship) and record as shards; returns their bytes."""
    saved = torch.load(checkpoint, map_location="cpu", weights_only=True)
    buffer = io.BytesIO()
    torch.save({name: tensor.half() for name, tensor in saved["model"].items()}, buffer)
    files = cut(buffer.getvalue(), folder, "checkpoint")
    (folder / INDEX).write_text(json.dumps({"files": files, "config": saved["config"], "record": saved["record"]}) + "\n")
    return len(buffer.getvalue())


def receive(folder: Path, checkpoint: Path) -> None:
    """Write best.pt from shards. Raises ValueError when a shard is damaged."""
    index = json.loads((folder / INDEX).read_text())
    weights = torch.load(io.BytesIO(join(folder, index["files"])), map_location="cpu", weights_only=True)
    checkpoint.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"config": index["config"], "record": index["record"],
                "model": {name: tensor.float() for name, tensor in weights.items()}}, checkpoint)
