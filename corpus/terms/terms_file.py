"""Any terms file, by what it holds: XML is TBX, anything else a table."""

from pathlib import PurePath

from corpus.errors import InputError
from corpus.inputs import FileLike, read_bytes
from corpus.limits import Limits, default_limits
from corpus.terms.tbx import read_tbx
from corpus.terms.term import Termbase
from corpus.terms.term_table import read_table

_XML_ENDINGS = frozenset({".tbx", ".xml"})


def read_terms(
    path: FileLike, source: str, target: str, *, limits: Limits | None = None
) -> Termbase:
    """The rules of a terms file for one pair of languages.

    Args:
        path: a CSV file with a header, as `corpus.terms.term_table` describes it, or a TBX file.
        source: BCP 47 code of the texts that are translated.
        target: BCP 47 code of their translations.
        limits: bounds on the file; `default_limits` if not given.

    Raises:
        InputError: the file cannot be used; the message says which, in what line and why.
    """
    bounds = limits or default_limits()
    content = read_bytes(path, bounds)
    is_xml = PurePath(str(path)).suffix.lower() in _XML_ENDINGS or content.lstrip().startswith(b"<")
    read = read_tbx if is_xml else read_table
    found = read(content, str(path), (source, target), bounds)
    if not found.terms:
        raise InputError(f"{path}: holds no term in {source} with a rule for {target}")
    if len(found.terms) > bounds.terms:
        raise InputError(f"{path}: holds more than {bounds.terms:,} terms; split it")
    return found
