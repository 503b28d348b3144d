"""Training within a budget of wall clock or events: AdamW, warm-up and cosine, best held-out checkpoint kept."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace

import numpy as np
import torch
from torch.utils.data import DataLoader

from .augment import HELD_OUT, Augment
from .dataset import Crops, Sequence, held_out
from .loss import batch_loss, to_device
from .run import Run, keep_memory

VALID_SEQUENCES = 48
VALID_EVERY, SAVE_EVERY, PRINT_EVERY = 240.0, 180.0, 20.0  # seconds
LONGEST_STEP = 30.0  # seconds; more means that the process was paused, and a pause costs no budget


class ThreadChoice:
    """Tries 1..most threads for a few steps now and then and keeps the fastest: a shared machine's load changes."""

    EVERY, TRIAL = 150, 5  # steps

    def __init__(self, most: int):
        self.most, self.trial, self.times = most, -1, []

    def step(self, number: int, seconds: float) -> None:
        """Called after each optimisation step with its duration."""
        if self.most == 1:
            return
        phase = number % self.EVERY
        if phase == 0:
            self.trial, self.times = 0, [[] for _ in range(self.most)]
            torch.set_num_threads(1)
        elif self.trial >= 0:
            self.times[self.trial].append(seconds)
            if phase % self.TRIAL == 0:
                self.trial += 1
                if self.trial == self.most:
                    self.trial = -1
                    torch.set_num_threads(1 + int(np.argmin([np.median(t) for t in self.times])))
                else:
                    torch.set_num_threads(self.trial + 1)


def augmentation(options) -> Augment:
    """The augmentation of a run; an ablation withholds one kind of conditioning altogether, or splits groups."""
    augment = Augment(note_wise=options.note_wise)
    if options.no_emotion:
        augment = replace(augment, null_emotion=1.0)
    if options.no_boundaries:
        augment = replace(augment, null_boundaries=1.0)
    return augment


def batches(run: Run) -> DataLoader:
    """Endless batches of crops; on a GPU all processor cores but two prepare them."""
    crops = Crops(run.corpus, "train", run.config.context, run.options.seed + 1000 * run.state["steps"],
                  augmentation(run.options), run.config.pack)
    workers = max(1, (os.cpu_count() or 2) - 2) if run.device == "cuda" else 0
    return DataLoader(crops, batch_size=run.config.batch, num_workers=workers, pin_memory=run.device == "cuda",
                      prefetch_factor=4 if workers else None)


def optimise(run: Run, network, batch: Sequence) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    """One step of the optimiser; returns batch_loss."""
    for group in run.optimizer.param_groups:
        group["lr"] = run.rate()
    with torch.autocast(run.device, torch.bfloat16, enabled=run.config.precision == "bf16"):
        loss, parts = batch_loss(run.model, network, batch)
    run.optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(run.model.parameters(), 1.0)
    run.optimizer.step()
    return loss, parts


def count(run: Run, batch: Sequence) -> None:
    """Add a batch (still on the CPU) to the state's counts."""
    seen = np.bincount(batch.sets.numpy()[batch.weights.numpy() > 0], minlength=len(run.corpus.sets))
    run.state["eventsPerSet"] = [int(a + b) for a, b in zip(run.state["eventsPerSet"], seen)]
    run.state["events"] += int(seen.sum())
    run.state["steps"] += 1


def report(run: Run, loss: torch.Tensor, parts: dict[str, torch.Tensor], speed: float) -> None:
    """One line of the log."""
    state = run.state
    print(json.dumps({"step": state["steps"], "minute": round(state["elapsed"] / 60, 2), "events": state["events"],
                      "loss": round(loss.item(), 4), "rate": round(run.rate(), 6),
                      "threads": torch.get_num_threads(), "eventsPerSecond": round(speed),
                      **{name: round(float(nats), 3) for name, nats in parts.items()}}), flush=True)


def train(options) -> None:
    """Train until --events are seen, or --minutes of wall clock are spent (time of a resumed run counts)."""
    keep_memory()
    run = Run(options)
    state = run.state
    network = torch.compile(run.model.hidden) if run.config.compile and run.device == "cuda" else run.model.hidden
    items = held_out(run.corpus, "valid", run.config.context, VALID_SEQUENCES,
                     augment=replace(HELD_OUT, note_wise=options.note_wise))
    loader = iter(batches(run))
    if state["steps"] == 0 and options.start_from:
        run.validate(items)
    run.model.train()
    threads = ThreadChoice(options.threads if run.device == "cpu" else 1)
    last_valid = last_save = last_print = state["elapsed"]
    printed_events, before = state["events"], time.monotonic()
    while run.progress() < 1:
        batch = next(loader)
        count(run, batch)
        loss, parts = optimise(run, network, to_device(batch, run.device))
        now = time.monotonic()
        seconds, before = min(now - before, LONGEST_STEP), now
        state["elapsed"] += seconds
        threads.step(state["steps"], seconds)
        if state["elapsed"] - last_print > PRINT_EVERY:
            report(run, loss, parts, (state["events"] - printed_events) / (state["elapsed"] - last_print))
            last_print, printed_events = state["elapsed"], state["events"]
        if state["elapsed"] - last_valid > VALID_EVERY:
            run.validate(items)
            last_valid = state["elapsed"]
        if state["elapsed"] - last_save > SAVE_EVERY:
            run.save("last.pt")
            last_save = state["elapsed"]
    run.validate(items)
    run.save("last.pt")
