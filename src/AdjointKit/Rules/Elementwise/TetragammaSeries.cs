using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Elementwise;

/// <summary>
/// psi''(x) in ops. For y at least 1/2, psi''(y) = psi''(y + 16) - 2 sum 1 / (y + k)^3 over k from 0 to 15, and at z = y + 16 the asymptotic series
/// psi''(z) = -1/z^2 - 1/z^3 - sum B(2 k) (2 k + 1) / z^(2 k + 2); below, psi''(x) = psi''(1 - x) - 2 pi^3 cos(pi x) / sin(pi x)^3.
/// </summary>
internal static class TetragammaSeries
{
    private const int Shift = 16;

    // -B(2 k) (2 k + 1): what multiplies 1/z^(2 k + 2).
    private static ReadOnlySpan<double> Coefficients => [-1.0 / 2, 1.0 / 6, -1.0 / 6, 3.0 / 10, -5.0 / 6, 691.0 / 210, -35.0 / 2];

    internal static Var Of(Var x)
    {
        Var zero = UntypedOps.ConstantLike(x, 0);
        Var left = UntypedOps.Greater(UntypedOps.ConstantLike(x, 0.5), x);
        Var y = UntypedOps.Where(left, UntypedOps.Affine(-1, x, 1), x);
        Var z = UntypedOps.Affine(1, y, Shift);
        Var inverse = UntypedOps.Reciprocal(z);
        Var w = UntypedOps.Square(inverse);
        Var series = UntypedOps.Affine(Coefficients[^1], w, Coefficients[^2]);
        for (int k = Coefficients.Length - 3; k >= 0; k--) series = UntypedOps.Affine(1, UntypedOps.Multiply(series, w), Coefficients[k]);
        Var sum = UntypedOps.Multiply(w, UntypedOps.Affine(1, UntypedOps.Subtract(UntypedOps.Multiply(series, w), inverse), -1));
        for (int k = Shift - 1; k >= 0; k--) sum = UntypedOps.Subtract(sum, UntypedOps.Affine(2, UntypedOps.IntegerPower(UntypedOps.Reciprocal(UntypedOps.Affine(1, y, k)), 3), 0));

        Var turn = UntypedOps.Affine(Math.PI, UntypedOps.Where(left, x, UntypedOps.ConstantLike(x, 0.5)), 0);
        Var quotient = UntypedOps.Multiply(UntypedOps.Cos(turn), UntypedOps.IntegerPower(UntypedOps.Reciprocal(UntypedOps.Sin(turn)), 3));
        Var reflection = UntypedOps.Affine(-2 * Math.PI * Math.PI * Math.PI, quotient, 0);
        return UntypedOps.Add(sum, UntypedOps.Where(left, reflection, zero));
    }
}
