"""The reader of both sides computes what was tuned, to the bit on every machine."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from align import exact  # noqa: E402
from align.encoders.e5_weights import unpack  # noqa: E402
from align.encoders.packaged import packaged_encoders  # noqa: E402
from bench.reader_network import LAYER, ReaderBatch, ReaderNetwork, exported, read_states  # noqa: E402
from corpus import Side  # noqa: E402
from metrics.judges.ensemble.reader import Reader, SideTokens, parse_reader  # noqa: E402
from metrics.judges.ensemble.vectors import context_encoder  # noqa: E402
from metrics.segment import word_spans  # noqa: E402

PAIRS = (
    ("Il governo ha vietato le proteste.", "The government banned the protests."),
    ("Nessuno, a Roma, lo ha mai detto: «bene».", "Nobody in Rome has ever said so."),
    ("Sì.", "Yes, of course, and much more than that was said on the day before yesterday."),
)


@pytest.fixture(scope="module")
def network() -> ReaderNetwork:
    torch.manual_seed(3)
    packed, _ = unpack(packaged_encoders()["e5-small"])
    return ReaderNetwork(packed).eval()


@pytest.fixture(scope="module")
def reader(network: ReaderNetwork) -> Reader:
    return parse_reader(exported(network))


def beads() -> list[dict[Side, SideTokens]]:
    return [
        {
            side: SideTokens(*context_encoder().token_layers([text], (LAYER,)), [*word_spans(text)])
            for side, text in zip(Side, pair, strict=True)
        }
        for pair in PAIRS
    ]


def test_the_product_says_what_was_tuned(network: ReaderNetwork, reader: Reader) -> None:
    states = [tuple(read_states(pair)) for pair in PAIRS]
    with torch.inference_mode():
        words, whole = network(ReaderBatch(states))
    said = reader.read(beads())
    found = np.concatenate([it.words[side] for it in said for side in Side])
    np.testing.assert_allclose(found, words.numpy(), atol=0.05)
    np.testing.assert_allclose(np.stack([it.whole for it in said]), whole.numpy(), atol=0.05)


def test_a_bead_is_read_alike_alone_and_among_others(reader: Reader) -> None:
    together = reader.read(beads())
    for bead, said in zip(beads(), together, strict=True):
        (alone,) = reader.read([bead])
        for side in Side:
            np.testing.assert_array_equal(alone.words[side], said.words[side])
        np.testing.assert_array_equal(alone.whole, said.whole)


def test_what_is_said_of_a_word_depends_on_the_other_side(reader: Reader) -> None:
    first, second, _ = beads()
    (own,) = reader.read([first])
    (other,) = reader.read([{**first, Side.TARGET: second[Side.TARGET]}])
    assert not np.allclose(own.words[Side.SOURCE], other.words[Side.SOURCE])


def test_weights_take_a_byte_each(network: ReaderNetwork) -> None:
    arrays = exported(network)
    assert arrays["0.asked.weight"].dtype == np.int8
    assert sum(it.nbytes for it in arrays.values()) < 13e6
    assert exact.Linear(arrays["0.asked.weight"].T.astype(np.float32), bits=8).outputs == 1152
