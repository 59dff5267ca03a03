using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>Every method of sparse recovery, with options that it can go on with.</summary>
internal static class SparseCases
{
    internal const int Sparsity = 2;

    public static TheoryData<SparseMethod> All() => [.. Enum.GetValues<SparseMethod>()];

    internal static SparseOptions Options(SparseMethod method, int steps) => Options(method) with { Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = steps } };

    private static SparseOptions Options(SparseMethod method) => method switch
    {
        SparseMethod.Amp => new SparseOptions(),
        SparseMethod.Vamp => new SparseOptions { NoiseVariance = 1e-3 },
        SparseMethod.OrthogonalMatchingPursuit or SparseMethod.CoSaMp or SparseMethod.IterativeHardThresholding or SparseMethod.NormalizedIterativeHardThresholding => new SparseOptions { Sparsity = Sparsity },
        SparseMethod.Admm => new SparseOptions { Weight = 0.1, Penalty = 1, InnerTolerance = 1e-15 },
        _ => new SparseOptions { Weight = 0.1 },
    };
}

/// <summary>Samples with a few normal elements other than 0, seen through a matrix of normal elements and columns of about unit norm.</summary>
internal sealed class SparseProblem<T> : IDisposable
    where T : unmanaged
{
    internal SparseProblem(Compute compute, int rows, int columns, int samples, int sparsity, ulong seed, double noise = 0)
    {
        Matrix = TestNumbers.Array<T>(compute, [.. TestNumbers.Random<T>(rows * columns, seed).Select(number => number / Math.Sqrt(rows * (ElementTypes.IsComplex(ElementTypes.Of<T>()) ? 2 : 1)))]).Reshape(rows, columns);
        A = new MatrixOperator<T>(compute, Matrix, samples);
        var elements = new Complex[samples * columns];
        Complex[] values = TestNumbers.Random<T>(samples * sparsity, seed + 1);
        var random = new CounterRandom(seed + 2);
        for (int sample = 0; sample < samples; sample++)
        {
            for (int k = 0; k < sparsity; k++)
            {
                ulong draw = (ulong)((sample * sparsity) + k) * 1000;
                int place;
                do place = (int)random.Integer(draw++, 0, columns);
                while (elements[(sample * columns) + place] != 0);
                Complex value = values[(sample * sparsity) + k];
                elements[(sample * columns) + place] = value + (value / value.Magnitude);
            }
        }

        Signals = TestNumbers.Array<T>(compute, elements).Reshape(samples, columns);
        Data = A.Apply(Signals);
        if (noise > 0) compute.Backend.AddScaled(noise, TestNumbers.Array<T>(compute, TestNumbers.Random<T>(samples * rows, seed + 3)).Reshape(samples, rows), Data);
    }

    internal NdArray<T> Matrix { get; }

    internal MatrixOperator<T> A { get; }

    internal NdArray<T> Signals { get; }

    internal NdArray<T> Data { get; }

    public void Dispose()
    {
        Matrix.Dispose();
        Signals.Dispose();
        Data.Dispose();
    }
}
