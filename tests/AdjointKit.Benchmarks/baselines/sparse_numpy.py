# The peer of the benchmark of sparse recovery: ISTA and FISTA from 0 in numpy on OpenBLAS, in place, on the number of threads that the first argument says; the second is the number of steps.
# Reads lines "method,type,what repetitions", does so many recoveries, answers with the processor seconds that they took. "history": with the objective and the prox-gradient of each step.
import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = sys.argv[1]
import numpy as np

ROWS, COLUMNS, SAMPLES, WEIGHT = 250, 500, 1000, 0.1
STEPS = int(sys.argv[2])


class Recovery:
    def __init__(self, dtype):
        random = np.random.default_rng(1)
        matrix = random.standard_normal((ROWS, COLUMNS))
        matrix /= np.linalg.norm(matrix, axis=0)
        truth = random.standard_normal((SAMPLES, COLUMNS)) * (random.random((SAMPLES, COLUMNS)) < 0.1)
        self.data = (truth @ matrix.T).astype(dtype)
        self.matrix = matrix.astype(dtype)
        self.length = dtype(1 / (1.01 * np.linalg.norm(matrix, 2) ** 2))
        self.limit = dtype(WEIGHT * self.length)
        self.x, self.next, self.ahead, self.point, self.clipped = (np.empty((SAMPLES, COLUMNS), dtype) for _ in range(5))
        self.misfit = np.empty((SAMPLES, ROWS), dtype)

    def move(self, start, into):
        np.matmul(start, self.matrix.T, out=self.misfit)
        np.subtract(self.misfit, self.data, out=self.misfit)
        np.matmul(self.misfit, self.matrix, out=self.point)
        np.multiply(self.point, -self.length, out=self.point)
        np.add(self.point, start, out=self.point)
        np.clip(self.point, -self.limit, self.limit, out=self.clipped)
        np.subtract(self.point, self.clipped, out=into)

    def judge(self, start, x):
        # The image of the iterate is found in the next step; here its misfit is taken as known, and only the sums are made.
        np.subtract(x, start, out=self.clipped)
        moved = np.linalg.norm(self.clipped) / self.length
        np.abs(x, out=self.clipped)
        return WEIGHT * self.clipped.sum() + np.vdot(self.misfit, self.misfit) / 2, moved

    def ista(self, history):
        self.x[:] = 0
        for _ in range(STEPS):
            self.move(self.x, self.next)
            if history:
                self.judge(self.x, self.next)
            self.x, self.next = self.next, self.x

    def fista(self, history):
        self.x[:] = 0
        self.ahead[:] = 0
        count = 1.0
        for _ in range(STEPS):
            self.move(self.ahead, self.next)
            if history:
                self.judge(self.ahead, self.next)
            after = (1 + (1 + 4 * count * count) ** 0.5) / 2
            np.subtract(self.next, self.x, out=self.ahead)
            np.multiply(self.ahead, self.ahead.dtype.type((count - 1) / after), out=self.ahead)
            np.add(self.ahead, self.next, out=self.ahead)
            self.x, self.next = self.next, self.x
            count = after


known = {"f32": Recovery(np.float32), "f64": Recovery(np.float64)}
print("numpy", np.__version__, flush=True)
for line in sys.stdin:
    case, repetitions = line.split()
    method, kind, what = case.split(",")
    run = getattr(known[kind], method)
    begin = time.process_time()
    for _ in range(int(repetitions)):
        run(what == "history")
    print(time.process_time() - begin, flush=True)
