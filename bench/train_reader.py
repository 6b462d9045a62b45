"""Tune the reader of both sides: ``python -m bench.train_reader --cache DIR --minutes 45``.

Learns from what people said of passages (`bench/passage_examples.py`), a word's four answers and
the passage's three at once; translations of one source are put in people's order. Every few minutes
it measures itself on passages that no training sees, and leaves a checkpoint in the cache, from
which the same command goes on. At the end it writes `metrics/judges/ensemble/data/reader.npz`.
`--without NAME` leaves a data set out, `--share` takes a part of the passages, to see what each is
worth; nothing is written then but what was measured.
"""

import argparse
import json
import math
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

import align
from align.encoders.e5_weights import unpack
from align.encoders.packaged import packaged_encoders
from bench.judged_versions import Rated, in_order
from bench.kept import kept
from bench.passage_examples import read_passages
from bench.passages import ALONE, DIFFERS, FAULT, Passage
from bench.reader_network import (
    WHOLE,
    ReaderBatch,
    ReaderNetwork,
    TextStates,
    exported,
    read_states,
)
from bench.train_judge import DATA
from corpus import Side

RATE, HEADS_RATE, DECAY, DROPOUT = 1.2e-4, 4.8e-4, 0.01, 0.1
WARM, LEAST_RATE = 0.04, 0.01
"""The share of the time in which the rate rises; what is left of it at the end."""
TOKENS = 2048
"""Of a batch, filling included."""
OF_A_SOURCE = 4
"""Translations of one source that are compared at once."""
ANSWER_WEIGHTS = (1.0, 1.0, 0.5, 1.0)
WORDS, RANK = 2.0, 0.7
"""What words, and order, count beside the passage's cost and the odds of a grave error."""
FEWEST = 50
"""Words that an answer is averaged over at least: of rare answers a few must not count as many."""
EVERY = 600.0
"""Seconds from one measurement to the next."""
MEASURED = 600
"""Sources of a data set to measure on."""


@dataclass(frozen=True, slots=True)
class Example:
    """A passage with its texts' states."""

    passage: Passage
    states: tuple[TextStates, TextStates]

    @property
    def tokens(self) -> int:
        """Of both sides."""
        return sum(len(it.states) for it in self.states)

    @property
    def known(self) -> NDArray[np.float32]:
        """(words, answers) of both sides, the source's first."""
        return np.concatenate([self.passage.known[side] for side in Side])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True, help="keeps what takes long to make")
    parser.add_argument("--minutes", type=float, default=45, help="of training, all runs together")
    parser.add_argument("--without", action="append", default=[], help="leave a data set out")
    parser.add_argument("--share", type=float, default=1.0, help="of the passages to learn from")
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    examples = read_examples(options.cache)
    learnt = [it for it in examples if not it.passage.held]
    learnt = [it for it in learnt if it.passage.origin not in options.without]
    groups = sorted({it.passage.group for it in learnt})
    chosen = set(random.Random(0).sample(groups, round(options.share * len(groups))))
    learnt = [it for it in learnt if it.passage.group in chosen]
    name = "-".join(["reader", *options.without, f"{options.share:g}"])
    training = Training(options.cache / f"{name}.pt", options.minutes * 60)
    training.run(learnt, _sample([it for it in examples if it.passage.held]))
    if not options.without and options.share == 1:
        write(training)


def read_examples(cache: Path) -> list[Example]:
    """Every passage with the states of its texts, made now or before."""
    passages = read_passages(align.load_encoder("use"), cache)
    texts = list(dict.fromkeys(text for it in passages for text in (it.source, it.target)))
    states = kept(cache / "passage-states.joblib", lambda: list(read_states(texts)))
    by_text: Mapping[str, TextStates] = dict(zip(texts, states, strict=True))
    return [Example(it, (by_text[it.source], by_text[it.target])) for it in passages]


