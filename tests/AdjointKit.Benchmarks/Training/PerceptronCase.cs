using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Devices;
using AdjointKit.Kernels;

namespace AdjointKit.Benchmarks.Training;

/// <summary>Steps of gradient descent of a perceptron 784-256-128-10 with ReLU and cross-entropy on batches of 64: forward, backward, update.</summary>
internal sealed class PerceptronCase : IDisposable
{
    internal const int BatchSize = 64;
    private const double Rate = 0.01;
    private static readonly int[] Widths = [784, 256, 128, 10];

    private readonly Compute compute;
    private readonly Tape tape;
    private readonly NdArray<float> images;
    private readonly NdArray<long> labels;
    private readonly NdArray<float>[] weights;
    private readonly NdArray<float>[] biases;
    private readonly NdArray<float>[] weightGradients;
    private readonly NdArray<float>[] biasGradients;

    internal PerceptronCase(Compute compute)
    {
        this.compute = compute;
        tape = new Tape(compute);
        images = compute.Empty<float>(BatchSize, Widths[0]);
        new CounterRandom(1).FillNormal(images);
        labels = compute.Empty<long>(BatchSize);
        compute.Backend.FillIntegers(labels, 0, Widths[^1], new CounterRandom(2));
        int layers = Widths.Length - 1;
        weights = new NdArray<float>[layers];
        biases = new NdArray<float>[layers];
        weightGradients = new NdArray<float>[layers];
        biasGradients = new NdArray<float>[layers];
        for (int layer = 0; layer < layers; layer++)
        {
            weights[layer] = compute.Empty<float>(Widths[layer + 1], Widths[layer]);
            new CounterRandom((ulong)(3 + layer)).FillNormal(weights[layer]);
            compute.Backend.Affine(Math.Sqrt(2.0 / Widths[layer]), weights[layer], 0, weights[layer]);
            biases[layer] = compute.Zeros<float>(Widths[layer + 1]);
            weightGradients[layer] = compute.Empty<float>(weights[layer].Shape);
            biasGradients[layer] = compute.Empty<float>(biases[layer].Shape);
        }
    }

    internal Contestant Steps() => new("AdjointKit", count =>
    {
        using DenormalFlush.Scope flush = DenormalFlush.Enter();
        for (int step = 0; step < count; step++) Step();
    });

    public void Dispose()
    {
        tape.Dispose();
        foreach (NdArray<float> array in weights.Concat(biases).Concat(weightGradients).Concat(biasGradients).Append(images)) array.Dispose();
        labels.Dispose();
    }

    private void Step()
    {
        Span<Var<float>> w = [default, default, default];
        Span<Var<float>> b = [default, default, default];
        Var<float> x = tape.Constant(images);
        for (int layer = 0; layer < weights.Length; layer++)
        {
            w[layer] = tape.Input(weights[layer]);
            b[layer] = tape.Input(biases[layer]);
            x = Ops.MatMul(x, w[layer], formB: MatrixForm.Transposed) + b[layer];
            if (layer < weights.Length - 1) x = Ops.Relu(x);
        }

        tape.Backward(Ops.CrossEntropy(x, labels));
        for (int layer = 0; layer < weights.Length; layer++)
        {
            tape.Gradient(w[layer], weightGradients[layer]);
            tape.Gradient(b[layer], biasGradients[layer]);
        }

        tape.Reset();
        for (int layer = 0; layer < weights.Length; layer++)
        {
            compute.Backend.AddScaled(-Rate, weightGradients[layer], weights[layer]);
            compute.Backend.AddScaled(-Rate, biasGradients[layer], biases[layer]);
        }
    }
}
