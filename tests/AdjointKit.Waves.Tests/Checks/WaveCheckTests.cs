using AdjointKit.Devices;
using AdjointKit.Operators;
using Xunit;

namespace AdjointKit.Waves.Tests.Checks;

/// <summary>Every check of the catalogue passes at the tolerance that the command line states.</summary>
public class WaveCheckTests
{
    public static TheoryData<string, string> Operators => Names(WaveCheckCatalogue.Operators);

    public static TheoryData<string, string> Gradients => Names(WaveCheckCatalogue.Gradients);

    [Theory]
    [MemberData(nameof(Operators))]
    public void Operator_passes_the_dot_product_test(string name, string precision) => RequirePassed(WaveCheckCatalogue.Operators, name, precision);

    [Theory]
    [MemberData(nameof(Gradients))]
    public void Gradient_agrees_with_differences(string name, string precision) => RequirePassed(WaveCheckCatalogue.Gradients, name, precision);

    private static void RequirePassed(IReadOnlyList<WaveCheck> catalogue, string name, string precision)
    {
        using var compute = new Compute(threads: 2);
        CheckResult result = catalogue.Single(check => check.Name == name && check.Precision == precision).Run(compute);
        Assert.True(result.Passed, $"{result.Operator} {result.Precision}: error {result.Error:e2}, tolerance {result.Tolerance:e0}");
    }

    private static TheoryData<string, string> Names(IReadOnlyList<WaveCheck> catalogue)
    {
        var data = new TheoryData<string, string>();
        foreach (WaveCheck check in catalogue) data.Add(check.Name, check.Precision);
        return data;
    }
}
