"""Photos a second of PyTorch, and of ONNX Runtime's CUDA, on a graphics card: an image
tower of CLIP's shape with random weights. Prints one JSON object; what isn't installed or
finds no card is not in it.

usage: peer_card.py MODEL INPUT SIDE PATCH WIDTH HEADS LAYERS BATCH
MODEL is the same tower as an ONNX file, INPUT the name of its input.
"""

import json
import sys
import time


def rate(run, finish, batch, seconds=1.2):
    run()
    finish()
    runs, begin = 0, time.perf_counter()
    while runs == 0 or time.perf_counter() - begin < seconds:
        run()
        finish()
        runs += 1
    return runs * batch / (time.perf_counter() - begin)


def with_torch(side, patch, width, heads, layers, batch):
    import torch
    from torch import nn

    if not torch.cuda.is_available():
        return {}
    tokens = (side // patch) ** 2 + 1

    class Tower(nn.Module):
        def __init__(self):
            super().__init__()
            self.embed = nn.Conv2d(3, width, patch, patch, bias=False)
            self.first = nn.Parameter(torch.randn(1, 1, width))
            self.places = nn.Parameter(torch.randn(1, tokens, width))
            layer = nn.TransformerEncoderLayer(width, heads, 4 * width, 0.0, "gelu", batch_first=True, norm_first=True)
            self.layers = nn.TransformerEncoder(layer, layers, enable_nested_tensor=False)
            self.head = nn.Linear(width, 1280, bias=False)

        def forward(self, pixels):
            x = self.embed(pixels).flatten(2).transpose(1, 2)
            x = torch.cat((self.first.expand(len(x), -1, -1), x), 1) + self.places
            return nn.functional.normalize(self.head(self.layers(x)[:, 0]), dim=-1)

    rates = {}
    for dtype, name in ((torch.float32, "float32"), (torch.float16, "float16")):
        tower = Tower().eval().to("cuda", dtype)
        pixels = torch.zeros(batch, 3, side, side)
        with torch.inference_mode():  # pictures come from the processor and vectors go back
            rates["PyTorch " + name] = rate(lambda: tower(pixels.to("cuda", dtype)).float().cpu(), torch.cuda.synchronize, batch)
        del tower
    return rates


def with_onnxruntime(model, name, side, batch):
    import numpy
    import onnxruntime

    if "CUDAExecutionProvider" not in onnxruntime.get_available_providers():
        return {}
    session = onnxruntime.InferenceSession(model, providers=["CUDAExecutionProvider"])
    if "CUDAExecutionProvider" not in session.get_providers():
        return {}
    output = [session.get_outputs()[0].name]
    pixels = numpy.zeros((batch, 3, side, side), numpy.float32)
    return {"ONNX Runtime CUDA float32": rate(lambda: session.run(output, {name: pixels}), lambda: None, batch)}


def main():
    model, name = sys.argv[1:3]
    side, patch, width, heads, layers, batch = map(int, sys.argv[3:])
    rates = {}
    for peer in (lambda: with_torch(side, patch, width, heads, layers, batch), lambda: with_onnxruntime(model, name, side, batch)):
        try:
            rates |= peer()
        except Exception as problem:  # it isn't installed, or doesn't fit this card
            print(problem, file=sys.stderr)
    json.dump(rates, sys.stdout)


main()
