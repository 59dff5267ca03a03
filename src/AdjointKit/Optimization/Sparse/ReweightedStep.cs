using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>
/// Iteratively reweighted least squares for |y - A x|^2 / 2 + lambda sum sqrt(|x_i|^2 + eps^2) with an eps that falls to 0 (Daubechies, DeVore, Fornasier, Gunturk, Commun. Pure Appl. Math. 63, 2010): above
/// the penalty lies the parabola lambda |x_i|^2 / (2 d_i), d_i = sqrt(|x_i|^2 + eps^2), and a few steps of conjugate gradients from x go towards the minimum of the sum (Fornasier, Peter, Rauhut, Worm,
/// Comput. Optim. Appl. 65, 2016), in u = x / sqrt(d): (lambda + D A^H A D) u = D A^H y, D = sqrt(d), whose condition does not depend on eps.
/// </summary>
/// <remarks>
/// The squares of numbers of any size are beyond single precision. So x and eps are in units of the largest of them in a sample, and the equations are divided by the larger of lambda and the largest of
/// A^H (y - A x). Neither changes the steps, so that neither has a derivative.
/// </remarks>
internal sealed class ReweightedStep(SampleOperator a, double weight) : WeightedStep(a, weight)
{
    private const int InnerSteps = 5;

    internal override string Name => "iteratively reweighted least squares";

    internal override int StateCount => 2;

    /// <summary>eps begins at the size of the largest element of the best multiple of A^H y.</summary>
    internal override void Begin(Var y, Span<Var> state)
    {
        Var slope = A.ApplyAdjoint(y);
        Var largest = Supports.Divisor(UntypedOps.Largest(UntypedOps.Abs(slope), A.PerSample));
        Var direction = slope / largest;
        Var curvature = A.Sum(UntypedOps.AbsSquared(A.Apply(direction)));
        state[1] = largest * (A.Sum(UntypedOps.AbsSquared(direction)) / Supports.Divisor(curvature));
    }

    internal override void Advance(int number, Var y, Span<Var> state)
    {
        Var before = state[0];
        Var smoothing = state[1];
        double rounding = Precision.UnitRoundoff(y.ElementType);
        Var unit = Supports.Divisor(UntypedOps.StopGradient(UntypedOps.Maximum(UntypedOps.Largest(UntypedOps.Abs(before), A.PerSample), smoothing)));
        Var x = before / unit;
        Var relative = UntypedOps.Maximum(smoothing / unit, UntypedOps.ConstantLike(smoothing, rounding));
        Var root = UntypedOps.Sqrt(UntypedOps.Sqrt(UntypedOps.AbsSquared(x) + UntypedOps.Square(relative)));
        Var slope = A.ApplyAdjoint(A.Misfit(y, before));
        Var lambda = UntypedOps.ConstantLike(smoothing, Weight);
        Var force = UntypedOps.Maximum(UntypedOps.StopGradient(UntypedOps.Largest(UntypedOps.Abs(slope), A.PerSample)), lambda);
        Var scaledLambda = lambda / force;
        Var stiffness = root * (unit / force);
        Var u = x / root;
        Var residual = (slope / force * root) - (scaledLambda * u);
        Var direction = residual;
        Var squared = A.Sum(UntypedOps.AbsSquared(residual));
        for (int k = 0; k < InnerSteps; k++)
        {
            Var image = (scaledLambda * direction) + (A.ApplyAdjoint(A.Apply(direction * root)) * stiffness);
            Var curvature = A.Sum(UntypedOps.Real(UntypedOps.Conjugate(direction) * image));
            Var length = squared / Supports.Divisor(curvature);
            u += direction * length;
            residual -= image * length;
            Var next = A.Sum(UntypedOps.AbsSquared(residual));
            direction = residual + (direction * (next / Supports.Divisor(squared)));
            squared = next;
        }

        state[0] = u * root * unit;

        // While an element still moves, eps is no smaller than its moves: it may have to grow from where it is.
        Var moved = UntypedOps.Largest(UntypedOps.Abs(state[0] - before), A.PerSample);
        Var least = rounding * UntypedOps.Largest(UntypedOps.Abs(state[0]), A.PerSample);
        state[1] = UntypedOps.Minimum(smoothing, UntypedOps.Maximum(moved, least));
    }
}
