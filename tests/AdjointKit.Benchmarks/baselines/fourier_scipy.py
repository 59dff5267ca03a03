# The peer of scipy in the Fourier benchmark: reads lines "LENGTHxLENGTH type workers repetitions" (type: c64, c128 or r2c), does the transforms, answers with the processor seconds that they took.
import sys
import time

import numpy
import scipy
import scipy.fft

print("scipy", scipy.__version__, flush=True)
arrays = {}
for line in sys.stdin:
    lengths, kind, workers, repetitions = line.split()
    if (lengths, kind) not in arrays:
        shape = [int(length) for length in lengths.split("x")]
        x = numpy.random.default_rng(1).standard_normal(shape)
        arrays = {(lengths, kind): x.astype({"c64": numpy.complex64, "c128": numpy.complex128, "r2c": numpy.float32}[kind])}
    x = arrays[lengths, kind]
    transform = scipy.fft.rfftn if kind == "r2c" else scipy.fft.fftn
    start = time.process_time()
    for _ in range(int(repetitions)):
        transform(x, workers=int(workers))
    print(time.process_time() - start, flush=True)
