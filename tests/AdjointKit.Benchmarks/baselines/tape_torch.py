# The peer of the tape in the elementwise benchmark: reads lines "case repetitions", does the work on one thread, answers with the processor seconds that it took.
import sys
import time

import torch

torch.set_num_threads(1)
torch.manual_seed(1)
large = (torch.rand(1000000) * 2 - 1).requires_grad_(True)


def chain_forward():
    with torch.no_grad():
        return torch.tanh(torch.exp(torch.sin(large))).sum()


def chain_gradient():
    large.grad = None
    torch.tanh(torch.exp(torch.sin(large))).sum().backward()


def products(length):
    x = torch.ones(length).requires_grad_(True)
    factor = torch.ones(length)

    def run():
        x.grad = None
        z = x
        for _ in range(100):
            z = z * factor
        z.sum().backward()

    return run


work = {"forward": chain_forward, "gradient": chain_gradient}
for length in (1, 4096, 65536):
    work["products%d" % length] = products(length)

print("torch", torch.__version__, flush=True)
for line in sys.stdin:
    case, repetitions = line.split()
    start = time.process_time()
    for _ in range(int(repetitions)):
        work[case]()
    print(time.process_time() - start, flush=True)
