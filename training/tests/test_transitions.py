"""The transition network: data, model and ONNX graph."""

from __future__ import annotations

import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import onnx
import torch

from hitpoint_training.transitions.data import CLASSES, Film, Windows, moments, read_films, split_films
from hitpoint_training.transitions.export import build_graph, parity
from hitpoint_training.transitions.model import DILATIONS, TransitionNetwork
from hitpoint_training.transitions.train import validate


def film(seed: int, steps: int = 40) -> Film:
    """A film whose first input is its label."""
    labels = np.zeros(steps, np.uint8)
    labels[10] = 1
    labels[20:30] = 2
    inputs = np.random.default_rng(seed).normal(size=(steps, 3)).astype(np.float32)
    inputs[:, 0] = labels
    return Film(seed, "drawn", inputs, labels)


class DataTest(unittest.TestCase):
    def test_reads_what_the_script_writes(self):
        films = [film(0), film(2, 25)]
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            np.concatenate([each.inputs for each in films]).astype("<f4").tofile(folder / "inputs.f32")
            np.concatenate([each.labels for each in films]).tofile(folder / "labels.u8")
            index = {"inputNames": ["a", "b", "c"], "films": [
                {"seed": 0, "material": "drawn", "first": 0, "steps": 40},
                {"seed": 2, "material": "drawn", "first": 40, "steps": 25}]}
            (folder / "index.json").write_text(json.dumps(index))
            names, read = read_films(folder)
            self.assertEqual(names, ["a", "b", "c"])
            for wanted, found in zip(films, read, strict=True):
                np.testing.assert_array_equal(found.inputs, wanted.inputs)
                np.testing.assert_array_equal(found.labels, wanted.labels)

    def test_validation_films_are_not_trained_on_and_cover_all_materials(self):
        films = [film(seed) for seed in range(0, 512, 2)]
        training, validation = split_films(films)
        self.assertFalse({each.seed for each in training} & {each.seed for each in validation})
        self.assertEqual(len(training) + len(validation), len(films))
        self.assertEqual({each.seed // 2 % 8 for each in validation}, set(range(8)))

    def test_windows_pad_short_films_with_left_out_labels(self):
        inputs, labels = Windows([film(1, 40)], 64, seed=3).batch(4)
        self.assertEqual(inputs.shape, (4, 64, 3))
        self.assertTrue((labels[:, 40:] == -1).all())
        self.assertTrue((inputs[:, 40:] == inputs[:, 39:40]).all())
        inputs, labels = Windows([film(1, 40)], 16, seed=3).batch(8)
        np.testing.assert_array_equal(inputs[:, :, 0].astype(np.int64), labels)


class ModelTest(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(1)
        self.model = TransitionNetwork(*moments([film(1)]), channels=8)
        for block in self.model.blocks:
            block.norm.running_mean.normal_()
            block.norm.running_var.uniform_(0.5, 2)
        self.model.eval()

    def test_sees_as_far_as_the_app_gives_context(self):
        far = sum(DILATIONS)
        self.assertLessEqual(far, 160)
        inputs = torch.zeros(1, 400, 3)
        changed = inputs.clone()
        changed[0, 200] = 5
        difference = (self.model(inputs) - self.model(changed)).abs().sum(-1)[0] > 0
        seen = difference.nonzero().flatten()
        self.assertGreaterEqual(int(seen.min()), 200 - far)
        self.assertLessEqual(int(seen.max()), 200 + far)
        self.assertGreater(len(seen), far)

    def test_onnx_says_the_same(self):
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / "model.onnx"
            other = TransitionNetwork(self.model.mean, self.model.deviation, channels=8).eval()
            onnx.save(build_graph([self.model, other]), path)
            self.assertLess(parity([self.model, other], path), 1e-5)

    def test_validation_counts(self):
        result = validate(self.model, [film(1), film(2)])
        self.assertEqual(set(result), {"loss", "cutF1", "gradualF1"})
        perfect = _Perfect()
        self.assertEqual(validate(perfect, [film(1)])["cutF1"], 1)
        self.assertEqual(validate(perfect, [film(1)])["gradualF1"], 1)


class _Perfect(torch.nn.Module):
    """Answers the label that stands in the first input."""

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return 20 * torch.nn.functional.one_hot(inputs[..., 0].long(), len(CLASSES)).float()


if __name__ == "__main__":
    unittest.main()
