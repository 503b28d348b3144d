"""Networks trained without one idea each, on the same small budget: what that idea is worth.

`ablate` trains four networks of the configuration from random weights: the full one, one that is never told the emotion,
one that is never told the boundaries, and one that writes an event for every note instead of one for every group. All see
as much music (the note-wise one more events). They are compared on the same notes of the test part.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from .augment import HELD_OUT
from .boundary_hits import boundary_hits
from .config import load_config
from .corpus import Corpus
from .dataset import Sequence, held_out
from .loss import count_notes, held_out_nats

VARIANTS = {"full": None, "noEmotion": "--no-emotion", "noBoundaries": "--no-boundaries", "noteWise": "--note-wise"}
BATCH = 8
DEFAULT_EVENTS = 1_500_000


def notes_in(item: Sequence) -> np.ndarray:
    """Notes of every used target, int [L]."""
    import torch

    return np.array([count_notes(torch.as_tensor(row[None].astype(np.int64))) if weight else 0
                     for row, weight in zip(item.targets, item.weights)])


def same_music(grouped: list[Sequence], apart: list[Sequence]) -> tuple[list[Sequence], list[Sequence]]:
    """Both lists cut to the music that both hold: a sequence of note-wise events ends earlier.

    A group that the note-wise sequence holds only in part counts in neither.
    """
    cut: tuple[list[Sequence], list[Sequence]] = ([], [])
    for one, other in zip(grouped, apart):
        totals = [np.cumsum(notes_in(item)) for item in (one, other)]
        common = np.intersect1d(*totals).max(initial=0)
        for item, total, target in zip((one, other), totals, cut):
            target.append(item._replace(weights=item.weights * (total <= common).astype(np.uint8)))
    return cut


def _train(options, name: str, events: int) -> None:
    """One run in a process of its own, unless its folder already holds the end of it."""
    run = f"ablation-{options.config}-{name}"
    if (options.work / run / "last.pt").exists():
        return
    command = [sys.executable, "-m", "hitpoint_training", "train", "--work", str(options.work), "--config", options.config,
               "--run", run, "--events", str(events), "--threads", str(options.threads), "--seed", str(options.seed)]
    command += [VARIANTS[name]] if VARIANTS[name] else []
    command += ["--data-shards", str(options.data_shards)] if options.data_shards else []
    subprocess.run(command, check=True, env={k: x for k, x in os.environ.items() if k != "OMP_WAIT_POLICY"})


def ablate(options) -> None:
    """Train the four networks (runs that are there are kept) and write work/ablations.json, which `evaluate` copies."""
    from .evaluate import rounded, without
    from .export import load_checkpoint

    corpus = Corpus(options.work, options.data_shards)
    config = load_config(options.config)
    events = options.events or DEFAULT_EVENTS
    items, apart = same_music(held_out(corpus, "test", config.context, options.sequences),
                              held_out(corpus, "test", config.context, options.sequences,
                                       augment=replace(HELD_OUT, note_wise=True)))
    more = sum(int(i.weights.sum()) for i in apart) / sum(int(i.weights.sum()) for i in items)
    result = {"command": f"python -m hitpoint_training ablate --config {options.config} --events {events} "
                         f"--sequences {options.sequences}", "config": options.config, "seed": options.seed, "runs": {}}
    for name in VARIANTS:
        _train(options, name, round(events * more) if name == "noteWise" else events)
        model, record = load_checkpoint(Path(options.work) / f"ablation-{options.config}-{name}" / "last.pt")
        told = {"noEmotion": without(items, "emotion"), "noBoundaries": without(items, "boundaries"),
                "noteWise": apart}.get(name, items)
        row = held_out_nats(model, told, BATCH, "cpu") | {"eventsSeen": record["eventsSeen"],
                                                          "wallMinutes": record["wallMinutes"]}
        if name in ("full", "noBoundaries"):
            hits = boundary_hits(model)
            row |= {"hitRate": hits["hitRate"], "hitChance": hits["chance"]}
        result["runs"][name] = row
        print(json.dumps({name: rounded(row)}), flush=True)
    (Path(options.work) / "ablations.json").write_text(json.dumps(rounded(result), indent=1) + "\n")
