"""card.md: what the model is, how little it was trained, on what, under which licences."""

from __future__ import annotations

from pathlib import Path

# Licence and attribution as stated by each source; see the model card for how they were read.
SOURCES = {
    "openscore_orchestra": ("CC0 1.0", "OpenScore / Hauptstimme, github.com/MarkGotham/Hauptstimme (scores only)"),
    "openscore_quartets": ("CC0 1.0", "OpenScore String Quartets, github.com/OpenScore/StringQuartets"),
    "openscore_lieder": ("CC0 1.0", "OpenScore Lieder Corpus, github.com/OpenScore/Lieder"),
    "mutopia": ("per piece: public domain, CC BY or CC BY-SA (2.5-4.0)",
                "The Mutopia Project and its typesetters, mutopiaproject.org, github.com/MutopiaProject/MutopiaProject; "
                "each piece's maintainer is named in its source there"),
    "pop909": ("MIT, (c) 2020 Music X Lab; the underlying songs are in copyright, the licence covers the arrangements "
               "and the data set", "Wang et al., POP909, ISMIR 2020, github.com/music-x-lab/POP909-Dataset"),
    "classicalpianomidi": ("CC BY-SA (statement of the site; CC BY-SA 3.0 DE)",
                           "Bernd Krueger, piano-midi.de, through github.com/cheriell/ClassicalPianoMIDI-dataset"),
    "freedoom": ("BSD 3-clause", "Contributors to the Freedoom project; composers in its CREDITS-MUSIC, "
                                 "github.com/freedoom/freedoom"),
    "simutrans": ("Artistic License", "The Simutrans team and its composers, github.com/aburch/simutrans"),
    "easyrpg_rtp": ("CC BY 4.0 (29 pieces), CC0 (1)", "Juan Manuel Nigretti and the EasyRPG RTP authors (AUTHORS.md), "
                                                      "github.com/EasyRPG/RTP"),
    "openmsx": ("GPL-2.0", "OpenMSX authors, github.com/OpenTTD/OpenMSX"),
    "nottingham": ("GPL-3.0 (data set), traditional tunes", "github.com/jukedeck/nottingham-dataset"),
    "giantmidi_sample": ("CC BY 4.0", "Kong et al., GiantMIDI-Piano, github.com/bytedance/GiantMIDI-Piano"),
}


def _data_table(training: dict) -> str:
    lines = ["| set | files | notes | share of training events | licence | attribution |", "|---|---|---|---|---|---|"]
    for name, row in training["dataSets"].items():
        licence, attribution = SOURCES.get(name, ("unknown", "unknown"))
        lines.append(f"| {name} | {row['files']} | {row['notes']:,} | {100 * row['shareOfTrainingEvents']:.1f} % "
                     f"| {licence} | {attribution} |")
    return "\n".join(lines)


def _results(e: dict) -> str:
    rows = [("trained network", e["trained"]), ("bigram counts", e["baselines"]["bigram"]),
            ("unigram counts", e["baselines"]["unigram"]), ("the same network, random weights",
                                                           e["baselines"]["randomWeights"])]
    lines = ["| on held-out works (test part) | nats per note | nats per event |", "|---|---|---|"]
    lines += [f"| {name} | {row['natsPerNote']:.3f} | {row['natsPerEvent']:.3f} |" for name, row in rows]
    without = e["withoutConditioning"]
    lines += [f"| trained, {label} at test time | {without[key]:.3f} | |" for key, label in
              (("emotion", "no valence and arousal"), ("boundaries", "no boundary offsets"),
               ("everything", "no conditioning at all"))]
    return "\n".join(lines)


def _response(e: dict) -> str:
    parts = []
    for name, row in e["emotionResponse"]["differenceInStandardDeviations"].items():
        parts.append(f"{name}: " + ", ".join(f"{feature} {value:+.2f}" for feature, value in row.items()))
    return "; ".join(parts)


