"""Where flags stand in files whose text is not in the order of its lines."""

import json
from pathlib import Path

import fedele
from corpus import File

CUE = "{n}\n00:00:{start:02},000 --> 00:00:{end:02},000\n{text}\n\n"
SAID = {
    "it": (
        "Il governo ha approvato ieri il bilancio di 3 milioni",
        "senza che nessuno votasse.",
    ),
    "en": ("The government approved the budget of 4 million at night", "without anybody voting."),
}


def subtitles(code):
    """Two halves of a sentence, the later one first in the file."""
    first, second = SAID[code]
    late = CUE.format(n=1, start=3, end=5, text=second)
    return File(f"x.{code}.srt", (late + CUE.format(n=2, start=1, end=3, text=first)).encode())


def test_a_region_of_subtitles_out_of_order_ends_behind_its_beginning(tmp_path):
    from fedele.exchange import write_sarif

    rule = fedele.Term((), (), ("night without anybody",), "terms.csv", 2)
    review = fedele.review(subtitles("it"), subtitles("en"), effort="fast", terms=[rule])
    assert review.findings
    log = json.loads(Path(write_sarif(review, tmp_path / "x.sarif")).read_text("utf-8"))
    regions = [
        location["physicalLocation"]["region"]
        for result in log["runs"][0]["results"]
        for location in (*result["locations"], *result.get("relatedLocations", ()))
        if "region" in location.get("physicalLocation", {})
    ]
    assert regions
    for region in regions:
        assert region["startLine"] <= region.get("endLine", region["startLine"])
