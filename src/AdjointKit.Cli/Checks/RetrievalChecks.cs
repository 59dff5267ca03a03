using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Optics;

namespace AdjointKit.Cli.Checks;

/// <summary>The models of phase retrieval: dot-product tests.</summary>
internal static class RetrievalChecks
{
    internal const string Fourier = "centred Fourier transform";
    internal const string Patterns = "coded diffraction patterns";

    internal static IReadOnlyList<CheckCase> Operators { get; } =
    [
        OperatorChecks.Case("f32", Fourier, compute => new CentredFourier<ComplexF>(compute, 7, 6)),
        OperatorChecks.Case("f64", Fourier, compute => new CentredFourier<Complex>(compute, 7, 6)),
        OperatorChecks.Case("f32", Patterns, Coded<ComplexF>),
        OperatorChecks.Case("f64", Patterns, Coded<Complex>),
    ];

    private static CodedDiffraction<T> Coded<T>(Compute compute)
        where T : unmanaged
    {
        using NdArray<T> masks = compute.Empty<T>(3, 7, 6);
        compute.Backend.FillNormal(masks, new CounterRandom(1));
        return new CodedDiffraction<T>(compute, masks);
    }
}
