using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>prox_{t F} of a layer, of F and of the misfit |x - y|^2 / 2 where that is drawn.</summary>
/// <param name="a">A.</param>
/// <param name="misfit">How the misfit is taken.</param>
/// <param name="function">F; null: none.</param>
internal sealed class PrimalProx(SampleOperator a, MisfitForm misfit, FunctionTerm? function)
{
    /// <summary>The length that F takes of a length of both; null: there is no F.</summary>
    internal double? LengthOf(double length) => function is null ? null : misfit == MisfitForm.Drawn ? length / (1 + length) : length;

    /// <summary>The value; with a threshold F alone takes it for its length.</summary>
    internal Var Apply(Var point, Var t, Var y, Var threshold = default)
    {
        Var length = t;
        if (misfit == MisfitForm.Drawn)
        {
            // prox_t of |x - y|^2 / 2 + F is that of the first, and then of F with a shorter step.
            Var growth = UntypedOps.Affine(1, t, 1);
            point = (point + (t * y)) / growth;
            length = t / growth;
        }

        return function is null ? point : a.Signals(function.Prox(a.InDomain(point), threshold.IsNone ? length : threshold));
    }
}