def write_card(folder: Path, meta: dict, e: dict) -> None:
    """Write card.md from meta.json's and evaluation.json's values."""
    t, c, hits = meta["training"], meta["config"], e["learnedBoundaryHits"]
    emotion = t["emotionRegressor"]
    per_piece = {name: emotion["groupedCorrelation"][name]["piece"] for name in ("valence", "arousal")}
    at, without = e["byAttribute"], e["byAttributeWithoutBoundaries"]
    files = "\n".join(f"- `{name}`: {row['bytes']:,} bytes" for name, row in meta["files"].items())
    sets = " ".join(f"{name} {row['natsPerNote']:.2f} ({row['sequences']})." for name, row in e["bySet"].items())
    text = f"""# Composer {meta['version']}: model card

A small network that writes music event by event (`docs/spec/composer-events.md`). Configuration `{c['name']}`:
{c['parameters']:,} parameters, width {c['hidden']}, {c['layers']} layers, {c['heads']} heads, {c['kvHeads']} key-value
head(s), window {c['window']} events.

**How little it was trained.** One run of {t['wallMinutes']} minutes on `{t['trainedOn']}` (two shared cores, other work on
the machine at the same time), {t['passes']} passes over {t['trainEvents']:,} training events ({t['eventsSeen']:,} events seen,
sampled by set). {t['note']}{' ' if t['note'] else ''}One seed, no hyperparameter search, no ablation retraining. It is a first model that shows that the
pipeline works, not a good composer: expect local harmony and texture that fit, little long-range form.

## Files

{files}

The `fp16` file stores its weights in fp16 and computes in fp32. Interface and tables: `meta.json`.

## Measured

`{e['command']}` (after `prepare`, `train` and `export` on the same data; numbers in `evaluation.json`; {e['sequences']} sequences of the test
part, {e['trained']['notes']:,} notes, drawn with the training weights, moved to the home key C as E21 asks; n-gram counts
from training sequences in C too):

{_results(e)}

Nulling a condition at test time is not an ablation: no network was trained without it. As it stands, the
conditions change the likelihood of held-out music little; on this evidence the network leans mostly on the events so far.

- Per set, nats per note (sequences): {sets} Sets with few sequences say little.
- A CHORD at an announced boundary costs {at['chordAtBoundary']:.2f} nats, {without['chordAtBoundary']:.2f} when the offsets
  are withheld ({at['chordsAtBoundaries']} chords).
- Learned boundaries, nothing forced: a long chord within {hits['toleranceSeconds']} s of {100 * hits['hitRate']:.1f} % of {hits['boundaries']}
  announced boundaries on fixed plans; chance on the same output (boundaries rotated by whole beats) is
  {100 * hits['chance']:.1f} %. The plan's goal for long chords (60 %) is {'reached' if hits['hitRate'] >= 0.6 else 'not reached'}: the network
  knows where to change harmony (a CHORD symbol is there at {100 * hits['chordSymbolRate']:.1f} %, chance {100 * hits['chordSymbolChance']:.1f} %), hardly that a long
  chord belongs there. Kept hits rest on the decoder's constraints, not on this.
- int8 against the fp16 file: {100 * e['parity']['int8Loss']:+.2f} % nats per note. Cached against uncached steps in PyTorch:
  {e['parity']['cachedAgainstUncached']:.1e}; fp16 file against PyTorch {e['parity']['fp16FileAgainstPyTorch']:.1e} (values up to {e['parity']['preScale']:.1f}).
- Emotion labels come from a ridge regression on VGMIDI ({emotion['pieces']} pieces; cross-validated by game series, r =
  {per_piece['valence']:.2f} valence, {per_piece['arousal']:.2f} arousal per piece), applied to four-bar windows and quantile-mapped half
  globally, half within ensemble class. They are a model's guesses, not people's ratings of this music.
- Output at opposite requests ({e['emotionResponse']['requests']}, {e['emotionResponse']['seeds']} seeds each, all else equal, no guidance), difference
  in standard deviations over samples: {_response(e)}. No judge
  and no listeners were asked; with so few seeds a difference below about 0.8 is within chance.

## Limits

- Western notated and game music, mostly 1600-1920; only {100 * sum(t['dataSets'].get(n, {}).get('shareOfTrainingEvents', 0) for n in ('freedoom', 'simutrans', 'easyrpg_rtp')):.0f} % of the events come from sets with drums and bass.
- Chord symbols, keys, sections and ensemble classes of the training data are automatic (template matching, Krumhansl
  profiles, novelty); pop909's bars are inferred (constant phase offset removed, bars of four beats placed by low long notes;
  songs that state 3/4 get three).
- Velocity is learned only from files with more than four distinct velocities.
- The orchestral and game sets are small: the test part holds one orchestral movement and eight game tracks.
- Nothing was trained on gaps (fill-in-the-middle) or on a pinned theme; both are left to a later version.
- Originality (overlap with training music) and long-range repetition were not measured. Surface statistics of the output
  against held-out music: `docs/composer-report.md`.

## Training data

{_data_table(t)}

Left out: {', '.join(t['excluded']) or 'nothing'}. VGMIDI has no licence; it trained the emotion regressor only, never this network.
Works (a movement or song counts as one) are split across sets, near duplicates together (`training/split.csv`: {split_sizes(meta)}).

## Licence of the weights

{meta['licence']}. Some of the training music is under CC BY-SA; whether that binds trained weights is unsettled, so the
weights are given under the most restrictive of the creative licences among the sets, with the attribution above.
"""
    (folder / "card.md").write_text(text)


def split_sizes(meta: dict) -> str:
    """The number of files per part, in words."""
    parts = meta["training"]["parts"]
    return f"{parts['train']} train, {parts['valid']} validation, {parts['test']} test files"
