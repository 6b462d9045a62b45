"""Judges of others: the numbers that their checkpoints stand for, and what is refused.

What is expected is worked out here one passage at a time, in numpy, from the published formulas.
"""

import json
import pickle
import shutil

import numpy as np
import pytest
import sentencepiece
import torch
import yaml
from checkpoints import comet, lines, metricx
from comparisons import one_to_one

from corpus import ModelError, Span
from metrics import Kind, Severity, fidelity, find_flags, judge, list_judges, load_judge
from metrics.judges.borrowed import BorrowedJudge, load_model
from metrics.judges.borrowed.calibration import borrowed_numbers, expected_points
from metrics.judges.borrowed.decoding import decode
from metrics.judges.borrowed.model import ErrorSpan, Passages, Reading
from metrics.judges.borrowed.tokenizers import load_tokenizer

SOURCES, TARGETS = lines(11, seed=1), lines(11, seed=2)
PASSAGES = [Passages(*both) for both in zip(SOURCES, TARGETS, strict=True)]
ESTIMATOR = {"class_identifier": "referenceless_regression_metric", "width": 4}
UNIFIED = {
    "class_identifier": "unified_metric",
    "input_segments": ["mt", "src"],
    "layer_norm": False,
}
XCOMET = {
    "class_identifier": "xcomet_metric",
    "layer_norm": False,
    "word_layer": 2,
    "labels": 4,
}


def hidden(network, ids):
    """The encoder's layers for one text, (layers, tokens, dimension)."""
    with torch.no_grad():
        found = network(torch.tensor([ids]), output_hidden_states=True).hidden_states
    return np.stack([layer[0].double().numpy() for layer in found])


def shares(state, transformation):
    names = [name for name in state if "scalar_parameters" in name]
    z = np.concatenate(
        [state[f"layerwise_attention.scalar_parameters.{n}"] for n in range(len(names))]
    )
    if transformation == "softmax":
        return np.exp(z) / np.exp(z).sum()
    low, high = z.min() - 1, z.max()
    for _ in range(200):  # the threshold that leaves a sum of 1, by halving
        middle = (low + high) / 2
        low, high = (middle, high) if np.maximum(z - middle, 0).sum() > 1 else (low, middle)
    return np.maximum(z - low, 0)


def mixed(layers, state, transformation, layer_norm):
    if layer_norm:
        layers = [(it - it.mean()) / np.sqrt(it.var() + 1e-12) for it in layers]
    parts = zip(shares(state, transformation), layers, strict=True)
    return state["layerwise_attention.gamma"] * sum(share * layer for share, layer in parts)


def feed_forward(vector, state):
    for place in (0, 3):
        weight, bias = (state[f"estimator.ff.{place}.{what}"] for what in ("weight", "bias"))
        vector = np.tanh(weight @ vector + bias)
    return (state["estimator.ff.6.weight"] @ vector + state["estimator.ff.6.bias"]).item()


@pytest.mark.parametrize("pool", ["avg", "max", "cls"])
@pytest.mark.parametrize("transformation", ["softmax", "sparsemax"])
@pytest.mark.parametrize("layer_norm", [True, False])
def test_an_estimator_scores_as_published(tmp_path, pool, transformation, layer_norm):
    said = {"pool": pool, "layer": "mix", "layer_transformation": transformation}
    network, fast, state = comet(tmp_path, **ESTIMATOR, **said, layer_norm=layer_norm)

    def vector(text):
        tokens = mixed(hidden(network, fast(text)["input_ids"]), state, transformation, layer_norm)
        return {"avg": tokens.mean(0), "max": tokens.max(0), "cls": tokens[0]}[pool]

    expected = []
    for source, target in PASSAGES:
        s, t = vector(source), vector(target)
        expected.append(feed_forward(np.concatenate([t, s, t * s, abs(t - s)]), state))
    found = [it.score for it in load_model(str(tmp_path)).read(PASSAGES)]
    assert found == pytest.approx(expected, abs=1e-4)


