"""MIDI ticks to the 24-step grid: notes, bars, beats and tempo of a piece (E1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import vocabulary as v
from .conditioning import TempoMap
from .read_midi import MidiNotes

LONGEST_BAR = 192  # steps; longer notated bars are cut in two until they fit (E15.3)
DRUM_DURATION = 6  # steps; the note-offs of drum notes carry nothing
TEMPO_RANGE = (20.0, 320.0)  # quarters per minute; faster or slower values are placeholders


@dataclass
class GridPiece:
    """A piece in grid steps. Note arrays are sorted by onset; `held` is the end with the pedal."""

    onset: np.ndarray
    duration: np.ndarray
    held: np.ndarray
    pitch: np.ndarray
    velocity: np.ndarray
    family: np.ndarray
    bar_lengths: np.ndarray
    beat_lengths: np.ndarray  # per bar: 24, or 36 in compound metre
    tempo: TempoMap
    tempo_known: bool

    @property
    def bar_starts(self) -> np.ndarray:
        """First step of every bar."""
        return np.concatenate(([0], np.cumsum(self.bar_lengths)[:-1]))


def phase_offset(onset: np.ndarray, beat: int) -> int:
    """Ticks to subtract so that onsets fall on beats and their quarters and thirds (pop909: constant per song)."""
    histogram = np.bincount(onset % beat, minlength=beat).astype(float)
    template = np.zeros(beat)
    for position, weight in ((0, 3), (1 / 2, 2), (1 / 4, 1), (3 / 4, 1), (1 / 3, 0.3), (2 / 3, 0.3)):
        centre = int(round(position * beat))
        for shift in range(-6, 7):
            template[(centre + shift) % beat] += weight * (1 - abs(shift) / 7)
    spectrum = np.fft.rfft(histogram) * np.conj(np.fft.rfft(template))
    return int(np.argmax(np.fft.irfft(spectrum, beat)))


def bar_phase(onset: np.ndarray, pitch: np.ndarray, duration: np.ndarray, beat: int, beats: int) -> int:
    """Beat (0..beats-1) on which bars start: where low, long notes begin most (for placeholder metres)."""
    low = pitch < 55
    on_beat = low & (np.minimum(onset % beat, beat - onset % beat) < beat // 12)
    number = np.round(onset[on_beat] / beat).astype(int)
    weight = np.minimum(duration[on_beat] / beat, 4.0) * (60 - pitch[on_beat]) / 12
    return int(np.argmax(np.bincount(number % beats, weights=weight, minlength=beats))) if len(number) else 0


def _bars(midi: MidiNotes, last: int) -> tuple[list[int], list[int]]:
    """Bar lengths and beat lengths in steps, covering `last` ticks."""
    scale = v.STEPS_PER_QUARTER / midi.ticks_per_quarter
    lengths, beats = [], []
    start = 0
    for index, (tick, numerator, denominator) in enumerate(midi.metres):
        stop = midi.metres[index + 1][0] if index + 1 < len(midi.metres) else max(last, tick + 1)
        stop_step = int(round(stop * scale))
        length = max(1, int(round(96 * numerator / denominator)))
        compound = denominator >= 8 and numerator % 3 == 0 and numerator > 3
        while start < stop_step:
            size = min(length, stop_step - start) if index + 1 < len(midi.metres) else length
            for part in _cut(size):
                lengths.append(part)
                beats.append(36 if compound else 24)
            start += size
    return lengths, beats


def _cut(size: int) -> list[int]:
    return [size] if size <= LONGEST_BAR else _cut(size // 2) + _cut(size - size // 2)


def _infer_bars(midi: MidiNotes, set_name: str) -> int:
    """pop909: subtract the phase offset and write inferred bars of four (or the stated three) beats.

    Returns the tick that becomes tick 0 (may be negative).
    """
    beat = midi.ticks_per_quarter
    beats = 3 if any(m[1] == 3 for m in midi.metres) else 4
    offset = phase_offset(midi.onset, beat)
    if offset > beat // 2:
        offset -= beat
    onset = midi.onset - offset
    phase = bar_phase(onset, midi.pitch, midi.end - midi.onset, beat, beats)
    first = int((onset.min() // beat - phase) // beats * beats + phase)
    midi.metres = [(0, beats, 4)]
    return offset + first * beat


def to_grid(midi: MidiNotes, set_name: str) -> GridPiece:
    """Quantise a file. Notes keep at least one step; leading whole bars of silence stay (at most two)."""
    origin = _infer_bars(midi, set_name) if set_name == "pop909" else 0
    scale = v.STEPS_PER_QUARTER / midi.ticks_per_quarter
    onset, end, held = (np.maximum(np.floor((t - origin) * scale + 0.5).astype(np.int64), 0)
                        for t in (midi.onset, midi.end, midi.held))
    duration = np.maximum(end - onset, 1)
    duration[midi.family == v.DRUMS] = DRUM_DURATION
    lengths, beats = _bars(midi, int(max(midi.end.max() - origin, 1)))
    starts = np.concatenate(([0], np.cumsum(lengths)))
    first = max(0, int(np.searchsorted(starts, onset.min(), side="right") - 1))
    last = int(np.searchsorted(starts, (onset + duration).max() - 1, side="right"))
    shift = int(starts[first])
    ticks = [max(0, int(round((t - origin) * scale)) - shift) for t, _ in midi.tempos]
    bpm = [float(np.clip(60e6 / tempo, *TEMPO_RANGE)) for _, tempo in midi.tempos]
    steps: dict[int, float] = {0: bpm[0]} | dict(zip(ticks, bpm))  # several at one step: the last one counts
    placeholder = not midi.tempo_written or (set_name == "mutopia" and len(bpm) == 1 and abs(bpm[0] - 120) < 0.01)
    order = np.argsort(onset, kind="stable")
    return GridPiece(onset[order] - shift, duration[order], np.maximum(held, end)[order] - shift, midi.pitch[order],
                     midi.velocity[order], midi.family[order], np.array(lengths[first:last]),
                     np.array(beats[first:last]), TempoMap(list(steps), list(steps.values())), not placeholder)
