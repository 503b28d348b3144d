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
    if "earlier" in e:
        rows.insert(1, (f"version {e['earlier']['version']}", e["earlier"]))
    lines += [f"| {name} | {row['natsPerNote']:.3f} | {row['natsPerEvent']:.3f} |" for name, row in rows]
    without = e["withoutConditioning"]
    lines += [f"| trained, {label} at test time | {without[key]:.3f} | |" for key, label in
              (("emotion", "no valence and arousal"), ("boundaries", "no boundary offsets"),
               ("everything", "no conditioning at all"))]
    return "\n".join(lines)


def _ablations(e: dict) -> str:
    """Networks trained without one idea each, beside the note on what nulling a condition does not show."""
    nulling = "Nulling a condition at test time is not an ablation; networks trained without it are"
    if "ablations" not in e:
        return f"{nulling} not measured (`ablate`)."
    labels = {"full": "everything", "noEmotion": "never told emotion", "noBoundaries": "never told boundaries",
              "noteWise": "an event for every note"}
    lines = [f"{nulling} here, all from random weights on the same small budget of music "
             f"(`{e['ablations']['command']}`; one seed, so differences below about 0.05 say nothing):", "",
             "| trained with | nats per note | events seen | long chord at boundaries (chance) |", "|---|---|---|---|"]
    for name, row in e["ablations"]["runs"].items():
        hits = f"{100 * row['hitRate']:.1f} % ({100 * row['hitChance']:.1f} %)" if "hitRate" in row else ""
        lines.append(f"| {labels[name]} | {row['natsPerNote']:.3f} | {row['eventsSeen']:,} | {hits} |")
    return "\n".join(lines)


def _response(e: dict) -> str:
    parts = []
    for name, row in e["emotionResponse"]["differenceInStandardDeviations"].items():
        parts.append(f"{name}: " + ", ".join(f"{feature} {value:+.2f}" for feature, value in row.items()))
    return "; ".join(parts)


def _ancestors(t: dict) -> list[dict]:
    """The versions whose weights the run began with, the latest first."""
    start = t.get("startedFrom")
    return [start, *_ancestors(start)] if start else []


def _training(t: dict) -> str:
    """How the weights came about."""
    machine = "two shared cores, other work on the machine at the same time" if t["trainedOn"] == "cpu" else "one GPU"
    start = t.get("startedFrom")
    lines = [f"One run of {t['wallMinutes']} minutes on `{t['trainedOn']}` ({machine}), {t['eventsSeen']:,} events seen = "
             f"{t['passes']} passes over {t['trainEvents']:,} training events (drawn as `docs/corpus-report.md` says)."]
    lines += [f"{'It' if number == 0 else 'That one'} began with the weights of version {row['version']}, which had seen "
              f"{row['eventsSeen']:,} events in {row['wallMinutes']} minutes on `{row['trainedOn']}` from the sets in the "
              "table below, no others." for number, row in enumerate(_ancestors(t))]
    if t.get("blend"):
        lines.append(f"The shipped weights lie {100 * t['blend']['shareOfTheRun']:.0f} % of the way from version "
                     f"{t['blend']['version']} to the end of the run (`blend`; chosen on the validation part).")
    if t["note"]:
        lines.append(t["note"])
    lines.append("One seed, no hyperparameter search.")
    return " ".join(lines)


def _hits(e: dict) -> str:
    hits = e["learnedBoundaryHits"]
    guided = "; ".join(f"guidance {row['guidance']:g}: {100 * row['hitRate']:.1f} % (chance {100 * row['chance']:.1f} %, "
                       f"chord symbols {100 * row['chordSymbolRate']:.1f} %)" for row in e["guidedBoundaryHits"])
    best = max([hits, *e["guidedBoundaryHits"]], key=lambda row: row["hitRate"])
    reached = ("reached without guidance" if hits["hitRate"] >= 0.6 else
               f"reached with guidance {best['guidance']:g}" if best["hitRate"] >= 0.6 else "not reached")
    earlier = f" ({e['earlier']['version']}: {100 * e['earlier']['hitRate']:.1f} %)" if "earlier" in e else ""
    return (f"a long chord within {hits['toleranceSeconds']} s of {100 * hits['hitRate']:.1f} %{earlier} of {hits['boundaries']} announced boundaries "
            f"on fixed plans; chance on the same output (boundaries rotated by whole beats) is {100 * hits['chance']:.1f} %. "
            f"A CHORD symbol is there at {100 * hits['chordSymbolRate']:.1f} % (chance {100 * hits['chordSymbolChance']:.1f} %). "
            f"With the boundaries guided: {guided}. The plan's goal for long chords (60 %) is {reached}. "
            "Kept hits do not rest on this but on the decoder's constraints.")


def _prefixes(e: dict) -> str:
    rows = [f"{name} {row['natsPerNote']:.3f} (without it {row['withoutPrefix']:.3f}, {row['sequences']} sequences)"
            for name, row in e.get("prefixes", {}).items()]
    gains = [row["withoutPrefix"] - row["natsPerNote"] for row in e.get("prefixes", {}).values()]
    verdict = ". The run was too short for prefixes to help" if gains and max(gains) < 0.02 else ""
    return ("; ".join(rows) or "none trained") + verdict


def _shares(t: dict) -> str:
    """The shares of the training events of an earlier version that this one continues."""
    lines = []
    for start in _ancestors(t):
        parts = ", ".join(f"{name} {100 * share:.1f} %" for name, share in start["sharesOfTrainingEvents"].items())
        lines.append(f"Version {start['version']} had seen: {parts}.")
    return f"\nShares of this run. {' '.join(lines)}\n" if lines else ""