def test_an_estimator_may_take_one_layer(tmp_path):
    network, fast, state = comet(tmp_path, **ESTIMATOR, layer=1, pool="cls")
    s, t = (hidden(network, fast(text)["input_ids"])[1][0] for text in PASSAGES[0])
    expected = feed_forward(np.concatenate([t, s, t * s, abs(t - s)]), state)
    (found,) = load_model(str(tmp_path)).read(PASSAGES[:1])
    assert found.score == pytest.approx(expected, abs=1e-4)


def together(fast, passage):
    source, target = (fast(text)["input_ids"] for text in passage)
    return [*target, 2, *source[1:]], len(target)


@pytest.mark.parametrize("transformation", ["sparsemax", "softmax", "sparsemax_patch"])
@pytest.mark.parametrize("layer_norm", [True, False])
def test_a_unified_model_scores_as_published(tmp_path, transformation, layer_norm):
    said = UNIFIED | {"layer_transformation": transformation, "layer_norm": layer_norm}
    network, fast, state = comet(tmp_path, **said)
    way = "softmax" if transformation == "sparsemax_patch" else transformation
    expected = [
        feed_forward(
            mixed(hidden(network, together(fast, it)[0]), state, way, layer_norm)[0], state
        )
        for it in PASSAGES
    ]
    found = load_model(str(tmp_path)).read(PASSAGES)
    assert [it.score for it in found] == pytest.approx(expected, abs=1e-4)
    assert not any(it.spans for it in found)


@pytest.mark.parametrize(("encoder", "separators"), [("XLM-RoBERTa-XL", 2), ("BERT", 1)])
def test_other_encoders_read_both_sides_as_they_do(tmp_path, encoder, separators):
    network, fast, state = comet(tmp_path, **UNIFIED, encoder_model=encoder)
    expected = []
    for source, target in PASSAGES:
        s, t = (fast(text)["input_ids"] for text in (source, target))
        ids = torch.tensor([[*t[:-1], *[2] * separators, *s[1:]]])
        types = {"token_type_ids": (torch.arange(ids.shape[1]) >= len(t)).long()[None]}
        with torch.no_grad():
            read = network(ids, output_hidden_states=True, **types if separators == 1 else {})
        layers = np.stack([layer[0].double().numpy() for layer in read.hidden_states])
        expected.append(feed_forward(mixed(layers, state, "sparsemax", False)[0], state))
    found = [it.score for it in load_model(str(tmp_path)).read(PASSAGES)]
    assert found == pytest.approx(expected, abs=1e-4)


def test_a_final_activation_is_heeded(tmp_path):
    comet(tmp_path / "a", **UNIFIED)
    comet(tmp_path / "b", **UNIFIED, final_activation="Sigmoid")
    plain, squeezed = (load_model(str(tmp_path / it)).read(PASSAGES) for it in "ab")
    expected = [1 / (1 + np.exp(-it.score)) for it in plain]
    assert [it.score for it in squeezed] == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("threshold", [None, 0.4])
def test_xcomet_scores_and_marks_as_published(tmp_path, threshold):
    said = {} if threshold is None else {"decoding_threshold": threshold}
    network, fast, state = comet(tmp_path, seed=3, **XCOMET, **said)
    found = load_model(str(tmp_path)).read(PASSAGES)
    assert any(it.spans for it in found), "the weights mark something"
    for passage, reading in zip(PASSAGES, found, strict=True):
        ids, length = together(fast, passage)
        layers = hidden(network, ids)
        sentence = feed_forward(mixed(layers, state, "sparsemax", False)[0], state)
        logits = layers[2] @ state["hidden2tag.weight"].T + state["hidden2tag.bias"]
        odds = (np.exp(logits) / np.exp(logits).sum(1, keepdims=True))[:length]
        labels = [
            (row[1:].argmax() + 1 if threshold is None or row[1:].sum() > threshold else 0)
            if threshold is not None or row.argmax()
            else 0
            for row in odds
        ]
        runs, begun = [], None
        for place, label in enumerate(labels):
            if label and begun is None:
                begun = place
            elif not label and begun is not None:
                runs.append((begun, place))
                begun = None
        cost = sum({1: 1, 2: 5, 3: 10}[labels[first]] for first, _ in runs)
        mqm = (25 - min(25, cost)) / 25
        expected = min(sentence, 1) * (0.12 + 0.33 + 0.33) + mqm * 0.22
        assert reading.score == pytest.approx(expected, abs=1e-4)
        offsets = fast(passage.target, return_offsets_mapping=True)["offset_mapping"]
        spans = []
        for first, last in runs:
            inside = [offsets[n] for n in range(first, last) if offsets[n][1]]
            if inside:
                name = ("minor", "major", "critical")[labels[first] - 1]
                odd = np.mean([odds[n][labels[n]] for n in range(first, last)])
                spans.append(
                    (Span(inside[0][0], inside[-1][1]), name, pytest.approx(odd, abs=1e-4))
                )
        assert [(it.span, it.severity, it.probability) for it in reading.spans] == spans


