"""The composer network: decoder-only, pre-norm, rotary, grouped-query attention, conditioning added at every step.

Interface and head: docs/spec/composer-events.md E18, E19. Rotary positions: Su et al. 2021 (RoFormer), base 10000.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from . import vocabulary as v
from .config import Config

ROTARY_BASE = 10000.0


def rotary_tables(positions: Tensor, head_dim: int) -> tuple[Tensor, Tensor]:
    """cos and sin [n, head_dim/2] of the given integer positions (E18)."""
    half = head_dim // 2
    rates = ROTARY_BASE ** (-torch.arange(half, dtype=torch.float64, device=positions.device) / half)
    angles = positions.to(torch.float64)[:, None] * rates
    return angles.cos().float(), angles.sin().float()


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotate pairs (i, i + head_dim/2) of the last axis."""
    first, second = x.chunk(2, dim=-1)
    cos, sin = cos.to(x.dtype), sin.to(x.dtype)
    return torch.cat((first * cos - second * sin, second * cos + first * sin), dim=-1)


def segment_mask(segments: Tensor) -> Tensor:
    """bool [B, 1, L, L]: earlier positions of the same segment, and itself; segments [B, L]."""
    length = segments.shape[1]
    causal = torch.ones(length, length, dtype=torch.bool, device=segments.device).tril()
    return ((segments[:, :, None] == segments[:, None, :]) & causal)[:, None]


