"""Split, chords, keys and the emotion labels' quantile map, on made-up material."""

import unittest
from collections import Counter

import numpy as np

from hitpoint_training.chords import find_chords
from hitpoint_training.cleaning import content_hash, drop_duplicates, reason_to_drop
from hitpoint_training.conditioning import TempoMap
from hitpoint_training.emotion_labels import quantile_labels, series_of
from hitpoint_training.grid import GridPiece
from hitpoint_training.keys import find_keys
from hitpoint_training.split import assign_parts, group_works, skyline_shingles
from hitpoint_training.works import work_of


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
        groups = group_works(keys, shingles, keys).groups
        self.assertEqual(len(set(groups)), 120)
        parts = assign_parts(keys, groups)
        self.assertTrue(all(parts[i] == parts[i + 1] for i in range(0, len(parts), 2)))
        self.assertEqual(set(parts), {"train", "valid", "test"})
        by_part = {part: {g for g, p in zip(groups, parts) if p == part} for part in set(parts)}
        self.assertFalse(by_part["train"] & by_part["valid"] | by_part["train"] & by_part["test"])

    def test_movements_of_one_work_share_a_part(self):
        rng = np.random.default_rng(4)
        keys = [f"{number:04d}" for number in range(200)]
        shingles = [skyline_shingles(np.arange(80), rng.integers(40, 90, 80)) for _ in keys]
        works = [f"symphony {number // 4}" for number in range(200)]
        grouping = group_works(keys, shingles, works)
        parts = assign_parts(keys, grouping.groups)
        self.assertEqual((len(set(grouping.groups)), grouping.near_duplicates), (50, 0))
        for number in range(0, 200, 4):
            self.assertEqual(len(set(parts[number:number + 4])), 1)

    def test_work_names(self):
        for name, path, other in (
                ("openscore_orchestra", "a/Brahms__Symphony_No.4__2__x.mid", "a/Brahms__Symphony_No.4__3__y.mid"),
                ("openscore_lieder", "a/Schubert__Winterreise__1_Nacht__l1.mid", "a/Schubert__Winterreise__2_Fahne__l2.mid"),
                ("classicalpianomidi", "m/Clementi/clementi_opus36_1_3.mid", "m/Clementi/clementi_opus36_1_1.mid"),
                ("freedoom", "f/musics/d_dm03.mid", "f/released_history/v0.12.1__d_dm03.mid")):
            self.assertEqual(work_of(name, path), work_of(name, other))
        self.assertNotEqual(work_of("openscore_lieder", "a/Wolf____Song__l1.mid"),
                            work_of("openscore_lieder", "a/Wolf____Other__l2.mid"))
        self.assertNotEqual(work_of("pop909", "p/001.mid"), work_of("pop909", "p/002.mid"))


class Cleaning(unittest.TestCase):
    def piece(self, onset, bars=8) -> GridPiece:
        onset = np.sort(np.asarray(onset))
        same = np.full(len(onset), 60)
        return GridPiece(onset, same // 10, onset + 6, same, same, same * 0 + 2, np.full(bars, 96), np.full(bars, 24),
                         TempoMap([0], [100.0]), True)

    def test_reasons(self):
        rng = np.random.default_rng(1)
        on_beat = np.arange(0, 768, 12)
        self.assertIsNone(reason_to_drop(self.piece(on_beat), False))
        self.assertEqual(reason_to_drop(self.piece(on_beat[:30]), False), "short")
        self.assertEqual(reason_to_drop(self.piece(on_beat, 16), False), "silence")
        anywhere = self.piece(rng.integers(0, 768, 3000))
        self.assertEqual(reason_to_drop(anywhere, False), "brokenMetre")
        self.assertIsNone(reason_to_drop(anywhere, True))

    def test_duplicates(self):
        pieces = [{"content": content_hash(self.piece(np.arange(0, 768, step)))} for step in (12, 12, 24)]
        reasons = Counter()
        self.assertEqual(len(drop_duplicates(pieces, reasons)), 2)
        self.assertEqual(reasons, Counter(duplicate=1))


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
