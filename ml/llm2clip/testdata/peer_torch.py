"""Times PyTorch on random weights in the shapes of the benchmarks: whole EVA02
L/14-336 layers and Llama 3.2 1B layers. Prints one JSON object of seconds a call.

usage: peer_torch.py IMAGE_LAYERS TEXT_LAYERS THREADS CALLS
"""

import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


def rotate(x, cos, sin):
    """Turn pairs (first half, second half) of each head."""
    a, b = x.chunk(2, dim=-1)
    return torch.cat((a * cos - b * sin, b * cos + a * sin), dim=-1)


def tables(tokens, head, dtype):
    angles = torch.outer(torch.arange(tokens).float(), 10000.0 ** (-torch.arange(head // 2) / (head // 2)))
    return angles.cos().to(dtype), angles.sin().to(dtype)


class Attention(nn.Module):
    def __init__(self, width, heads, groups, bias):
        super().__init__()
        self.head, self.heads, self.groups = width // heads, heads, groups
        self.q = nn.Linear(width, width, bias=bias)
        self.k = nn.Linear(width, groups * self.head, bias=False)
        self.v = nn.Linear(width, groups * self.head, bias=bias)

    def forward(self, x, cos, sin):
        n, tokens, width = x.shape
        q, k, v = (
            part(x).view(n, tokens, heads, self.head).transpose(1, 2)
            for part, heads in ((self.q, self.heads), (self.k, self.groups), (self.v, self.groups))
        )
        y = F.scaled_dot_product_attention(
            rotate(q, cos, sin), rotate(k, cos, sin), v, enable_gqa=self.heads != self.groups
        )
        return y.transpose(1, 2).reshape(n, tokens, width)


class ImageLayer(nn.Module):
    def __init__(self, width=1024, heads=16, hidden=2730):
        super().__init__()
        self.norm1, self.inner, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention, self.out = Attention(width, heads, heads, True), nn.Linear(width, width)
        self.w1, self.w2, self.w3 = nn.Linear(width, hidden), nn.Linear(width, hidden), nn.Linear(hidden, width)
        self.norm3 = nn.LayerNorm(hidden)

    def forward(self, x, cos, sin):
        x = x + self.out(self.inner(self.attention(self.norm1(x), cos, sin)))
        y = self.norm2(x)
        return x + self.w3(self.norm3(F.silu(self.w1(y)) * self.w2(y)))


class TextLayer(nn.Module):
    def __init__(self, width=2048, heads=32, groups=8, hidden=8192):
        super().__init__()
        self.norm1, self.norm2 = nn.RMSNorm(width), nn.RMSNorm(width)
        self.attention, self.out = Attention(width, heads, groups, False), nn.Linear(width, width, bias=False)
        self.gate, self.up = nn.Linear(width, hidden, bias=False), nn.Linear(width, hidden, bias=False)
        self.down = nn.Linear(hidden, width, bias=False)

    def forward(self, x, cos, sin):
        x = x + self.out(self.attention(self.norm1(x), cos, sin))
        y = self.norm2(x)
        return x + self.down(F.silu(self.gate(y)) * self.up(y))


def measure(layer, layers, tokens, width, calls, dtype):
    """Return the least seconds of a call through all layers."""
    stack = [layer().to(dtype).eval() for _ in range(layers)]
    x = torch.randn(1, tokens, width, dtype=dtype)
    cos, sin = tables(tokens, 64, dtype)
    took = []
    for _ in range(calls + 1):
        start = time.perf_counter()
        y = x
        for each in stack:
            y = each(y, cos, sin)
        took.append(time.perf_counter() - start)
    return min(took[1:])


def main():
    image_layers, text_layers, threads, calls = map(int, sys.argv[1:])
    torch.set_num_threads(threads)
    figures = {}
    with torch.inference_mode():
        figures["image"] = measure(ImageLayer, image_layers, 577, 1024, calls, torch.float32)
        figures["text"] = measure(TextLayer, text_layers, 60, 2048, calls, torch.float32)
        figures["text-bf16"] = measure(TextLayer, text_layers, 60, 2048, calls, torch.bfloat16)
    print(json.dumps(figures))


main()
