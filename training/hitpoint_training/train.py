"""Training within a wall-clock budget: AdamW, warm-up and cosine over the budget, best held-out checkpoint kept."""

from __future__ import annotations

import json
import math
import os
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import DataLoader, default_collate

from . import vocabulary as v
from .config import Config, load_config
from .corpus import Corpus
from .dataset import Crops, held_out
from .head import attribute_losses, event_nats, pre_from_hidden
from .model import Composer

LICENCE = "CC BY-SA 4.0"  # of the weights; see card.md
WARM_UP = 0.03  # of the budget
VALID_SEQUENCES = 48
VALID_EVERY, SAVE_EVERY = 240.0, 180.0  # seconds
# glibc returns large blocks to the system after every step by default; keeping them made a step five times faster here.
# Threads that spin while they wait cost a busy machine another factor of three to nine.
ALLOCATOR = {"MALLOC_MMAP_THRESHOLD_": "4000000000", "MALLOC_TRIM_THRESHOLD_": "8000000000",
             "MALLOC_TOP_PAD_": "500000000", "OMP_WAIT_POLICY": "PASSIVE", "GOMP_SPINCOUNT": "0"}


def keep_memory() -> None:
    """Restart this process once with glibc told to keep freed memory (Linux, CPU)."""
    if sys.platform == "linux" and not torch.cuda.is_available() and "OMP_WAIT_POLICY" not in os.environ:
        os.environ.update(ALLOCATOR)
        os.execv(sys.executable, [sys.executable, "-m", "hitpoint_training", *sys.argv[1:]])


def batch_loss(model: Composer, network, batch: list[torch.Tensor]) -> tuple[torch.Tensor, dict]:
    """Weighted loss per event and the nats of each attribute; batch as Sequence.arrays, network = Composer.hidden."""
    events, ids, values, targets, weights = batch[:5]
    used = (weights.flatten() > 0).nonzero()[:, 0]
    hidden = network(events, ids, values).flatten(0, 1).index_select(0, used).float()
    targets, weights = targets.flatten(0, 1)[used], weights.flatten()[used]
    total, parts = hidden.new_zeros(()), {}
    for name, (rows, nats) in attribute_losses(model, pre_from_hidden(model, hidden), targets).items():
        total = total + (nats * weights[rows]).sum()
        parts[name] = float(nats.detach().sum()) / len(targets)
    return total / weights.sum(), parts


def count_notes(targets: torch.Tensor) -> int:
    """Notes in target rows [..., 14]."""
    pitches = targets[..., v.PITCH:]
    return int(((pitches < v.ATTRIBUTE_SIZES[v.PITCH]) & (pitches != v.STOP)).sum())


@torch.no_grad()
def held_out_nats(model: Composer, items: list[tuple], batch_size: int, device: str) -> dict:
    """Nats per note and per event over held-out sequences (unweighted)."""
    model.eval()
    nats, notes, events = 0.0, 0, 0
    for start in range(0, len(items), batch_size):
        batch = [t.to(device) for t in default_collate(items[start:start + batch_size])]
        used = batch[4].flatten() > 0
        targets = batch[3].flatten(0, 1)[used]
        pre = model(*batch[:3]).flatten(0, 1)[used].float()
        nats += float(event_nats(model, pre, targets).sum())
        notes += count_notes(targets)
        events += len(targets)
    return {"natsPerNote": nats / notes, "natsPerEvent": nats / events, "notes": notes, "events": events}


