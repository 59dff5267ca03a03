# The peer of the tape in the training benchmark, on the number of threads that its argument says: reads lines "case repetitions", does the work, answers with the processor seconds that it took.
import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = sys.argv[1]
import torch
import torch.nn.functional as functional

torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(1)
widths = [784, 256, 128, 10]
images = torch.randn(64, 784)
labels = torch.randint(0, 10, (64,))
layers = []
for before, after in zip(widths, widths[1:]):
    layers.append((torch.randn(after, before).mul_((2 / before) ** 0.5).requires_grad_(True), torch.zeros(after).requires_grad_(True)))
parameters = [p for layer in layers for p in layer]
optimizer = torch.optim.SGD(parameters, lr=0.01)


def perceptron():
    x = images
    for number, (weight, bias) in enumerate(layers):
        x = functional.linear(x, weight, bias)
        if number < len(layers) - 1:
            x = functional.relu(x)
    optimizer.zero_grad(set_to_none=True)
    functional.cross_entropy(x, labels).backward()
    optimizer.step()


inputs = torch.randn(100, 32, 64).requires_grad_(True)
weights = (torch.randn(64, 64) / 8).requires_grad_(True)
start = torch.zeros(32, 64)


def loss():
    h = start
    for t in range(100):
        h = torch.tanh(inputs[t] + h @ weights.t())
    return h.square().mean()


def recurrent_forward():
    with torch.no_grad():
        return loss()


def recurrent_gradient():
    inputs.grad = None
    weights.grad = None
    loss().backward()


large = torch.randn(6_000_000).requires_grad_(True)
large.grad = torch.randn(6_000_000)
adam_optimizer = torch.optim.Adam([large], lr=1e-3)


def adam():
    adam_optimizer.step()


work = {"adam": adam, "perceptron": perceptron, "recurrent_forward": recurrent_forward, "recurrent_gradient": recurrent_gradient}
print("torch", torch.__version__, flush=True)
for line in sys.stdin:
    case, repetitions = line.split()
    run = work[case]
    begin = time.process_time()
    for _ in range(int(repetitions)):
        run()
    print(time.process_time() - begin, flush=True)
