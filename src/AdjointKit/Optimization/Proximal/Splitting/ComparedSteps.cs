using System.Runtime.CompilerServices;
using AdjointKit.Operators;

namespace AdjointKit.Optimization;

/// <summary>
/// Lengths of steps that were within their limits for the operators of a problem. Who records unrolled steps again and again pays once for the comparison, not at every recording. Norms are not kept:
/// an operator that is changed in place can make a length pass, never be refused for what it was.
/// </summary>
internal static class ComparedSteps
{
    private static readonly ConditionalWeakTable<LinearOperator, Passed> Known = [];

    /// <summary>Compares lengths with their limits unless lengths as long passed before.</summary>
    /// <param name="method">The method with what its limits depend on.</param>
    /// <param name="operators">The operators in their order; null: the identity.</param>
    /// <param name="lengths">The lengths.</param>
    /// <param name="compare">Throws where a length is too long.</param>
    internal static void Once(string method, LinearOperator?[] operators, (double Primal, double Dual) lengths, Action compare)
    {
        if (Array.Find(operators, known => known is not null) is not LinearOperator first)
        {
            compare();
            return;
        }

        string key = $"{method} {string.Join(' ', operators.Select(RuntimeHelpers.GetHashCode))}";
        Passed passed = Known.GetOrCreateValue(first);
        lock (passed)
        {
            if (passed.Key == key && lengths.Primal <= passed.Primal && lengths.Dual <= passed.Dual) return;
            compare();
            (passed.Key, passed.Primal, passed.Dual) = (key, lengths.Primal, lengths.Dual);
        }
    }

    /// <summary>The last lengths that passed beside an operator.</summary>
    private sealed class Passed
    {
        internal string? Key;
        internal double Primal;
        internal double Dual;
    }
}
