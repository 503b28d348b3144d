"""docs/corpus-report.md: what the composer is trained on, in numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from . import vocabulary as v
from .boundaries import long_chords, struck_chords
from .corpus import Corpus
from .dataset import Crops
from .window_grid import CELLS, WindowGrid

DRAWN = 300  # sequences looked at for what a sequence holds
REASONS = {"short": "fewer than 4 bars or 40 notes", "silence": "more than 40 % of the bars without an onset",
           "brokenMetre": "fewer than 55 % of the onsets on eighths or sixths of a beat (chance: 50 %)",
           "unreadable": "broken file", "tooManyBars": "more than 4000 bars", "duplicate": "the same notes as another file"}


def table(header: list[str], rows: list[list]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def percent(share: float) -> str:
    """A share in per cent with one decimal."""
    return f"{100 * share:.1f}"


class SetNumbers:
    """Everything the report says about one data set."""

    def __init__(self, corpus: Corpus, number: int):
        a = corpus.arrays
        self.members = np.flatnonzero(a["set"] == number)
        pieces = [corpus.piece(index) for index in self.members.tolist()]
        self.minutes = float(a["seconds"][self.members].sum()) / 60
        self.notes, self.events = int(a["notes"][self.members].sum()), int(corpus.lengths()[self.members].sum())
        self.on_beat = float(np.average(a["on_beat"][self.members], weights=a["notes"][self.members]))
        self.masked, self.no_tempo = (float(x) for x in (a["velocity_masked"][self.members].mean(),
                                                       1 - a["tempo_known"][self.members].mean()))
        self.families = sum(p.counts.sum(0).astype(float) for p in pieces)
        self.tempi = np.concatenate([p.tempo_bpm[:1] for p in pieces if p.tempo_known] or [np.array([np.nan])])
        bars = {name: np.concatenate([getattr(p, name) for p in pieces]) for name in ("tonic", "mode", "bar_lengths")}
        self.minor = float((bars["mode"] == 1).sum() / max((bars["mode"] < 2).sum(), 1))
        self.keys = np.bincount(bars["tonic"], minlength=13)[:12]
        self.metres = np.unique(bars["bar_lengths"], return_counts=True)
        self.long = self.struck = 0
        for p in pieces:
            starts = np.concatenate(([0], np.cumsum(p.bar_lengths.astype(np.int64))))
            self.long += len(long_chords(p.placed, starts, p.beat_lengths))
            self.struck += len(struck_chords(p.placed, starts, p.beat_lengths))


def _sizes(corpus: Corpus, numbers: dict[str, SetNumbers]) -> str:
    rows = []
    for name, n in numbers.items():
        parts = [int((corpus.arrays["part"][n.members] == part).sum()) for part in range(3)]
        rows.append([name, len(n.members), f"{n.notes:,}", f"{n.minutes / 60:.1f}", f"{n.events:,}", *parts,
                     percent(n.on_beat), percent(n.masked), percent(n.no_tempo)])
    total = [sum(x) for x in zip(*((len(n.members), n.notes, n.minutes / 60, n.events) for n in numbers.values()))]
    rows.append(["all", total[0], f"{total[1]:,}", f"{total[2]:.1f}", f"{total[3]:,}",
                 *(int((corpus.arrays["part"] == part).sum()) for part in range(3)), "", "", ""])
    return table(["set", "files", "notes", "hours", "events", "train", "valid", "test", "onsets on 1/8 or 1/6 beat %",
                  "constant velocity %", "no tempo %"], rows)


def _music(numbers: dict[str, SetNumbers]) -> str:
    names = "C C# D Eb E F F# G Ab A Bb B".split()
    rows = []
    for name, n in numbers.items():
        low, middle, high = np.nanpercentile(n.tempi, (10, 50, 90))
        keys = ", ".join(names[k] for k in np.argsort(-n.keys)[:3])
        order = np.argsort(-n.metres[1])[:3]
        metres = ", ".join(f"{n.metres[0][i] / 24:g} ({percent(n.metres[1][i] / n.metres[1].sum())} %)" for i in order)
        rows.append([name, f"{low:.0f} / {middle:.0f} / {high:.0f}", keys, percent(n.minor), metres,
                     f"{n.long / n.minutes:.1f}", f"{n.struck / n.minutes:.1f}"])
    return table(["set", "first tempo p10 / p50 / p90", "commonest tonics", "minor bars %",
                  "bars of so many quarters", "long chords a minute", "chords struck on a beat a minute"], rows)


def _families(numbers: dict[str, SetNumbers]) -> str:
    return table(["set", *v.FAMILIES], [[name, *(percent(x) for x in n.families / n.families.sum())]
                                        for name, n in numbers.items()])


def _weights(corpus: Corpus, grid: WindowGrid, drawn: np.ndarray) -> str:
    number = corpus.arrays["set"][grid.pieces]
    rows = []
    for index, name in enumerate(corpus.sets):
        mine = number == index
        rows.append([name, *(percent(x[mine].sum() / x.sum()) for x in (grid.size, grid.base, grid.weights)),
                     percent(drawn[index] / drawn.sum())])
    return table(["set", "share of events %", "after set weights %", "after the grid %", f"of {DRAWN} drawn sequences %"],
                 rows)


def _grid(grid: WindowGrid) -> str:
    parts = []
    for title, weights in (("By length", grid.size), ("As drawn", grid.weights)):
        cells = grid.cells // len(v.ENSEMBLES) - 1
        share = np.bincount(cells[cells >= 0], weights=weights[cells >= 0], minlength=CELLS**2) / weights.sum()
        rows = [[f"valence {2 * i / CELLS - 1:.1f} .. {2 * (i + 1) / CELLS - 1:.1f}", *(percent(x) for x in row)]
                for i, row in enumerate(share.reshape(CELLS, CELLS))]
        parts.append(f"{title}, %:\n\n" + table(["", *(f"arousal {2 * i / CELLS - 1:.1f} .. {2 * (i + 1) / CELLS - 1:.1f}"
                                                      for i in range(CELLS))], rows))
    return "\n\n".join(parts)


def _emotion(report: dict) -> str:
    rows = []
    for scale, label in (("piece", "per piece"), ("fourBars", "four bars"), ("withinPiece", "within a piece")):
        rows.append([label, *(f"{report['grouped'][name][scale][key]:.2f}" for name in ("valence", "arousal")
                              for key in ("r", "l1"))])
    return table(["", "valence r", "valence L1", "arousal r", "arousal L1"], rows)


def _left_out(report: dict) -> str:
    rows = [[name, REASONS.get(reason, reason), count] for name, reasons in report["leftOut"].items()
            for reason, count in reasons.items()]
    return table(["set", "reason", "files"], rows)


def _drawn(corpus: Corpus) -> tuple[np.ndarray, dict]:
    """Events per set and the mean contents of drawn sequences."""
    stream, per_set = iter(Crops(corpus, "train", 512, 1)), np.zeros(len(corpus.sets))
    used = marked = prefixed = 0
    for _ in range(DRAWN):
        sequence = next(stream)
        per_set[sequence.sets[0]] += sequence.weights.sum()
        used += int(sequence.weights.sum())
        marked += int((sequence.marks & 1 > 0).sum())
        prefixed += int(sequence.events[0, v.TYPE] == v.START and sequence.events[0, v.ROOT] < 13)
    return per_set, {"used": used / DRAWN, "hits": marked / DRAWN, "prefixed": prefixed / DRAWN}


def write_report(corpus: Corpus, path: Path) -> None:
    """Measure the corpus and write the report."""
    report = corpus.report
    numbers = {name: SetNumbers(corpus, index) for index, name in enumerate(corpus.sets)}
    grid = WindowGrid(corpus, corpus.members("train"))
    per_set, drawn = _drawn(corpus)
    emotion = report["emotion"]
    text = f"""# The composer's corpus

