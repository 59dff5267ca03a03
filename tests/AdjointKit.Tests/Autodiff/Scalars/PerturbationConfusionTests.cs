using System.Numerics;
using AdjointKit.Autodiff;
using Xunit;

namespace AdjointKit.Tests.Autodiff.Scalars;

/// <summary>d/dx of x d/dy (x + y) is 1 at x = 1 in all nestings: the two derivatives never mix up whose change is whose.</summary>
public sealed class PerturbationConfusionTests
{
    [Fact]
    public void Forward_in_forward() => Assert.Equal(1, Derivative.Of(x => x * Derivative.Of(y => x + y, x), 1.0));

    [Fact]
    public void Reverse_in_forward() => Assert.Equal(1, Derivative.Of(x => x * Reverse(y => x + y, x), 1.0));

    [Fact]
    public void Forward_in_reverse() => Assert.Equal(1, Reverse(x => x * Derivative.Of(y => x + y, x), 1.0));

    [Fact]
    public void Reverse_in_reverse() => Assert.Equal(1, Reverse(x => x * Reverse(y => x + y, x), 1.0));

    [Fact]
    public void Three_deep()
    {
        // d/dx of x d/dy of y x d/dz (x y z) = d/dx of x d/dy (x^2 y^2) = d/dx of 2 x^3 y at y = x: 8 x^3.
        Assert.Equal(8, Derivative.Of(x => x * Reverse(y => y * x * Derivative.Of(z => (Active<Dual<double>>)x * y * z, y), x), 1.0));
        Assert.Equal(8, Reverse(x => x * Reverse(y => y * x * Reverse(z => (Active<Active<double>>)x * y * z, y), x), 1.0));
    }

    [Fact]
    public void A_derivative_inside_of_what_does_not_depend_on_the_outer_variable_is_a_constant() =>
        Assert.Equal(6, Reverse(x => x * Reverse(y => y * y, (Active<double>)3.0), 1.0));

    private static T Reverse<T>(Func<Active<T>, Active<T>> f, T x)
        where T : unmanaged, IFloatingPointIeee754<T> => Gradient.Of(v => f(v[0]), [x]).Gradient[0];
}
