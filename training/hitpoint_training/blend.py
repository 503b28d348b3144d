"""Weights between a shipped model and the network trained from it (Wortsman et al. 2022, robust fine-tuning).

A short run that starts from finished weights and learns something new forgets a little; on the straight line between the
two lie networks that keep the old and have most of the new. Which one, the validation part says.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch

from .boundary_hits import boundary_hits
from .corpus import Corpus
from .dataset import held_out
from .export import load_checkpoint
from .loss import held_out_nats
from .model import Composer
from .start_from import start_from

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
SEQUENCES = 48


def blended(start: Composer, end: Composer, share: float) -> dict[str, torch.Tensor]:
    """Weights (1 - share) * start + share * end of two networks of one shape."""
    first = start.state_dict()
    return {name: (1 - share) * first[name] + share * tensor for name, tensor in end.state_dict().items()}


def print_blends(corpus: Corpus, checkpoint: Path, folder: Path) -> None:
    """Held-out nats and learned boundary hits along the line from the shipped model in `folder` to the checkpoint."""
    end, _ = load_checkpoint(checkpoint)
    start = start_from(folder, end.config)
    items = held_out(corpus, "valid", end.config.context, SEQUENCES)
    model = Composer(end.config)
    for share in SHARES:
        model.load_state_dict(blended(start, end, share))
        result = held_out_nats(model, items, 8, "cpu")
        print(json.dumps({"share": share, "natsPerNote": round(result["natsPerNote"], 4),
                          "hitRate": round(boundary_hits(model)["hitRate"], 3)}), flush=True)


def blend(corpus: Corpus, checkpoint: Path, folder: Path, share: float, target: Path) -> None:
    """Write the network at `share` of the way from the shipped model in `folder` to `checkpoint`, measured anew."""
    end, record = load_checkpoint(checkpoint)
    end.load_state_dict(blended(start_from(folder, end.config), end, share))
    items = held_out(corpus, "valid", end.config.context, SEQUENCES)
    record = record | {"blend": {"version": folder.name, "shareOfTheRun": share}, "valid": {
        "natsPerNote": round(held_out_nats(end, items, 8, "cpu")["natsPerNote"], 4), "atMinute": record["wallMinutes"]}}
    target.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"config": end.config.to_dict(), "model": end.state_dict(), "record": record}, target)
