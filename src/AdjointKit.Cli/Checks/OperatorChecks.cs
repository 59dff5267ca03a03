using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Waves;

namespace AdjointKit.Cli.Checks;

/// <summary>Every linear operator that ships, in both precisions: the list behind <c>dottest</c>.</summary>
internal static class OperatorChecks
{
    private static readonly Grid2D Grid = new(31, 27, 10, 8);
    private static readonly TimeAxis Time = new(0.002, 61);

    /// <summary>Positions off the grid, near the surface and near the edges.</summary>
    private static readonly Position[] Points = [new(11.3, 3.1), new(150, 96), new(297.7, 205.4), new(83.9, 8)];

    internal static IReadOnlyList<CheckCase> All { get; } =
    [
        .. Both("Hicks interpolation, off-grid positions", Interpolation<float>(freeSurface: false), Interpolation<double>(freeSurface: false)),
        .. Both("Hicks interpolation, free surface", Interpolation<float>(freeSurface: true), Interpolation<double>(freeSurface: true)),
        .. TimeCases(),
        .. Both("adjoint A^H", Adjoint<float>, Adjoint<double>),
        .. Both("composition A B^H", Composed<float>, Composed<double>),
        .. Both("sum A + B", Sum<float>, Sum<double>),
        .. Both("difference and scale 2 A - B", Difference<float>, Difference<double>),
        .. Both("negation -A", Negation<float>, Negation<double>),
        .. Both("stack of operators", Stacked<float>, Stacked<double>),
        .. Both("operators side by side", Concatenated<float>, Concatenated<double>),
        .. Both("matrix of operators with an absent block", Blocks<float>, Blocks<double>),
        .. Both("linearization of a function", Linearization<float>, Linearization<double>),
        .. ArrayOperatorChecks.All,
        .. OpticsChecks.Operators,
        .. ElementChecks.Operators,
        .. RetrievalChecks.Operators,
        .. HolographyChecks.Operators,
        Case("f64", "complex scale (1 - 2i) A", compute => new Complex(1, -2) * new ComplexWeights(compute, length: 23)),
        .. WaveCheckCatalogue.Operators.Select(check => new CheckCase(check.Name, check.Precision, (compute, _) => check.Run(compute))),
    ];

    private static IEnumerable<CheckCase> TimeCases()
    {
        (string Name, int Substeps, bool Corrected)[] variants = [("one step per sample", 1, false), ("sub-steps", 3, false), ("time-corrected", 1, true), ("sub-steps, time-corrected", 3, true)];
        foreach ((string name, int substeps, bool corrected) in variants)
        {
            foreach (CheckCase check in Both($"wavelet to inner steps, {name}", WaveletSteps<float>(substeps, corrected), WaveletSteps<double>(substeps, corrected))) yield return check;
            foreach (CheckCase check in Both($"record to data, {name}", Recorded<float>(substeps, corrected), Recorded<double>(substeps, corrected))) yield return check;
        }
    }

    internal static IEnumerable<CheckCase> Both(string name, Func<Compute, LinearOperator<float, float>> single, Func<Compute, LinearOperator<double, double>> twice) =>
        [Case("f32", name, single), Case("f64", name, twice)];

    internal static CheckCase Case<TIn, TOut>(string precision, string name, Func<Compute, LinearOperator<TIn, TOut>> make)
        where TIn : unmanaged
        where TOut : unmanaged => new(name, precision, (compute, seed) => DotTest.Run(make(compute), seed: seed) with { Operator = name });

    private static Func<Compute, LinearOperator<T, T>> Interpolation<T>(bool freeSurface)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => compute => PointOperators.Read<T>(compute, Grid, Points, freeSurface);

    private static Func<Compute, LinearOperator<T, T>> WaveletSteps<T>(int substeps, bool corrected)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => compute => TimeOperators.WaveletToInnerSteps<T>(compute, Time, substeps, corrected, traces: 3);

    private static Func<Compute, LinearOperator<T, T>> Recorded<T>(int substeps, bool corrected)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => compute => TimeOperators.RecordToData<T>(compute, Time, substeps, corrected, traces: 3);

    private static LinearOperator<T, T> A<T>(Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Interpolation<T>(freeSurface: false)(compute);

    private static LinearOperator<T, T> B<T>(Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Interpolation<T>(freeSurface: true)(compute);

    private static LinearOperator<T, T> Composed<T>(Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => A<T>(compute) * B<T>(compute).H;

    private static LinearOperator<T, T> Adjoint<T>(Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => A<T>(compute).H;

    private static LinearOperator<T, T> Sum<T>(Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => A<T>(compute) + B<T>(compute);

    private static LinearOperator<T, T> Difference<T>(Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => (2.0 * A<T>(compute)) - B<T>(compute);

    private static LinearOperator<T, T> Negation<T>(Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => -A<T>(compute);

    private static LinearOperator<T, T> Linearization<T>(Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NdArray<T> x = compute.Empty<T>(5, 7);
        compute.Backend.FillUniform(x, new CounterRandom(3));
        return Linearize.Of<T, T>(v => Ops.Exp(v) * Ops.Sum(Ops.Sin(v), 1, keepAxis: true), x, compute);
    }

    private static LinearOperator<T, T> Stacked<T>(Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => BlockOperator<T, T>.Stack(A<T>(compute), B<T>(compute));

    private static LinearOperator<T, T> Concatenated<T>(Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => BlockOperator<T, T>.Concatenate(A<T>(compute), B<T>(compute));

    private static LinearOperator<T, T> Blocks<T>(Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new BlockOperator<T, T>(new LinearOperator<T, T>?[,] { { A<T>(compute), null }, { B<T>(compute), A<T>(compute) } });
}
