"""Sizes of the network and of a training run, read from training/configs/<name>.json."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

CONFIGS = Path(__file__).resolve().parent.parent / "configs"


@dataclass(frozen=True)
class Config:
    """One model size with the settings it is trained with. `context` in events, `batch` in rows of so many events;
    `pack`: several short crops in one row."""

    name: str
    hidden: int
    layers: int
    heads: int
    kv_heads: int
    head_dim: int
    ffn: int
    head_width: int
    context: int
    dropout: float
    batch: int
    learning_rate: float
    precision: str
    compile: bool
    pack: bool = False

    def to_dict(self) -> dict:
        """Plain values, for checkpoints and meta.json."""
        return asdict(self)


def load_config(name: str) -> Config:
    """The named configuration. Raises FileNotFoundError when there is no such file."""
    return Config(**json.loads((CONFIGS / f"{name}.json").read_text()))
