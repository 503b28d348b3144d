"""What the network learned about boundaries: long chords at announced boundaries when nothing is forced."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from . import vocabulary as v
from .boundaries import LONG_BEATS, MIN_PITCHES
from .conditioning import Conditions, TempoMap
from .corpus import Corpus
from .events import decode
from .model import Composer
from .sample import sample_plans

TOLERANCE = 0.1  # seconds
PLANS, BARS, STEPS, SHUFFLES = 24, 24, 700, 40


def make_plans(seed: int) -> list[Conditions]:
    """Fixed plans in 4/4 and C (E21) that are no piece of the corpus: boundaries on beats, 2-8 s apart."""
    rng = np.random.default_rng(seed)
    plans = []
    for number in range(PLANS):
        tempo = TempoMap([0], [float(rng.uniform(76, 132))])
        boundaries, time = [], float(rng.uniform(2, 8))
        while time < tempo.seconds(BARS * 96):
            boundaries.append(round(int(tempo.step_at(time)) / 24) * 24)
            time += rng.uniform(2, 8)
        valence, arousal = rng.uniform(-0.8, 0.8, 2)
        ensemble = (1, 2, 3, 4, 5, 6)[number % 6]
        plans.append(Conditions(np.full(BARS, 96), tempo, boundaries=np.unique(boundaries),
                                key=np.zeros(BARS, int), mode=np.full(BARS, int(valence < 0)),
                                ensemble=ensemble, section=np.arange(BARS) % 8 == 0, density=np.full(BARS, 3.0),
                                end_known=False, valence=np.full(BARS, valence), arousal=np.full(BARS, arousal)))
    return plans


def long_chord_times(rows: np.ndarray, plan: Conditions) -> np.ndarray:
    """Onset times (s) of three or more distinct melodic pitches held 1.8 beats or more."""
    notes, _ = decode(rows, plan.bar_lengths)
    pitches: dict[int, set[int]] = {}
    for note in notes:
        if note.family != v.DRUMS and note.duration >= LONG_BEATS * 24:
            pitches.setdefault(note.onset, set()).add(note.pitch)
    return plan.tempo.seconds(np.array(sorted(s for s, p in pitches.items() if len(p) >= MIN_PITCHES), dtype=float))


def _hits(times: np.ndarray, targets: np.ndarray) -> int:
    return int((np.abs(times[None] - targets[:, None]).min(1) <= TOLERANCE).sum()) if len(times) else 0


def boundary_hits(model: Composer, folder: Path, corpus: Corpus) -> dict:
    """Hit rate within 0.1 s, and its chance level with the boundaries rotated in time on the same output."""
    plans = make_plans(5)
    rng = np.random.default_rng(6)
    hits = total = 0
    chance = 0.0
    chords = seconds = 0.0
    for plan, rows in zip(plans, sample_plans(model, plans, STEPS, seed=1)):
        end = plan.tempo.seconds(float(sum(r[v.TYPE] == v.BAR for r in rows) * 96))
        targets = plan.tempo.seconds(plan.boundaries)
        targets = targets[targets < end - 1]
        if len(targets) == 0:
            continue
        times = long_chord_times(rows, plan)
        hits += _hits(times, targets)
        total += len(targets)
        beat = plan.tempo.seconds(24)
        turns = np.round(rng.uniform(0, end, SHUFFLES) / beat) * beat  # rotated by whole beats: the metre alone
        chance += np.mean([_hits(times, (targets + turn) % end) for turn in turns])
        chords, seconds = chords + len(times), seconds + float(end)
    return {"boundaries": total, "hitRate": hits / max(total, 1), "chance": chance / max(total, 1),
            "longChordsPerMinute": 60 * chords / max(seconds, 1), "toleranceSeconds": TOLERANCE, "forced": False}
