using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Optics.Tests.Elements;

/// <summary>What holds for the operators of elements, many fields at once.</summary>
public abstract class ElementSuite<T>(string name) : OperatorSuite<T, T>
    where T : unmanaged
{
    protected override LinearOperator<T, T> Make(Compute compute)
    {
        ElementCase element = ElementCase.All.Single(candidate => candidate.Name == name);
        return element.Make([.. element.Numbers.Select(number => (Quantity)number)]).Plan<T>(ElementCase.Grid, 633e-9, 1.2, [2], compute);
    }
}

public sealed class LensOperator() : ElementSuite<Complex>("lens");

public sealed class LensOperatorSingle() : ElementSuite<ComplexF>("lens with a rim");

public sealed class ModulatorOperatorSingle() : ElementSuite<ComplexF>("SLM");

public sealed class ElementOperatorTests
{
    public static TheoryData<string> Names => [.. ElementCase.All.Select(element => element.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_element_passes_the_dot_test_in_both_precisions(string name)
    {
        ElementCase element = ElementCase.All.Single(candidate => candidate.Name == name);
        OpticalElement made = element.Make([.. element.Numbers.Select(number => (Quantity)number)]);
        CheckResult both = DotTest.Run(made.Plan<Complex>(ElementCase.Grid, 633e-9));
        Assert.True(both.Passed, $"{both}");
        CheckResult single = DotTest.Run(made.Plan<ComplexF>(ElementCase.Grid, 633e-9));
        Assert.True(single.Passed, $"{single}");
    }
}
