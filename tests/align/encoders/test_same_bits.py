"""Encoders give the bits that are written here, on every machine.

Where weights, tokenizers or arithmetic change on purpose, what is written changes with them: the
test prints what it found.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from align import load_encoder

TEXTS = [
    "Il trattato fu firmato nel 1961, dopo mesi di negoziati.",
    "The treaty was signed in 1961, after months of talks.",
    "Sì.",
    "",
    "Die Minister trafen sich am Abend noch einmal in Wien, ohne Ergebnis.",
    "日本語のテスト",
    " ".join(f"Paragrafo {n}: la commissione rinviò il voto." for n in range(40)),
]
BITS = {
    "use": "741f6fae5c9f03d87339835b4ab9015dfd83f5f2d3c6aeb9c605c4051080e2cb",
    "e5-small": "b0518f08e16d675658c290176f9770a38f315aaf89951a57788193c80f2e44e5",
}
KERNELS = {"Prescott": "sse3", "Sandybridge": "avx", "Haswell": "avx2", "SkylakeX": "avx512f"}
"""OpenBLAS's, each with what a processor needs for it."""
CODE = "import test_same_bits as it; print(*map(it.bits, it.BITS))"


def bits(name):
    """A digest of all that an encoder says of the texts."""
    encoder = load_encoder(name)
    found = [encoder.encode(TEXTS)]
    if name == "e5-small":
        found += [layers.vectors for layers in encoder.token_layers(TEXTS, (6, 8, 10))]
    else:
        runs = [(a, b) for a in range(len(TEXTS)) for b in range(a + 1, len(TEXTS) + 1)]
        found.append(encoder.runs(TEXTS).vectors(runs))
    return hashlib.sha256(b"".join(np.ascontiguousarray(it).tobytes() for it in found)).hexdigest()


def available(kernel):
    """Whether this processor can run a kernel of OpenBLAS."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return False
    flags = next((line.split() for line in lines if line.startswith("flags")), ())
    return {"sse3": "pni"}.get(KERNELS[kernel], KERNELS[kernel]) in flags


@pytest.mark.parametrize("name", BITS)
def test_an_encoder_gives_the_bits_written_here(name):
    assert bits(name) == BITS[name]


@pytest.mark.parametrize(
    "environment",
    [
        *({"OPENBLAS_CORETYPE": kernel, "OMP_NUM_THREADS": "2"} for kernel in KERNELS),
        {"NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL", "OMP_NUM_THREADS": "1"},
    ],
    ids=lambda it: next(iter(it.values())),
)
def test_they_are_the_same_under_every_kernel(environment):
    kernel = environment.get("OPENBLAS_CORETYPE")
    if kernel and not available(kernel):
        pytest.skip(f"this processor has no {KERNELS[kernel]}")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent), **environment}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", CODE],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == list(BITS.values())
