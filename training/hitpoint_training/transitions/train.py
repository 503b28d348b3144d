"""Trains the transition network on generated films of tuning seeds."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from .data import CLASSES, Film, Windows, moments, read_films, split_films
from .model import TransitionNetwork

WINDOW = 384
BATCH = 16
LABEL_SMOOTHING = 0.02
# The weights that are shipped are a running mean (Polyak averaging): steadier on films unlike the training films.
EMA_DECAY = 0.995
# Cuts are one step each and must not drown in the long stretches of nothing and of gradual change.
CLASS_WEIGHTS = (1.0, 4.0, 1.2, 1.2, 1.2, 1.2, 1.2)


def train(folder: Path, work: Path, *, steps: int, channels: int, seed: int) -> None:
    """Write `best-SEED.pt` (highest sum of the two validation F1) to `work`."""
    torch.manual_seed(seed)
    names, films = read_films(folder)
    training, validation = split_films(films)
    model = TransitionNetwork(*moments(training), channels=channels)
    windows = Windows(training, WINDOW, seed)
    optimiser = torch.optim.AdamW(model.parameters(), 3e-3, weight_decay=0.1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=steps, pct_start=0.1)
    weights = torch.tensor(CLASS_WEIGHTS)
    work.mkdir(parents=True, exist_ok=True)
    averaged = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(EMA_DECAY), use_buffers=True)
    best, started = 0.0, time.monotonic()
    print(f"{len(training)} training and {len(validation)} validation films, "
          f"{sum(p.numel() for p in model.parameters())} parameters", flush=True)
    for step in range(1, steps + 1):
        model.train()
        inputs, labels = windows.batch(BATCH)
        inputs = jitter(torch.from_numpy(inputs), model.deviation)
        loss = functional.cross_entropy(model(inputs).flatten(0, 1), torch.from_numpy(labels).flatten(),
                                        weight=weights, ignore_index=-1, label_smoothing=LABEL_SMOOTHING)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        averaged.update_parameters(model)
        if step % 200 == 0 or step == steps:
            result = validate(averaged.module, validation)
            print(f"step {step} train {loss.item():.4f} {result} {time.monotonic() - started:.0f} s", flush=True)
            if result["cutF1"] + result["gradualF1"] > best:
                best = result["cutF1"] + result["gradualF1"]
                torch.save({"model": averaged.module.state_dict(), "channels": channels, "inputNames": names,
                            "record": {"steps": step, "seed": seed, "trainingFilms": len(training),
                                       "validation": result}}, work / f"best-{seed}.pt")


def jitter(inputs: torch.Tensor, deviation: torch.Tensor) -> torch.Tensor:
    """Noise on every input."""
    return inputs + 0.05 * deviation * torch.randn_like(inputs)


@torch.no_grad()
def validate(model: TransitionNetwork, films: list[Film]) -> dict[str, float]:
    """Loss and, at a likelihood of one half, cut F1 to the step and F1 of steps inside gradual transitions."""
    model.eval()
    losses, hits, found, true = [], np.zeros(2), np.zeros(2), np.zeros(2)
    weights = torch.tensor(CLASS_WEIGHTS)
    for film in films:
        logits = model(torch.from_numpy(np.array(film.inputs))[None])[0]
        labels = torch.from_numpy(film.labels.astype(np.int64))
        losses.append(functional.cross_entropy(logits, labels, weight=weights).item())
        shares = logits.softmax(-1)
        cut, gradual = shares[:, 1] > 0.5, shares[:, 2:].sum(-1) > 0.5
        for kind, (predicted, wanted) in enumerate(((cut, labels == 1), (gradual, labels >= 2))):
            hits[kind] += (predicted & wanted).sum().item()
            found[kind] += predicted.sum().item()
            true[kind] += wanted.sum().item()
    f1 = 2 * hits / np.maximum(1, found + true)
    return {"loss": round(float(np.mean(losses)), 5),
            "cutF1": round(float(f1[0]), 4), "gradualF1": round(float(f1[1]), 4)}


__all__ = ["CLASSES", "train", "validate"]
