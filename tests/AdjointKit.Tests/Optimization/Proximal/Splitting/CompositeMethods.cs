using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>The methods for sums of functions, for tests of what all have in common.</summary>
internal static class CompositeMethods
{
    /// <summary>Those that take functions behind operators.</summary>
    internal static CompositeMethod[] WithOperators => [CompositeMethod.PrimalDual, CompositeMethod.CondatVu, CompositeMethod.Admm, CompositeMethod.LinearizedAdmm];

    /// <summary>All.</summary>
    internal static CompositeMethod[] All => [.. Enum.GetValues<CompositeMethod>().Where(method => method != CompositeMethod.Automatic)];

    internal static TheoryData<CompositeMethod> Theory(IEnumerable<CompositeMethod> methods)
    {
        var data = new TheoryData<CompositeMethod>();
        foreach (CompositeMethod method in methods) data.Add(method);
        return data;
    }
}
