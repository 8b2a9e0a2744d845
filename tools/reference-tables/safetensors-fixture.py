"""Small files of the reference implementation: pip install safetensors torch (0.8.0 and 2.13 made the committed one).

    python3 tools/reference-tables/safetensors-fixture.py          writes packages/models/test/fixtures/reference*.safetensors
    python3 tools/reference-tables/safetensors-fixture.py FILE     prints what FILE holds
"""

import pathlib
import sys

import torch
from safetensors import safe_open
from safetensors.torch import save_file

TENSORS = {
    "encoder.0.weight": torch.arange(6, dtype=torch.float32).reshape(2, 3) / 4,
    "encoder.0.bias": torch.tensor([0.1, -0.2, 0.3]),
    "opt.step": torch.tensor(1234, dtype=torch.int64),
    "rng.key": torch.tensor([-1, 5, -(2**31)], dtype=torch.int32),
    "double": torch.tensor([[0.1], [float("inf")]], dtype=torch.float64),
    "half": torch.tensor([1.0, -2.5, 65504.0, 6e-8, 6.1e-5, float("inf"), 0.0, 0.333], dtype=torch.float16),
    "bfloat": torch.tensor([1.0, -3.140625, 1e38, 1e-40], dtype=torch.bfloat16),
    "bytes": torch.tensor([0, 255, 7], dtype=torch.uint8),
    "signed": torch.tensor([-128, 127], dtype=torch.int8),
    "short": torch.tensor([-32768, 32767], dtype=torch.int16),
    "flags": torch.tensor([True, False, True]),
    "empty": torch.zeros(0, 4),
    "\U0001f408å": torch.tensor([1.5]),
    "\ufb01": torch.tensor([2.5]),
}

if len(sys.argv) > 1:
    with safe_open(sys.argv[1], framework="pt") as file:
        print(file.metadata())
        for name in file.keys():
            tensor = file.get_tensor(name)
            print(name, tensor.dtype, tuple(tensor.shape), tensor.flatten().tolist())
else:
    fixtures = pathlib.Path(__file__).resolve().parents[2] / "packages/models/test/fixtures"
    narrow = ("half", "bfloat", "flags")  # types that are read only
    save_file(TENSORS, fixtures / "reference.safetensors", {"format": "pt"})
    wide = {name: tensor for name, tensor in TENSORS.items() if name not in narrow}
    save_file(wide, fixtures / "reference-wide.safetensors", {"format": "pt"})
