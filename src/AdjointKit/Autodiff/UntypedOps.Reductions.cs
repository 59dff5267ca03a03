using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <content>Sums and other reductions, and broadcasting, their adjoint.</content>
internal static partial class UntypedOps
{
    /// <summary>The sum over axes so that the result has a shape that broadcasts to that of x: the adjoint of <see cref="BroadcastTo"/>.</summary>
    internal static Var SumTo(Var x, in Shape shape) => x.IsNone || x.Shape == shape ? x : x.Tape.Apply(Rules.Reductions.SumTo.Rule, new Attributes { Shape = shape }, x);

    internal static Var BroadcastTo(Var x, in Shape shape) => x.IsNone || x.Shape == shape ? x : x.Tape.Apply(Rules.Reductions.BroadcastTo.Rule, new Attributes { Shape = shape }, x);

    /// <summary>sum conj(a) b, rank 0.</summary>
    internal static Var InnerProduct(Var a, Var b)
    {
        if (a.IsNone || b.IsNone) return default;
        (a, b) = Promote(a, b);
        return a.Tape.Apply(Rules.Reductions.InnerProduct.Rule, default, a, b);
    }

    internal static Var HalfSquaredNorm(Var x) => x.Tape.Apply(Rules.Reductions.HalfSquaredNorm.Rule, default, x);
}
