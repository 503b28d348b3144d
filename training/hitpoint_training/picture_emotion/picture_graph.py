"""The whole network as an ONNX graph, written node by node: backbone, features and the Gaussian process.

`pictures` [batch, height, width, 3], red, green, blue from 0 to 255, any height and width, to `affect` [batch, 2] (valence,
arousal), `variance` [batch, 2] and `emotions` [batch, 7].
"""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper

from ..onnx_graph import IR_VERSION, OPSET, Graph
from .features import LEAST_JUDGED, POOLED_BLOCKS, TEMPERATURES, Features
from .gaussian_process import LENGTH, MOST_DEVIATIONS, Process
from .targets import EMOTIONS

OUTPUTS = (("affect", 2), ("variance", 2), ("emotions", len(EMOTIONS)))


def build_graph(features: Features, process: Process, half: bool) -> onnx.ModelProto:
    """The network; weights as fp16 when `half`, arithmetic always in fp32."""
    graph = Graph(half)
    x = graph.add("Transpose", "pictures", perm=[0, 3, 1, 2])
    x = graph.add("Mul", graph.add("Sub", x, _number(graph, 128)), _number(graph, 1 / 128))
    x = _features(graph, x, features)
    _process(graph, _class_affect(graph, x, features), process)
    pictures = helper.make_tensor_value_info("pictures", TensorProto.FLOAT, ["batch", "height", "width", 3])
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", width]) for name, width in OUTPUTS]
    model = helper.make_model(helper.make_graph(graph.nodes, "hitpoint-emotion", [pictures], outputs, graph.initialisers),
                              opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION,
                              producer_name="hitpoint-training")
    onnx.checker.check_model(model)
    return model


def _number(graph: Graph, value: float) -> str:
    return graph.constant(f"number.{value}", np.float32(value))


def _convolve(graph: Graph, x: str, name: str, layer) -> str:
    weight = layer.weight.detach().numpy()
    # TensorFlow's SAME padding: the odd pixel to the right and bottom.
    x = graph.add("Conv", x, graph.weight(f"{name}.weight", weight), graph.constant(f"{name}.bias", layer.bias.detach().numpy()),
                  strides=[layer.stride] * 2, group=layer.groups, kernel_shape=list(weight.shape[2:]), auto_pad="SAME_UPPER")
    return graph.add("Clip", x, _number(graph, 0), _number(graph, 6)) if layer.active else x


def _features(graph: Graph, x: str, features: Features) -> list[str]:
    """Pooled answers of several depths, two of each."""
    parts = []
    axes = graph.constant("axes.spatial", np.array([2, 3], np.int64))
    for index, block in enumerate(features.blocks):
        entered = x
        for number, layer in enumerate(block.convolutions):
            x = _convolve(graph, x, f"blocks.{index}.{number}", layer)
        if block.residual:
            x = graph.add("Add", entered, x)
        if index in POOLED_BLOCKS:
            mean = graph.add("ReduceMean", x, axes, keepdims=1)
            flat = graph.add("Flatten", mean, axis=1)
            if index == POOLED_BLOCKS[-1]:
                parts += [flat, graph.add("Flatten", graph.add("ReduceMax", x, axes, keepdims=1), axis=1)]
            else:
                apart = graph.add("Sub", x, mean)
                spread = graph.add("ReduceMean", graph.add("Mul", apart, apart), axes, keepdims=1)
                parts += [flat, graph.add("Sqrt", graph.add("Flatten", spread, axis=1))]
    return parts


def _class_affect(graph: Graph, parts: list[str], features: Features) -> str:
    """Roots of the pooled answers, and the affect of the classes that the deepest of them names."""
    roots = graph.add("Sqrt", graph.add("Abs", graph.add("Concat", *parts, axis=1)))
    logits = graph.linear(parts[-2], "classes", features.weight.numpy(), features.bias.numpy())
    answers = []
    for temperature in TEMPERATURES:
        likely = graph.add("Softmax", graph.add("Mul", logits, _number(graph, 1 / temperature)), axis=-1)
        affect = graph.add("MatMul", likely, graph.constant("class.affect", features.affect.numpy()))
        judged = graph.add("MatMul", likely, graph.constant("class.judged", features.judged.numpy()[:, None]))
        answers.append(graph.add("Div", affect, graph.add("Max", judged, _number(graph, LEAST_JUDGED))))
    return graph.add("Concat", roots, *answers, axis=1)


def _process(graph: Graph, x: str, process: Process) -> None:
    def constant(name: str, array: np.ndarray) -> str:
        return graph.constant(f"process.{name}", array.astype(np.float32))

    def matrix(name: str, array: np.ndarray) -> str:
        return graph.weight(f"process.{name}", array.astype(np.float32))

    x = graph.add("Div", graph.add("Sub", x, constant("mean", process.mean)), constant("deviation", process.deviation))
    x = graph.add("Clip", x, _number(graph, -MOST_DEVIATIONS), _number(graph, MOST_DEVIATIONS))
    width = len(process.projection)
    sizes = graph.constant("process.sizes", np.array([width, len(process.mean) - width], np.int64))
    pooled, affect = graph.add("Split", x, sizes, axis=1, outputs=2)
    x = graph.add("Concat", graph.add("MatMul", pooled, matrix("projection", process.projection)),
                  graph.add("Mul", affect, constant("affect_scale", process.affect_scale)), axis=1)
    squares = graph.add("ReduceSum", graph.add("Mul", x, x), graph.constant("axes.last", np.array([1], np.int64)), keepdims=1)
    products = graph.add("MatMul", x, constant("landmarks", -2 * process.landmarks.T))
    distances = graph.add("Add", graph.add("Add", squares, products), constant("norms", (process.landmarks**2).sum(1)))
    kernel = graph.add("Exp", graph.add("Mul", graph.add("Relu", distances), _number(graph, -1 / LENGTH)))
    mean = graph.add("MatMul", kernel, constant("weights", process.weights))
    graph.add("Add", mean, constant("bias", process.bias), name="affect")
    explained = graph.add("MatMul", kernel, constant("explained", process.explained))
    known = graph.add("ReduceSum", graph.add("Mul", explained, explained), "axes.last", keepdims=1)
    unknown = graph.add("Relu", graph.add("Sub", _number(graph, 1), known))
    graph.add("Add", graph.add("Mul", unknown, constant("signal", process.signal)), constant("noise", process.noise), name="variance")
    logits = graph.add("Add", graph.add("MatMul", kernel, constant("emotion_weights", process.emotion_weights)),
                       constant("emotion_bias", process.emotion_bias))
    graph.add("Softmax", logits, axis=-1, name="emotions")
