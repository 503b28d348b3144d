"""MobileNetV2 (Sandler et al. 2018) in PyTorch with the ImageNet weights of google-coral/test_data (Apache-2.0).

The weights come quantised to uint8 with batch normalisation folded in; they are used here as floats.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

NAME = "mobilenet_v2_1.0_224_uint8"


class Convolution(nn.Module):
    """A convolution with TensorFlow's SAME padding (the odd pixel goes to the right and bottom) and, mostly, ReLU6."""

    def __init__(self, weight: np.ndarray, bias: np.ndarray, stride: int, groups: int, active: bool):
        super().__init__()
        self.weight = nn.Parameter(torch.from_numpy(weight))
        self.bias = nn.Parameter(torch.from_numpy(bias))
        self.stride, self.groups, self.active = stride, groups, active

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        size = self.weight.shape[2]
        pads = []
        for length in (x.shape[3], x.shape[2]):
            total = max(0, (-(-length // self.stride) - 1) * self.stride + size - length)
            pads += [total // 2, total - total // 2]
        if any(pads):
            x = functional.pad(x, pads)
        x = functional.conv2d(x, self.weight, self.bias, self.stride, groups=self.groups)
        return functional.relu6(x) if self.active else x


class Block(nn.Module):
    """An inverted residual block: its convolutions, and whether its input is added to the result."""

    def __init__(self, convolutions: list[Convolution], residual: bool):
        super().__init__()
        self.convolutions = nn.Sequential(*convolutions)
        self.residual = residual

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.convolutions(x)
        return x + y if self.residual else y


def load_backbone(folder: Path) -> nn.Sequential:
    """19 blocks, [batch, 3, height, width] of (pixel - 128) / 128 to [batch, 1280, height / 32, width / 32].

    Block 0 is the first convolution, 1 to 17 the bottlenecks, 18 the last convolution.
    """
    graph = json.loads((folder / f"{NAME}.json").read_text())
    weights = np.load(folder / f"{NAME}.npz")
    parts: dict[str, list[Convolution]] = {}
    residual = set()
    for index, op in enumerate(graph["ops"]):
        scope = op["name"].split("/")[1] if "name" in op else ""
        if op["op"] == "add":
            residual.add(list(parts)[-1])
        elif op["op"] in ("conv", "dwconv") and scope != "Logits":
            parts.setdefault(scope, []).append(_convolution(op, weights, index))
    return nn.Sequential(*(Block(convolutions, scope in residual) for scope, convolutions in parts.items()))


def _convolution(op: dict, weights, index: int) -> Convolution:
    values = (weights[f"op{index}_w"].astype(np.float32) - op["w_zero"]) * np.float32(op["w_scale"])
    depthwise = op["op"] == "dwconv"
    kernel = values.transpose(3, 0, 1, 2) if depthwise else values.transpose(0, 3, 1, 2)
    return Convolution(np.ascontiguousarray(kernel), weights[f"op{index}_b"].copy(), op["stride"],
                       kernel.shape[0] if depthwise else 1, op["act"] == 3)


def load_logits(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """Weights [1001, 1280] and biases [1001] of the classes; index 0 is "background"."""
    ops = json.loads((folder / f"{NAME}.json").read_text())["ops"]
    index = next(at for at, op in enumerate(ops) if "Logits" in op.get("name", ""))
    weights = np.load(folder / f"{NAME}.npz")
    values = (weights[f"op{index}_w"].astype(np.float32) - ops[index]["w_zero"]) * np.float32(ops[index]["w_scale"])
    return values.reshape(len(values), -1), weights[f"op{index}_b"].copy()
