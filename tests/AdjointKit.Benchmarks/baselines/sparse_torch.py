# The peer of the benchmark of sparse recovery: ISTA and FISTA from 0 in PyTorch, in place, on the number of threads that the first argument says; the second is the number of steps.
# Reads lines "method,type,what repetitions", does so many recoveries, answers with the processor seconds that they took. "history": with the objective and the prox-gradient of each step.
import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = sys.argv[1]
import torch

torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(1)
ROWS, COLUMNS, SAMPLES, WEIGHT = 250, 500, 1000, 0.1
STEPS = int(sys.argv[2])


class Recovery:
    def __init__(self, dtype):
        matrix = torch.randn(ROWS, COLUMNS, dtype=torch.float64)
        matrix /= matrix.norm(dim=0)
        truth = torch.randn(SAMPLES, COLUMNS, dtype=torch.float64) * (torch.rand(SAMPLES, COLUMNS) < 0.1)
        self.data = (truth @ matrix.T).to(dtype)
        self.matrix = matrix.to(dtype)
        self.length = float(1 / (1.01 * torch.linalg.matrix_norm(matrix, 2) ** 2))
        self.x, self.next, self.ahead, self.point = (torch.empty(SAMPLES, COLUMNS, dtype=dtype) for _ in range(4))
        self.misfit = torch.empty(SAMPLES, ROWS, dtype=dtype)

    def move(self, start, into):
        torch.mm(start, self.matrix.T, out=self.misfit)
        self.misfit.sub_(self.data)
        torch.mm(self.misfit, self.matrix, out=self.point)
        torch.add(start, self.point, alpha=-self.length, out=self.point)
        torch._C._nn.softshrink(self.point, WEIGHT * self.length, out=into)

    def judge(self, start, x):
        # The image of the iterate is found in the next step; here its misfit is taken as known, and only the sums are made.
        moved = torch.dist(x, start) / self.length
        return WEIGHT * torch.linalg.vector_norm(x, 1) + torch.dot(self.misfit.view(-1), self.misfit.view(-1)) / 2, moved

    def ista(self, history):
        self.x.zero_()
        for _ in range(STEPS):
            self.move(self.x, self.next)
            if history:
                self.judge(self.x, self.next)
            self.x, self.next = self.next, self.x

    def fista(self, history):
        self.x.zero_()
        self.ahead.zero_()
        count = 1.0
        for _ in range(STEPS):
            self.move(self.ahead, self.next)
            if history:
                self.judge(self.ahead, self.next)
            after = (1 + (1 + 4 * count * count) ** 0.5) / 2
            torch.lerp(self.x, self.next, 1 + (count - 1) / after, out=self.ahead)
            self.x, self.next = self.next, self.x
            count = after


known = {"f32": Recovery(torch.float32), "f64": Recovery(torch.float64)}
print("torch", torch.__version__, flush=True)
with torch.no_grad():
    for line in sys.stdin:
        case, repetitions = line.split()
        method, kind, what = case.split(",")
        run = getattr(known[kind], method)
        begin = time.process_time()
        for _ in range(int(repetitions)):
            run(what == "history")
        print(time.process_time() - begin, flush=True)