def test_neighbouring_labels_are_one_error_with_the_severity_of_the_first():
    odds = [[1, 0, 0], [0, 0.8, 0.2], [0, 0.4, 0.6], [1, 0, 0], [0.3, 0, 0.7]]
    offsets = [(0, 0), (0, 3), (4, 6), (7, 9), (0, 0)]
    found = decode(odds, offsets, ("minor", "major"))
    assert found == [ErrorSpan(Span(0, 6), "minor", pytest.approx(0.7))]


def test_labels_without_severities_are_left_alone(tmp_path):
    comet(tmp_path / "a", **UNIFIED)
    comet(tmp_path / "b", **UNIFIED, labels=2, word_level_training=True, word_layer=2)
    plain, labelled = (load_model(str(tmp_path / it)).read(PASSAGES) for it in "ab")
    assert labelled == plain


def test_what_is_longer_than_the_encoder_reads_is_cut(tmp_path):
    network, fast, state = comet(tmp_path, **UNIFIED)
    passage = Passages(" ".join(["legge"] * 30), " ".join(["law"] * 30))
    ids = together(fast, passage)[0][:40]
    expected = feed_forward(mixed(hidden(network, ids), state, "sparsemax", False)[0], state)
    (found,) = load_model(str(tmp_path)).read([passage])
    assert found.score == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("name", ["metricx-24-hybrid-large", "metricx-23-qe-large"])
def test_metricx_predicts_as_published(tmp_path, name):
    network, fast, head = metricx(tmp_path / name)
    expected = []
    for source, target in PASSAGES:
        text = f"candidate: {target} source: {source}" if "23" in name else (
            f"source: {source} candidate: {target}"
        )  # fmt: skip
        ids = torch.tensor([fast(text)["input_ids"][:-1]])
        with torch.no_grad():
            read = network.encoder(input_ids=ids).last_hidden_state
            told = network.decoder(
                input_ids=torch.zeros((1, 1), dtype=torch.long), encoder_hidden_states=read
            ).last_hidden_state
        expected.append(min(25.0, max(0.0, (told[0, 0] @ head[250_089]).item())))
    found = [it.score for it in load_model(str(tmp_path / name)).read(PASSAGES)]
    assert found == pytest.approx(expected, abs=1e-4)
    assert len(set(found)) > 2, "the weights tell passages apart"


def test_a_passage_is_read_alike_whatever_stands_beside_it(tmp_path):
    comet(tmp_path, **XCOMET)
    model = load_model(str(tmp_path))
    alone = [model.read([it])[0].score for it in PASSAGES]
    assert [it.score for it in model.read(PASSAGES)] == pytest.approx(alone, abs=1e-5)
    assert model.read([]) == []


def test_weights_in_safetensors_are_the_same_weights(tmp_path):
    comet(tmp_path / "a", **UNIFIED)
    comet(tmp_path / "b", **UNIFIED, form="safetensors")
    one, other = (load_model(str(tmp_path / it)) for it in "ab")
    assert one.digest == other.digest
    assert one.read(PASSAGES) == other.read(PASSAGES)
    comet(tmp_path / "c", **UNIFIED, seed=1)
    assert load_model(str(tmp_path / "c")).digest != one.digest


