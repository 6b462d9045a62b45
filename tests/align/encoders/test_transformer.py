"""The transformer that ships in a package, and models by name."""

import numpy as np
import pytest

from align import align_segments, list_encoders, load_encoder
from corpus import ModelError

SOURCE = ["Il treno parte alle otto.", "Mio fratello vive a Parigi.", "Non mi piace il caffè."]
TARGET = ["I don't like coffee.", "The train leaves at eight.", "My brother lives in Paris."]


@pytest.fixture(scope="module")
def encoder():
    packaged = {found.name: found for found in list_encoders()}["e5-small"]
    if packaged.folder() is None:
        pytest.skip(f"the encoder is not installed: {packaged.install}")
    return load_encoder("e5-small")


def test_translations_are_nearest(encoder):
    cosines = encoder.encode(SOURCE) @ encoder.encode(TARGET).T
    assert cosines.argmax(axis=1).tolist() == [1, 2, 0]


def test_vectors_have_unit_length_in_whatever_order_texts_stand(encoder):
    vectors = encoder.encode([*SOURCE, ""])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.allclose(encoder.encode([*SOURCE, ""][::-1])[::-1], vectors, atol=1e-4)


def test_an_encoder_that_cannot_add_up_aligns_as_well(encoder):
    merged = [TARGET[1] + " " + TARGET[2], TARGET[0]]
    beads = align_segments(SOURCE, merged, encoder=encoder)
    assert [(bead.source, bead.target) for bead in beads] == [((0, 1), (0,)), ((2,), (1,))]


def test_tokens_stand_where_they_are_in_the_text_however_long_it_is(encoder):
    text = "Mio  fratello vive a Parigi, e non mi piace il caffè. " * 60
    (found,) = encoder.token_layers([text], [0, 8])
    assert found.vectors.shape == (2, len(found.spans), 384)
    words = {span.of(text) for span in found.spans}
    assert {"vive", "a", "piace", "caffè"} <= words
    assert found.spans[-1].end == len(text.rstrip())
    ends = [span.end for span in found.spans]
    assert ends == sorted(ends)


def test_a_model_that_is_not_here_says_how_to_get_it():
    with pytest.raises(ModelError, match="no such model on this machine"):
        load_encoder("nobody/no-such-model")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A sentence-transformers model of a few untrained weights."""
    sentence_transformers = pytest.importorskip("sentence_transformers")
    modules = pytest.importorskip("sentence_transformers.models")
    transformers = pytest.importorskip("transformers")
    base = tmp_path_factory.mktemp("model")
    words = sorted({word for text in [*SOURCE, *TARGET] for word in text.lower().split()})
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *words]
    (base / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    transformers.BertTokenizerFast(vocab_file=str(base / "vocab.txt")).save_pretrained(base)
    transformers.BertModel(
        transformers.BertConfig(
            vocab_size=len(vocabulary),
            hidden_size=32,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=32,
        )
    ).save_pretrained(base)
    word = modules.Transformer(str(base))
    pooling = modules.Pooling(word.get_embedding_dimension())
    path = base / "whole"
    sentence_transformers.SentenceTransformer(modules=[word, pooling]).save(str(path))
    return path


def test_a_model_in_a_folder_gives_unit_vectors_in_whatever_order_texts_stand(folder):
    encoder = load_encoder(str(folder))
    vectors = encoder.encode(SOURCE)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.allclose(encoder.encode(SOURCE[::-1])[::-1], vectors, atol=1e-5)
    assert len(encoder.digest) == 64
