"""The shipped network in PyTorch again, from the weights in its fp16 ONNX file.

The fit itself is not stored (it is made anew from the photographs); what the file holds is all of it, rounded to fp16 where the
file is. So a parity test needs no photographs: it compares the runtime's arithmetic with PyTorch's on the same weights.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from .backbone import Block, Convolution
from .features import Features, to_input
from .gaussian_process import Process


class RebuiltFeatures(Features):
    """`Features` with the weights of a file in place of those of a folder."""

    def __init__(self, blocks: nn.Sequential, tensors: dict[str, np.ndarray]):
        nn.Module.__init__(self)
        self.blocks = blocks
        arrays = (("weight", tensors["classes.weight"].T), ("bias", tensors["classes.bias"]),
                  ("affect", tensors["class.affect"]), ("judged", tensors["class.judged"][:, 0]))
        for name, array in arrays:
            self.register_buffer(name, torch.from_numpy(np.array(array)))
        self.requires_grad_(False).eval()


def rebuild(path: Path) -> tuple[Features, Process]:
    """Backbone and process of a file that `picture_graph.build_graph` wrote with `half`."""
    graph = onnx.load(path).graph
    tensors = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    tensors = {name: array.astype(np.float32) if array.dtype == np.float16 else array for name, array in tensors.items()}
    return RebuiltFeatures(_blocks(graph, tensors), tensors), _process(tensors)


def _blocks(graph: onnx.GraphProto, tensors: dict[str, np.ndarray]) -> nn.Sequential:
    casts = {node.output[0]: node.input[0] for node in graph.node if node.op_type == "Cast"}
    makers = {output: node for node in graph.node for output in node.output}
    readers = {name: [node for node in graph.node if name in node.input] for name in makers}
    blocks: dict[int, list[Convolution]] = {}
    residual = set()
    for node in graph.node:
        if node.op_type != "Conv":
            continue
        name = casts.get(node.input[1], node.input[1])
        index = int(name.split(".")[1])
        facts = {attribute.name: onnx.helper.get_attribute_value(attribute) for attribute in node.attribute}
        active = any(reader.op_type == "Clip" for reader in readers[node.output[0]])
        blocks.setdefault(index, []).append(Convolution(np.array(tensors[name]), np.array(tensors[node.input[2]]),
                                                        facts["strides"][0], facts["group"], active))
        # `Add(entered, x)`: the answer of a block before is the first of the two.
        if any(reader.op_type == "Add" and reader.input[1] == node.output[0] for reader in readers[node.output[0]]):
            residual.add(index)
    return nn.Sequential(*(Block(blocks[index], index in residual) for index in sorted(blocks)))


def _process(tensors: dict[str, np.ndarray]) -> Process:
    constant = {name.removeprefix("process."): array for name, array in tensors.items() if name.startswith("process.")}
    return Process(constant["mean"], constant["deviation"], constant["projection"], constant["affect_scale"],
                   -constant["landmarks"].T / 2, constant["weights"], constant["bias"], constant["explained"],
                   constant["signal"], constant["noise"], constant["emotion_weights"], constant["emotion_bias"])


def answer(network: Features, process: Process, pictures: np.ndarray) -> dict[str, np.ndarray]:
    """What PyTorch (and, from the features on, NumPy in double precision) says of uint8 pictures [batch, height, width, 3]."""
    with torch.no_grad():
        return process.answer(network(to_input(pictures)).double().numpy())
