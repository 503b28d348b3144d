"""Runs the exported network step by step in onnxruntime with a cache owned here, as the application does (E18)."""

from __future__ import annotations

import numpy as np
import onnxruntime
import torch

from .config import Config
from .model import rotary_tables


class StepSession:
    """One sequence (batch 1) through model.*.onnx; the cache grows up to `window` and then drops the oldest slot."""

    def __init__(self, path, config: Config, window: int | None = None, threads: int = 1):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self.config, self.window = config, window or config.context
        self.reset()

    def reset(self) -> None:
        """Empty the cache."""
        c = self.config
        self.past = [np.zeros((1, c.layers, c.kv_heads, 0, c.head_dim), np.float32) for _ in range(2)]
        self.position = 0

    def step(self, row: np.ndarray, ids: np.ndarray, values: np.ndarray) -> np.ndarray:
        """pre [9, M] for one event row [14], condition ids [9] and values [20]."""
        cos, sin = rotary_tables(torch.tensor([self.position]), self.config.head_dim)
        feeds = {"event": row[None].astype(np.int32), "condition_ids": ids[None].astype(np.int32),
                 "condition_values": values[None].astype(np.float32), "rope_cos": cos[0].numpy(),
                 "rope_sin": sin[0].numpy(), "past_k": self.past[0], "past_v": self.past[1],
                 "past_mask": np.zeros((1, self.past[0].shape[3]), np.float32)}
        pre, *new = self.session.run(["pre", "new_k", "new_v"], feeds)
        self.past = [np.concatenate((past, fresh[:, :, :, None]), axis=3)[:, :, :, -self.window:]
                     for past, fresh in zip(self.past, new)]
        self.position += 1
        return pre.reshape(9, -1)
