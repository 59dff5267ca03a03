# The peer of the benchmark of unrolled networks: training steps of LISTA and its relatives in PyTorch, 250 x 500, 16 layers, batches of 64, float32: forward, backward, Adam. The argument is the
# number of threads. Reads lines "model repetitions", does so many steps, answers with the processor seconds that they took.
import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = sys.argv[1]
import torch

torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(1)
ROWS, COLUMNS, SAMPLES, LAYERS, WEIGHT = 250, 500, 64, 16, 0.4
matrix = torch.randn(ROWS, COLUMNS, dtype=torch.float64)
matrix /= matrix.norm(dim=0)
length = float(1 / (1.001 * torch.linalg.matrix_norm(matrix, 2) ** 2))
inverse = torch.linalg.inv(matrix @ matrix.T)
analytic = inverse @ matrix
analytic = (analytic / (matrix * analytic).sum(0)).float()
gram = (torch.eye(COLUMNS, dtype=torch.float64) - length * matrix.T @ matrix).float()
truth = (torch.randn(SAMPLES, COLUMNS) * (torch.rand(SAMPLES, COLUMNS) < 0.1)).float()
matrix = matrix.float()
data = truth @ matrix.T


def shrink(v, theta, selected):
    soft = torch.sign(v) * torch.relu(torch.abs(v) - theta)
    if selected == 0:
        return soft
    with torch.no_grad():
        size = torch.abs(v)
        limit = torch.kthvalue(size, COLUMNS - selected, dim=1, keepdim=True).values
        kept = (size > limit) & (size > theta)
    return torch.where(kept, v, soft)


class Model:
    def __init__(self, name):
        self.name = name
        self.theta = [torch.tensor(WEIGHT * length).requires_grad_(True) for _ in range(LAYERS)]
        self.parameters = list(self.theta)
        self.selected = [0] * LAYERS
        if name in ("lista-cpss", "alista", "tilista"):
            self.selected = [round((COLUMNS - 1) * min(1.2 * (k + 1), 13) / 100) for k in range(LAYERS)]
        if name == "lista":
            self.b = [(length * matrix.T).clone().requires_grad_(True) for _ in range(LAYERS)]
            self.g = [None] + [gram.clone().requires_grad_(True) for _ in range(LAYERS - 1)]
            self.parameters += self.b + self.g[1:]
        elif name in ("lista-cp", "lista-cpss"):
            self.w = [(length * matrix).clone().requires_grad_(True) for _ in range(LAYERS)]
            self.parameters += self.w
        else:
            self.gamma = [torch.tensor(1.0).requires_grad_(True) for _ in range(LAYERS)]
            self.parameters += self.gamma
            self.w = [analytic] * LAYERS
            if name == "tilista":
                self.w = [(length * matrix).clone().requires_grad_(True)] * LAYERS
                self.parameters.append(self.w[0])
        self.optimizer = torch.optim.Adam(self.parameters, lr=1e-4)

    def run(self):
        x = None
        for k in range(LAYERS):
            if self.name == "lista":
                v = data @ self.b[k].T
                if k > 0:
                    v = v + x @ self.g[k].T
            else:
                v = (data if k == 0 else data - x @ matrix.T) @ self.w[k]
                if self.name in ("alista", "tilista"):
                    v = self.gamma[k] * v
                if k > 0:
                    v = x + v
            x = shrink(v, self.theta[k], self.selected[k])
        return x

    def step(self):
        self.optimizer.zero_grad(set_to_none=True)
        loss = (self.run() - truth).square().sum() / 2
        loss.backward()
        self.optimizer.step()


models = {}
print("torch", torch.__version__, flush=True)
for line in sys.stdin:
    case, repetitions = line.split()
    if case not in models:
        models = {case: Model(case)}
    step = models[case].step
    begin = time.process_time()
    for _ in range(int(repetitions)):
        step()
    print(time.process_time() - begin, flush=True)
