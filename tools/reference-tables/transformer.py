"""Logits and losses of small transformers, and the losses of a training, from PyTorch's own layers in doubles.

    python3 tools/reference-tables/transformer.py

writes packages/models/test/vectors/transformer.json. Weight number i of the tensor called s has the value
0.6 (h / 2^32 - 0.5), h = (2654435761 (i + 1) + 40503 (sum of the character codes of s)) mod 2^32, rounded to a single;
scales of normalisations have 1 added before that. Written with PyTorch 2.13.
"""
import json
import math

import torch
import torch.nn.functional as F

V, T, C, HEADS, LAYERS = 7, 6, 8, 2, 2
TOKENS = [[1, 4, 2, 6, 0, 3], [5, 5, 0, 1, 6, 2]]
APPROXIMATE = {"exact": "none", "tanh": "tanh"}
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


def logits(positions, gelu, bias, weight=weight):
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
        wide = F.gelu(dense(at + "mlp.c_fc", norm(at + "ln_2", x), 4 * C), approximate=APPROXIMATE[gelu])
        x = x + dense(at + "mlp.c_proj", wide, C)
    return F.linear(norm("ln_f", x), table)


cases = []
for positions in ("learned", "rotary"):
    for gelu in ("exact", "tanh"):
        for bias in (False, True):
            out = logits(positions, gelu, bias)
            loss = F.cross_entropy(out.reshape(-1, V), torch.tensor(NEXT).reshape(-1))
            config = dict(positions=positions, gelu=gelu, bias=bias)
            cases.append(dict(config=config, logits=[float(f"{x:.10g}") for x in out.flatten()]))



def trained(steps, learning_rate, min_lr, warmup, **config):
    """Losses before each step of AdamW on one batch, as nanoGPT trains: clipped to norm 1, only matrices decay."""
    held = {}

    def parameter(name, *shape):
        if name not in held:
            held[name] = weight(name, *shape).requires_grad_()
        return held[name]

    def loss():
        out = logits(**config, weight=parameter)
        return F.cross_entropy(out.reshape(-1, V), torch.tensor(NEXT).reshape(-1))

    loss()
    matrices = [p for p in held.values() if p.dim() >= 2]
    vectors = [p for p in held.values() if p.dim() < 2]
    groups = [dict(params=matrices, weight_decay=0.1), dict(params=vectors, weight_decay=0.0)]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.99), eps=1e-8)
    losses = []
    for step in range(steps):
        if step < warmup:
            rate = learning_rate * (step + 1) / warmup
        else:
            share = (step - warmup) / (steps - warmup)
            rate = min_lr + 0.5 * (1 + math.cos(math.pi * share)) * (learning_rate - min_lr)
        for group in optimizer.param_groups:
            group["lr"] = rate
        optimizer.zero_grad()
        value = loss()
        value.backward()
        torch.nn.utils.clip_grad_norm_(held.values(), 1.0)
        optimizer.step()
        losses.append(value.item())
    return losses


training = dict(steps=12, learning_rate=0.01, min_lr=0.001, warmup=3)
runs = [
    dict(config=config, losses=trained(**training, **config))
    for config in (
        dict(positions="learned", gelu="exact", bias=True),
        dict(positions="rotary", gelu="tanh", bias=False),
    )
]

shape = dict(vocabSize=V, blockSize=T, nEmbd=C, nHead=HEADS, nLayer=LAYERS)
with open("packages/models/test/vectors/transformer.json", "w") as file:
    origin = "python3 tools/reference-tables/transformer.py"
    json.dump(dict(command=origin, shape=shape, tokens=TOKENS, next=NEXT, cases=cases, runs=runs), file)
    file.write("\n")