class Training:
    """One run, or as many as it takes: what it learnt is kept in a file."""

    def __init__(self, file: Path, seconds: float) -> None:
        torch.manual_seed(0)
        self._file, self._seconds, self.spent = file, seconds, 0.0
        packed, _ = unpack(packaged_encoders()["e5-small"])
        self.network = ReaderNetwork(packed)
        heads = ("words", "whole", "types", "marker", "told", "scale", "null")
        named = list(self.network.named_parameters())
        groups = [
            {"params": [it for name, it in named if name.startswith(heads) is own], "full": rate}
            for own, rate in ((False, RATE), (True, HEADS_RATE))
        ]
        self._optimizer = torch.optim.AdamW(groups, lr=RATE, weight_decay=DECAY, fused=True)
        self.log: list[dict[str, Any]] = []
        if file.exists():
            kept_here = torch.load(file, weights_only=True)
            self.network.load_state_dict(kept_here["network"])
            self._optimizer.load_state_dict(kept_here["optimizer"])
            self.spent, self.log = kept_here["spent"], kept_here["log"]

    def run(self, learnt: Sequence[Example], unseen: Sequence[Example]) -> None:
        """Go on until the time is spent."""
        if not self.log:
            self.network.standardize([text for it in learnt for text in it.states])
        draw = random.Random(len(self.log))
        pairs, losses, mark = 0, list[tuple[float, ...]](), self.spent
        while self.spent < self._seconds:
            for some in batches(learnt, draw):
                began = time.monotonic()
                losses.append(self._step(some))
                pairs += len(some)
                self.spent += time.monotonic() - began
                if self.spent - mark >= EVERY or self.spent >= self._seconds:
                    mark = self.spent
                    means = np.mean(losses, axis=0).round(4).tolist()
                    self._note({"pairs": pairs, "loss": means, **measure(self.network, unseen)})
                    pairs, losses = 0, []
                if self.spent >= self._seconds:
                    break

    def _step(self, some: Sequence[Example]) -> tuple[float, ...]:
        rate = self._rate(min(1.0, self.spent / self._seconds))
        for group in self._optimizer.param_groups:
            group["lr"] = group["full"] * rate
        self.network.train()
        with torch.autocast("cpu", torch.bfloat16):
            words, whole = self.network(ReaderBatch([it.states for it in some]), DROPOUT)
        parts = _losses(some, words.float(), whole.float())
        self._optimizer.zero_grad()
        torch.stack(parts).sum().backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self._optimizer.step()
        return tuple(float(it.detach()) for it in parts)

    @staticmethod
    def _rate(gone: float) -> float:
        return min(1.0, gone / WARM) * (1 + math.cos(math.pi * gone)) / 2 + LEAST_RATE

    def _note(self, figures: dict[str, Any]) -> None:
        self.log.append({"minutes": round(self.spent / 60, 1), **figures})
        print(json.dumps(self.log[-1]), flush=True)
        content = {
            "network": self.network.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "spent": self.spent,
            "log": self.log,
        }
        unfinished = self._file.with_suffix(".new")
        torch.save(content, unfinished)
        unfinished.replace(self._file)


def _losses(some: Sequence[Example], words: Tensor, whole: Tensor) -> tuple[Tensor, ...]:
    """Of words, of the cost, of grave errors, of order."""
    known = torch.from_numpy(np.concatenate([it.known for it in some]))
    said = (known >= 0).float()
    entropy = functional.binary_cross_entropy_with_logits
    each = entropy(words, known.clamp(min=0), reduction="none") * said
    of_words = each.sum(0) / said.sum(0).clamp(min=FEWEST) * torch.tensor(ANSWER_WEIGHTS)
    passages = [it.passage for it in some]
    weights = torch.tensor([it.weight for it in passages])
    cost, grave = (torch.tensor([getattr(it, key) for it in passages]) for key in WHOLE[:2])
    apart = functional.smooth_l1_loss(whole[:, 0], cost.clamp(min=0).log1p(), reduction="none")
    odds = entropy(whole[:, 1], grave.clamp(min=0), reduction="none")
    return (
        WORDS * of_words.sum(),
        _mean(apart, weights * (cost >= 0)),
        _mean(odds, weights * (grave >= 0)),
        RANK * _ordered(passages, whole[:, 2]),
    )


def _mean(values: Tensor, weights: Tensor) -> Tensor:
    return (values * weights).sum() / weights.sum().clamp(min=1)


def _ordered(passages: Sequence[Passage], rank: Tensor) -> Tensor:
    """How far translations of one source are from people's order (bradley-terry-1952)."""
    worse, better = list[int](), list[int]()
    for rows in _by_group(passages).values():
        pairs = [(a, b) for a in rows for b in rows if passages[a].cost > passages[b].cost]
        worse += [a for a, _ in pairs]
        better += [b for _, b in pairs]
    return (
        functional.softplus(-2 * (rank[worse] - rank[better])).mean() if worse else rank.sum() * 0
    )


def _by_group(passages: Sequence[Passage]) -> Mapping[str, list[int]]:
    found = defaultdict[str, list[int]](list)
    for row, passage in enumerate(passages):
        if passage.cost >= 0:
            found[passage.group].append(row)
    return found


