"""`python -m fedele`."""

from fedele.cli import main

main()
