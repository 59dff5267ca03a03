namespace AdjointKit.Waves;

/// <summary>A time step above the stability limit of the scheme.</summary>
public sealed class StabilityException : ArgumentException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">One sentence: the step, the limit, what the limit hangs on, the way out.</param>
    /// <param name="step">The step that was asked for, s.</param>
    /// <param name="limit">The largest stable step, s.</param>
    public StabilityException(string message, double step, double limit)
        : base(message)
    {
        Step = step;
        Limit = limit;
    }

    /// <summary>The step that was asked for, s.</summary>
    public double Step { get; }

    /// <summary>The largest stable step, s.</summary>
    public double Limit { get; }
}
