"""Direction numbers of the Sobol sequence for the kernels, and points as known answers for their tests.

Run from the top of the repository: python3 tools/reference-tables/sobol.py
Writes packages/core-wasm/src/tables/sobol.json and packages/core-wasm/test/vectors/qmc/sobol.json.
Needs scipy, whose installed data file holds the numbers of S. Joe and F. Y. Kuo (new-joe-kuo-6.21201).
"""

import json
from importlib.resources import files
from pathlib import Path

import numpy as np
from scipy.stats import qmc

COMMAND = "python3 tools/reference-tables/sobol.py"
DIMENSIONS = 161  # all primitive polynomials up to degree 10
LICENCE = [
    "Copyright (c) 2008, Frances Y. Kuo and Stephen Joe. All rights reserved.",
    "Redistribution and use in source and binary forms, with or without modification, are permitted provided that"
    " the following conditions are met:",
    "* Redistributions of source code must retain the above copyright notice, this list of conditions and the"
    " following disclaimer.",
    "* Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the"
    " following disclaimer in the documentation and/or other materials provided with the distribution.",
    "* Neither the names of the copyright holders nor the names of the University of New South Wales and the"
    " University of Waikato and its contributors may be used to endorse or promote products derived from this"
    " software without specific prior written permission.",
    'THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING,'
    " BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE"
    " DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL,"
    " EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR"
    " SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF"
    " LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY"
    " WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.",
]


def signed(word):
    """A 32-bit word as a signed integer."""
    return word - (1 << 32) if word >= 1 << 31 else word


def pack(polynomial, initial):
    """Two words: degree, inner coefficients and the upper bits of the odd m_1 .. m_degree."""
    degree = polynomial.bit_length() - 1
    low = degree << 28
    high = (polynomial >> 1 & (1 << degree - 1) - 1) << 17
    for i, m in enumerate(initial[:degree], 1):
        assert m % 2 == 1 and m < 1 << i
        offset = (i - 1) * (i - 2) // 2
        if i < 9:
            low |= m >> 1 << offset
        else:
            high |= m >> 1 << offset - 28
    return [signed(low), signed(high)]


def main():
    data = np.load(files("scipy.stats").joinpath("_sobol_direction_numbers.npz"))
    words = []
    for j in range(1, DIMENSIONS):
        words += pack(int(data["poly"][j]), [int(m) for m in data["vinit"][j]])
    table = {
        "command": COMMAND,
        "source": "S. Joe and F. Y. Kuo, Constructing Sobol sequences with better two-dimensional projections, SIAM J."
        " Sci. Comput. 30, 2635-2654 (2008): new-joe-kuo-6.21201, the first 161 dimensions",
        "licence": LICENCE,
        "tables": {
            "SOBOL": {
                "type": "i32",
                "about": "Primitive polynomials and initial direction numbers of Joe and Kuo (2008), dimensions 2 to 161,"
                " two words each. Copyright (c) 2008, Frances Y. Kuo and Stephen Joe; licence in tables/sobol.json",
                "values": words,
            }
        },
    }
    Path("packages/core-wasm/src/tables/sobol.json").write_text(json.dumps(table, indent=1) + "\n")

    sobol = qmc.Sobol(DIMENSIONS, scramble=False, bits=32)
    first = (sobol.random(32) * 2**32).astype(np.int64)
    qmc_far = qmc.Sobol(DIMENSIONS, scramble=False, bits=32).fast_forward(1_000_003)
    far = (qmc_far.random(3) * 2**32).astype(np.int64)
    path = Path("packages/core-wasm/test/vectors/qmc/sobol.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = {
        "command": COMMAND,
        "about": f"scipy {__import__('scipy').__version__}, stats.qmc.Sobol(161, scramble=False, bits=32): points"
        " 0 .. 31 and 1000003 .. 1000005 times 2^32, each row one dimension",
        "first": [[int(x) for x in first[:, j]] for j in range(DIMENSIONS)],
        "far": [[int(x) for x in far[:, j]] for j in range(DIMENSIONS)],
    }
    path.write_text(json.dumps(rows, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
