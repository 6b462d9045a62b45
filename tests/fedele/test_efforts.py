"""The command line offers the efforts that the library has, and the same one unasked."""

import inspect
from typing import get_args

from fedele.cli.options import Effort
from fedele.cli.review import review_command
from metrics import DEFAULT_EFFORT, EFFORTS


def test_the_command_line_and_the_library_agree_on_efforts():
    choices, _ = get_args(Effort)
    assert get_args(choices) == EFFORTS
    assert inspect.signature(review_command).parameters["effort"].default == DEFAULT_EFFORT