Written by `python -m hitpoint_training report --work WORK` after `prepare` (in `training/`). Sets left out on purpose:
{', '.join(report['exclude'])} (no beats; licences). VGMIDI trains the emotion regressor only and is not counted here.

## Size

{_sizes(corpus, numbers)}

Split by work: {report['works']} works (movements of a symphony, songs of a cycle, studies of an opus and versions of a
track are one work), {report['nearDuplicatePairs']} pairs of files share more than 15 % of their 14-interval runs and stay together,
{report['nearDuplicatesAcrossNames']} of them under different names. The largest group has {report['largestWork']} files (collections
that share scales). Every file's part: `training/split.csv`.

## What the music is like

{_music(numbers)}

A long chord is three or more distinct pitches of groups held 1.8 beats, starting on the same step: what counts as a hit.
Pieces hold few, so training also holds chords that a piece only strikes (70 % of the sequences may, at announced
boundaries): {drawn['hits']:.1f} true boundaries in a sequence of {drawn['used']:.0f} counted events; {percent(drawn['prefixed'])} % of the sequences begin with a
prefix (E22).

Notes per family, %:

{_families(numbers)}

## How often a set is drawn

{_weights(corpus, grid, per_set)}

Set weights: `SET_WEIGHTS` in `corpus.py`. The grid evens cells of 5 x 5 valence and arousal x ensemble class (`window_grid.py`: mass to
the power 0.4 is taken out, no window is drawn more than 12 times as often as its length alone would have it).

{_grid(grid)}

## Emotion labels

Ridge regression on {emotion['windows']} four-bar windows of {emotion['pieces']} VGMIDI pieces, cross-validated in folds of whole game series
({emotion['series']} series; sequels never on both sides). Labels in -1..1; always guessing the median has L1
{emotion['l1OfConstantGuess']['valence']:.2f} (valence) and {emotion['l1OfConstantGuess']['arousal']:.2f} (arousal).

{_emotion(emotion)}

Within a piece the labels are weak: what the network learns about moods it learns mostly between pieces.

## Left out by cleaning

{_left_out(report)}
"""
    path.write_text(text)
