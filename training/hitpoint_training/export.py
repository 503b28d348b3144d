"""Writes the shipped model: model.int8.onnx, model.fp16.onnx, head.bin and meta.json (E18-E20)."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path

import numpy as np
import onnx
import torch

from . import vocabulary as v
from .config import Config
from .model import Composer
from .onnx_graph import IR_VERSION, OPSET, build_graph

FILES = ("model.int8.onnx", "model.fp16.onnx", "head.bin")


def quantise(source: Path, target: Path) -> None:
    """Dynamic int8 of the constant MatMul weights, per channel, 7 bit (the same sums on every CPU, with VNNI or not).

    The small network that reads the conditioning values stays in fp32.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    logging.getLogger().setLevel(logging.ERROR)
    graph = onnx.load(source).graph
    keep = [node.name for node in graph.node if node.op_type == "MatMul" and "value_in.weight" in node.input
            or node.op_type == "MatMul" and "value_out.weight" in node.input]
    quantize_dynamic(source, target, op_types_to_quantize=["MatMul"], per_channel=True, reduce_range=True,
                     weight_type=QuantType.QInt8, nodes_to_exclude=keep)


def write_head(model: Composer, path: Path) -> list[dict]:
    """head.bin (E20): little-endian float32 tables; returns name, shape and byte offset of each."""
    tables, offset, layout = [], 0, []
    for index, name in enumerate(v.ATTRIBUTES):
        tables += [(f"head.embed.{name}", model.head_embed[index].weight),
                   (f"head.out.{name}.weight", model.head_out[index].weight),
                   (f"head.out.{name}.bias", model.head_out[index].bias)]
    with path.open("wb") as file:
        for name, tensor in tables:
            data = tensor.detach().float().cpu().numpy().astype("<f4").tobytes()
            layout.append({"name": name, "shape": list(tensor.shape), "offset": offset})
            file.write(data)
            offset += len(data)
    return layout


def vocabulary_meta() -> dict:
    """The vocabularies and limits of the specification, for checks on the reading side."""
    return {"stepsPerQuarter": v.STEPS_PER_QUARTER, "types": ["BAR", "CHORD", "GROUP", "END", "START"],
            "attributes": dict(zip(v.ATTRIBUTES, v.ATTRIBUTE_SIZES)), "rowSizes": list(v.ROW_SIZES),
            "deltas": list(v.DELTAS), "durations": list(v.DURATIONS), "families": list(v.FAMILIES),
            "qualities": list(v.QUALITIES), "densityLimits": list(v.DENSITY_LIMITS), "ensembles": list(v.ENSEMBLES),
            "conditionIds": dict(zip(v.CONDITION_IDS, v.CONDITION_ID_SIZES)),
            "conditionValues": list(v.CONDITION_VALUES), "stop": v.STOP, "drumBase": v.DRUM_BASE,
            "drumKeys": [v.DRUM_LOW, v.DRUM_HIGH], "maskedVelocity": v.MASKED_VELOCITY, "noBoundary": v.NO_BOUNDARY}


def tensor_meta(c: Config) -> dict:
    """Inputs and outputs of E18 with their shapes."""
    cache = ["B", c.layers, c.kv_heads, "T", c.head_dim]
    new = ["B", c.layers, c.kv_heads, c.head_dim]
    half = c.head_dim // 2
    return {"inputs": {"event": ["int32", ["B", 14]], "condition_ids": ["int32", ["B", 9]],
                       "condition_values": ["float32", ["B", 20]], "rope_cos": ["float32", [half]],
                       "rope_sin": ["float32", [half]], "past_k": ["float32", cache], "past_v": ["float32", cache],
                       "past_mask": ["float32", ["B", "T"]]},
            "outputs": {"pre": ["float32", ["B", 9 * c.head_width]], "new_k": ["float32", new],
                        "new_v": ["float32", new]}}


def file_meta(folder: Path) -> dict:
    """sha256 and bytes of every model file."""
    return {name: {"sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest(),
                   "bytes": (folder / name).stat().st_size} for name in FILES}


def export(model: Composer, folder: Path, version: str, training: dict) -> dict:
    """Write every file of the model into `folder`; `training` is the run's record. Returns meta.json's value."""
    folder.mkdir(parents=True, exist_ok=True)
    model = model.eval()
    c = model.config
    work = folder / "model.fp32.onnx"
    onnx.save(build_graph(model), work)
    quantise(work, folder / "model.int8.onnx")
    work.unlink()
    onnx.save(build_graph(model, half=True), folder / "model.fp16.onnx")
    layout = write_head(model, folder / "head.bin")
    meta = {"name": "hitpoint-composer", "version": version, "task": "composer",
            "format": "docs/spec/composer-events.md",
            "licence": training.get("licence", "CC BY-SA 4.0"), "files": file_meta(folder),
            "config": {"name": c.name, "hidden": c.hidden, "layers": c.layers, "heads": c.heads, "kvHeads": c.kv_heads,
                       "headDim": c.head_dim, "ffn": c.ffn, "window": c.context, "M": c.head_width,
                       "parameters": sum(p.numel() for p in model.parameters()), "ropeBase": 10000.0},
            "onnx": {"opset": OPSET, "irVersion": IR_VERSION, **tensor_meta(c)},
            "head": {"file": "head.bin", "dtype": "float32", "byteOrder": "little", "attributes": list(v.ATTRIBUTES),
                     "tables": layout},
            "prefixes": training.get("prefixes", []), "vocabulary": vocabulary_meta(), "training": training}
    (folder / "meta.json").write_text(json.dumps(meta, indent=1, ensure_ascii=False) + "\n")
    return meta


def load_checkpoint(path: Path) -> tuple[Composer, dict]:
    """A trained composer (eval mode) and the record of its run."""
    saved = torch.load(path, map_location="cpu", weights_only=True)
    model = Composer(Config(**saved["config"]))
    model.load_state_dict(saved["model"])
    return model.eval(), saved.get("record", {})


def head_logits(model: Composer, attribute: int, pre: np.ndarray, context: np.ndarray) -> np.ndarray:
    """E19 in numpy for one step: pre [9, M], context c [M]."""
    out = model.head_out[attribute]
    return out.weight.detach().numpy() @ np.maximum(pre[attribute] + context, 0) + out.bias.detach().numpy()
