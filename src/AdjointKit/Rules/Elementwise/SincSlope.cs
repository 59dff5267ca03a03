using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Elementwise;

/// <summary>The derivative of sin(pi x) / (pi x) in ops: its Taylor series up to |x| = 1/2, beyond it (cos(pi x) - sinc x) / x.</summary>
internal static class SincSlope
{
    // (-1)^k pi^(2 k) 2 k / (2 k + 1)!: what multiplies x^(2 k - 1), k from 1 on.
    private static ReadOnlySpan<double> Coefficients =>
    [
        -3.289868133696453, 3.2469697011334144, -1.1445109447325053, 0.2091827825412384, -0.023460810354558236,
        0.001781145516372852, -9.766223126318933e-05, 4.049947846619244e-06, -1.3148481279991994e-07, 3.4330769499642866e-09,
        -7.365893777096947e-11, 1.3217901389162318e-12, -2.013201508080888e-14, 2.635212528439638e-16,
    ];

    internal static Var Of(Var x)
    {
        Var zero = UntypedOps.ConstantLike(x, 0);
        Var one = UntypedOps.ConstantLike(x, 1);
        Var near = UntypedOps.Greater(UntypedOps.ConstantLike(x, 0.25), UntypedOps.Square(x));
        Var small = UntypedOps.Where(near, x, zero);
        Var square = UntypedOps.Square(small);
        Var series = UntypedOps.Affine(Coefficients[^1], square, Coefficients[^2]);
        for (int k = Coefficients.Length - 3; k >= 0; k--) series = UntypedOps.Affine(1, UntypedOps.Multiply(series, square), Coefficients[k]);
        Var large = UntypedOps.Where(near, one, x);
        Var quotient = UntypedOps.Divide(UntypedOps.Subtract(UntypedOps.Cos(UntypedOps.Affine(Math.PI, large, 0)), UntypedOps.Sinc(large)), large);
        return UntypedOps.Where(near, UntypedOps.Multiply(series, small), quotient);
    }
}
