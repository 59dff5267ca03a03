using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;

namespace AdjointKit.Benchmarks.Sparse;

/// <summary>Recoveries of sparse signals, a tenth of whose elements are not 0, from half as many numbers: all samples at once; and the product that tells how fast products are here.</summary>
internal sealed class SparseCase<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal const int Rows = 250;
    internal const int Columns = 500;
    internal const int Samples = 1000;
    private const double Weight = 0.1;
    private const int Side = 1024;

    private readonly Compute compute;
    private readonly NdArray<T> matrix;
    private readonly NdArray<T> data;
    private readonly NdArray<T> square;
    private readonly NdArray<T> product;
    private readonly ProximalGradient<T, T> solver;

    internal SparseCase(Compute compute, bool accelerated, int steps)
    {
        this.compute = compute;
        Backend backend = compute.Backend;
        matrix = compute.Empty<T>(new Shape(Rows, Columns));
        data = compute.Empty<T>(new Shape(Samples, Rows));
        square = compute.Empty<T>(new Shape(Side, Side));
        product = compute.Empty<T>(new Shape(Side, Side));
        backend.FillNormal(square, new CounterRandom(4));
        backend.FillNormal(matrix, new CounterRandom(1));
        using NdArray<T> norms = compute.Empty<T>(new Shape(1, Columns));
        backend.Norm(matrix, norms, account: null);
        backend.Binary(BinaryOp.Divide, matrix, norms, matrix);
        using NdArray<T> truth = compute.Empty<T>(new Shape(Samples, Columns));
        using NdArray<T> support = compute.Empty<T>(new Shape(Samples, Columns));
        backend.FillNormal(truth, new CounterRandom(2));
        backend.FillBernoulli(support, 0.1, new CounterRandom(3));
        backend.Binary(BinaryOp.Multiply, truth, support, truth);
        var a = new MatrixOperator<T>(compute, matrix, Samples);
        a.Apply(truth, data);
        solver = new ProximalGradient<T, T>(a, new L1Norm<T>(compute, Weight), new ProximalGradientOptions { Accelerated = accelerated, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = steps } });
    }

    /// <summary>The share of the elements of the last solution that are not 0.</summary>
    internal double Density => solver.Solution.AsReadOnlySpan().ToArray().Count(x => x != T.Zero) / ((double)Samples * Columns);

    /// <summary>The seconds that the products of a step take at the rate of a product that took some time.</summary>
    internal static double Limit(double secondsOfProduct) => secondsOfProduct * 2 * Samples * Rows * Columns / Math.Pow(Side, 3);

    internal Contestant Recoveries() => new("AdjointKit", count =>
    {
        for (int recovery = 0; recovery < count; recovery++)
        {
            solver.Start(data);
            solver.Run();
        }
    });

    /// <summary>Products of large matrices.</summary>
    internal Contestant Products() => new("a product", count =>
    {
        for (int repetition = 0; repetition < count; repetition++) compute.Backend.MatrixMultiply(MatrixForm.Plain, square, MatrixForm.Plain, square, accumulate: false, product);
    });

    public void Dispose()
    {
        solver.Dispose();
        foreach (NdArray<T> array in new[] { matrix, data, square, product }) array.Dispose();
    }
}
