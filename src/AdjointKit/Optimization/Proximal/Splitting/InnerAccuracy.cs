using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// How far a linear system within a step is solved: to a hundredth of what is missing for a minimum, and to ever less of what was there at first, by a sequence whose sum is finite: then steps that are
/// not exact converge as exact ones do (Eckstein and Bertsekas, Math. Program. 55, 1992, theorem 8).
/// </summary>
internal struct InnerAccuracy
{
    private const double Share = 0.01;
    private const double Decay = 1.1;

    private int count;

    /// <summary>The limit of the residual.</summary>
    internal double Limit { get; private set; }

    /// <summary>The limit of the residual relative to the right-hand side; the larger of the two counts.</summary>
    internal double RelativeLimit { get; private set; }

    /// <summary>The most steps.</summary>
    internal int Steps { get; private set; }

    /// <summary>That of the next solve.</summary>
    /// <param name="options">What the user says.</param>
    /// <param name="missing">What is missing for a minimum; not a number: not known.</param>
    /// <param name="scale">The largest magnitude so far of what cancels in it.</param>
    internal readonly InnerAccuracy For(CompositeOptions options, double missing, double scale)
    {
        bool isKnown = double.IsFinite(missing);
        return new InnerAccuracy
        {
            count = count + 1,
            Limit = options.InnerTolerance is null && isKnown ? Share * Math.Min(missing, scale * Math.Pow(count + 1, -Decay)) : 0,
            RelativeLimit = options.InnerTolerance ?? (isKnown ? 0 : 1e-3),
            Steps = options.InnerLimit,
        };
    }

    internal void Visit(StateExchange exchange) => exchange.Integer(ref count);
}
