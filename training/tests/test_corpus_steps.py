"""Split, chords, keys and the emotion labels' quantile map, on made-up material."""

import unittest

import numpy as np

from hitpoint_training.chords import find_chords
from hitpoint_training.emotion_labels import quantile_labels, series_of
from hitpoint_training.keys import find_keys
from hitpoint_training.split import assign_parts, group_works, skyline_shingles


class Split(unittest.TestCase):
    def test_near_duplicates_share_a_part(self):
        rng = np.random.default_rng(2)
        keys, shingles = [], []
        for work in range(120):
            pitch = rng.integers(40, 90, 80)
            for copy in range(2):  # the second copy is cut and transposed
                part = pitch[copy * 10:] + 3 * copy
                keys.append(f"{work:04d}-{copy}")
                shingles.append(skyline_shingles(np.arange(len(part)), part))
        groups = group_works(keys, shingles)
        self.assertEqual(len(set(groups)), 120)
        parts = assign_parts(keys, groups)
        self.assertTrue(all(parts[i] == parts[i + 1] for i in range(0, len(parts), 2)))
        self.assertEqual(set(parts), {"train", "valid", "test"})
        by_part = {part: {g for g, p in zip(groups, parts) if p == part} for part in set(parts)}
        self.assertFalse(by_part["train"] & by_part["valid"] | by_part["train"] & by_part["test"])


class Harmony(unittest.TestCase):
    def setUp(self):
        shapes = ((48, 60, 64, 67), (45, 60, 64, 69), (41, 60, 65, 69), (43, 59, 62, 65))  # C Am F G7
        self.onset = np.repeat(np.arange(8) * 96, 4)
        self.pitch = np.array([p for _ in range(2) for shape in shapes for p in shape])
        self.duration = np.full(32, 96)
        self.family = np.full(32, 2)

    def test_chords(self):
        symbols = find_chords(self.onset, self.duration, self.pitch, self.family, np.full(8, 96), np.full(8, 24))
        self.assertEqual([(s.onset, s.root, s.quality, s.bass) for s in symbols[:4]],
                         [(0, 0, 0, 0), (96, 9, 1, 9), (192, 5, 0, 5), (288, 7, 5, 7)])

    def test_key(self):
        tonic, mode = find_keys(self.onset, self.duration, self.pitch, self.family, np.arange(8) * 96)
        self.assertEqual((set(tonic.tolist()), set(mode.tolist())), ({0}, {0}))


class Emotion(unittest.TestCase):
    def test_quantile_labels(self):
        raw = np.random.default_rng(3).normal(size=(1000, 2)) * [0.1, 5]
        raw[0] = np.nan
        labels = quantile_labels(raw, np.arange(1000) % 3)
        self.assertTrue(np.isnan(labels[0]).all())
        self.assertLess(abs(np.nanmean(labels)), 0.01)
        self.assertTrue(np.nanmax(labels) > 0.95 and np.nanmin(labels) < -0.95)

    def test_series(self):
        self.assertEqual(series_of("Final Fantasy_PS1_Final Fantasy VII_X.mid"), "finalfantasy")


if __name__ == "__main__":
    unittest.main()
