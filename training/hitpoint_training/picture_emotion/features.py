"""What the backbone sees in a picture: pooled answers of several depths, and the affect of the things it recognises."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from torch import nn

from .augment import CANVASES, PHOTOGRAPH, film_view, plain_view
from .backbone import load_backbone, load_logits
from .class_affect import class_affect

# Blocks whose answers are pooled (mean and standard deviation over the picture; the last: mean and largest).
POOLED_BLOCKS = (6, 10, 13, 17, 18)
POOLED_WIDTH = 2 * (32 + 64 + 96 + 320 + 1280)
TEMPERATURES = (1.0, 2.0)
AFFECT_WIDTH = 2 * len(TEMPERATURES)
# A picture whose judged classes have less probability than this in all has little affect.
LEAST_JUDGED = 0.05
BATCH = 32


class Features(nn.Module):
    """[batch, 3, height, width] of (pixel - 128) / 128 to pooled features (square roots of sizes) and class affect."""

    def __init__(self, folder: Path):
        super().__init__()
        self.blocks = load_backbone(folder)
        weight, bias = load_logits(folder)
        affect, judged = class_affect()
        for name, array in (("weight", weight), ("bias", bias), ("affect", affect), ("judged", judged)):
            self.register_buffer(name, torch.from_numpy(array))
        self.requires_grad_(False).eval()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        parts = []
        for index, block in enumerate(self.blocks):
            x = block(x)
            if index in POOLED_BLOCKS:
                last = index == POOLED_BLOCKS[-1]
                parts += [x.mean((2, 3)), x.amax((2, 3)) if last else x.std((2, 3), unbiased=False)]
        return torch.cat([torch.cat(parts, 1).abs().sqrt(), self.class_affect(parts[-2])], 1)

    def class_affect(self, pooled: torch.Tensor) -> torch.Tensor:
        """Expected valence and arousal of what is recognised, at two temperatures."""
        logits = pooled @ self.weight.T + self.bias
        answers = []
        for temperature in TEMPERATURES:
            likely = (logits / temperature).softmax(-1)
            answers.append((likely @ self.affect) / (likely @ self.judged).clamp(min=LEAST_JUDGED)[:, None])
        return torch.cat(answers, 1)


def canvas_of_view(view: int) -> tuple[int, int]:
    """Views 0 and 1 are the whole photograph and its mirror image; the others are film frames of all shapes by turns."""
    return PHOTOGRAPH if view < 2 else CANVASES[view % len(CANVASES)]


def make_view(picture: np.ndarray, index: int, view: int) -> np.ndarray:
    """View `view` of picture number `index`; always the same pixels."""
    if view < 2:
        return plain_view(picture, mirrored=view == 1)
    return film_view(picture, np.random.default_rng([index, view]), canvas_of_view(view))


def to_input(views: np.ndarray) -> torch.Tensor:
    """uint8 [batch, height, width, 3] to the network's input."""
    return torch.from_numpy(np.ascontiguousarray(views)).permute(0, 3, 1, 2).float() / 128 - 1


def cache_features(pictures: np.ndarray, folder: Path, work: Path, views: int) -> None:
    """Write `features/view-NN.npy` (float32 [pictures, features]) for the views that are not there yet."""
    (work / "features").mkdir(parents=True, exist_ok=True)
    network = Features(folder).to(memory_format=torch.channels_last)
    for view in range(views):
        path = work / "features" / f"view-{view:02}.npy"
        if path.exists():
            continue
        rows = []
        for start in range(0, len(pictures), BATCH):
            indices = range(start, min(start + BATCH, len(pictures)))
            frames = np.stack([make_view(pictures[index], index, view) for index in indices])
            with torch.no_grad():
                rows.append(network(to_input(frames).contiguous(memory_format=torch.channels_last)).numpy())
        np.save(path, np.concatenate(rows))
        print(json.dumps({"view": view, "of": views}), flush=True)


def read_features(work: Path, view: int) -> np.ndarray:
    """Features of one view [pictures, features]."""
    return np.load(work / "features" / f"view-{view:02}.npy")
