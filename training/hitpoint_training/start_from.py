"""A shipped model as the start of a training run: its weights read back from ONNX, and grown into a deeper network."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from . import vocabulary as v
from .config import Config, load_config
from .model import Composer


def shipped_config(folder: Path) -> Config:
    """The sizes of the model in `folder` (its meta.json), with the training settings of the configuration it names."""
    c = json.loads((folder / "meta.json").read_text())["config"]
    return replace(load_config(c["name"]), hidden=c["hidden"], layers=c["layers"], heads=c["heads"],
                   kv_heads=c["kvHeads"], head_dim=c["headDim"], ffn=c["ffn"], context=c["window"], head_width=c["M"])


def _head(folder: Path) -> dict[str, torch.Tensor]:
    """head_embed and head_out tables of head.bin (E20)."""
    data = np.fromfile(folder / "head.bin", dtype="<f4")
    state = {}
    for table in json.loads((folder / "meta.json").read_text())["head"]["tables"]:
        first = table["offset"] // 4
        array = data[first:first + int(np.prod(table["shape"]))].reshape(table["shape"])
        _, kind, attribute, *rest = table["name"].split(".")
        index = v.ATTRIBUTES.index(attribute)
        state[f"head_{kind}.{index}.{rest[0] if rest else 'weight'}"] = torch.tensor(array)
    return state


def _embeddings(table: np.ndarray) -> dict[str, torch.Tensor]:
    """The parts of the joined input table (onnx_graph): each event table is followed by its row for *absent*."""
    state, offset = {}, 0
    for kind, sizes, gap in (("event_embed", v.ATTRIBUTE_SIZES, 1), ("condition_embed", v.CONDITION_ID_SIZES, 0)):
        for column, size in enumerate(sizes):
            state[f"{kind}.{column}.weight"] = torch.tensor(table[offset:offset + size])
            offset += size + gap
    return state


def load_shipped(folder: Path) -> Composer:
    """The network of a shipped model folder, from model.fp16.onnx and head.bin (eval mode).

    Raises FileNotFoundError when the folder holds no model.
    """
    config = shipped_config(folder)
    graph = onnx.load(folder / "model.fp16.onnx").graph
    arrays = {t.name: numpy_helper.to_array(t).astype(np.float32) for t in graph.initializer if t.data_type in (1, 10)}
    state = _head(folder) | _embeddings(arrays["table"])
    model = Composer(config)
    for name in model.state_dict():
        if name in state:
            continue
        array = arrays[name.replace(".weight", ".scale").replace(".bias", ".shift") if "norm" in name else name]
        if "norm" not in name and name.endswith(".weight"):
            array = array.T
        if name.endswith("qkv.weight"):  # the graph has the attention scale folded into the queries
            array = array.copy()
            array[:config.heads * config.head_dim] *= np.sqrt(config.head_dim)
        state[name] = torch.tensor(np.ascontiguousarray(array))
    model.load_state_dict(state)
    return model.eval()


def grow(source: Composer, layers: int) -> Composer:
    """The same function in a network of `layers` layers: added blocks are copies of the block before them whose output
    projections are zero, spread evenly. Raises ValueError when `layers` is less than the source has."""
    old = source.config.layers
    if layers < old:
        raise ValueError(f"the start has {old} layers; the configuration asks for {layers}, fewer")
    places = [index * layers // old for index in range(old)]  # of the old blocks among the new ones
    model = Composer(replace(source.config, layers=layers))
    given = source.state_dict()
    state = {name: tensor for name, tensor in given.items() if not name.startswith("blocks.")}
    for new in range(layers):
        origin = max(i for i in range(old) if places[i] <= new)
        for name, tensor in given.items():
            if name.startswith(f"blocks.{origin}."):
                part = name.split(".", 2)[2]
                silent = new not in places and part.split(".")[0] in ("project", "down")
                state[f"blocks.{new}.{part}"] = torch.zeros_like(tensor) if silent else tensor.clone()
    model.load_state_dict(state)
    return model


def start_from(folder: Path, config: Config) -> Composer:
    """A shipped model grown to `config`. Raises ValueError when another size than the number of layers differs."""
    source = load_shipped(folder)
    names = ("hidden", "heads", "kv_heads", "head_dim", "ffn", "head_width")
    unlike = [name for name in names if getattr(source.config, name) != getattr(config, name)]
    if unlike:
        raise ValueError(f"{folder} and the configuration {config.name} differ in {', '.join(unlike)}: "
                         "only the number of layers may differ")
    model = Composer(config)
    model.load_state_dict(grow(source, config.layers).state_dict())
    return model
