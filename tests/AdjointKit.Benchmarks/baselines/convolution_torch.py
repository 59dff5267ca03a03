# The peer of the convolution benchmark: reads lines "forward|gradient,samples,channels,side,taps,threads repetitions", does the work, answers with the processor seconds that it took.
import sys
import time

import torch
import torch.nn.functional as functional

torch.manual_seed(1)
arrays = {}


def operands(samples, channels, side, taps):
    key = (samples, channels, side, taps)
    if key not in arrays:
        arrays[key] = (torch.randn(samples, channels, side, side).requires_grad_(True), torch.randn(channels, channels, taps, taps).requires_grad_(True))
    return arrays[key]


def forward(x, k, taps):
    with torch.no_grad():
        return functional.conv2d(x, k, padding=taps // 2)


def gradient(x, k, taps):
    x.grad = None
    k.grad = None
    functional.conv2d(x, k, padding=taps // 2).sum().backward()


print("torch", torch.__version__, flush=True)
for line in sys.stdin:
    case, repetitions = line.split()
    name, *numbers = case.split(",")
    samples, channels, side, taps, threads = map(int, numbers)
    torch.set_num_threads(threads)
    run = {"forward": forward, "gradient": gradient}[name]
    x, k = operands(samples, channels, side, taps)
    begin = time.process_time()
    for _ in range(int(repetitions)):
        run(x, k, taps)
    print(time.process_time() - begin, flush=True)
