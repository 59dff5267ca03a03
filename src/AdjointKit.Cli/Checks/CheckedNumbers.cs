using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optics;

namespace AdjointKit.Cli.Checks;

/// <summary>The numbers of an element that is checked, each times a factor: 1, or a variable, so that the variables are of one size.</summary>
internal sealed class CheckedNumbers
{
    private readonly int count;
    private readonly Var<double>? factors;

    internal CheckedNumbers(int count) => this.count = count;

    private CheckedNumbers(Var<double> factors)
        : this((int)factors.Shape[0]) => this.factors = factors;

    /// <summary>The tape of the variables.</summary>
    internal Tape Tape => factors!.Value.Tape;

    /// <summary>Number k, which is so large.</summary>
    internal Quantity this[int k, double value] => factors is Var<double> x ? value * Ops.Select(x, 0, k) : value;

    /// <summary>As many numbers of a size as an array of those lengths has, from the first one on.</summary>
    internal Quantity All(double value, params nint[] lengths)
    {
        nint some = lengths.Aggregate((nint)1, (product, length) => product * length);
        if (factors is Var<double> x) return value * Ops.Reshape(Ops.Slice(x, 0, 0, some), lengths);
        NdArray<double> constants = NdArray.Zeros<double>(count);
        constants.AsWritableSpan().Fill(value);
        return constants.Slice(0, 0, some).Reshape(lengths);
    }

    /// <summary>Wavelength and pitch as numbers from place k on.</summary>
    internal FieldVariables Variables(int k, FieldGrid grid, double wavelength) => FieldVariables.Constants(Tape, grid, wavelength) with
    {
        Wavelength = wavelength * Ops.Select(factors!.Value, 0, k),
        PitchY = grid.Dy * Ops.Select(factors!.Value, 0, k + 1),
        PitchX = grid.Dx * Ops.Select(factors!.Value, 0, k + 2),
    };

    /// <summary>Checks the gradient of a function of so many numbers.</summary>
    internal static CheckResult Check(string name, int count, Func<CheckedNumbers, Var> f, Compute compute, ulong seed)
    {
        using NdArray<double> host = NdArray.Zeros<double>(count);
        host.AsWritableSpan().Fill(1);
        using NdArray<double> ones = compute.ToDevice(host);
        return GradCheck.Run<double>(name, x => f(new CheckedNumbers(x)), ones, new GradCheckOptions { Seed = seed }, compute);
    }
}