class Block(nn.Module):
    """One pre-norm layer: attention, then a GELU feed-forward network."""

    def __init__(self, config: Config):
        super().__init__()
        self.config = config
        width = config.heads * config.head_dim
        kv_width = config.kv_heads * config.head_dim
        self.norm_attention = nn.LayerNorm(config.hidden)
        self.qkv = nn.Linear(config.hidden, width + 2 * kv_width, bias=False)
        self.project = nn.Linear(width, config.hidden, bias=False)
        self.norm_ffn = nn.LayerNorm(config.hidden)
        self.up = nn.Linear(config.hidden, config.ffn)
        self.down = nn.Linear(config.ffn, config.hidden)
        self.drop = nn.Dropout(config.dropout)

    def split(self, x: Tensor, cos: Tensor, sin: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Rotated queries [B,H,L,D], rotated keys and values [B,G,L,D] of normed input [B,L,hidden]."""
        c = self.config
        batch, length, _ = x.shape
        sizes = (c.heads * c.head_dim, c.kv_heads * c.head_dim, c.kv_heads * c.head_dim)
        q, k, value = self.qkv(x).split(sizes, dim=-1)
        q, k, value = (t.view(batch, length, -1, c.head_dim).transpose(1, 2) for t in (q, k, value))
        return rotate(q, cos, sin), rotate(k, cos, sin), value

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, mask: Tensor | None = None) -> Tensor:
        """Full causal sequence [B,L,hidden]. mask: bool [B,1,L,L], what may be attended to; causal when not given."""
        c = self.config
        q, k, value = self.split(self.norm_attention(x), cos, sin)
        repeat = c.heads // c.kv_heads
        k, value = (t.repeat_interleave(repeat, dim=1) for t in (k, value))
        mixed = F.scaled_dot_product_attention(q, k, value, attn_mask=mask, is_causal=mask is None)
        x = x + self.drop(self.project(mixed.transpose(1, 2).flatten(2)))
        return x + self.drop(self.feed(x))

    def feed(self, x: Tensor) -> Tensor:
        """The feed-forward branch."""
        return self.down(F.gelu(self.up(self.norm_ffn(x))))


class Composer(nn.Module):
    """Event rows and conditioning to the head's pre-activations (E19)."""

    def __init__(self, config: Config):
        super().__init__()
        self.config = config
        self.event_embed = nn.ModuleList(nn.Embedding(size, config.hidden) for size in v.ATTRIBUTE_SIZES)
        self.condition_embed = nn.ModuleList(nn.Embedding(size, config.hidden) for size in v.CONDITION_ID_SIZES)
        self.value_in = nn.Linear(len(v.CONDITION_VALUES), 64)
        self.value_out = nn.Linear(64, config.hidden)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.layers))
        self.norm = nn.LayerNorm(config.hidden)
        self.pre = nn.Linear(config.hidden, len(v.ATTRIBUTES) * config.head_width)
        self.head_embed = nn.ModuleList(nn.Embedding(size, config.head_width) for size in v.ATTRIBUTE_SIZES)
        self.head_out = nn.ModuleList(nn.Linear(config.head_width, size) for size in v.ATTRIBUTE_SIZES)
        self.drop = nn.Dropout(config.dropout)
        self._initialise()

    def _initialise(self) -> None:
        for name, parameter in self.named_parameters():
            if parameter.dim() < 2:
                continue
            scale = 0.02
            if name.endswith(("project.weight", "down.weight")):
                scale /= math.sqrt(2 * self.config.layers)
            nn.init.normal_(parameter, std=scale)
        nn.init.normal_(self.value_in.weight, std=0.2)
        nn.init.normal_(self.pre.weight, std=1 / math.sqrt(self.config.hidden))
        for out, embed in zip(self.head_out, self.head_embed):
            nn.init.normal_(out.weight, std=0.5 / math.sqrt(self.config.head_width))
            nn.init.normal_(embed.weight, std=0.1)

    def input_table(self) -> tuple[Tensor, Tensor]:
        """All input vectors [rows, hidden] (events with the zero row of *absent*, E13, then conditions) and the offset
        of each of the 14 + 9 columns."""
        tables, offsets, offset = [], [], 0
        for column, table in enumerate(self.event_embed):
            tables += [table.weight, table.weight.new_zeros(1, self.config.hidden)]
            offsets += [offset] * (v.MAX_PITCHES if column == v.PITCH else 1)
            offset += table.num_embeddings + 1
        for table in self.condition_embed:
            tables.append(table.weight)
            offsets.append(offset)
            offset += table.num_embeddings
        return torch.cat(tables), torch.tensor(offsets, device=tables[0].device)

    def embed(self, events: Tensor, ids: Tensor, values: Tensor) -> Tensor:
        """Input vectors [..., hidden] of event rows [..., 14], condition ids [..., 9] and values [..., 20]."""
        table, offsets = self.input_table()
        index = torch.cat((events, ids), -1) + offsets
        total = F.embedding_bag(index.flatten(0, -2), table, mode="sum").view(*events.shape[:-1], -1)
        return total + self.value_out(F.gelu(self.value_in(values)))

    def hidden(self, events: Tensor, ids: Tensor, values: Tensor, positions: Tensor | None = None,
               segments: Tensor | None = None) -> Tensor:
        """Normed output [B, L, hidden] of the last layer, before the head. positions [B, L]: rotary positions, counted
        from 0 when not given (a prefix lies at any distance before its music, E22). segments [B, L]: numbers of the
        crops packed into one row, which do not see each other; one crop when not given."""
        if positions is None:
            positions = torch.arange(events.shape[1], device=events.device)[None]
        cos, sin = (table.unflatten(0, positions.shape)[:, None] for table in
                    rotary_tables(positions.flatten(), self.config.head_dim))
        mask = None if segments is None else segment_mask(segments)
        x = self.drop(self.embed(events, ids, values))
        for block in self.blocks:
            x = block(x, cos, sin, mask)
        return self.norm(x)

    def forward(self, events: Tensor, ids: Tensor, values: Tensor, positions: Tensor | None = None,
                segments: Tensor | None = None) -> Tensor:
        """Pre-activations [B, L, 9, M] for the event after each position."""
        hidden = self.hidden(events, ids, values, positions, segments)
        return self.pre(hidden).unflatten(-1, (len(v.ATTRIBUTES), self.config.head_width))

    def step(self, event: Tensor, ids: Tensor, values: Tensor, position: int, past_k: Tensor, past_v: Tensor
             ) -> tuple[Tensor, Tensor, Tensor]:
        """One cached step: event [B,14] ... past [B,layers,kv,T,D] to pre [B,9M], new_k, new_v [B,layers,kv,D]."""
        c = self.config
        cos, sin = rotary_tables(torch.tensor([position], device=event.device), c.head_dim)
        x = self.embed(event, ids, values)[:, None]
        new_k, new_v = [], []
        for index, block in enumerate(self.blocks):
            q, k, value = block.split(block.norm_attention(x), cos, sin)
            new_k.append(k[:, :, 0])
            new_v.append(value[:, :, 0])
            keys = torch.cat((past_k[:, index], k), dim=2).repeat_interleave(c.heads // c.kv_heads, dim=1)
            values_all = torch.cat((past_v[:, index], value), dim=2).repeat_interleave(c.heads // c.kv_heads, dim=1)
            mixed = F.scaled_dot_product_attention(q, keys, values_all)
            x = x + block.project(mixed.transpose(1, 2).flatten(2))
            x = x + block.feed(x)
        return self.pre(self.norm(x))[:, 0], torch.stack(new_k, 1), torch.stack(new_v, 1)
