using System.Globalization;

namespace AdjointKit.Optimization;

/// <summary>Lengths t and s of primal and dual steps, stable for 1 / t - s |K|^2 at least L / 2, L the largest curvature of what is taken by its gradient.</summary>
internal static class StepLengths
{
    /// <summary>The lengths that are given, or found so that they are stable; both within the limit.</summary>
    internal static (double Primal, double Dual) Of(string name, CompositeOptions options, double squaredNorm, double curvature)
    {
        double norm = Math.Sqrt(squaredNorm);
        double primal = options.PrimalStep
            ?? (options.DualStep is double given && (given * squaredNorm) + curvature > 0 ? 1 / (Curvature.Margin * ((curvature / 2) + (given * squaredNorm)))
            : curvature + norm > 0 ? 1 / (Curvature.Margin * ((curvature / 2) + norm))
            : 1);
        double dual = options.DualStep ?? Dual(primal, squaredNorm, curvature);
        double limit = 1 / ((curvature / 2) + (dual * squaredNorm));
        if (primal * curvature / 2 > 1 + 1e-6) throw Refusal($"{name} with primal steps t = {primal:g4} diverges: h has the curvature L = {curvature:g4}, so the limit is 2 / L = {2 / curvature:g4}");
        if (primal > limit * (1 + 1e-6)) throw Refusal($"{name} with primal steps t = {primal:g4} and dual steps s = {dual:g4} diverges: |K|^2 = {squaredNorm:g4}{(curvature > 0 ? $" and L = {curvature:g4}" : string.Empty)}, so the limit of t for this s is 1 / ({(curvature > 0 ? "L / 2 + " : string.Empty)}s |K|^2) = {limit:g4}");
        return (primal, dual);
    }

    /// <summary>The lengths of unrolled steps: where both are given the first recording compares them with their limit, for which it estimates norms, and later ones with the same operators trust it.</summary>
    internal static (double Primal, double Dual) OfUnrolled<T>(string name, CompositeOptions options, SplitForm<T> form)
        where T : unmanaged
    {
        if (options is not { PrimalStep: double primal, DualStep: double dual }) return Of(name, options, form.SquaredNorm(), form.Smooth is null ? 0 : form.Smooth.CurvatureFor(name));
        ComparedSteps.Once(name, [form.Smooth?.Operator, .. form.Terms.Select(term => term.Operator)], (primal, dual), () => Of(name, options, form.SquaredNorm(), form.Smooth?.Curvature ?? 0));
        return (primal, dual);
    }

    /// <summary>The longest dual step beside a primal one; behind no operator any will do.</summary>
    internal static double Dual(double primal, double squaredNorm, double curvature)
    {
        double room = (1 / primal) - (curvature / 2);
        return !(squaredNorm > 0) ? 1 : room > 0 ? room / (Curvature.Margin * squaredNorm) : double.Epsilon;
    }

    private static ArgumentException Refusal(FormattableString message) => new($"{message.ToString(CultureInfo.InvariantCulture)}; leave out PrimalStep or DualStep, and it is found");
}
