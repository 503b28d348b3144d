"""The network: cached equals uncached, exported equals PyTorch, the head's masks."""

import tempfile
import unittest
from pathlib import Path

import numpy as np
import onnx
import torch

from hitpoint_training import vocabulary as v
from hitpoint_training.config import load_config
from hitpoint_training.fixtures import EXAMPLES, sequence
from hitpoint_training.head import event_nats, pitch_allowed
from hitpoint_training.model import Composer
from hitpoint_training.onnx_graph import build_graph
from hitpoint_training.step_session import StepSession


class Tiny(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(1)
        self.config = load_config("tiny")
        self.model = Composer(self.config).eval()
        self.rows, self.ids, self.values = sequence(EXAMPLES[0]())
        inputs = (self.rows[:-1], self.ids, self.values)
        with torch.no_grad():
            self.full = self.model(*(torch.as_tensor(a)[None] for a in inputs))[0]

    def test_cached_equals_uncached(self):
        c = self.config
        past = [torch.zeros(1, c.layers, c.kv_heads, 0, c.head_dim) for _ in range(2)]
        with torch.no_grad():
            for position in range(len(self.ids)):
                step = (torch.as_tensor(a[position])[None] for a in (self.rows, self.ids, self.values))
                pre, *new = self.model.step(*step, position, *past)
                past = [torch.cat((p, n[:, :, :, None]), 3) for p, n in zip(past, new)]
                torch.testing.assert_close(pre[0], self.full[position].flatten(), atol=1e-5, rtol=1e-4)

    def test_onnx_equals_pytorch(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.onnx"
            onnx.save(build_graph(self.model), path)
            session = StepSession(path, self.config)
            for position in range(len(self.ids)):
                pre = session.step(self.rows[position], self.ids[position], self.values[position])
                np.testing.assert_allclose(pre, self.full[position].numpy(), atol=1e-5, rtol=1e-4)

    def test_every_event_has_finite_positive_nats(self):
        targets = torch.as_tensor(self.rows[1:].astype(np.int64))
        nats = event_nats(self.model, self.full, targets)
        self.assertTrue(torch.isfinite(nats).all() and (nats > 0).all() and nats.max() < 100)

    def test_pitch_mask(self):
        allowed = pitch_allowed(torch.tensor([60, -1, v.STOP]), torch.tensor([False, False, True]),
                                torch.tensor([1, 0, 0]))
        self.assertEqual(allowed[0].nonzero()[:, 0].tolist(), [*range(61, 128), v.STOP])
        self.assertEqual(allowed[1].nonzero()[:, 0].tolist(), list(range(128)))
        self.assertEqual(allowed[2].nonzero()[:, 0].tolist(), list(range(129, 191)))


if __name__ == "__main__":
    unittest.main()
