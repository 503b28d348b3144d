"""Writes the network as ONNX (fp16 weights, int8) with its meta.json, and checks both against PyTorch."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

from .augment import CANVASES
from .features import Features, make_view, to_input
from .gaussian_process import Process
from .picture_graph import OUTPUTS, build_graph
from .targets import EMOTIONS

# Largest difference from PyTorch that the exported files may show, in valence and arousal.
FLOAT_TOLERANCE, INTEGER_MEAN_TOLERANCE = 0.01, 0.04
CALIBRATION_PICTURES = 160


class Pictures(CalibrationDataReader):
    """Hands pictures one at a time to the quantiser."""

    def __init__(self, pictures: list[np.ndarray]):
        self.rest = iter(pictures)

    def get_next(self):
        picture = next(self.rest, None)
        return None if picture is None else {"pictures": picture[None].astype(np.float32)}


def quantise(source: Path, target: Path, pictures: list[np.ndarray], work: Path) -> None:
    """int8 weights and activations of the convolutions; what follows them stays fp32 (it is 1 % of the time)."""
    prepared = work / "prepared.onnx"
    quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
    quantize_static(str(prepared), str(target), Pictures(pictures), quant_format=QuantFormat.QDQ, per_channel=True,
                    op_types_to_quantize=["Conv", "Add"], activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
                    calibrate_method=CalibrationMethod.MinMax,
                    nodes_to_exclude=[node.name for node in onnx.load(prepared).graph.node
                                      if node.op_type == "Add" and not node.input[1].startswith(("add", "conv"))])
    prepared.unlink()


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


def export(network: Features, process: Process, pictures: np.ndarray, work: Path, out: Path, facts: dict) -> None:
    """Write model.fp16.onnx, model.int8.onnx and meta.json to `out`; fails when fp16 does not answer as PyTorch does."""
    out.mkdir(parents=True, exist_ok=True)
    onnx.save(build_graph(network, process, half=True, half_convolutions=False), work / "model.fp32.onnx")
    onnx.save(build_graph(network, process, half=True), out / "model.fp16.onnx")
    rows = np.linspace(0, len(pictures) - 1, CALIBRATION_PICTURES).astype(int)
    calibration = [make_view(pictures[row], int(row), index % 8) for index, row in enumerate(rows)]
    quantise(work / "model.fp32.onnx", out / "model.int8.onnx", calibration, work)
    others = [make_view(pictures[row], int(row), 8 + index % 8) for index, row in enumerate(np.maximum(rows[1::3] - 1, 0))]
    parity = {name: differences(network, process, out / f"model.{name}.onnx", others) for name in ("fp16", "int8")}
    print(json.dumps(parity))
    if parity["fp16"]["largest"] > FLOAT_TOLERANCE:
        raise SystemExit(f"The exported file differs from PyTorch: {parity}")
    # A faster network that answers something else is no use: it is left out, and meta.json says by how much it was off.
    usable = parity["int8"]["mean"] <= INTEGER_MEAN_TOLERANCE
    if not usable:
        (out / "model.int8.onnx").unlink()
    write_meta(out, parity, facts, "model.int8.onnx" if usable else "model.fp16.onnx")


def write_meta(out: Path, parity: dict, facts: dict, cpu: str) -> None:
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
            "files": {"cpu": cpu, "accelerated": "model.fp16.onnx"},
        },
        "training": facts, "parity": parity, "files": files,
    }
    (out / "meta.json").write_text(json.dumps(meta, indent=2) + "\n")