def batches(examples: Sequence[Example], draw: random.Random | None) -> Iterator[list[Example]]:
    """Examples of like length together, translations of one source too; in any order if drawn."""
    of_source = defaultdict[str, list[Example]](list)
    for example in examples:
        of_source[example.passage.group].append(example)
    units = list[list[Example]]()
    for some in of_source.values():
        if draw:
            draw.shuffle(some)
        units += [some[row : row + OF_A_SOURCE] for row in range(0, len(some), OF_A_SOURCE)]
    longest = [max(it.tokens for it in unit) + 8 * (draw.random() if draw else 0) for unit in units]
    made, batch = list[list[Example]](), list[Example]()
    for row in sorted(range(len(units)), key=longest.__getitem__):
        if batch and longest[row] * (len(batch) + len(units[row])) > TOKENS:
            made.append(batch)
            batch = []
        batch = [*batch, *units[row]]
    made += [batch] if batch else []
    if draw:
        draw.shuffle(made)
    yield from made


def answers_of(
    network: ReaderNetwork, examples: Sequence[Example]
) -> tuple[list[NDArray[np.float32]], NDArray[np.float32]]:
    """What the network says: (words, answers) an example, 0 to 1; (examples, of a whole)."""
    network.eval()
    words: dict[int, NDArray[np.float32]] = {}
    whole: dict[int, NDArray[np.float32]] = {}
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        for some in batches(examples, None):
            batch = ReaderBatch([it.states for it in some])
            of_words, of_wholes = network(batch)
            ends = np.cumsum([len(it.known) for it in some])[:-1]
            rows = np.split(torch.sigmoid(of_words.float()).numpy(), ends)
            words.update(zip(map(id, some), rows, strict=True))
            whole.update(zip(map(id, some), of_wholes.float().numpy(), strict=True))
    return [words[id(it)] for it in examples], np.array([whole[id(it)] for it in examples])


def measure(network: ReaderNetwork, examples: Sequence[Example]) -> dict[str, float]:
    """Figures by data set, of passages that no training sees."""
    from sklearn.metrics import average_precision_score, roc_auc_score

    words, whole = answers_of(network, examples)
    figures = dict[str, float]()
    for name, rows in _named(examples).items():
        passages = [examples[row].passage for row in rows]
        known = np.concatenate([examples[row].known for row in rows])
        said = np.concatenate([words[row] for row in rows])
        for key, answer in (("alone", ALONE), ("fault", FAULT), ("differs", DIFFERS)):
            judged = known[:, answer] >= 0
            marked = known[judged, answer] > 0.4
            if marked.any():
                precision = average_precision_score(marked, said[judged, answer])
                figures[f"{name} {key} AP"] = float(precision)
        grave = np.array([it.grave for it in passages])
        if len(set(grave.tolist())) > 1:
            figures[f"{name} AUC"] = float(roc_auc_score(grave, whole[rows, 1]))
        ranks = zip(passages, whole[rows, 2].tolist(), strict=True)
        rated = [Rated(it.group, it.cost, -rank, False) for it, rank in ranks if it.cost >= 0]
        if (order := in_order(rated))[1]:
            figures[f"{name} in order"] = order[0]
    return {key: round(value, 3) for key, value in figures.items()}


def _named(examples: Sequence[Example]) -> Mapping[str, list[int]]:
    """Rows by data set; abstracts in and out of Portuguese, which no training sees, apart."""
    found = defaultdict[str, list[int]](list)
    for row, it in enumerate(examples):
        left_out = "pt" in it.passage.languages
        found[f"{it.passage.origin}{' pt' if left_out else ''}"].append(row)
    return found


def _sample(examples: Sequence[Example]) -> list[Example]:
    """All translations of some sources of each data set."""
    draw, kept_groups = random.Random(1), set[str]()
    for rows in _named(examples).values():
        groups = sorted({examples[row].passage.group for row in rows})
        kept_groups |= set(draw.sample(groups, min(len(groups), MEASURED // 4)))
    return [it for it in examples if it.passage.group in kept_groups]


def write(training: Training) -> None:
    """Write what ships, with its provenance."""
    arrays = exported(training.network)
    about = json.loads(str(arrays["about"])) | {
        "provenance": {
            "origin": "calibrated",
            "source": (
                "multilingual-e5-small (MIT), tuned on WMT MQM abstracts, talks and news "
                "(Apache-2.0), SwissGov-RSD dev (labels CC BY 4.0), DEMETR dev (MIT), NTREX dev "
                "(CC BY-SA 4.0) and MT-GenEval dev (CC BY-SA 3.0) with planted differences, "
                "three quarters of each by document, Portuguese left out"
            ),
            "script": "python -m bench.train_reader",
            "date": datetime.now(UTC).date().isoformat(),
            "log": training.log,
        }
    }
    np.savez_compressed(DATA / "reader.npz", **{**arrays, "about": np.array(json.dumps(about))})


if __name__ == "__main__":
    main()
