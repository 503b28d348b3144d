"""The step network as an ONNX graph, written node by node (standard operators, opset 20; interface of E18).

The cache is an input only ("delta" form): the graph attends to past keys and to the new position separately, joins the
scores before the softmax, and returns only the new position's keys and values.
"""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from . import vocabulary as v
from .config import Config
from .model import Composer

OPSET = 20
IR_VERSION = 10


class Graph:
    """Collects nodes and initialisers. `half` stores large weights as fp16 and casts them back (small file)."""

    def __init__(self, half: bool):
        self.half = half
        self.nodes: list[onnx.NodeProto] = []
        self.initialisers: list[onnx.TensorProto] = []
        self.count = 0

    def add(self, operator: str, *inputs: str, outputs: int = 1, name: str = "", **attributes):
        """Append a node; returns its output name (or names)."""
        self.count += 1
        names = [name or f"{operator.lower()}_{self.count}" + (f"_{i}" if i else "") for i in range(outputs)]
        self.nodes.append(helper.make_node(operator, list(inputs), names, name=f"n{self.count}", **attributes))
        return names[0] if outputs == 1 else names

    def constant(self, name: str, array: np.ndarray) -> str:
        """An initialiser stored as it is."""
        if not any(t.name == name for t in self.initialisers):
            self.initialisers.append(numpy_helper.from_array(np.array(array, order="C"), name))
        return name

    def weight(self, name: str, array: np.ndarray) -> str:
        """A float weight, as fp16 with a cast when the graph is stored in half."""
        if not self.half or array.size < 1024:
            return self.constant(name, array.astype(np.float32))
        return self.add("Cast", self.constant(name, array.astype(np.float16)), to=TensorProto.FLOAT)

    def linear(self, x: str, name: str, weight: np.ndarray, bias: np.ndarray | None = None) -> str:
        """x @ weight.T (+ bias); weight as PyTorch holds it."""
        out = self.add("MatMul", x, self.weight(f"{name}.weight", weight.T))
        return out if bias is None else self.add("Add", out, self.constant(f"{name}.bias", bias))

    def norm(self, x: str, name: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """Layer normalisation over the last axis."""
        return self.add("LayerNormalization", x, self.constant(f"{name}.scale", weight),
                        self.constant(f"{name}.shift", bias), axis=-1, epsilon=1e-5)


def _embed(g: Graph, state: dict, config: Config) -> str:
    tables, offsets, offset = [], [], 0
    absent = np.zeros((1, config.hidden), np.float32)
    for column, size in enumerate(v.ATTRIBUTE_SIZES):
        tables += [state[f"event_embed.{column}.weight"], absent]
        offsets += [offset] * (v.MAX_PITCHES if column == v.PITCH else 1)
        offset += size + 1
    for column, size in enumerate(v.CONDITION_ID_SIZES):
        tables.append(state[f"condition_embed.{column}.weight"])
        offsets.append(offset)
        offset += size
    index = g.add("Add", g.add("Concat", "event", "condition_ids", axis=1),
                  g.constant("table_offsets", np.array(offsets, np.int32)))
    table = np.concatenate(tables)
    name = g.constant("table", table.astype(np.float16 if g.half else np.float32))
    rows = g.add("Gather", name, index, axis=0)
    rows = g.add("Cast", rows, to=TensorProto.FLOAT) if g.half else rows
    total = g.add("ReduceSum", rows, g.constant("axis1", np.array([1], np.int64)), keepdims=0)
    hidden = g.add("Gelu", g.linear("condition_values", "value_in", state["value_in.weight"], state["value_in.bias"]))
    return g.add("Add", total, g.linear(hidden, "value_out", state["value_out.weight"], state["value_out.bias"]))


def _rotate(g: Graph, x: str) -> str:
    first, second = g.add("Split", x, axis=-1, num_outputs=2, outputs=2)
    a = g.add("Sub", g.add("Mul", first, "rope_cos"), g.add("Mul", second, "rope_sin"))
    b = g.add("Add", g.add("Mul", second, "rope_cos"), g.add("Mul", first, "rope_sin"))
    return g.add("Concat", a, b, axis=-1)


def _block(g: Graph, x: str, mask: str, index: int, state: dict, c: Config) -> tuple[str, str, str]:
    """One layer; returns the new x and the new key and value [B, 1, kv_heads, head_dim]."""
    key = f"blocks.{index}."
    width, kv = c.heads * c.head_dim, c.kv_heads * c.head_dim
    weight = state[key + "qkv.weight"].copy()
    weight[:width] /= np.sqrt(c.head_dim)  # the attention scale, folded into the queries
    normed = g.norm(x, key + "norm_attention", state[key + "norm_attention.weight"],
                    state[key + "norm_attention.bias"])
    qkv = g.linear(normed, key + "qkv", weight)
    q, k, value = g.add("Split", qkv, g.constant("qkv_sizes", np.array([width, kv, kv], np.int64)), axis=-1, outputs=3)
    shape_q = g.constant("shape_q", np.array([0, c.kv_heads, c.heads // c.kv_heads, c.head_dim], np.int64))
    shape_kv = g.constant("shape_kv", np.array([0, c.kv_heads, 1, c.head_dim], np.int64))
    q = _rotate(g, g.add("Reshape", q, shape_q))
    k = _rotate(g, g.add("Reshape", k, shape_kv))
    value = g.add("Reshape", value, shape_kv)
    layer = g.constant(f"layer_{index}", np.array(index, np.int64))
    past_k, past_v = (g.add("Gather", name, layer, axis=1) for name in ("past_k", "past_v"))
    scores = g.add("Add", g.add("MatMul", q, g.add("Transpose", past_k, perm=[0, 1, 3, 2])), mask)
    last = g.constant("axis_last", np.array([-1], np.int64))
    own = g.add("ReduceSum", g.add("Mul", q, k), last, keepdims=1)
    share = g.add("Softmax", g.add("Concat", scores, own, axis=-1), axis=-1)
    zero, end = g.constant("zero", np.array([0], np.int64)), g.constant("int_max", np.array([2**62], np.int64))
    share_past = g.add("Slice", share, zero, last, last)
    share_own = g.add("Slice", share, last, end, last)
    mixed = g.add("Add", g.add("MatMul", share_past, past_v), g.add("Mul", share_own, value))
    mixed = g.add("Reshape", mixed, g.constant("shape_flat", np.array([0, width], np.int64)))
    x = g.add("Add", x, g.linear(mixed, key + "project", state[key + "project.weight"]))
    normed = g.norm(x, key + "norm_ffn", state[key + "norm_ffn.weight"], state[key + "norm_ffn.bias"])
    up = g.add("Gelu", g.linear(normed, key + "up", state[key + "up.weight"], state[key + "up.bias"]))
    x = g.add("Add", x, g.linear(up, key + "down", state[key + "down.weight"], state[key + "down.bias"]))
    shape_new = g.constant("shape_new", np.array([0, 1, c.kv_heads, c.head_dim], np.int64))
    return x, g.add("Reshape", k, shape_new), g.add("Reshape", value, shape_new)


def build_graph(model: Composer, half: bool = False) -> onnx.ModelProto:
    """The step network of E18 with the model's weights; checked by onnx.checker."""
    c = model.config
    state = {name: tensor.detach().float().cpu().numpy() for name, tensor in model.state_dict().items()}
    g = Graph(half)
    x = _embed(g, state, c)
    mask = g.add("Unsqueeze", "past_mask", g.constant("axes12", np.array([1, 2], np.int64)))
    keys, values = [], []
    for index in range(c.layers):
        x, k, value = _block(g, x, mask, index, state, c)
        keys.append(k)
        values.append(value)
    g.add("Concat", *keys, axis=1, name="new_k")
    g.add("Concat", *values, axis=1, name="new_v")
    x = g.norm(x, "norm", state["norm.weight"], state["norm.bias"])
    pre = g.add("MatMul", x, g.weight("pre.weight", state["pre.weight"].T))
    g.add("Add", pre, g.constant("pre.bias", state["pre.bias"]), name="pre")
    real, integer = TensorProto.FLOAT, TensorProto.INT32
    cache = ["B", c.layers, c.kv_heads, "T", c.head_dim]
    new = ["B", c.layers, c.kv_heads, c.head_dim]
    inputs = [("event", integer, ["B", v.ROW_WIDTH]), ("condition_ids", integer, ["B", 9]),
              ("condition_values", real, ["B", 20]), ("rope_cos", real, [c.head_dim // 2]),
              ("rope_sin", real, [c.head_dim // 2]), ("past_k", real, cache), ("past_v", real, cache),
              ("past_mask", real, ["B", "T"])]
    outputs = [("pre", real, ["B", len(v.ATTRIBUTES) * c.head_width]), ("new_k", real, new), ("new_v", real, new)]
    graph = helper.make_graph(g.nodes, "hitpoint-composer", [helper.make_tensor_value_info(*i) for i in inputs],
                              [helper.make_tensor_value_info(*o) for o in outputs], g.initialisers)
    proto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION,
                              producer_name="hitpoint-training")
    onnx.checker.check_model(proto)
    return proto
