namespace AdjointKit.Operators;

/// <summary>The outcome of a <see cref="DotTest"/> or a gradient check.</summary>
/// <param name="Operator">What was tested.</param>
/// <param name="Precision">"f32" or "f64".</param>
/// <param name="Device">The device that did the work.</param>
/// <param name="Error">The relative error that was found.</param>
/// <param name="Tolerance">The largest error that passes.</param>
public sealed record CheckResult(string Operator, string Precision, string Device, double Error, double Tolerance)
{
    /// <summary>Along which direction and at which element the error is, and between what; null where that is not known.</summary>
    public string? Where { get; init; }

    /// <summary>Whether the error is a number and within the tolerance.</summary>
    public bool Passed => Error <= Tolerance;
}
