"""Logits and losses of small transformers, from PyTorch's own layers in doubles.

    python3 tools/reference-tables/transformer.py

writes packages/models/test/vectors/transformer.json. Weight number i of the tensor called s has the value
0.6 (h / 2^32 - 0.5), h = (2654435761 (i + 1) + 40503 (sum of the character codes of s)) mod 2^32, rounded to a single;
scales of normalisations have 1 added before that. Written with PyTorch 2.13.
"""
import json

import torch
import torch.nn.functional as F

V, T, C, HEADS, LAYERS = 7, 6, 8, 2, 2
TOKENS = [[1, 4, 2, 6, 0, 3], [5, 5, 0, 1, 6, 2]]
NEXT = [[4, 2, 6, 0, 3, 5], [5, 0, 1, 6, 2, 2]]


def weight(name, *shape):
    size = torch.Size(shape).numel()
    seed = 40503 * sum(map(ord, name))
    values = [0.6 * (((2654435761 * (i + 1) + seed) % 2**32) / 2**32 - 0.5) for i in range(size)]
    if ".ln_" in "." + name and name.endswith("weight"):
        values = [1 + x for x in values]
    return torch.tensor(values, dtype=torch.float32).double().reshape(shape)


def rotate(x):
    """Rotary embedding of [..., T, size], pairs half a head apart."""
    half = x.shape[-1] // 2
    angles = torch.arange(T).double()[:, None] * 10000.0 ** (-torch.arange(half).double() / half)
    a, b = x[..., :half], x[..., half:]
    return torch.cat([a * angles.cos() - b * angles.sin(), b * angles.cos() + a * angles.sin()], -1)


def logits(positions, gelu, bias):
    offset = lambda name, n: weight(name, n) if bias else None
    norm = lambda name, x: F.layer_norm(x, (C,), weight(name + ".weight", C), offset(name + ".bias", C))
    dense = lambda name, x, n: F.linear(x, weight(name + ".weight", x.shape[-1], n).T, offset(name + ".bias", n))
    table = weight("wte.weight", V, C)
    x = table[torch.tensor(TOKENS)]
    if positions == "learned":
        x = x + weight("wpe.weight", T, C)
    for i in range(LAYERS):
        at = f"h.{i}."
        q, k, v = dense(at + "attn.c_attn", norm(at + "ln_1", x), 3 * C).split(C, -1)
        q, k, v = (y.view(-1, T, HEADS, C // HEADS).transpose(1, 2) for y in (q, k, v))
        if positions == "rotary":
            q, k = rotate(q), rotate(k)
        heard = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + dense(at + "attn.c_proj", heard.transpose(1, 2).reshape(-1, T, C), C)
        wide = F.gelu(dense(at + "mlp.c_fc", norm(at + "ln_2", x), 4 * C), approximate=gelu)
        x = x + dense(at + "mlp.c_proj", wide, C)
    return F.linear(norm("ln_f", x), table)


cases = []
for positions in ("learned", "rotary"):
    for gelu in ("exact", "tanh"):
        for bias in (False, True):
            out = logits(positions, "none" if gelu == "exact" else gelu, bias)
            loss = F.cross_entropy(out.reshape(-1, V), torch.tensor(NEXT).reshape(-1))
            config = dict(positions=positions, gelu=gelu, bias=bias)
            cases.append(dict(config=config, loss=loss.item(), logits=[float(f"{x:.10g}") for x in out.flatten()]))

shape = dict(vocabSize=V, blockSize=T, nEmbd=C, nHead=HEADS, nLayer=LAYERS)
with open("packages/models/test/vectors/transformer.json", "w") as file:
    origin = "python3 tools/reference-tables/transformer.py"
    json.dump(dict(command=origin, shape=shape, tokens=TOKENS, next=NEXT, cases=cases), file)
    file.write("\n")