def test_weights_in_an_old_checkpoint_are_the_same_weights(tmp_path):
    comet(tmp_path, **UNIFIED)
    new = load_model(str(tmp_path))
    file = tmp_path / "checkpoints" / "model.ckpt"
    content = torch.load(file, weights_only=True)
    torch.save(content, file, _use_new_zipfile_serialization=False)
    assert load_model(str(tmp_path)).digest == new.digest


def test_what_a_checkpoint_keeps_of_its_settings_holds_first(tmp_path):
    comet(tmp_path, **UNIFIED, layer_transformation="softmax")
    file = tmp_path / "checkpoints" / "model.ckpt"
    content = torch.load(file, weights_only=True)
    plain = load_model(str(tmp_path)).read(PASSAGES)
    torch.save(content | {"hyper_parameters": {"layer_transformation": "sparsemax"}}, file)
    assert load_model(str(tmp_path)).read(PASSAGES) != plain


class Trap:
    def __reduce__(self):
        return print, ("opened",)


def test_nothing_that_a_checkpoint_holds_is_run(tmp_path, capsys):
    comet(tmp_path, **UNIFIED)
    file = tmp_path / "checkpoints" / "model.ckpt"
    torch.save(torch.load(file, weights_only=True) | {"callbacks": Trap()}, file)
    with pytest.raises(ModelError, match="never unpickled; keep its state_dict"):
        load_model(str(tmp_path))
    file.write_bytes(pickle.dumps(Trap()))
    with pytest.raises(ModelError, match="never unpickled"):
        load_model(str(tmp_path))
    assert capsys.readouterr().out == ""


def changed(folder, **settings):
    file = folder / "hparams.yaml"
    said = yaml.safe_load(file.read_text("utf-8")) | settings
    file.write_text(yaml.safe_dump(said), "utf-8")


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"class_identifier": "regression_metric"}, "those that need no reference are"),
        ({"input_segments": ["mt", "ref"]}, "needs a reference"),
        ({"activations": "Module"}, "'Module' is none of"),
        ({"encoder_model": "GPT"}, "encoder_model GPT is none of"),
        ({"layer_transformation": "hardmax"}, "'hardmax' is none of"),
        ({"hidden_sizes": [6, 4, 2]}, r"lacks 'estimator.ff.9"),
        ({"sent_layer": 9}, "layer 9"),
        ({"class_identifier": "referenceless_regression_metric"}, "do not fit one another"),
        ({"word_level_training": True, "word_layer": 1}, "lacks 'hidden2tag.weight'"),
    ],
)
def test_settings_that_do_not_fit_are_refused_with_the_reason(tmp_path, settings, complaint):
    comet(tmp_path, **UNIFIED)
    changed(tmp_path, **settings)
    with pytest.raises(ModelError, match=complaint):
        load_model(str(tmp_path))


def test_settings_that_would_run_code_are_refused(tmp_path, capsys):
    comet(tmp_path, **UNIFIED)
    (tmp_path / "hparams.yaml").write_text("a: !!python/object/apply:builtins.print [opened]\n")
    with pytest.raises(ModelError, match=r"hparams\.yaml cannot be read"):
        load_model(str(tmp_path))
    assert capsys.readouterr().out == ""


def test_code_beside_an_encoder_is_refused(tmp_path):
    comet(tmp_path, **UNIFIED)
    file = tmp_path / "encoder" / "config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"auto_map": {"AutoModel": "m.M"}}))
    with pytest.raises(ModelError, match="asks for code"):
        load_model(str(tmp_path))


