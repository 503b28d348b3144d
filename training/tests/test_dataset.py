"""Training sequences from a made-up piece."""

import unittest
from dataclasses import replace

import numpy as np
import torch

from hitpoint_training import vocabulary as v
from hitpoint_training.ablations import notes_in, same_music
from hitpoint_training.augment import HELD_OUT, Augment, insert_chords, transpose
from hitpoint_training.boundaries import CHORD_THERE, LANDING, LONG_GROUP, Announcement, hit_marks, long_chords
from hitpoint_training.corpus import Piece
from hitpoint_training.config import load_config
from hitpoint_training.dataset import filled, make_sequence, packed
from hitpoint_training.events import P_FAMILY, P_PITCH, ChordSymbol, Note, decode, encode, notes_apart, place
from hitpoint_training.loss import collate, segments_of
from hitpoint_training.model import Composer
from hitpoint_training.prefix_effect import prefix_rows, without_prefix
from hitpoint_training.prefixes import FUTURE, MAX_ROWS, THEME, bar_features, choose_theme, passage_end

BARS = 16


def make_piece() -> Piece:
    notes = [Note(step, 48, 2 + 4 * (step // 48 % 2), key, 64) for step in range(0, BARS * 96, 48)
             for key in (48, 55, 60 + step // 48 % 5)]
    notes += [Note(step, 6, 0, 36, 64) for step in range(0, BARS * 96, 24)]
    placed = place(notes, [ChordSymbol(bar * 192, bar % 12, bar % 2, bar % 12) for bar in range(BARS // 2)],
                   [96] * BARS)
    counts = np.zeros((BARS, 12), np.int16)
    counts[:, [0, 2, 6]] = (4, 3, 3)
    level = np.full(BARS, 0.5, np.float32)
    return Piece(placed=placed, bar_lengths=np.full(BARS, 96, np.int16), beat_lengths=np.full(BARS, 24, np.int16),
                 counts=counts, tonic=np.full(BARS, 11, np.int8), mode=np.zeros(BARS, np.int8),
                 section=np.zeros(BARS, np.int8), valence=level, arousal=level,
                 tempo_steps=np.array([0]), tempo_bpm=np.array([100.0]), set=0, ensemble=4, velocity_masked=False, tempo_known=True)


class Sequences(unittest.TestCase):
    def test_targets_follow_inputs(self):
        sequence = make_sequence(make_piece(), 0, 200, HELD_OUT, np.random.default_rng(1))
        used = int(sequence.weights.sum())
        np.testing.assert_array_equal(sequence.events[1:used], sequence.targets[:used - 1])
        self.assertEqual(sequence.events[0, v.TYPE], v.START)
        self.assertEqual(sequence.targets[used - 1, v.TYPE], v.END)
        self.assertTrue((sequence.weights[used:] == 0).all())

    def test_note_wise_events_hold_the_same_notes_one_each(self):
        piece = make_piece()
        apart = notes_apart(piece.placed)
        self.assertEqual(len(apart), len(piece.placed) + sum(
            int((row[P_PITCH:] < v.STOP).sum()) - 1 for row in piece.placed if row[0] == v.GROUP and row[P_FAMILY] != 0))
        lengths = [96] * BARS
        notes, chords = decode(encode(piece.placed, lengths)[0], lengths)
        self.assertEqual(decode(encode(apart, lengths)[0], lengths), (notes, chords))
        s = make_sequence(piece, 0, 200, replace(HELD_OUT, note_wise=True), np.random.default_rng(1))
        groups = s.targets[(s.weights > 0) & (s.targets[:, v.TYPE] == v.GROUP)]
        self.assertTrue((groups[:, v.PITCH + 2:] == 191).all())

    def test_ablations_are_compared_on_the_same_notes(self):
        piece = make_piece()
        both = [[make_sequence(piece, 0, 64, a, np.random.default_rng(1))] for a in (HELD_OUT, replace(HELD_OUT, note_wise=True))]
        grouped, apart = same_music(*both)
        self.assertEqual(notes_in(grouped[0]).sum(), notes_in(apart[0]).sum())
        self.assertGreater(notes_in(apart[0]).sum(), 30)
        self.assertLess(grouped[0].weights.sum(), both[0][0].weights.sum())

    def test_inputs_stay_in_range_under_augmentation(self):
        piece = make_piece()
        for seed in range(80):
            rng = np.random.default_rng(seed)
            augment = Augment(future=0.3, theme=0.5)
            s = make_sequence(piece, int(rng.integers(len(piece.placed))), 64, augment, rng, lambda: bar_features(piece))
            self.assertTrue((s.events <= np.array(v.ROW_SIZES)).all())
            self.assertTrue((s.ids < np.array(v.CONDITION_ID_SIZES)).all())
            self.assertTrue(np.isfinite(s.values).all() and (np.abs(s.values) <= 4).all())

    def test_chord_is_written_at_every_true_boundary_in_the_key_of_the_crop(self):
        piece = make_piece()
        starts = np.arange(BARS + 1) * 96
        moved = transpose(piece.placed, 5)
        symbols = moved[moved[:, 0] == v.CHORD]
        rows = insert_chords(moved, symbols, np.array([96, 192]), starts)
        chords = rows[rows[:, 0] == v.CHORD]
        self.assertEqual(len(rows) - len(piece.placed), 1)  # 192 had one already
        self.assertEqual(chords[chords[:, 1] == 1][0, 3:6].tolist(), [5, 0, 5])

    def test_a_boundary_is_where_the_kept_families_hold_a_long_chord(self):
        piece = make_piece()
        starts = np.arange(BARS + 1) * 96
        everything = long_chords(piece.placed, starts, piece.beat_lengths)
        self.assertEqual(everything.tolist(), list(range(0, BARS * 96, 48)))
        without_strings = piece.placed[piece.placed[:, 6] != 6]
        self.assertEqual(long_chords(without_strings, starts, piece.beat_lengths).tolist(), list(range(0, BARS * 96, 96)))

    def test_marks_name_the_events_that_make_the_hit(self):
        piece = make_piece()
        starts = np.arange(BARS + 1) * 96
        bars = piece.placed[piece.placed[:, 1] < 2]
        _, _, reached = encode(bars, piece.bar_lengths)
        marks = hit_marks(bars, reached, np.array([0, 144]), starts, piece.beat_lengths)
        kinds = bars[:, 0]
        self.assertEqual(marks[kinds == v.BAR].tolist(), [LANDING, 0])
        self.assertEqual(marks[kinds == v.CHORD].tolist(), [CHORD_THERE])
        middle = (bars[:, 1] == 1) & (bars[:, 2] == 48)
        self.assertEqual(marks[middle].tolist(), [LANDING, LONG_GROUP])  # drums come first, then the held strings
        self.assertEqual(marks.astype(int).sum(), 2 * (LANDING + LONG_GROUP) + CHORD_THERE)


class Prefixes(unittest.TestCase):
    """E22."""

    def prefixed(self, seed: int, augment: Augment, context: int = 100):
        piece = make_piece()
        rng = np.random.default_rng(seed)
        return make_sequence(piece, 0, context, augment, rng, lambda: bar_features(piece))

    def test_future_is_the_two_bars_behind_the_gap_and_the_seam_is_announced(self):
        augment = Augment(1.0, *([0.0] * 13), future=1.0, theme=0.0)
        for seed in range(12):
            s = self.prefixed(seed, augment)
            kinds = s.events[:, v.TYPE]
            self.assertEqual((kinds[0], s.events[0, v.ROOT]), (v.START, FUTURE))
            head = int(np.flatnonzero(kinds == v.START)[1])
            self.assertEqual(s.events[head, v.ROOT], 13)  # the plain START row
            self.assertEqual((kinds[:head] == v.BAR).sum(), 2)
            self.assertTrue((s.weights[:head] == 0).all() and s.weights[head] == 1)
            last = int(np.flatnonzero(s.weights).max())
            self.assertEqual(s.targets[last, v.TYPE], v.BAR)  # the seam's
            seam = s.ids[1, 8]  # bars to the end at the first row of the prefix
            self.assertEqual(s.ids[last, 8], min(seam + 1, 9))
            self.assertLessEqual(s.ids[last, 0], 96 - s.ids[last, 1])

    def test_theme_returns_in_the_window_and_lies_outside_it(self):
        rng = np.random.default_rng(5)
        features = np.abs(rng.normal(size=(40, 28))).astype(np.float32)
        features[:, 12:] = 0
        features[20:24] = features[3:7]
        features /= np.linalg.norm(features, axis=1, keepdims=True)
        self.assertEqual(choose_theme(features, 14, 30, rng), 3)
        self.assertIsNone(choose_theme(features, 8, 19, rng))

    def test_theme_prefix_has_no_loss_and_its_own_distance(self):
        augment = Augment(1.0, *([0.0] * 13), future=0.0, theme=1.0)
        distances = set()
        for seed in range(12):
            s = self.prefixed(seed, augment, 64)
            self.assertEqual(s.events[0, v.ROOT], THEME)
            head = int(np.flatnonzero(s.events[:, v.TYPE] == v.START)[1])
            self.assertLessEqual(head, MAX_ROWS)
            self.assertEqual(s.positions[:head].tolist(), list(range(head)))
            self.assertTrue((np.diff(s.positions[head:]) == 1).all())
            self.assertTrue(0 <= s.positions[head] - head <= 1024)
            distances.add(int(s.positions[head]) - head)
        self.assertGreater(len(distances), 8)

    def test_music_is_the_same_without_its_prefix(self):
        s = self.prefixed(3, Augment(1.0, *([0.0] * 13), future=0.0, theme=1.0), 64)
        alone = without_prefix(s)
        head = prefix_rows(s)
        self.assertGreater(head, 0)
        self.assertEqual(prefix_rows(alone), 0)
        np.testing.assert_array_equal(alone.events[:64 - head], s.events[head:])
        np.testing.assert_array_equal(alone.weights[:64 - head], s.weights[head:])
        self.assertEqual(alone.weights.sum(), s.weights.sum())
        self.assertEqual(alone.positions.tolist(), list(range(64)))

    def test_passage_keeps_whole_bars_where_it_can(self):
        placed = make_piece().placed
        per_bar = int((placed[:, 1] == 1).sum())
        begin = int(np.searchsorted(placed[:, 1], 2))
        self.assertEqual(passage_end(placed, begin, 4), begin + 4 * per_bar + 2)  # bars 2 and 4 have a chord symbol
        self.assertEqual(passage_end(placed, begin, 4, per_bar + 3), begin + per_bar + 1)
        self.assertEqual(passage_end(placed, begin, 4, 3), begin + 3)


class Packing(unittest.TestCase):
    def crops(self):
        augment = Augment(1.0, *([0.0] * 13), future=0.0, theme=1.0)
        piece = make_piece()
        return [make_sequence(piece, first, 200, augment, np.random.default_rng(first), lambda: bar_features(piece))
                for first in (90, 105)]

    def test_rows_are_the_crops_one_after_the_other(self):
        parts = self.crops()
        row = packed(parts, 200)
        length = filled(parts[0])
        self.assertTrue(0 < length < 200 - filled(parts[1]))
        for whole, first, second in zip(row[:-1], *parts):
            np.testing.assert_array_equal(whole[:length], first[:length])
            np.testing.assert_array_equal(whole[length:], second[:200 - length])
        self.assertEqual(np.flatnonzero(np.diff(row.segments)).tolist(), [length - 1])

    def test_crops_of_a_row_do_not_see_each_other(self):
        torch.manual_seed(2)
        model = Composer(load_config("tiny")).eval()
        parts = self.crops()
        row = packed(parts, 200)
        batch, alone = collate([row]), collate(parts[1:])
        length, rest = filled(parts[0]), filled(parts[1])
        with torch.no_grad():
            together = model(batch.events, batch.ids, batch.values, batch.positions, segments_of(batch))[0]
            single = model(alone.events, alone.ids, alone.values, alone.positions)[0]
        self.assertIsNone(segments_of(alone))
        torch.testing.assert_close(together[length:length + rest], single[:rest], atol=1e-5, rtol=1e-4)


class Keys(unittest.TestCase):
    def test_transposition_leaves_drums(self):
        piece = make_piece()
        moved = transpose(piece.placed, 3)
        drums = piece.placed[:, 6] == v.DRUMS
        np.testing.assert_array_equal(moved[drums], piece.placed[drums])
        groups = (piece.placed[:, 0] == v.GROUP) & ~drums
        np.testing.assert_array_equal(moved[groups, 9], piece.placed[groups, 9] + 3)


if __name__ == "__main__":
    unittest.main()
