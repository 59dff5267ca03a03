using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>Lines that repeat.</summary>
public abstract record Grating : TransmissionElement
{
    private protected Grating(Quantity period)
    {
        Quantity.RequirePositive(period, "a period");
        Period = period;
    }

    /// <inheritdoc/>
    public override string Name => "grating";

    internal override BenchSymbol Symbol => BenchSymbol.Grating;

    /// <summary>The distance from line to line, m.</summary>
    public Quantity Period { get; }

    /// <summary>How far the direction across the lines is turned from x towards y, rad.</summary>
    public Quantity Angle { get; init; }

    /// <summary>The distance across the lines, from the middle of the grating, in periods, [rows, columns].</summary>
    private protected Var<double> Periods(FieldPoints at)
    {
        Var<double> angle = at[Angle];
        return (((at.X - at[X]) * Ops.Cos(angle)) + ((at.Y - at[Y]) * Ops.Sin(angle))) / at[Period];
    }
}
