using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Autodiff;

/// <content>Solutions of equations.</content>
public sealed partial class ParityTests
{
    [SkippableTheory]
    [InlineData(0)]
    [InlineData(3)]
    public void Implicit_fixed_point(int depth) => Check("p05_implicit_fixed_point", ["A", "b"], v =>
    {
        Var<double> x = Implicit.FixedPoint<double>(
            (x, p) => Ops.Tanh(Ops.MatVec(p[0].As<double>(), x) + p[1].As<double>()), NdArray.Zeros<double>(4), [v[0], v[1]], new FixedPointOptions { AndersonDepth = depth });
        return Ops.Sum(Ops.Square(x));
    });
}