class Run:
    """State of one training run, with its checkpoints in work/<config>."""

    def __init__(self, options):
        self.options = options
        self.config: Config = load_config(options.config)
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        torch.set_num_threads(options.threads)
        torch.manual_seed(options.seed)
        self.folder: Path = options.work / options.config
        self.folder.mkdir(parents=True, exist_ok=True)
        self.corpus = Corpus(options.work)
        self.model = Composer(self.config).to(self.device)
        matrices = [p for p in self.model.parameters() if p.dim() >= 2]
        vectors = [p for p in self.model.parameters() if p.dim() < 2]
        self.optimizer = torch.optim.AdamW([{"params": matrices, "weight_decay": 0.05},
                                            {"params": vectors, "weight_decay": 0.0}],
                                           lr=self.config.learning_rate, betas=(0.9, 0.95))
        self.state = {"elapsed": 0.0, "steps": 0, "events": 0, "best": math.inf, "bestAt": 0.0,
                      "eventsPerSet": [0] * len(self.corpus.sets), "history": []}
        if options.resume and (self.folder / "last.pt").exists():
            saved = torch.load(self.folder / "last.pt", map_location=self.device, weights_only=True)
            self.model.load_state_dict(saved["model"])
            self.optimizer.load_state_dict(saved["optimizer"])
            self.state = saved["state"]
        self.train_events = int(self.corpus.lengths()[self.corpus.members("train")].sum())

    def rate(self) -> float:
        """Learning rate now: linear warm-up, then a cosine to 3 % over the wall-clock budget."""
        progress = min(1.0, self.state["elapsed"] / (self.options.minutes * 60))
        if progress < WARM_UP:
            return self.config.learning_rate * max(progress / WARM_UP, 0.02)
        cosine = 0.5 * (1 + math.cos(math.pi * (progress - WARM_UP) / (1 - WARM_UP)))
        return self.config.learning_rate * (0.03 + 0.97 * cosine)

    def record(self) -> dict:
        """What meta.json and the card say about the run."""
        s, report = self.state, self.corpus.report
        seen = max(sum(s["eventsPerSet"]), 1)
        sets = {name: {"files": report["table"][name]["files"], "notes": report["table"][name]["notes"],
                       "shareOfTrainingEvents": round(s["eventsPerSet"][index] / seen, 4)}
                for index, name in enumerate(self.corpus.sets)}
        return {"trained": True, "trainedOn": self.device, "wallMinutes": round(s["elapsed"] / 60, 1),
                "eventsSeen": s["events"], "trainEvents": self.train_events,
                "passes": round(s["events"] / self.train_events, 2), "steps": s["steps"],
                "valid": {"natsPerNote": round(s["best"], 4), "atMinute": round(s["bestAt"] / 60, 1)},
                "dataSets": sets, "parts": report["parts"], "licence": LICENCE, "excluded": report["exclude"],
                "emotionRegressor": report["emotion"],
                "seed": self.options.seed}

    def save(self, name: str) -> None:
        """Write a checkpoint; last.pt also holds the optimizer so that a run can be resumed."""
        content = {"config": self.config.to_dict(), "model": self.model.state_dict(), "record": self.record()}
        if name == "last.pt":
            content |= {"optimizer": self.optimizer.state_dict(), "state": self.state}
        torch.save(content, self.folder / f"{name}.new")
        (self.folder / f"{name}.new").replace(self.folder / name)

    def validate(self, items: list[tuple]) -> None:
        """Measure held-out nats and keep the best weights."""
        result = held_out_nats(self.model, items, self.config.batch, self.device)
        self.model.train()
        self.state["history"].append([round(self.state["elapsed"] / 60, 1), round(result["natsPerNote"], 4)])
        if result["natsPerNote"] < self.state["best"]:
            self.state["best"], self.state["bestAt"] = result["natsPerNote"], self.state["elapsed"]
            self.save("best.pt")
        print(json.dumps({"minute": round(self.state["elapsed"] / 60, 1), "valid": result,
                          "passes": round(self.state["events"] / self.train_events, 3)}), flush=True)


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


def train(options) -> None:
    """Train until --minutes of wall clock are spent (time of a resumed run counts)."""
    keep_memory()
    run = Run(options)
    config, state = run.config, run.state
    network = torch.compile(run.model.hidden) if config.compile and run.device == "cuda" else run.model.hidden
    crops = Crops(run.corpus, "train", config.context, options.seed + 1000 * state["steps"])
    loader = iter(DataLoader(crops, batch_size=config.batch, num_workers=12 if run.device == "cuda" else 0))
    items = held_out(run.corpus, "valid", config.context, VALID_SEQUENCES)
    run.model.train()
    clock = time.monotonic() - state["elapsed"]
    last_valid = last_save = state["elapsed"]
    threads, before = ThreadChoice(options.threads if run.device == "cpu" else 1), state["elapsed"]
    while state["elapsed"] < options.minutes * 60:
        batch = [t.to(run.device, non_blocking=True) for t in next(loader)]
        for group in run.optimizer.param_groups:
            group["lr"] = run.rate()
        with torch.autocast(run.device, torch.bfloat16, enabled=config.precision == "bf16"):
            loss, parts = batch_loss(run.model, network, batch)
        run.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(run.model.parameters(), 1.0)
        run.optimizer.step()
        per_sequence = (batch[4] > 0).sum(1).cpu().numpy()
        seen = np.bincount(batch[5].cpu().numpy(), weights=per_sequence, minlength=len(run.corpus.sets))
        state["eventsPerSet"] = [int(a + b) for a, b in zip(state["eventsPerSet"], seen)]
        state["events"] += int(per_sequence.sum())
        state["steps"] += 1
        state["elapsed"] = time.monotonic() - clock
        threads.step(state["steps"], state["elapsed"] - before)
        before = state["elapsed"]
        if state["steps"] % 50 == 0:
            print(json.dumps({"step": state["steps"], "minute": round(state["elapsed"] / 60, 2),
                              "loss": round(loss.item(), 4), "rate": round(run.rate(), 6),
                              "threads": torch.get_num_threads(),
                              "eventsPerSecond": round(state["events"] / state["elapsed"]),
                              **{k: round(x, 3) for k, x in parts.items()}}), flush=True)
        if state["elapsed"] - last_valid > VALID_EVERY:
            run.validate(items)
            last_valid = state["elapsed"]
        if state["elapsed"] - last_save > SAVE_EVERY:
            run.save("last.pt")
            last_save = state["elapsed"]
    run.validate(items)
    run.save("last.pt")
