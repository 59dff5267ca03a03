using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>Every method for linear systems, for tests that hold for each.</summary>
public static class LinearMethods
{
    public static TheoryData<LinearMethod> All => [.. Enum.GetValues<LinearMethod>().Where(method => method != LinearMethod.Automatic)];
}