def test_an_encoder_that_is_not_here_says_what_to_fetch(tmp_path):
    comet(tmp_path, **UNIFIED)
    (tmp_path / "encoder").rename(tmp_path / "elsewhere")
    with pytest.raises(ModelError, match="hf download tiny/encoder --include"):
        load_model(str(tmp_path))
    changed(tmp_path, pretrained_model=str(tmp_path / "elsewhere"))
    assert load_model(str(tmp_path)).read(PASSAGES)


@pytest.fixture(scope="module")
def pieces(tmp_path_factory):
    """A SentencePiece file, with its numbers for what begins, ends and is not known."""

    def train(begin, end, unknown, padding):
        path = tmp_path_factory.mktemp("pieces")
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(SOURCES * 20), model_prefix=str(path / "m"), vocab_size=40,
            bos_id=begin, eos_id=end, unk_id=unknown, pad_id=padding, minloglevel=2,
            hard_vocab_limit=False,
        )  # fmt: skip
        return path / "m.model"

    return train


def test_a_sentencepiece_file_is_tokenizer_enough_for_xlmr(tmp_path, pieces):
    network, _, state = comet(tmp_path, **UNIFIED)
    (tmp_path / "encoder" / "tokenizer.json").unlink()
    file = shutil.copy(pieces(1, 2, 0, -1), tmp_path / "encoder" / "sentencepiece.bpe.model")
    library = sentencepiece.SentencePieceProcessor(str(file))
    source, target = "la legge §", "a law"
    s, t = ([3 if it == 0 else it + 1 for it in library.encode(text)] for text in (source, target))
    layers = hidden(network, [0, *t, 2, 2, *s, 2])
    expected = feed_forward(mixed(layers, state, "sparsemax", False)[0], state)
    assert 3 in s, "something is not known"
    (found,) = load_model(str(tmp_path)).read([Passages(source, target)])
    assert found.score == pytest.approx(expected, abs=1e-4)


def test_tokens_of_a_sentencepiece_file_stand_where_their_text_is(tmp_path, pieces):
    shutil.copy(pieces(1, 2, 0, -1), tmp_path / "sentencepiece.bpe.model")
    text = "È  la legge: § ﬁne"
    (found,) = load_tokenizer(tmp_path, "x").cut([text], 99)
    assert found.offsets[0] == found.offsets[-1] == (0, 0)
    assert "".join(text[first:end] for first, end in found.offsets).split() == text.split()
    (short,) = load_tokenizer(tmp_path, "x").cut([text], 5)
    assert short.ids == (*found.ids[:4], found.ids[-1])


def test_a_sentencepiece_file_is_tokenizer_enough_for_metricx(tmp_path, pieces):
    network, _, head = metricx(tmp_path)
    (tmp_path / "tokenizer.json").unlink()
    (tmp_path / "tokenizer").mkdir()
    file = shutil.copy(pieces(-1, 1, 2, 0), tmp_path / "tokenizer" / "spiece.model")
    library = sentencepiece.SentencePieceProcessor(str(file))
    source, target = PASSAGES[3]
    ids = torch.tensor([library.encode(f"source: {source} candidate: {target}")])
    with torch.no_grad():
        told = network.decoder(
            input_ids=torch.zeros((1, 1), dtype=torch.long),
            encoder_hidden_states=network.encoder(input_ids=ids).last_hidden_state,
        ).last_hidden_state
    (found,) = load_model(str(tmp_path)).read(PASSAGES[3:4])
    expected = min(25, max(0, (told[0, 0] @ head[250_089]).item()))
    assert found.score == pytest.approx(expected, abs=1e-4)


def test_metricx_without_its_tokenizer_says_what_to_fetch(tmp_path):
    metricx(tmp_path)
    (tmp_path / "tokenizer.json").unlink()
    with pytest.raises(ModelError, match="hf download google/mt5-xl"):
        load_model(str(tmp_path))


def test_metricx_with_a_reference_is_refused(tmp_path):
    metricx(tmp_path / "metricx-23-large-v2p0")
    with pytest.raises(ModelError, match="needs a reference"):
        load_model(str(tmp_path / "metricx-23-large-v2p0"))


