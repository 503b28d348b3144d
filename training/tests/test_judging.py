"""The second judge's features, held-out excerpts and comparison with the training music, on notes made up here."""

import json
import tempfile
import unittest
from pathlib import Path

import numpy as np

from hitpoint_training import judge_features as jf
from hitpoint_training import originality as og
from hitpoint_training.conditioning import TempoMap
from hitpoint_training.held_out import cut_bars, excerpt, parts_of
from hitpoint_training.judge import Judge, agreement
from hitpoint_training.piece_lines import line_of, piece_of, read_lines


def entry(notes: list[list[int]], bars: int = 4, bpm: float = 100.0, name: str = "x") -> dict:
    """A line of `bars` bars of 4/4."""
    return {"id": name, "barLengths": [96] * bars, "tempo": [[0, bpm]], "notes": notes}


def melody(seed: int, count: int, family: int = 2) -> list[list[int]]:
    """Random notes one after the other."""
    rng = np.random.default_rng(seed)
    onsets = np.cumsum(rng.choice((6, 12, 24), count))
    pitches = 60 + np.cumsum(rng.integers(-4, 5, count)) % 24
    return [[int(o), 12, family, int(p), 80] for o, p in zip(onsets, pitches)]


class NoteFeatures(unittest.TestCase):
    def values(self, notes, **options):
        return dict(zip(jf.NAMES, jf.note_features(piece_of(entry(notes, **options)))[0]))

    def test_transposition_tempo_and_dynamics_change_nothing(self):
        notes = melody(1, 40)
        moved = [[o, d, f, p + 5, 30] for o, d, f, p, _ in notes]
        plain = jf.note_features(piece_of(entry(notes, bars=12)))
        other = jf.note_features(piece_of(entry(moved, bars=12, bpm=60.0)))
        np.testing.assert_allclose(plain, other, atol=1e-12)

    def test_no_feature_is_shared_with_the_labels(self):
        from hitpoint_training.features import NAMES
        self.assertFalse(set(NAMES) & set(jf.NAMES))

    def test_major_and_minor_triads_are_told_apart(self):
        def chords(third):
            return [[24 * beat, 24, 2, 60 + interval, 80] for beat in range(16) for interval in (0, third, 7)]
        major, minor = self.values(chords(4)), self.values(chords(3))
        self.assertEqual((major["chord:major"], major["chord:minor"]), (1.0, 0.0))
        self.assertEqual((minor["chord:major"], minor["chord:minor"]), (0.0, 1.0))
        self.assertEqual((major["thirdMajor"], minor["thirdMinor"]), (1.0, 1.0))
        self.assertEqual(major["harmonicChange"], 0.0)
        self.assertEqual(major["onBeat"], 1.0)

    def test_a_window_with_too_few_notes_is_unknown(self):
        self.assertTrue(np.isnan(jf.note_features(piece_of(entry([[0, 24, 2, 60, 80]])))).all())


class Judging(unittest.TestCase):
    def test_a_judge_learns_a_line_and_ranks_by_it(self):
        rng = np.random.default_rng(2)
        features = rng.normal(size=(300, 3))
        labels = np.column_stack((features[:, 0], -features[:, 1])) / 4
        pieces = np.repeat(np.arange(60), 5)
        judge = Judge(features, labels, pieces, pieces % 10)
        self.assertGreater(judge.report["piece"]["valence"]["r"], 0.99)
        high = judge.hear(np.array([[3.0, 3.0, 0.0]]))
        self.assertGreater(high["rank"][0], 0.95)
        self.assertLess(high["rank"][1], -0.95)
        self.assertIsNone(judge.hear(np.full((1, 3), np.nan))["label"])

    def test_agreement_of_equal_and_shifted_labels(self):
        truth = np.array([[0.0, 0.0], [1.0, 0.5], [0.5, 1.0]])
        self.assertAlmostEqual(agreement(truth, truth)["valence"]["l1"], 0)
        shifted = agreement(truth, truth + 0.1)
        self.assertAlmostEqual(shifted["arousal"]["r"], 1)
        self.assertAlmostEqual(shifted["arousal"]["l1"], 0.1)


class Originality(unittest.TestCase):
    def tokens(self, notes):
        return og.piece_tokens(piece_of(entry(notes, bars=40)))

    def test_a_copy_in_another_key_is_found_whole_and_new_music_is_not(self):
        training = np.concatenate([self.tokens(melody(seed, 60)) for seed in range(5)])
        copied = [[o + 96, d, f, p - 3, 50] for o, d, f, p, _ in melody(3, 60)[10:31]]
        copy, fresh = og.compare(training, [self.tokens(copied), self.tokens(melody(99, 60))])
        self.assertEqual(copy["longest"], 20)  # 21 notes
        self.assertEqual(copy["ngram8"], 1.0)
        self.assertLess(fresh["longest"], 8)
        self.assertEqual(fresh["ngram12"], 0.0)

    def test_repeated_notes_and_scales_do_not_count(self):
        scale = [[12 * i, 12, 2, 60 + i, 80] for i in range(24)]
        answer = og.compare(self.tokens(scale), [self.tokens(scale)])[0]
        self.assertEqual(answer["longest"], 0)

    def test_no_run_crosses_from_one_line_to_the_next(self):
        both = melody(1, 7) + melody(2, 7, family=6)
        joined = self.tokens(both)
        self.assertEqual((joined == og.GAP_BREAK).sum(), 2)
        runs = og.counting_runs(joined, 8)
        self.assertFalse(runs.any())


class Excerpts(unittest.TestCase):
    def test_cut_bars_begin_at_step_0_with_the_tempo_in_force(self):
        piece = piece_of(entry(melody(4, 80), bars=20))
        piece.tempo = TempoMap([0, 96], [100.0, 60.0])
        part = cut_bars(piece, 2, 5)
        self.assertEqual(len(part.bar_lengths), 3)
        self.assertGreaterEqual(part.onset.min(), 0)
        self.assertLess(part.onset.max(), 288)
        self.assertEqual(float(part.tempo.bpm[0]), 60.0)

    def test_excerpts_last_about_as_long_as_asked(self):
        piece = piece_of(entry(melody(4, 200), bars=30))
        part = excerpt(piece, 20.0, np.random.default_rng(1))
        seconds = float(part.tempo.seconds(int(part.bar_lengths.sum())))
        self.assertTrue(17 < seconds < 23)
        self.assertIsNone(excerpt(piece, 500.0, np.random.default_rng(1)))

    def test_what_an_earlier_model_was_trained_with_is_not_held_out(self):
        with tempfile.TemporaryDirectory() as folder:
            split = Path(folder) / "split.csv"
            split.write_text("sha1_16,work,part\na,a,test\nb,b,valid\nc,c,train\n")
            self.assertEqual(parts_of(split), {"a": "test", "b": "valid", "c": "train"})
            (Path(folder) / "split-0.1.0-held-out.csv").write_text("sha1_16,part\na,valid\nc,test\n")
            self.assertEqual(parts_of(split), {"a": "test", "b": "train", "c": "train"})

    def test_lines_come_back(self):
        piece = piece_of(entry(melody(5, 20)))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "lines.jsonl"
            path.write_text(line_of("a", piece, ensemble="band") + "\n" + json.dumps(entry([], name="empty")) + "\n")
            lines = read_lines(path)
        self.assertEqual([(line.id, line.facts) for line in lines], [("a", {"ensemble": "band"})])
        np.testing.assert_array_equal(lines[0].piece.pitch, piece.pitch)


if __name__ == "__main__":
    unittest.main()
