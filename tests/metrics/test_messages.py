"""What flags say: every sentence in every language, and for every flag a sentence of its kind."""

import ast
import re
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import metrics
from corpus import UsageError
from fedele.wording import LANGUAGES
from metrics import Category, Evidence, Flag, Kind, Passage, Severity
from metrics.messages import LONGEST, load_messages, message_languages


def places(sentence):
    return sorted(name for _, name, _, _ in string.Formatter().parse(sentence) if name)


def keys_in(tree):
    """A pattern for every key that some evidence is given with; what is computed may be any."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Evidence":
            parts = getattr(node.args[0], "values", [node.args[0]])
            yield "".join(
                re.escape(part.value) if isinstance(part, ast.Constant) else r"[a-z_]*"
                for part in parts
            )


def test_every_sentence_is_said_by_some_check_and_every_check_has_its_sentences():
    files = Path(metrics.__file__).parent.rglob("*.py")
    patterns = {key for file in files for key in keys_in(ast.parse(file.read_text("utf-8")))}
    keys = load_messages("en")
    assert len(patterns) > 10
    assert [key for key in keys if not any(re.fullmatch(one, key) for one in patterns)] == []
    assert [one for one in patterns if not any(re.fullmatch(one, key) for key in keys)] == []


def test_there_are_messages_in_every_language_of_the_reports():
    assert set(message_languages()) == set(LANGUAGES) >= {"en", "it"}


@pytest.mark.parametrize("language", message_languages())
def test_every_language_says_the_same_things_with_the_same_values(language):
    english, other = load_messages("en"), load_messages(language)
    assert {key: places(other[key]) for key in other} == {
        key: places(english[key]) for key in english
    }


@pytest.mark.parametrize("language", message_languages())
def test_a_message_is_one_or_two_whole_sentences_of_some_kind(language):
    for key, sentence in load_messages(language).items():
        assert key.split(".")[0] in set(Kind)
        assert sentence.endswith(".")
        assert sentence[0].isupper() or sentence[0] in "“«{"


def test_no_two_languages_share_a_sentence():
    english, italian = load_messages("en"), load_messages("it")
    assert [key for key in english if english[key] == italian[key]] == []


def test_a_flag_says_its_evidence_in_english_unless_asked():
    evidence = Evidence("number.changed", {"source": "60", "target": "80"})
    passage = Passage(0, 0, 2, "60")
    flag = Flag(
        Category.MISTRANSLATION, Kind.NUMBER, Severity.MAJOR, 0.9, passage, passage, evidence
    )
    assert flag.message == evidence.sentence("en")
    assert (
        flag.message == "The number “60” of the source is not in the translation, which says “80”."
    )
    assert flag.evidence.sentence("it") == (
        "Il numero «60» dell'originale non è nella traduzione, che dice «80»."
    )


def test_languages_are_called_as_the_reader_calls_them():
    evidence = Evidence("untranslated.words", {"words": "casa", "language": "it-CH"})
    assert evidence.sentence("en").endswith("left in Italian in the translation.")
    assert evidence.sentence("it").endswith("è rimasto in italiano.")


def test_a_language_without_a_name_is_called_by_its_code():
    evidence = Evidence("untranslated.words", {"words": "casa", "language": "qqq"})
    assert " qqq " in evidence.sentence("en")


@given(words=st.text(min_size=1, max_size=3 * LONGEST))
def test_any_words_are_quoted_as_they_stand_or_cut(words):
    said = Evidence("omission.phrase", {"words": words}).sentence()
    before, after = load_messages("en")["omission.phrase"].split("{words}")
    quoted = said.removeprefix(before).removesuffix(after)
    assert len(quoted) <= LONGEST
    assert quoted == words or (quoted.endswith("…") and words.startswith(quoted[:-1]))


def test_a_language_without_messages_is_a_usage_error():
    with pytest.raises(UsageError, match="no messages in `de`; choose one of en, it"):
        Evidence("omission.paragraph").sentence("de")
