using System.Globalization;
using System.Runtime.CompilerServices;
using AdjointKit.Operators;

namespace AdjointKit.Optimization;

/// <summary>
/// How f(x) + |A x - b|^2 / 2 is made smallest. The residual is the prox-gradient |x - prox_{s f}(x - s grad)| / s at the point that a step starts from; the tolerance is relative to |A^H b|.
/// </summary>
public sealed record ProximalGradientOptions : SolverOptions
{
    private static readonly ConditionalWeakTable<LinearOperator, ComparedLengths> Compared = [];

    /// <summary>The length of a step, at most 1 / |A|^2; null: found, by power iteration on A^H A.</summary>
    public double? StepLength { get; init; }

    /// <summary>Whether steps start from a point ahead of the iterate (FISTA) or from the iterate (ISTA).</summary>
    public bool Accelerated { get; init; } = true;

    /// <summary>Whether the momentum of FISTA begins anew where it leads uphill; it is then usually faster, and the bound 2 L |x0 - x*|^2 / (k + 1)^2 holds from each restart only.</summary>
    public bool Restart { get; init; }

    /// <summary>Whether a step that is too long for the curvature met is halved, and the shorter length kept: for a length that is a guess.</summary>
    public bool Backtracking { get; init; }

    /// <summary>Whether the length that is given was found from |A|, so that nothing is left to compare.</summary>
    internal bool IsLengthFound { get; init; }

    /// <summary>The name of the method.</summary>
    internal string MethodName => Accelerated ? "FISTA" : "ISTA";

    /// <summary>The length of the first step: the one that is given, or found; within the limit.</summary>
    /// <param name="a">A.</param>
    /// <param name="remedy">What to do about one that is too long.</param>
    internal double LengthFor<TIn, TOut>(LinearOperator<TIn, TOut> a, string remedy)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        if (StepLength is double given && (!(given > 0) || !double.IsFinite(given))) throw Refusal(given, $"the length of a step is {given}: it must be above 0 and finite");
        if (StepLength is double known && (Backtracking || IsLengthFound)) return known;
        double curvature = Math.Pow(OperatorNorm.Estimate(a, tolerance: 1e-4, iterations: 200), 2);
        double length = StepLength ?? (curvature > 0 ? 1 / (Curvature.Margin * curvature) : 1);

        // Power iteration finds no more than |A|^2, so that a length refused here is surely too long.
        double limit = (Accelerated ? 1 : 2) / curvature;
        return length <= limit * (1 + 1e-6) ? length : throw Refusal(length, $"{MethodName} with steps of length {length:g4} diverges: {a.Name} has |A|^2 = {curvature:g4}, so the limit is {limit:g4}; {remedy}");
    }

    /// <summary>The length of unrolled steps: that of <see cref="LengthFor"/>, but each recording would pay for the comparison, so that a length that was within the limit of an operator is not compared with it again.</summary>
    /// <param name="a">A.</param>
    internal double UnrolledLengthFor<TIn, TOut>(LinearOperator<TIn, TOut> a)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        const string Remedy = "leave StepLength out";
        if (StepLength is not double given) return LengthFor(a, Remedy);
        ComparedLengths compared = Compared.GetOrCreateValue(a);
        ref double longest = ref Accelerated ? ref compared.Accelerated : ref compared.Plain;
        if (!(given > 0 && given <= longest)) longest = LengthFor(a, Remedy);
        return given;
    }

    private static ArgumentOutOfRangeException Refusal(double length, FormattableString message) => new("options", length, message.ToString(CultureInfo.InvariantCulture));

    /// <summary>The longest steps that were within the limits of an operator.</summary>
    private sealed class ComparedLengths
    {
        internal double Accelerated;
        internal double Plain;
    }
}
