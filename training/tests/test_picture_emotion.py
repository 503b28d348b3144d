"""The picture network: film views, folds, targets, the Gaussian process, and the files that it becomes."""

from __future__ import annotations

import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import helper, numpy_helper

from hitpoint_training.picture_emotion.augment import CANVASES, film_view, plain_view
from hitpoint_training.picture_emotion.data import FOLDS, Ratings, fold_of_pictures, read_ratings
from hitpoint_training.picture_emotion.evaluate import calibration, measures
from hitpoint_training.picture_emotion.export import parity_of, write_meta
from hitpoint_training.picture_emotion.features import AFFECT_WIDTH, make_view
from hitpoint_training.picture_emotion.gaussian_process import Process, fit
from hitpoint_training.picture_emotion.picture_graph import build_graph
from hitpoint_training.picture_emotion.rebuild import answer, rebuild
from hitpoint_training.picture_emotion.targets import EMOTIONS, emotion_posterior, gaussians
from hitpoint_training.picture_emotion.weight_quantiser import channels_of, grid_of, quantise_weights

SHIPPED = Path(__file__).resolve().parents[2] / "resources/models/emotion/0.1.0"


def noise_picture(seed: int) -> np.ndarray:
    """Coarse coloured noise of the size that photographs are decoded to."""
    coarse = np.random.default_rng(seed).integers(0, 256, (8, 10, 3), dtype=np.uint8)
    return coarse.repeat(32, 0).repeat(32, 1)


def ratings_of(themes: list[str]) -> Ratings:
    """Pictures of these themes with made-up ratings."""
    random = np.random.default_rng(0)
    return Ratings([f"{index}.jpg" for index in range(len(themes))], themes,
                   random.uniform(-0.8, 0.8, (len(themes), 2)).astype(np.float32), np.ones((len(themes), 2), np.float32))


