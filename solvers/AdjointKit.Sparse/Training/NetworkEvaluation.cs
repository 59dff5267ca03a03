using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Sparse;

/// <summary>How far a network is from the true signals after each layer.</summary>
public static class NetworkEvaluation
{
    /// <summary>The error of the start, x = 0, and of the output of every layer.</summary>
    /// <param name="network">The network.</param>
    /// <param name="signals">The signals and their data.</param>
    /// <param name="found">The output of the last layer [samples, N] in host memory, the caller's.</param>
    public static IReadOnlyList<LayerError> Of<T>(UnrolledNetwork<T> network, SparseSignals<T> signals, out NdArray<T> found)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(signals);
        Compute compute = network.Dictionary.Compute;
        using NdArray<T> truth = compute.ToHost(signals.X);
        nint samples = truth.Shape[0];
        found = NdArray.Zeros<T>(truth.Shape);
        var sums = new RecoveryErrorSums[network.Layers + 1];
        var objectives = new double[network.Layers + 1];
        for (int layer = 0; layer < sums.Length; layer++) sums[layer] = new RecoveryErrorSums();
        sums[0].Add(found, truth);
        objectives[0] = compute.Backend.Dot(signals.Y, signals.Y).Real / 2;
        using var tape = new Tape(compute);
        for (nint start = 0; start < samples; start += UnrolledNetwork<T>.SamplesAtOnce)
        {
            nint count = Math.Min(UnrolledNetwork<T>.SamplesAtOnce, samples - start);
            NdArray<T> y = signals.Y.Slice(0, start, count);
            NdArray<T> wanted = truth.Slice(0, start, count);
            NdArray<T> last = found.Slice(0, start, count);
            using NdArray<T> misfit = compute.Empty<T>(y.Shape);
            network.Run(tape.Constant(y), each: (layer, x) =>
            {
                using NdArray<T> there = compute.ToHost(x.Value);
                sums[layer].Add(there, wanted);
                compute.Backend.Affine(-1, y, 0, misfit);
                compute.Backend.MatrixMultiply(MatrixForm.Plain, x.Value, MatrixForm.Transposed, network.Dictionary.Matrix, accumulate: true, misfit);
                objectives[layer] += compute.Backend.Dot(misfit, misfit).Real / 2;
                if (layer == network.Layers) there.CopyTo(last);
            });
            tape.Reset();
        }

        return [.. sums.Select((sum, layer) => new LayerError(layer, objectives[layer], sum.Error))];
    }
}

/// <summary>The error after a layer.</summary>
/// <param name="Layer">The layer, from 1; 0 is the start.</param>
/// <param name="Objective">1/2 |A x - y|^2, summed over the samples.</param>
/// <param name="Error">The error against the true signals.</param>
public readonly record struct LayerError(int Layer, double Objective, RecoveryError Error);
