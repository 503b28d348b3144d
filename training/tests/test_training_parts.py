"""Start weights, shards, the drawing grid, held chords, the loss's emphasis and the budget."""

import tempfile
import time
import types
import unittest
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from hitpoint_training import vocabulary as v
from hitpoint_training.__main__ import clock_time
from hitpoint_training.blend import blend
from hitpoint_training.boundaries import CHORD_THERE, LANDING, LONG_GROUP, long_chords
from hitpoint_training.checkpoint_shards import receive, send
from hitpoint_training.config import load_config
from hitpoint_training.corpus import Corpus
from hitpoint_training.dataset import Crops
from hitpoint_training.events import Note, encode, place
from hitpoint_training.export import export, load_checkpoint
from hitpoint_training.fixtures import EXAMPLES, sequence
from hitpoint_training.held_chords import hold_chords
from hitpoint_training.loss import emphasis_table
from hitpoint_training.model import Composer
from hitpoint_training.run import Run
from hitpoint_training.shards import SHARD_BYTES, cut, join, read_shards, write_shards
from hitpoint_training.start_from import grow, load_shipped, start_from
from hitpoint_training.train import augmentation
from hitpoint_training.window_grid import WindowGrid


class StartFrom(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(3)
        self.source = Composer(load_config("tiny")).eval()
        for parameter in self.source.parameters():  # norms and biases too, so that a swap shows
            parameter.data += 0.05 * torch.randn_like(parameter)
        rows, ids, values = sequence(EXAMPLES[0]())
        self.inputs = [torch.as_tensor(a)[None] for a in (rows[:-1], ids, values)]

    def answer(self, model: Composer) -> torch.Tensor:
        with torch.no_grad():
            return model.eval()(*self.inputs)

    def test_deeper_network_is_the_same_function(self):
        for layers in (2, 3, 5, 6):
            deeper = grow(self.source, layers)
            self.assertEqual(len(deeper.blocks), layers)
            torch.testing.assert_close(self.answer(deeper), self.answer(self.source), atol=1e-6, rtol=1e-5)
        with self.assertRaises(ValueError):
            grow(self.source, 1)

    def test_added_blocks_learn(self):
        deeper = grow(self.source, 3)
        deeper(*self.inputs).square().mean().backward()
        silent = [b for b in deeper.blocks if not b.down.weight.any()]
        self.assertEqual(len(silent), 1)
        self.assertGreater(float(silent[0].down.weight.grad.abs().max()), 0)

    def test_shipped_files_hold_the_network(self):
        with tempfile.TemporaryDirectory() as folder:
            export(self.source, Path(folder), "0.0.0", {})
            read = load_shipped(Path(folder))
            self.assertLess(float((self.answer(read) - self.answer(self.source)).abs().max()), 0.02)  # fp16 weights
            config = replace(load_config("tiny"), layers=4, dropout=0.1)
            started = start_from(Path(folder), config)
            self.assertEqual(started.config, config)
            self.assertEqual(started.blocks[0].drop.p, 0.1)
            torch.testing.assert_close(self.answer(started), self.answer(read), atol=1e-6, rtol=1e-5)
            with self.assertRaisesRegex(ValueError, "hidden"):
                start_from(Path(folder), replace(config, hidden=128, ffn=256))


def small_corpus() -> tuple[dict, dict]:
    """Two pieces of 8 and 12 bars as packed arrays: a calm one and a lively one."""
    lengths = (8, 12)
    placed = [place([Note(96 * bar + 24 * beat, 24, 2, 60 + bar + beat, 64) for bar in range(bars) for beat in range(4)],
                    [], [96] * bars) for bars in lengths]
    bars = sum(lengths)
    arrays = {"placed": np.concatenate(placed), "bar_lengths": np.full(bars, 96, np.int16),
              "beat_lengths": np.full(bars, 24, np.int16), "counts": np.zeros((bars, 12), np.int16),
              "tonic": np.zeros(bars, np.int8), "mode": np.zeros(bars, np.int8), "section": np.zeros(bars, np.int8),
              "valence": np.repeat(np.array([-0.9, 0.9], np.float32), lengths),
              "arousal": np.repeat(np.array([-0.9, 0.9], np.float32), lengths),
              "tempo_steps": np.zeros(2, np.int32), "tempo_bpm": np.full(2, 100, np.float32),
              "event_offset": np.cumsum([0, *(len(p) for p in placed)]), "bar_offset": np.array([0, 8, 20]),
              "tempo_offset": np.array([0, 1, 2]), "set": np.array([0, 1], np.int16), "part": np.zeros(2, np.int8),
              "key": np.array([1, 2], np.uint64), "ensemble": np.ones(2, np.int32), "notes": np.full(2, 40, np.int32),
              "velocity_masked": np.zeros(2, np.int32), "tempo_known": np.ones(2, np.int32)}
    return arrays, {"sets": ["openscore_quartets", "nottingham"], "exclude": []}


class Shards(unittest.TestCase):
    def test_corpus_comes_back(self):
        arrays, report = small_corpus()
        with tempfile.TemporaryDirectory() as folder:
            write_shards(arrays, report, Path(folder))
            back, told = read_shards(Path(folder))
            corpus = Corpus(Path("nowhere"), Path(folder))
        self.assertEqual(told, report)
        self.assertEqual(set(back), set(arrays))
        for name, array in arrays.items():
            np.testing.assert_array_equal(back[name], array, name)
            self.assertEqual(back[name].dtype, array.dtype, name)
        self.assertEqual(corpus.piece(1).placed[0, 1], 0)

    def test_cut_and_damaged(self):
        data = np.random.default_rng(0).bytes(SHARD_BYTES + 7)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            files = cut(data, folder, "x")
            self.assertEqual([f["bytes"] for f in files], [SHARD_BYTES, 7])
            self.assertEqual(join(folder, files), data)
            (folder / files[1]["name"]).write_bytes(b"1234567")
            with self.assertRaisesRegex(ValueError, "damaged"):
                join(folder, files)


    def test_checkpoint_comes_back_in_half_precision(self):
        torch.manual_seed(8)
        model = Composer(load_config("tiny"))
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            torch.save({"config": model.config.to_dict(), "model": model.state_dict(), "record": {"steps": 3}},
                       folder / "best.pt")
            send(folder / "best.pt", folder / "out")
            receive(folder / "out", folder / "back" / "best.pt")
            back, record = load_checkpoint(folder / "back" / "best.pt")
        self.assertEqual(record, {"steps": 3})
        for name, tensor in model.state_dict().items():
            torch.testing.assert_close(back.state_dict()[name], tensor.half().float())


class Drawing(unittest.TestCase):
    def test_rare_moods_come_up_more_often_and_every_start_is_a_bar(self):
        arrays, report = small_corpus()
        with tempfile.TemporaryDirectory() as folder:
            write_shards(arrays, report, Path(folder))
            corpus = Corpus(Path("nowhere"), Path(folder))
        grid = WindowGrid(corpus, corpus.members("train"))
        self.assertEqual(len(grid.weights), 2 + 3)
        rare = grid.pieces == 1  # nottingham: a tenth of the weight, in a cell of its own
        before = grid.base[rare].sum() / grid.base.sum()
        after = grid.weights[rare].sum() / grid.weights.sum()
        self.assertGreater(after, 1.5 * before)
        self.assertLess(after, 0.5)
        rng = np.random.default_rng(1)
        seen = set()
        for _ in range(400):
            index, first = grid.draw(rng)
            row = corpus.piece(index).placed[first]
            self.assertEqual(row[0], v.BAR)
            seen.add((index, int(row[1])))
        self.assertEqual(len([s for s in seen if s[0] == 0]), 8)


class Held(unittest.TestCase):
    def test_struck_chord_is_held_and_stays_in_canonical_form(self):
        notes = [Note(96, d, 2, key, velocity) for d, key, velocity in
                 ((12, 60, 40), (12, 64, 40), (24, 67, 80), (96, 48, 64))]
        notes += [Note(96, 6, 0, 36, 64), Note(120, 12, 2, 72, 64), Note(96, 12, 6, 55, 64)]
        placed = place(notes, [], [96] * 3)
        starts, beats = np.array([0, 96, 192, 288]), np.full(3, 24)
        self.assertEqual(long_chords(placed, starts, beats).tolist(), [])
        held = hold_chords(placed, np.array([96]), np.array([2.0]), starts, beats)
        self.assertEqual(long_chords(held, starts, beats).tolist(), [96])
        encode(held, [96] * 3)
        groups = held[held[:, 0] == v.GROUP]
        self.assertEqual(groups[:, 6].tolist(), [0, 2, 2, 6, 2])  # E12: drums, the long bass, the joined chord, strings
        self.assertEqual(groups[:, 7].tolist(), [5, 29, 23, 23, 9])
        self.assertEqual(groups[2, 9:].tolist(), [60, 64, 67, 128, 191, 191])

    def test_nothing_else_changes(self):
        placed = place([Note(0, 12, 2, key, 64) for key in (60, 64, 67)], [], [96] * 2)
        starts, beats = np.array([0, 96, 192]), np.full(2, 24)
        np.testing.assert_array_equal(hold_chords(placed, np.array([96]), np.array([3.0]), starts, beats), placed)


class Emphasis(unittest.TestCase):
    def test_largest_of_the_marks(self):
        table = emphasis_table("delta")
        self.assertEqual(table.tolist(), [1, 8, 8, 8, 6, 8, 8, 8])
        duration = emphasis_table("duration")
        self.assertEqual((duration[LANDING], duration[LONG_GROUP], duration[CHORD_THERE | LONG_GROUP]), (1, 8, 8))
        self.assertEqual(emphasis_table("velocity").tolist(), [1] * 8)


class Ablations(unittest.TestCase):
    def test_withheld_conditions_are_never_told(self):
        arrays, report = small_corpus()
        with tempfile.TemporaryDirectory() as folder:
            write_shards(arrays, report, Path(folder))
            corpus = Corpus(Path("nowhere"), Path(folder))
        told = {}
        for name in ("everything", "no_emotion", "no_boundaries"):
            options = types.SimpleNamespace(no_emotion=name == "no_emotion", no_boundaries=name == "no_boundaries")
            stream = iter(Crops(corpus, "train", 64, 3, augmentation(options)))
            drawn = [next(stream) for _ in range(40)]
            told[name] = (sum(bool(s.values[:, 2:4].any()) for s in drawn),
                          sum(bool((s.ids[s.weights > 0, 0] != v.NO_BOUNDARY).any()) for s in drawn))
        self.assertTrue(told["everything"][0] > 20 and told["everything"][1] > 0)
        self.assertTrue(told["no_emotion"][0] == 0 and told["no_emotion"][1] > 0)
        self.assertTrue(told["no_boundaries"][0] > 20 and told["no_boundaries"][1] == 0)


class Blending(unittest.TestCase):
    def test_the_line_from_start_to_end(self):
        torch.manual_seed(4)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            start, end = (Composer(load_config("tiny")) for _ in range(2))
            export(start, folder / "0.0.0", "0.0.0", {})
            torch.save({"config": end.config.to_dict(), "model": end.state_dict(), "record": {"wallMinutes": 5}},
                       folder / "last.pt")
            arrays, report = small_corpus()
            write_shards(arrays | {"part": np.ones(2, np.int8)}, report, folder)
            blend(Corpus(folder, folder), folder / "last.pt", folder / "0.0.0", 0.25, folder / "blend.pt")
            model, record = load_checkpoint(folder / "blend.pt")
            started = start_from(folder / "0.0.0", end.config)
        self.assertEqual(record["blend"], {"version": "0.0.0", "shareOfTheRun": 0.25})
        self.assertGreater(record["valid"]["natsPerNote"], 0)
        for name, tensor in model.state_dict().items():
            expected = 0.75 * started.state_dict()[name] + 0.25 * end.state_dict()[name]
            torch.testing.assert_close(tensor, expected)


class Budget(unittest.TestCase):
    def test_rate_follows_events_or_minutes(self):
        run = Run.__new__(Run)
        run.config = load_config("tiny")
        peak = run.config.learning_rate
        for options, state in ((types.SimpleNamespace(until=None, events=1000, minutes=None), "events"),
                               (types.SimpleNamespace(until=None, events=0, minutes=1000 / 60), "elapsed")):
            run.options, rates = options, []
            for spent in (0, 30, 500, 1000, 2000):
                run.state = {"events": 0, "elapsed": 0.0} | {state: spent}
                rates.append(run.rate() / peak)
            self.assertAlmostEqual(rates[0], 0.02)
            self.assertAlmostEqual(rates[1], 1.0)
            self.assertTrue(0.5 < rates[2] < 0.6)
            self.assertAlmostEqual(rates[3], 0.03)
            self.assertEqual(rates[4], rates[3])

    def test_the_first_budget_spent_counts(self):
        run = Run.__new__(Run)
        run.state = {"events": 300, "elapsed": 30.0}
        for events, minutes, expected in ((1000, 1, 0.5), (400, 1, 0.75), (0, None, 0.5 / 60), (100, 1, 1.0)):
            run.options = types.SimpleNamespace(until=None, events=events, minutes=minutes)
            self.assertAlmostEqual(run.progress(), expected)

    def test_until_counts_the_clock(self):
        run = Run.__new__(Run)
        run.state = {"startedAt": time.time() - 50}
        run.options = types.SimpleNamespace(until=time.time() + 50, events=0, minutes=None)
        self.assertAlmostEqual(run.progress(), 0.5, places=2)
        self.assertLess(clock_time("00:00") - time.time(), 86_400)
        self.assertGreater(clock_time("00:00"), time.time())


if __name__ == "__main__":
    unittest.main()
