# The peer of the benchmark of network ops, on the number of threads that its argument says: reads lines "case,direction,type,numbers... repetitions", does the work, answers with the processor seconds that it took.
import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = sys.argv[1]
import torch
import torch.nn.functional as functional

torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(1)


def cross_entropy(x):
    return functional.cross_entropy(x, labels(x.shape))


def labels(shape, known={}):
    if shape not in known:
        known[shape] = torch.randint(0, shape[1], (shape[0],))
    return known[shape]


def layer_norm(x, gain, bias):
    return functional.layer_norm(x, x.shape[-1:], gain, bias)


def convolution(x, kernel):
    padding = kernel.shape[-1] // 2
    groups = x.shape[1] // kernel.shape[1]
    if x.dim() == 3:
        return functional.conv1d(x, kernel, padding=padding, groups=groups)
    return functional.conv2d(x, kernel, padding=padding, groups=groups)


def operands(name, numbers, dtype):
    if name == "layer_norm":
        shapes = [numbers, numbers[1:], numbers[1:]]
    elif name == "convolution":
        samples, channels, of_group, rows, columns, taps = numbers
        planar = rows > 1
        shapes = [[samples, channels] + ([rows] if planar else []) + [columns], [channels, of_group] + ([taps] if planar else []) + [taps]]
    else:
        shapes = [numbers]
    return [torch.randn(*shape, dtype=dtype).requires_grad_(True) for shape in shapes]


runs = {
    "softmax": lambda x: functional.softmax(x, -1),
    "log_softmax": lambda x: functional.log_softmax(x, -1),
    "log_sum_exp": lambda x: torch.logsumexp(x, -1),
    "cross_entropy": cross_entropy,
    "layer_norm": layer_norm,
    "convolution": convolution,
}
known = {}
print("torch", torch.__version__, flush=True)
for line in sys.stdin:
    case, repetitions = line.split()
    if case not in known:
        name, direction, kind, *numbers = case.split(",")
        given = operands(name, [int(number) for number in numbers], {"f32": torch.float32, "f64": torch.float64}[kind])
        known[case] = (runs[name], given, torch.randn_like(runs[name](*given)) if direction == "gradient" else None)
    run, given, seed = known[case]
    begin = time.process_time()
    for _ in range(int(repetitions)):
        if seed is None:
            with torch.no_grad():
                run(*given)
        else:
            for x in given:
                x.grad = None
            run(*given).backward(seed)
    print(time.process_time() - begin, flush=True)
