using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>
/// A rough plate: a random phase, normally distributed, whose correlation falls as exp(-r^2 / l^2) with the distance r of two points. The same for the same seed and grid.
/// </summary>
public sealed record Diffuser : TransmissionElement
{
    private readonly NdArray<double> roughness;

    /// <summary>Makes the plate.</summary>
    /// <param name="grid">The grid of the fields that go through.</param>
    /// <param name="correlationLength">The distance l at which the correlation has fallen to 1/e, m.</param>
    /// <param name="phase">The root mean square of the phase, rad.</param>
    /// <param name="seed">The seed of the random numbers.</param>
    /// <exception cref="ArgumentException">A length that is not positive.</exception>
    public Diffuser(FieldGrid grid, double correlationLength, Quantity phase, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(grid);
        Quantity.RequirePositive(correlationLength, "a correlation length");
        Grid = grid;
        CorrelationLength = correlationLength;
        Phase = phase;
        Seed = seed;
        roughness = Roughness();
    }

    /// <inheritdoc/>
    public override string Name => "diffuser";

    internal override BenchSymbol Symbol => BenchSymbol.Rough;

    /// <summary>The grid of the fields that go through.</summary>
    public FieldGrid Grid { get; }

    /// <summary>The distance at which the correlation has fallen to 1/e, m.</summary>
    public double CorrelationLength { get; }

    /// <summary>The root mean square of the phase, rad.</summary>
    public Quantity Phase { get; }

    /// <summary>The seed of the random numbers.</summary>
    public ulong Seed { get; }

    /// <inheritdoc/>
    protected internal override Var<Complex> Transmittance(FieldPoints at)
    {
        ArgumentNullException.ThrowIfNull(at);
        return Phases.Polar(at[roughness] * at[Phase] / (2 * Math.PI));
    }

    /// <summary>White noise filtered to the correlation, with periodic boundaries; of variance 1 in expectation, not in every plate.</summary>
    private NdArray<double> Roughness()
    {
        using var compute = new Compute();
        using NdArray<Complex> noise = NdArray.Zeros<Complex>(Grid.Ny, Grid.Nx);
        new CounterRandom(Seed, Stream: 11).FillNormal(noise);

        // exp(-pi^2 l^2 f^2 / 2) is the root of the spectrum that belongs to exp(-r^2 / l^2).
        using NdArray<double> filterY = Filter(Grid.Ny, Grid.Dy);
        using NdArray<double> filterX = Filter(Grid.Nx, Grid.Dx);
        double power = SumOfSquares(filterY) * SumOfSquares(filterX) / (Grid.Ny * Grid.Nx);
        double scale = 1 / Math.Sqrt(power);
        using NdArray<Complex> filter = NdArray.Fill<Complex>(Grid.Ny, Grid.Nx, (y, x) => scale * filterY[(int)y] * filterX[(int)x]);
        compute.Backend.PlanFourier(Grid.Shape).Filter(noise, filter, conjugate: false, noise);
        NdArray<double> map = NdArray.Zeros<double>(Grid.Ny, Grid.Nx);
        compute.Backend.Unary(UnaryOp.Real, noise, map);
        return map;
    }

    private NdArray<double> Filter(nint n, double pitch)
    {
        NdArray<double> filter = NdArray.Zeros<double>(n);
        Span<double> values = filter.AsWritableSpan();
        for (nint k = 0; k < n; k++)
        {
            double frequency = (k < (n + 1) / 2 ? k : k - n) / (n * pitch);
            values[(int)k] = Math.Exp(-0.5 * Math.Pow(Math.PI * CorrelationLength * frequency, 2));
        }

        return filter;
    }

    private static double SumOfSquares(NdArray<double> x)
    {
        double sum = 0;
        foreach (double value in x.AsReadOnlySpan()) sum += value * value;
        return sum;
    }
}