class ViewTest(unittest.TestCase):
    def test_film_views_fill_their_canvas_and_repeat(self):
        for view in range(2, 10):
            width, height = CANVASES[view % len(CANVASES)]
            first = make_view(noise_picture(1), 3, view)
            self.assertEqual(first.shape, (height, width, 3))
            self.assertEqual(first.dtype, np.uint8)
            np.testing.assert_array_equal(first, make_view(noise_picture(1), 3, view))
        self.assertGreater(np.abs(make_view(noise_picture(1), 3, 2).astype(int) - make_view(noise_picture(1), 4, 2)).mean(), 1)

    def test_views_are_darker_grey_or_barred_now_and_then(self):
        views = [film_view(noise_picture(2), np.random.default_rng(seed), CANVASES[0]) for seed in range(80)]
        grey = [view for view in views if np.ptp(view.astype(int), axis=2).mean() < 6]
        barred = [view for view in views if view[0].max() < 20 and view[-1].max() < 20 and view[len(view) // 2].max() > 40]
        means = [view.mean() for view in views]
        self.assertTrue(1 <= len(grey) <= 24, len(grey))
        self.assertTrue(1 <= len(barred) <= 24, len(barred))
        self.assertLess(min(means), 0.6 * np.median(means))

    def test_the_mirror_image_is_one(self):
        np.testing.assert_array_equal(plain_view(noise_picture(3), mirrored=True), plain_view(noise_picture(3))[:, ::-1])


class FoldTest(unittest.TestCase):
    def test_no_theme_is_in_two_folds_and_folds_are_of_a_size(self):
        random = np.random.default_rng(5)
        themes = [f"theme {index}" for index in random.integers(0, 60, 300)]
        for seed in range(4):
            folds = fold_of_pictures(ratings_of(themes), seed)
            of_theme: dict[str, set[int]] = {}
            for theme, fold in zip(themes, folds):
                of_theme.setdefault(theme, set()).add(int(fold))
            self.assertTrue(all(len(each) == 1 for each in of_theme.values()))
            sizes = np.bincount(folds, minlength=FOLDS)
            self.assertLess(sizes.max() - sizes.min(), 25)
        self.assertTrue((fold_of_pictures(ratings_of(themes), 0) != fold_of_pictures(ratings_of(themes), 1)).any())

    def test_numbered_siblings_are_one_theme_and_pictures_that_are_not_there_are_left_out(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "images").mkdir()
            for file in ("b.jpg", "a.jpg"):
                (folder / "images" / file).touch()
            rows = ["file,theme,valence_mean,valence_sd,arousal_mean,arousal_sd", "b.jpg,Dog attack 2,4,2.8,5.5,1",
                    "a.jpg,Dog attack 13,6.8,1,3.5,2", "gone.jpg,Dog 1,4,1,4,1"]
            (folder / "OASIS.csv").write_text("\n".join(rows))
            ratings = read_ratings(folder)
        self.assertEqual(ratings.files, ["a.jpg", "b.jpg"])
        self.assertEqual(ratings.themes, ["dog attack", "dog attack"])
        np.testing.assert_allclose(ratings.targets, [[1, 0], [0, 1]], atol=1e-6)


class TargetTest(unittest.TestCase):
    def test_a_rating_at_an_emotion_s_mean_is_that_emotion(self):
        means, _ = gaussians()
        posterior = emotion_posterior(means)
        np.testing.assert_allclose(posterior.sum(1), 1, atol=1e-6)
        for name in ("joy", "sadness", "surprise", "neutral"):
            self.assertEqual(posterior[EMOTIONS.index(name)].argmax(), EMOTIONS.index(name))
        np.testing.assert_allclose(np.abs(means[:6]).max(0), 0.8)


class MeasureTest(unittest.TestCase):
    def test_correlation_error_and_calibration(self):
        wanted = np.random.default_rng(1).normal(size=(2000, 2))
        error = np.random.default_rng(2).normal(size=(2000, 2)) * [0.5, 1]
        found = measures(wanted * 2 + 1, wanted)
        self.assertEqual((found["valenceR"], found["arousalR"]), (1, 1))
        self.assertAlmostEqual(measures(wanted + 0.25, wanted)["valenceL1"], 0.25, 3)
        told = calibration({"mean": wanted + error, "variance": np.full((2000, 2), [0.25, 1])}, wanted, np.ones(2000, bool))
        np.testing.assert_allclose(told["rms"], 1, atol=0.06)
        np.testing.assert_allclose(told["withinOne"], 0.68, atol=0.04)


class ProcessTest(unittest.TestCase):
    def test_learns_what_features_tell_and_knows_less_far_away(self):
        random = np.random.default_rng(3)
        hidden = random.uniform(-1, 1, (560, 2))
        features = np.concatenate([hidden @ random.normal(size=(2, 396)), np.zeros((560, AFFECT_WIDTH))], 1)
        features += 0.05 * random.normal(size=features.shape)
        process = fit([features], [True], hidden.astype(np.float32))
        self.assertGreater(np.corrcoef(process.answer(features)["mean"][:, 0], hidden[:, 0])[0, 1], 0.9)
        near, far = (process.answer(rows)["variance"].mean() for rows in (features, 4 * features))
        self.assertGreater(far, near)
        np.testing.assert_allclose(process.answer(features)["emotions"].sum(1), 1, atol=1e-9)
        with tempfile.TemporaryDirectory() as name:
            process.save(Path(name) / "process.npz")
            kept = Process.load(Path(name) / "process.npz")
        np.testing.assert_array_equal(kept.answer(features)["mean"], process.answer(features)["mean"])


class QuantiserTest(unittest.TestCase):
    def test_weights_on_a_grid_are_kept_exactly(self):
        numbers = np.random.default_rng(4).integers(0, 256, (64, 40)).astype(np.float32)
        weights = ((numbers - 97) * np.float32(0.0123)).astype(np.float16).astype(np.float32)
        kept, step, zero = grid_of(weights)
        np.testing.assert_array_equal(kept.astype(int) - int(zero), numbers - 97)
        self.assertAlmostEqual(float(step), 0.0123, 5)
        self.assertIsNone(grid_of(np.random.default_rng(5).normal(size=(64, 40)).astype(np.float32)))

    def test_other_weights_are_within_half_a_step_of_their_channel(self):
        weights = np.random.default_rng(6).normal(size=(30, 20)).astype(np.float32) * np.logspace(-3, 3, 20, dtype=np.float32)
        numbers, step, _ = channels_of(weights)
        self.assertEqual(step.shape, (1, 20))
        self.assertLessEqual(float((np.abs(numbers * step - weights) / step).max()), 0.5001)
        self.assertEqual(channels_of(np.zeros((4, 1, 3, 3), np.float32))[0].max(), 0)

    def test_a_graph_answers_alike(self):
        weights = np.random.default_rng(7).normal(size=(40, 30)).astype(np.float16)
        nodes = [helper.make_node("Cast", ["w"], ["wide"], name="cast", to=onnx.TensorProto.FLOAT),
                 helper.make_node("MatMul", ["x", "wide"], ["y"], name="product")]
        ends = [helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, ["n", width]) for name, width in (("x", 40), ("y", 30))]
        graph = helper.make_graph(nodes, "g", ends[:1], ends[1:], [numpy_helper.from_array(weights, "w")])
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)
        x = np.random.default_rng(8).normal(size=(5, 40)).astype(np.float32)
        session = onnxruntime.InferenceSession(quantise_weights(model).SerializeToString())
        np.testing.assert_allclose(session.run(None, {"x": x})[0], x @ weights.astype(np.float32), atol=0.2)


