using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optics;

namespace AdjointKit.Cli.Checks;

/// <summary>The propagators of light: dot-product tests of every method, and gradient checks in the field, distance, wavelength, index and pitch.</summary>
internal static class OpticsChecks
{
    private const double Wavelength = 633e-9;
    private const double Distance = 6e-6;
    private const double Index = 1.2;

    /// <summary>Of the transform for frequencies off a grid.</summary>
    internal const string NonUniform = "non-uniform Fourier transform";

    /// <summary>Of the angles of a tilted plane.</summary>
    internal const string Tilt = "propagation by tilted, tilt";

    private const int SliceCount = 3;

    private static readonly bool[] VolumeKinds = [false, true];
    private static readonly FieldGrid Grid = new(7, 6, dy: 1.1e-6, dx: 0.9e-6);

    internal static IReadOnlyList<CheckCase> Operators { get; } =
    [
        .. PropagationMethods.All.SelectMany(method => (CheckCase[])
        [
            OperatorChecks.Case("f32", NameOf(method), compute => method.Plan<ComplexF>(Grid, Wavelength, Distance, Index, compute: compute)),
            OperatorChecks.Case("f64", NameOf(method), compute => method.Plan<Complex>(Grid, Wavelength, -Distance, Index, compute: compute)),
        ]),
        OperatorChecks.Case("f32", NonUniform, WaveSum<ComplexF>),
        OperatorChecks.Case("f64", NonUniform, WaveSum<Complex>),
        .. VolumeKinds.SelectMany(wideAngle => (CheckCase[])
        [
            OperatorChecks.Case("f32", NameOf(wideAngle), compute => Slices(wideAngle).Through<ComplexF, float>(Volume<float>(compute, 1), default, compute)),
            OperatorChecks.Case("f64", NameOf(wideAngle), compute => Slices(wideAngle).Through<Complex, double>(Volume<double>(compute, 1), default, compute)),
        ]),
    ];

    internal static IReadOnlyList<CheckCase> Gradients { get; } =
    [
        new(Tilt, "f64", InTilt),
        .. PropagationMethods.All.SelectMany(method => (CheckCase[])
        [
            new($"{NameOf(method)}, field", "f64", (compute, seed) => InField(method, compute, seed) with { Operator = $"{NameOf(method)}, field" }),
            new($"{NameOf(method)}, distance, wavelength, index, pitch", "f64", (compute, seed) => InNumbers(method, compute, seed) with { Operator = $"{NameOf(method)}, distance, wavelength, index, pitch" }),
        ]),
        .. VolumeKinds.SelectMany(wideAngle => (CheckCase[])
        [
            new($"{NameOf(wideAngle)}, field", "f64", (compute, seed) => InField(wideAngle, compute, seed)),
            new($"{NameOf(wideAngle)}, index", "f64", (compute, seed) => InVolume(wideAngle, compute, seed)),
        ]),
    ];

    internal static string NameOf(PropagationMethod method) => $"propagation by {method.Name}";

    /// <summary>Of a volume.</summary>
    internal static string NameOf(bool wideAngle) => wideAngle ? "wide-angle multi-slice" : "multi-slice";

    private static MultiSlice Slices(bool wideAngle) => new(Grid, Wavelength, Distance / SliceCount) { Index = Index, Rim = 2, WideAngle = wideAngle };

    /// <summary>Index 1.2 to 1.25.</summary>
    private static NdArray<T> Volume<T>(Compute compute, ulong seed)
        where T : unmanaged
    {
        NdArray<T> volume = compute.Empty<T>(SliceCount, Grid.Ny, Grid.Nx);
        compute.Backend.FillUniform(volume, new CounterRandom(seed, 1));
        compute.Backend.Affine(0.05, volume, Index, volume);
        return volume;
    }

    private static CheckResult InField(bool wideAngle, Compute compute, ulong seed)
    {
        using NdArray<Complex> field = Field(compute, seed);
        using NdArray<double> volume = Volume<double>(compute, seed);
        return GradCheck.Run<Complex>($"{NameOf(wideAngle)}, field", x => Ops.AbsSquared(Slices(wideAngle).Propagate(x, x.Tape.Constant(volume))), field, new GradCheckOptions { Seed = seed }, compute);
    }

    private static CheckResult InVolume(bool wideAngle, Compute compute, ulong seed)
    {
        using NdArray<Complex> field = Field(compute, seed);
        using NdArray<double> volume = Volume<double>(compute, seed);
        return GradCheck.Run<double>($"{NameOf(wideAngle)}, index", x => Ops.AbsSquared(Slices(wideAngle).Propagate(x.Tape.Constant(field), x) + 0.5), volume, new GradCheckOptions { Seed = seed }, compute);
    }

    private static CheckResult InField(PropagationMethod method, Compute compute, ulong seed)
    {
        using NdArray<Complex> field = Field(compute, seed);
        return GradCheck.Run<Complex>(
            NameOf(method), x => Ops.AbsSquared(method.Propagate(x, PropagationVariables.Constants(x.Tape, Grid, Wavelength, Distance, Index))), field, new GradCheckOptions { Seed = seed }, compute);
    }

    /// <summary>As factors of the five numbers, so that they are of one size; a reference wave beside the field makes its phase count.</summary>
    private static CheckResult InNumbers(PropagationMethod method, Compute compute, ulong seed)
    {
        using NdArray<Complex> field = Field(compute, seed);
        using NdArray<double> host = NdArray.From(1.0, 1, 1, 1, 1);
        using NdArray<double> factors = compute.ToDevice(host);
        return GradCheck.Run<double>(
            NameOf(method),
            x =>
            {
                Var<double> Factor(int k) => Ops.Select(x, 0, k);
                var at = new PropagationVariables(Wavelength * Factor(0), Distance * Factor(1), Index * Factor(2), Grid.Dy * Factor(3), Grid.Dx * Factor(4));
                return Ops.AbsSquared(method.Propagate(x.Tape.Constant(field), at) + 0.5);
            },
            factors,
            new GradCheckOptions { Seed = seed },
            compute);
    }

    private static CheckResult InTilt(Compute compute, ulong seed)
    {
        using NdArray<Complex> field = Field(compute, seed);
        using NdArray<double> host = NdArray.From(0.2, -0.3);
        using NdArray<double> angles = compute.ToDevice(host);
        return GradCheck.Run<double>(
            Tilt,
            x =>
            {
                var plane = new TiltedPlane { Tilt = (Ops.Select(x, 0, 0), Ops.Select(x, 0, 1)) };
                return Ops.AbsSquared(plane.Propagate(x.Tape.Constant(field), PropagationVariables.Constants(x.Tape, Grid, Wavelength, Distance, Index)) + 0.5);
            },
            angles,
            new GradCheckOptions { Seed = seed },
            compute);
    }

    /// <summary>Of 11 waves on 7 x 6 samples.</summary>
    private static NonUniformFourier<T> WaveSum<T>(Compute compute)
        where T : unmanaged
    {
        using NdArray<double> y = compute.Empty<double>(11);
        using NdArray<double> x = compute.Empty<double>(11);
        compute.Backend.FillUniform(y, new CounterRandom(1, 1));
        compute.Backend.FillUniform(x, new CounterRandom(1, 2));
        return new NonUniformFourier<T>(compute, y, x, 7, 6);
    }

    private static NdArray<Complex> Field(Compute compute, ulong seed)
    {
        NdArray<Complex> field = compute.Empty<Complex>(Grid.Shape);
        compute.Backend.FillNormal(field, new CounterRandom(seed));
        return field;
    }
}
