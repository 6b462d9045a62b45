"""What each room offers: a name comes or goes only together with this table."""

import subprocess
import sys
from importlib import import_module

import pytest

EXPORTS = {
    "corpus": """
        Document FedeleError File FileLike InputError Language Limits ModelError Note Paragraph
        Progress Role SentenceId Side Span Table Term Termbase UNDETERMINED UsageError WordFile
        WordParagraph asked_language bilingual_from_text commonness default_limits detect_language
        document_from_text find_language is_covered is_paired is_readable known_languages
        language_chances load_language load_limits load_numbers load_sentences counted in_language
        named_column once open_word pair_from_texts primary_subtag Recent read read_bilingual
        read_bytes read_lines read_pair read_table read_terms read_versions split_sentences
    """,
    "align": """
        AdditiveEncoder Agreement Alignment Aside Bead ContextualEncoder Encoder Evaluation Group
        GroupKind LayerWeights Match MatchKind Norm Packaged PaddedBatch PairedDocuments RunVectors
        SentenceBead Sketch TokenLayers TransformerLayer Unmatched Vectors WordVectors align
        align_segments check_model_folder evaluate exact in_turn let_others list_encoders
        load_encoder pair_documents read_arrays read_gold sketch_document spread
    """,
    "metrics": """
        Category Cause Comparison DEFAULT_EFFORT EFFORTS Effort Evidence Fidelity Flag Judge
        Judgement Kind KnownJudge METRICS Part Passage ReadingOrder ReferenceScore ReferenceScores
        Severity Verdict Word all_different fidelity find_all_flags find_flags is_shown judge
        judge_signature list_judges load_ahead load_judge reference_scores verdict
    """,
    "fedele": """
        Batch Decision FedeleError File InputError Limits ModelError Pairing Review Revision Ruling
        Scores Term UsageError Verdict align align_segments compare_versions document_from_text
        fidelity find_flags list_encoders load_encoder load_limits merge_decisions pair_folder read
        read_bilingual read_decisions read_pair review review_archive review_documents review_texts
        score write_decisions
    """,
}
HEAVY = "torch transformers sentence_transformers pandas numpy babel fasttext rich typer"


@pytest.mark.parametrize("room", EXPORTS)
def test_a_room_offers_exactly_what_is_written_here(room):
    module = import_module(room)
    assert sorted(module.__all__) == sorted(EXPORTS[room].split())
    assert [name for name in module.__all__ if not hasattr(module, name)] == []


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="revew"):
        import_module("fedele").revew  # noqa: B018


def test_importing_fedele_loads_nothing_heavy():
    code = f"import sys, fedele; assert not set({HEAVY.split()}) & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
