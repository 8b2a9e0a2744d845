// Steps of training: a model of ours in its public form, and the same one in PyTorch on one thread.
import { transformer, vae } from '@stokast/models';
import { stream } from '@stokast/sampling';

/** Noise as images: how long a step takes does not depend on them. */
const images = () => ({
  images: new Uint8Array(stream('pixels').words(28 * 28 * 320).buffer),
  shape: [28, 28],
});

/** A text of 65 different characters. */
function text() {
  const letters = Array.from({ length: 65 }, (_, i) => String.fromCharCode(48 + i));
  const drawn = stream('text').integers(0, 65, 20_000);
  return letters.join('') + Array.from(drawn, (i) => letters[i]).join('');
}

const stepOf = (training) => () => training.step();

/** A VAE 784-400-20, batches of 128, Adam. */
export const vaeRow = (workers) => ({
  name: `stokast VAE, ${workers} ${workers > 1 ? 'workers' : 'thread'}`,
  setup: () => {
    const spec = vae({ shape: [28, 28], hidden: [400], latent: 20 });
    return stepOf(spec.start(images(), { stream: stream(1), batchSize: 128, steps: 1e6, workers }));
  },
});

/** nanoGPT's configuration for a CPU: 4 layers, 4 heads, 128 channels, windows of 64, batches of 12. */
export const gptRow = (workers) => ({
  name: `stokast GPT, ${workers} ${workers > 1 ? 'workers' : 'thread'}`,
  setup: () => stepOf(transformer().start(text(), { stream: stream(1), batchSize: 12, steps: 1e6, workers })),
});

const torch = `
import torch
from torch import nn
from torch.nn import functional as F
torch.set_num_threads(1)
torch.manual_seed(1)
`;

export const torchVae = {
  name: 'PyTorch VAE, 1 thread',
  runtime: 'numpy',
  setup: `${torch}
class Vae(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(784, 400), nn.Linear(400, 40)
        self.c, self.d = nn.Linear(20, 400), nn.Linear(400, 784)
    def loss(self, x):
        mu, lv = self.b(F.relu(self.a(x))).chunk(2, 1)
        z = mu + torch.exp(0.5 * lv) * torch.randn_like(mu)
        logits = self.d(F.relu(self.c(z)))
        nll = F.binary_cross_entropy_with_logits(logits, x, reduction='sum')
        return (nll + 0.5 * (mu ** 2 + lv.exp() - lv - 1).sum()) / len(x)
model = Vae()
optimizer = torch.optim.Adam(model.parameters(), 1e-3)
x = torch.rand(128, 784)
def step():
    optimizer.zero_grad()
    model.loss(x).backward()
    optimizer.step()
`,
  statement: 'step()',
};

export const torchGpt = {
  name: 'PyTorch GPT, 1 thread',
  runtime: 'numpy',
  setup: `${torch}
C, H, T, V = 128, 4, 64, 65
class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.n, self.m = nn.LayerNorm(C, bias=False), nn.LayerNorm(C, bias=False)
        self.qkv, self.out = nn.Linear(C, 3 * C, bias=False), nn.Linear(C, C, bias=False)
        self.up, self.down = nn.Linear(C, 4 * C, bias=False), nn.Linear(4 * C, C, bias=False)
    def forward(self, x):
        B = len(x)
        q, k, v = (p.view(B, T, H, C // H).transpose(1, 2) for p in self.qkv(self.n(x)).split(C, 2))
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.out(y.transpose(1, 2).reshape(B, T, C))
        return x + self.down(F.gelu(self.up(self.m(x))))
class Gpt(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens, self.places = nn.Embedding(V, C), nn.Embedding(T, C)
        self.blocks, self.norm = nn.Sequential(*[Block() for _ in range(4)]), nn.LayerNorm(C, bias=False)
        for p in self.parameters():
            if p.dim() > 1: nn.init.normal_(p, std=0.02)
    def loss(self, x, y):
        h = self.norm(self.blocks(self.tokens(x) + self.places.weight))
        return F.cross_entropy((h @ self.tokens.weight.T).view(-1, V), y.view(-1))
model = Gpt()
optimizer = torch.optim.AdamW(model.parameters(), 1e-3, (0.9, 0.99), weight_decay=0.1)
x, y = torch.randint(V, (12, T)), torch.randint(V, (12, T))
def step():
    optimizer.zero_grad()
    model.loss(x, y).backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
`,
  statement: 'step()',
};