def _seen_before(t: dict) -> str:
    """What is held out when earlier versions were split otherwise."""
    start = t.get("startedFrom")
    if not start:
        return ""
    return (f"An earlier version was split otherwise: held out for these weights is only what is in a held-out part there and in "
            f"`training/split-{start['version']}-held-out.csv` (what no earlier version trained on).\n")


def _held_out(t: dict) -> str:
    start = t.get("startedFrom")
    if not start:
        return "works of the test part"
    return f"works of the test part that version {start['version']} did not train on either"


def write_card(folder: Path, meta: dict, e: dict) -> None:
    """Write card.md from meta.json's and evaluation.json's values."""
    t, c = meta["training"], meta["config"]
    emotion = t["emotionRegressor"]
    per_piece = {name: emotion["grouped"][name]["piece"]["r"] for name in ("valence", "arousal")}
    at, without = e["byAttribute"], e["byAttributeWithoutBoundaries"]
    files = "\n".join(f"- `{name}`: {row['bytes']:,} bytes" for name, row in meta["files"].items())
    sets = " ".join(f"{name} {row['natsPerNote']:.2f} ({row['sequences']})." for name, row in e["bySet"].items())
    band = sum(t["dataSets"].get(n, {}).get("shareOfTrainingEvents", 0) for n in ("freedoom", "simutrans", "easyrpg_rtp"))
    text = f"""# Composer {meta['version']}: model card

A small network that writes music event by event (`docs/spec/composer-events.md`). Configuration `{c['name']}`:
{c['parameters']:,} parameters, width {c['hidden']}, {c['layers']} layers, {c['heads']} heads, {c['kvHeads']} key-value
head(s), window {c['window']} events. Prefixes (E22): {', '.join(meta['prefixes']) or 'none'}.

**How little it was trained.** {_training(t)}
It is a small model, not a good composer: expect local harmony and texture that fit, little long-range form.

## Files

{files}

The `fp16` file stores its weights in fp16 and computes in fp32. Interface and tables: `meta.json`.

## Measured

`{e['command']}` (after `prepare`, `train` and `export` on the same data; numbers in `evaluation.json`; {e['sequences']} sequences,
{e['trained']['notes']:,} notes, of {_held_out(t)}, drawn by set weight, moved to the home
key C as E21 asks; n-gram counts from training sequences in C too):

{_results(e)}

{_ablations(e)}

- Per set, nats per note (sequences): {sets} Sets with few sequences say little.
- A CHORD at an announced boundary costs {at['chordAtBoundary']:.2f} nats, {without['chordAtBoundary']:.2f} when the offsets
  are withheld ({at['chordsAtBoundaries']} chords); the duration of a group held long there {at['longDurationAtBoundary']:.2f}, withheld
  {without['longDurationAtBoundary']:.2f}.
- Prefixes, nats per note of the same music: {_prefixes(e)}. A theme is counted over the whole window, a future
  over the last 64 events before the seam.
- Learned boundaries, nothing forced: {_hits(e)}
- int8 against the fp16 file: {100 * e['parity']['int8Loss']:+.2f} % nats per note. Cached against uncached steps in PyTorch:
  {e['parity']['cachedAgainstUncached']:.1e}; fp16 file against PyTorch {e['parity']['fp16FileAgainstPyTorch']:.1e} (values up to {e['parity']['preScale']:.1f}).
- Emotion labels come from a ridge regression on VGMIDI ({emotion['pieces']} pieces; cross-validated by game series, r =
  {per_piece['valence']:.2f} valence, {per_piece['arousal']:.2f} arousal per piece), applied to four-bar windows and quantile-mapped half
  globally, half within ensemble class. They are a model's guesses, not people's ratings of this music.
- Output at opposite requests ({e['emotionResponse']['requests']}, {e['emotionResponse']['seeds']} seeds each, all else equal, no guidance), difference
  in standard deviations over samples: {_response(e)}. With so few seeds a difference below about 0.8 is within chance.

## Limits

- Western notated and game music, mostly 1600-1920; only {100 * band:.0f} % of the events come from sets with drums and bass.
- Chord symbols, keys, sections and ensemble classes of the training data are automatic (template matching, Krumhansl
  profiles, novelty); pop909's bars are inferred (constant phase offset removed, bars of four beats placed by low long notes;
  songs that state 3/4 get three).
- Velocity is learned only from files with more than four distinct velocities.
- The orchestral and game sets are small: the test part holds few of their works.
- Many of the long chords that it saw at boundaries were struck chords held by the training pipeline, not by a composer.
- Scores of the application against real music, copying and emotion by a second judge: `docs/composer-report.md`.

## Training data

{_data_table(t)}
{_shares(t)}
Left out: {', '.join(t['excluded']) or 'nothing'}. VGMIDI has no licence; it trained the emotion regressor only, never this network.
Works (all movements, songs of a cycle) stay together, near duplicates too, across sets (`training/split.csv`: {split_sizes(meta)}).
{_seen_before(t)}What the corpus holds and what was cleaned out: `docs/corpus-report.md`.

## Licence of the weights

{meta['licence']}. Some of the training music is under CC BY-SA; whether that binds trained weights is unsettled, so the
weights are given under the most restrictive of the creative licences among the sets, with the attribution above.
"""
    (folder / "card.md").write_text(text)


def split_sizes(meta: dict) -> str:
    """The number of files per part, in words."""
    parts = meta["training"]["parts"]
    return f"{parts['train']} train, {parts['valid']} validation, {parts['test']} test files"
