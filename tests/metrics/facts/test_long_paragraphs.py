"""What counts as moved within a paragraph, and how far a check looks in a very long one."""

import time

from encoders import default_encoder

from align import Alignment, Group, GroupKind, SentenceBead
from corpus import Document, Paragraph, SentenceId, Span
from metrics import Comparison
from metrics.facts import CHECKS, find_fact_flags

FILLER = ("Il porto riapre a giugno.", "The port reopens in June.")


def document(sentences, language):
    """All sentences in one paragraph."""
    spans, end = [], 0
    for sentence in sentences:
        spans.append(Span(end, end + len(sentence)))
        end += len(sentence) + 1
    return Document(language, (Paragraph(" ".join(sentences), tuple(spans), language),))


def one_paragraph(pairs):
    """Pairs of sentences, one bead a pair, in one paragraph a side."""
    where = [(SentenceId(0, number),) for number in range(len(pairs))]
    beads = tuple(SentenceBead(one, one, None, 1.0) for one in where)
    group = Group((0,), (0,), GroupKind.ALIGNED, None, beads)
    left, right = zip(*pairs, strict=True)
    documents = document(left, "it"), document(right, "en")
    return Comparison(*documents, Alignment((group,)), default_encoder())


def with_a_number_moved(by):
    pairs = [FILLER] * 100
    pairs[10] = ("La spesa è di 4812 euro.", "That is what it costs.")
    pairs[10 + by] = ("È quanto costa.", "The cost is 4812 euros.")
    return one_paragraph(pairs)


def test_a_number_that_moved_within_its_paragraph_is_not_lost():
    assert CHECKS["numbers"](with_a_number_moved(30)) == []


def test_a_number_very_far_from_its_place_is_lost_there():
    (lost, gained) = CHECKS["numbers"](with_a_number_moved(80))
    assert (lost.source.text, lost.target) == ("4812", None)
    assert (gained.target.text, gained.source) == ("4812", None)


def test_a_paragraph_of_a_thousand_sentences_takes_time_for_its_length():
    pairs = [("Rossi non deve 5 mln.", "Bianchi owes 6 mln."), FILLER] * 500
    start = time.process_time()
    assert find_fact_flags(one_paragraph(pairs))
    assert time.process_time() - start < 15  # some 2 here; a minute, were each to look at all
