"""The training loss: nats of every attribute, those of the events that make a hit counted several times."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.utils.data import default_collate

from . import vocabulary as v
from .boundaries import CHORD_THERE, LANDING, LONG_GROUP
from .dataset import Sequence
from .head import attribute_losses, event_nats, pre_from_hidden
from .model import Composer

# How many times an attribute of a marked event counts (boundaries.hit_marks); EMSYNC counts a chord at a cut 10 times.
# Landing on the boundary and holding the chord is what makes a hit; which harmony it is matters no more than elsewhere.
EMPHASIS = {LANDING: {"type": 8, "delta": 8},
            CHORD_THERE: {"type": 8, "delta": 8, "root": 2, "quality": 2, "bass": 2},
            LONG_GROUP: {"type": 6, "delta": 6, "duration": 8, "pitch": 2}}


def emphasis_table(name: str) -> Tensor:
    """Loss weight [8] of attribute `name` for every sum of marks: the largest that one of its marks asks for."""
    return torch.tensor([max([1.0, *(row.get(name, 1) for mark, row in EMPHASIS.items() if marks & mark)])
                         for marks in range(8)])


def collate(items: list[Sequence], device: str = "cpu") -> Sequence:
    """A batch on `device`: events, ids and targets as int32 or int64, as the layers need them."""
    return to_device(default_collate(items), device)


def to_device(batch: Sequence, device: str) -> Sequence:
    """A collated batch moved to `device`; bytes become whole numbers there, so that little is copied."""
    moved = Sequence(*(t.to(device, non_blocking=True) for t in batch))
    return moved._replace(events=moved.events.int(), ids=moved.ids.int(), targets=moved.targets.long())


def segments_of(batch: Sequence) -> Tensor | None:
    """The segments of a packed batch; None where every row is one crop, so that attention needs no mask."""
    return batch.segments if bool(batch.segments.any()) else None


def batch_loss(model: Composer, network: Callable[..., Tensor], batch: Sequence) -> tuple[Tensor, dict[str, Tensor]]:
    """Weighted loss per event and the unweighted nats per event of each attribute; network = Composer.hidden."""
    used = batch.weights.flatten().nonzero()[:, 0]
    hidden = network(batch.events, batch.ids, batch.values, batch.positions, segments_of(batch))
    hidden = hidden.flatten(0, 1).index_select(0, used).float()
    targets, marks = batch.targets.flatten(0, 1)[used], batch.marks.flatten()[used].long()
    total, parts = hidden.new_zeros(()), {}
    for name, (rows, nats) in attribute_losses(model, pre_from_hidden(model, hidden), targets).items():
        weight = emphasis_table(name).to(nats.device)[marks.index_select(0, rows)]
        total = total + (nats * weight).sum()
        parts[name] = nats.detach().sum() / len(targets)
    return total / len(targets), parts


def count_notes(targets: Tensor) -> int:
    """Notes in target rows [..., 14]."""
    pitches = targets[..., v.PITCH:]
    return int(((pitches < v.ATTRIBUTE_SIZES[v.PITCH]) & (pitches != v.STOP)).sum())


@torch.no_grad()
def held_out_nats(model: Composer, items: list[Sequence], batch_size: int, device: str) -> dict:
    """Nats per note and per event over held-out sequences (unweighted)."""
    model.eval()
    nats, notes, events = 0.0, 0, 0
    for start in range(0, len(items), batch_size):
        batch = collate(items[start:start + batch_size], device)
        used = batch.weights.flatten() > 0
        targets = batch.targets.flatten(0, 1)[used]
        pre = model(batch.events, batch.ids, batch.values, batch.positions).flatten(0, 1)[used].float()
        nats += float(event_nats(model, pre, targets).sum())
        notes += count_notes(targets)
        events += len(targets)
    return {"natsPerNote": nats / notes, "natsPerEvent": nats / events, "notes": notes, "events": events}
