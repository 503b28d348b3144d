"""Rules E15-E17."""

import unittest

import numpy as np

from hitpoint_training.boundaries import announce
from hitpoint_training.conditioning import Conditions, TempoMap, boundary_id, condition_rows, density_id


class Boundaries(unittest.TestCase):
    def conditions(self, boundaries, bpm=120.0):
        return Conditions(np.array([96] * 8), TempoMap([0], [bpm]), boundaries=np.array(boundaries))

    def test_ids(self):
        self.assertEqual([boundary_id(d) for d in (-1, 0, 96, 97, 120, 121, 384, 385)],
                         [110, 0, 96, 97, 97, 98, 108, 110])

    def test_stays_until_passed(self):
        ids, values = condition_rows(self.conditions([24, 60]), [0] * 4, [0, 24, 25, 61])
        self.assertEqual(ids[:, 0].tolist(), [24, 0, 35, 110])
        np.testing.assert_allclose(values[:, 4], [(8 - 0.5) / 8, 1, (8 - 35 / 48) / 8, 0], atol=1e-6)

    def test_eight_seconds(self):
        ids, values = condition_rows(self.conditions([384]), [0, 0], [0, 1])
        self.assertEqual(ids[:, 0].tolist(), [108, 108])  # 8 s exactly at 120 bpm
        ids, values = condition_rows(self.conditions([384], bpm=60), [0], [0])
        self.assertEqual((ids[0, 0], values[0, 4]), (110, 0))

    def test_bars_to_end_and_density(self):
        ids, _ = condition_rows(self.conditions([]), list(range(8)), [0] * 8)
        self.assertEqual(ids[:, 8].tolist(), [7, 6, 5, 4, 3, 2, 1, 0])
        self.assertEqual([density_id(x) for x in (float("nan"), 0.4, 0.5, 6.5, 99)], [0, 1, 2, 8, 8])


class Tempo(unittest.TestCase):
    def test_round_trip(self):
        tempo = TempoMap([0, 100, 300], [120, 60, 90])
        steps = np.arange(0, 600, 7)
        self.assertEqual(tempo.step_at(tempo.seconds(steps)).tolist(), steps.tolist())

    def test_must_start_at_zero(self):
        with self.assertRaises(ValueError):
            TempoMap([5], [120])


class Announcing(unittest.TestCase):
    def test_spacing_and_shares(self):
        rng = np.random.default_rng(1)
        steps = np.arange(0, 96_000, 48)
        boundaries = announce(steps, steps / 48, 24, 96_000, rng)
        self.assertGreaterEqual(np.diff(boundaries.true).min(), 2 * 48)
        self.assertTrue(np.isin(boundaries.true, boundaries.told).all())
        other = 1 - np.isin(boundaries.told, steps).mean()  # moved or false ones, which seldom fall on a chord
        self.assertTrue(0.03 < other < 0.15, other)
        spacing = np.diff(boundaries.true).mean() / 48
        self.assertTrue(5.0 < spacing < 8.5, spacing)  # 2-8 s, and a gap where one was not announced or moved


if __name__ == "__main__":
    unittest.main()
