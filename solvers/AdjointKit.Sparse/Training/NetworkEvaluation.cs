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
        using NdArray<T> misfit = compute.Empty<T>(signals.Y.Shape);
        using var tape = new Tape(compute);
        NdArray<T> last = NdArray.Zeros<T>(truth.Shape);
        List<LayerError> errors = [new(0, compute.Backend.Dot(signals.Y, signals.Y).Real / 2, RecoveryError.Of(last, truth))];
        network.Run(tape.Constant(signals.Y), each: (layer, x) =>
        {
            last.Dispose();
            last = compute.ToHost(x.Value);
            compute.Backend.Copy(signals.Y, misfit);
            compute.Backend.Affine(-1, misfit, 0, misfit);
            compute.Backend.MatrixMultiply(MatrixForm.Plain, x.Value, MatrixForm.Transposed, network.Dictionary.Matrix, accumulate: true, misfit);
            errors.Add(new LayerError(layer, compute.Backend.Dot(misfit, misfit).Real / 2, RecoveryError.Of(last, truth)));
        });
        found = last;
        return errors;
    }
}

/// <summary>The error after a layer.</summary>
/// <param name="Layer">The layer, from 1; 0 is the start.</param>
/// <param name="Objective">1/2 |A x - y|^2, summed over the samples.</param>
/// <param name="Error">The error against the true signals.</param>
public readonly record struct LayerError(int Layer, double Objective, RecoveryError Error);