@pytest.mark.parametrize("name", ["wmt22-cometkiwi-da", "Unbabel/wmt22-cometkiwi-da"])
def test_a_judge_that_is_not_here_says_how_to_get_it(name):
    with pytest.raises(ModelError, match="hf download Unbabel/wmt22-cometkiwi-da; `fedele models`"):
        load_model(name)


def test_a_folder_of_something_else_is_refused(tmp_path):
    with pytest.raises(ModelError, match="holds neither"):
        load_model(str(tmp_path))


def test_a_judge_in_the_hubs_cache_is_found_by_its_name(tmp_path, monkeypatch):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    place = tmp_path / "models--Unbabel--wmt22-cometkiwi-da"
    (place / "refs").mkdir(parents=True)
    (place / "refs" / "main").write_text("a" * 40)
    (place / "snapshots").mkdir()
    comet(place / "snapshots" / ("a" * 40), **UNIFIED)
    assert load_model("wmt22-cometkiwi-da").read(PASSAGES)
    here = [it.name for it in list_judges() if it.folder()]
    assert here == ["Unbabel/wmt22-cometkiwi-da"]


def test_known_judges_say_their_size_licence_and_agreement():
    for it in list_judges():
        assert it.billions > 0.1
        assert it.licence in {"Apache-2.0", "CC-BY-NC-SA-4.0"}
        assert (it.licence == "Apache-2.0") == ("kiwi" not in it.name and "XCOMET" not in it.name)
        assert it.agreement


@pytest.mark.parametrize("family", borrowed_numbers().points)
def test_a_better_score_never_costs_more_points(family):
    at = np.linspace(-3, 30, 1_000)
    points = np.array([expected_points(score, family) for score in at])
    worse = np.diff(points) if family == "metricx" else -np.diff(points)
    assert (worse >= 0).all()
    assert (points.min(), points.max()) == (0, 25)


class Fixed:
    """A model that always says the same."""

    name, family = "/models/fixed", "xcomet"

    def __init__(self, score, *spans):
        self.digest = f"{score}{spans}"
        self._reading = Reading(score, spans)

    def read(self, passages):
        return [self._reading for _ in passages]


ITALIAN = ["Il governo ha approvato la legge."]
ENGLISH = ["The government has approved the law."]


def judged(*said, target=ENGLISH):
    comparison = one_to_one(ITALIAN, target, similarity=1.0)
    return judge(comparison, BorrowedJudge(Fixed(*said), load_judge("fast")))


def test_fidelity_falls_with_the_score_of_a_borrowed_judge():
    scores = [fidelity(judged(score), ()).document for score in (1.0, 0.95, 0.9, 0.8, 0.0)]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)
    assert scores[-1] == 0


def test_points_that_a_borrowed_judge_takes_off_add_up():
    found = fidelity(judged(0.9), ())
    assert sum(part.points for part in found.parts) == pytest.approx(100 - found.document)


def test_what_a_borrowed_judge_marks_is_a_flag_on_whole_words():
    (flag,) = find_flags(judged(0.9, ErrorSpan(Span(6, 14), "major", 0.9)))
    assert (flag.kind, flag.severity) == (Kind.MISTRANSLATION, Severity.MAJOR)
    assert (flag.source, flag.target.text) == (None, "government")
    assert flag.confidence == pytest.approx(0.9 * borrowed_numbers().confidence["major"])
    assert flag.message == "fixed marks “government” as an error; it does not say which."


def test_marks_of_low_probability_or_on_no_word_are_not_shown():
    assert find_flags(judged(0.9, ErrorSpan(Span(4, 14), "major", 0.3))) == []
    assert find_flags(judged(0.9, ErrorSpan(Span(35, 36), "major", 0.9))) == []


def test_what_is_no_number_is_an_error():
    with pytest.raises(ModelError, match="gives no number"):
        judged(float("nan"))


def test_a_bead_without_words_on_a_side_is_not_given_to_a_borrowed_judge():
    *_, alone = judged(0.9, target=[*ENGLISH, "Nobody came."]).beads
    assert alone.opinion is None
