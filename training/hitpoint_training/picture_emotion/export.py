"""Writes the network as ONNX (weights in fp16 and in int8) with its meta.json, and checks both against PyTorch."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

from .augment import CANVASES
from .features import Features, make_view, to_input
from .gaussian_process import Process
from .picture_graph import OUTPUTS, build_graph
from .targets import EMOTIONS
from .weight_quantiser import quantise_weights

# Largest difference from PyTorch that the exported files may show, in valence and arousal.
FLOAT_TOLERANCE = 0.01
COMPARED_PICTURES = 54


def differences(network: Features, process: Process, path: Path, pictures: list[np.ndarray]) -> dict[str, float]:
    """Mean and largest difference of valence and arousal between a file and PyTorch, picture by picture."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    found, wanted = [], []
    for picture in pictures:
        found.append(session.run(["affect"], {"pictures": picture[None].astype(np.float32)})[0])
        with torch.no_grad():
            wanted.append(process.answer(network(to_input(picture[None])).double().numpy())["mean"])
    apart = np.abs(np.concatenate(found) - np.concatenate(wanted))
    return {"mean": round(float(apart.mean()), 5), "largest": round(float(apart.max()), 5)}


def export(network: Features, process: Process, pictures: np.ndarray, out: Path, facts: dict) -> None:
    """Write model.fp16.onnx, model.int8.onnx and meta.json to `out`; fails when one does not answer as PyTorch does."""
    out.mkdir(parents=True, exist_ok=True)
    half = build_graph(network, process, half=True)
    onnx.save(half, out / "model.fp16.onnx")
    onnx.save(quantise_weights(half), out / "model.int8.onnx")
    rows = np.linspace(0, len(pictures) - 1, COMPARED_PICTURES).astype(int)
    views = [make_view(pictures[row], int(row), 8 + index % 8) for index, row in enumerate(rows)]
    write_meta(out, parity_of(network, process, out, views), facts)


def parity_of(network: Features, process: Process, folder: Path, pictures: list[np.ndarray]) -> dict:
    """How far both files of a folder are from PyTorch; fails when one of them is too far."""
    parity = {name: differences(network, process, folder / f"model.{name}.onnx", pictures) for name in ("fp16", "int8")}
    print(json.dumps(parity))
    if max(each["largest"] for each in parity.values()) > FLOAT_TOLERANCE:
        raise SystemExit(f"An exported file differs from PyTorch: {parity}")
    return parity


def write_meta(out: Path, parity: dict, facts: dict) -> None:
    """meta.json: what the app must know to feed the network, and the hashes of its files."""
    files = {path.name: {"sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "bytes": path.stat().st_size}
             for path in sorted(out.glob("*.onnx"))}
    meta = {
        "task": "emotion", "name": "emotion", "version": out.name, "licence": "CC0-1.0; backbone Apache-2.0",
        "network": {
            "input": {"name": "pictures", "layout": "nhwc", "mean": [0, 0, 0], "deviation": [1, 1, 1],
                      "pixels": CANVASES[0][0] * CANVASES[0][1], "multiple": 16},
            "outputs": {name: name for name, _ in OUTPUTS},
            "emotions": list(EMOTIONS),
            "files": {"cpu": "model.int8.onnx", "accelerated": "model.fp16.onnx"},
        },
        "training": facts, "parity": parity, "files": files,
    }
    (out / "meta.json").write_text(json.dumps(meta, indent=2) + "\n")
