using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Devices;

namespace AdjointKit.Benchmarks.Convolution;

/// <summary>A convolution of planes with a padding that keeps their size.</summary>
internal sealed class ConvolutionCase : IDisposable
{
    private readonly Tape tape;
    private readonly NdArray<float> images;
    private readonly NdArray<float> kernel;
    private readonly NdArray<float> imageGradient;
    private readonly NdArray<float> kernelGradient;
    private readonly nint padding;

    internal ConvolutionCase(Compute compute, int samples, int channels, int side, int taps)
    {
        tape = new Tape(compute);
        padding = taps / 2;
        images = compute.Empty<float>(samples, channels, side, side);
        kernel = compute.Empty<float>(channels, channels, taps, taps);
        imageGradient = compute.Empty<float>(images.Shape);
        kernelGradient = compute.Empty<float>(kernel.Shape);
        new CounterRandom(1).FillNormal(images);
        new CounterRandom(2).FillNormal(kernel);
    }

    internal Contestant Forward() => new("AdjointKit", count =>
    {
        for (int step = 0; step < count; step++)
        {
            Ops.Convolution2d(tape.Constant(images), tape.Constant(kernel), padding: (padding, padding));
            tape.Reset();
        }
    });

    internal Contestant Gradient() => new("AdjointKit", count =>
    {
        for (int step = 0; step < count; step++)
        {
            Var<float> x = tape.Input(images);
            Var<float> k = tape.Input(kernel);
            tape.Backward(Ops.Sum(Ops.Convolution2d(x, k, padding: (padding, padding))));
            tape.Gradient(x, imageGradient);
            tape.Gradient(k, kernelGradient);
            tape.Reset();
        }
    });

    public void Dispose()
    {
        tape.Dispose();
        foreach (NdArray<float> array in new[] { images, kernel, imageGradient, kernelGradient }) array.Dispose();
    }
}
