"""Writes the network as ONNX with its meta.json, and checks it against PyTorch."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper

from ..onnx_graph import IR_VERSION, OPSET, Graph
from .data import CLASSES
from .model import DILATIONS, TransitionNetwork


def load(path: Path) -> tuple[TransitionNetwork, dict]:
    """The network of a checkpoint, ready to be used, and the checkpoint."""
    saved = torch.load(path, weights_only=True)
    inputs = len(saved["inputNames"])
    model = TransitionNetwork(np.zeros(inputs), np.ones(inputs), saved["channels"])
    model.load_state_dict(saved["model"])
    return model.eval(), saved


def build_graph(models: list[TransitionNetwork]) -> onnx.ModelProto:
    """`inputs` [1, steps, inputs] to `likelihoods` [1, steps, 7], the mean of all networks' answers."""
    graph = Graph(half=False)
    answers = [_add_network(graph, model, f"network{index}") for index, model in enumerate(models)]
    graph.add("Mean", *answers, name="likelihoods")
    inputs = helper.make_tensor_value_info("inputs", TensorProto.FLOAT, [1, "steps", len(models[0].mean)])
    outputs = helper.make_tensor_value_info("likelihoods", TensorProto.FLOAT, [1, "steps", len(CLASSES)])
    onnx_model = helper.make_model(
        helper.make_graph(graph.nodes, "transitions", [inputs], [outputs], graph.initialisers),
        opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION, producer_name="hitpoint_training")
    onnx.checker.check_model(onnx_model)
    return onnx_model


def _add_network(graph: Graph, model: TransitionNetwork, prefix: str) -> str:
    """One network's likelihoods; batch normalisation is folded into the convolutions."""
    array = {name: tensor.numpy().astype(np.float32) for name, tensor in model.state_dict().items()}

    def constant(name: str, values: np.ndarray) -> str:
        return graph.constant(f"{prefix}.{name}", values)

    def convolve(x: str, name: str, weight: np.ndarray, bias: np.ndarray, dilation: int = 1) -> str:
        pad = dilation * (weight.shape[2] // 2)
        return graph.add("Conv", x, constant(f"{name}.weight", weight), constant(f"{name}.bias", bias),
                         dilations=[dilation], pads=[pad, pad], kernel_shape=[weight.shape[2]])

    x = graph.add("Div", graph.add("Sub", "inputs", constant("mean", array["mean"])),
                  constant("deviation", array["deviation"]))
    x = graph.add("Clip", x, constant("least", np.float32(-8)), constant("most", np.float32(8)))
    x = graph.add("Transpose", x, perm=[0, 2, 1])
    x = graph.add("Relu", convolve(x, "enter", array["enter.weight"], array["enter.bias"]))
    for index, dilation in enumerate(DILATIONS):
        name = f"blocks.{index}"
        scale = array[f"{name}.norm.weight"] / np.sqrt(array[f"{name}.norm.running_var"] + 1e-5)
        weight = array[f"{name}.spread.weight"] * scale[:, None, None]
        bias = (array[f"{name}.spread.bias"] - array[f"{name}.norm.running_mean"]) * scale + array[f"{name}.norm.bias"]
        y = graph.add("Relu", convolve(x, f"{name}.spread", weight, bias, dilation))
        x = graph.add("Add", x, convolve(y, f"{name}.mix", array[f"{name}.mix.weight"], array[f"{name}.mix.bias"]))
    x = convolve(graph.add("Relu", x), "leave", array["leave.weight"], array["leave.bias"])
    return graph.add("Softmax", graph.add("Transpose", x, perm=[0, 2, 1]), axis=-1)


def export(work: Path, out: Path, version: str, note: str) -> None:
    """Write model.onnx and meta.json to `out/version`; fails when ONNX Runtime and PyTorch differ by more than 1e-4."""
    loaded = [load(path) for path in sorted(work.glob("best-*.pt"))]
    if not loaded:
        raise SystemExit(f"No best-*.pt in {work}: train first")
    models, saved = [model for model, _ in loaded], loaded[0][1]
    folder = out / version
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(build_graph(models), folder / "model.onnx")
    difference = parity(models, folder / "model.onnx")
    if difference > 1e-4:
        raise SystemExit(f"ONNX differs from PyTorch by {difference}")
    data = (folder / "model.onnx").read_bytes()
    meta = {
        "task": "transitions", "name": "transitions", "version": version, "licence": "CC0-1.0",
        "inputNames": saved["inputNames"], "outputs": list(CLASSES), "channels": saved["channels"],
        "networks": len(models),
        "training": {"trainedOn": "cuda" if torch.cuda.is_available() else "cpu",
                     "runs": [checkpoint["record"] for _, checkpoint in loaded], "data": "generated films, bench/cuts/makeFilms.ts, even seeds", "note": note},
        "parity": {"largestDifference": difference},
        "files": {"model.onnx": {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}},
    }
    (folder / "meta.json").write_text(json.dumps(meta, indent=2) + "\n")
    print(f"{folder}: {len(data)} bytes, largest difference {difference:.2e}")


def parity(models: list[TransitionNetwork], path: Path) -> float:
    """The largest difference between the likelihoods of PyTorch and ONNX Runtime on random inputs."""
    rows = np.random.default_rng(1).normal(size=(1, 700, len(models[0].mean))).astype(np.float32)
    rows = rows * models[0].deviation.numpy() + models[0].mean.numpy()
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    with torch.no_grad():
        wanted = torch.stack([model(torch.from_numpy(rows)).softmax(-1) for model in models]).mean(0).numpy()
    return float(np.abs(session.run(None, {"inputs": rows})[0] - wanted).max())
