using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>
/// Iteratively reweighted least squares for |y - A x|^2 / 2 + lambda sum sqrt(|x_i|^2 + eps^2) with an eps that falls to 0 (Daubechies, DeVore, Fornasier, Gunturk, Commun. Pure Appl. Math. 63, 2010): above
/// the penalty lies the parabola lambda |x_i|^2 / (2 d_i), d_i = sqrt(|x_i|^2 + eps^2), and a few steps of conjugate gradients from x go towards the minimum of the sum (Fornasier, Peter, Rauhut, Worm,
/// Comput. Optim. Appl. 65, 2016), in u = x / sqrt(d): (lambda + D A^H A D) u = D A^H y, D = sqrt(d), whose condition does not depend on eps.
/// </summary>
internal sealed class ReweightedStep(SampleOperator a, double weight) : WeightedStep(a, weight)
{
    private const int InnerSteps = 5;

    internal override string Name => "iteratively reweighted least squares";

    internal override int StateCount => 2;

    /// <summary>eps begins at the size of the largest element that a column of unit norm would have.</summary>
    internal override void Begin(Var y, Span<Var> state) =>
        state[1] = UntypedOps.Affine(1, UntypedOps.Largest(UntypedOps.Abs(A.ApplyAdjoint(y)), A.PerSample), 1e-30);

    internal override void Advance(int number, Var y, Span<Var> state)
    {
        Var before = state[0];
        Var smoothing = state[1];
        Var size = UntypedOps.Abs(before);
        Var root = UntypedOps.Sqrt(UntypedOps.Sqrt(UntypedOps.Square(size) + UntypedOps.Square(smoothing)));
        Var u = before / root;
        Var residual = (A.ApplyAdjoint(A.Misfit(y, before)) * root) - (Weight * u);
        Var direction = residual;
        Var squared = A.Sum(UntypedOps.AbsSquared(residual));
        for (int k = 0; k < InnerSteps; k++)
        {
            Var image = (Weight * direction) + (A.ApplyAdjoint(A.Apply(direction * root)) * root);
            Var curvature = A.Sum(UntypedOps.Real(UntypedOps.Conjugate(direction) * image));
            Var length = squared / Supports.Divisor(curvature);
            u += direction * length;
            residual -= image * length;
            Var next = A.Sum(UntypedOps.AbsSquared(residual));
            direction = residual + (direction * (next / Supports.Divisor(squared)));
            squared = next;
        }

        state[0] = u * root;

        // While an element still moves, eps is no smaller than its moves: it may have to grow from where it is.
        Var moved = UntypedOps.Largest(UntypedOps.Abs(state[0] - before), A.PerSample);
        Var least = Precision.UnitRoundoff(y.ElementType) * UntypedOps.Largest(UntypedOps.Abs(state[0]), A.PerSample);
        state[1] = UntypedOps.Minimum(smoothing, UntypedOps.Affine(1, UntypedOps.Maximum(moved, least), 1e-30));
    }
}