class ShippedNetworkTest(unittest.TestCase):
    """PyTorch, rebuilt from the fp16 file's weights, beside both files."""

    def test_graph_built_anew_and_both_files_answer_as_pytorch_does(self):
        network, process = rebuild(SHIPPED / "model.fp16.onnx")
        pictures = np.stack([film_view(noise_picture(seed), np.random.default_rng(seed), CANVASES[1]) for seed in range(3)])
        wanted = answer(network, process, pictures)
        built = onnxruntime.InferenceSession(build_graph(network, process, half=False).SerializeToString())
        files = [onnxruntime.InferenceSession(SHIPPED / f"model.{name}.onnx") for name in ("fp16", "int8")]
        for session, tolerance in ((built, 1e-4), (files[0], 1e-4), (files[1], 0.01)):
            for found, name in zip(session.run(None, {"pictures": pictures.astype(np.float32)}), ("mean", "variance", "emotions")):
                np.testing.assert_allclose(found, wanted[name], atol=tolerance)
        # One by one and mirrored shapes: nothing of a batch's other pictures comes in.
        alone = np.concatenate([answer(network, process, picture[None])["mean"] for picture in pictures])
        np.testing.assert_allclose(alone, wanted["mean"], atol=1e-5)

    def test_a_file_that_answers_something_else_is_not_exported(self):
        network, process = rebuild(SHIPPED / "model.fp16.onnx")
        pictures = [plain_view(noise_picture(9))]
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            half = build_graph(network, process, half=True)
            onnx.save(half, folder / "model.fp16.onnx")
            onnx.save(quantise_weights(half), folder / "model.int8.onnx")
            write_meta(folder, parity_of(network, process, folder, pictures), {"trainedOn": "cpu"})
            meta = json.loads((folder / "meta.json").read_text())
            self.assertEqual(sorted(meta["files"]), ["model.fp16.onnx", "model.int8.onnx"])
            self.assertIn(meta["network"]["files"]["cpu"], meta["files"])
            process.bias = process.bias + 0.1
            with self.assertRaises(SystemExit):
                parity_of(network, process, folder, pictures)


torch.set_num_threads(1)

if __name__ == "__main__":
    unittest.main()
