using System.Runtime.CompilerServices;
using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <content>Sums and other reductions, and broadcasting, their adjoint.</content>
internal static partial class UntypedOps
{
    /// <summary>The sum over axes so that the result has a shape that broadcasts to that of x: the adjoint of <see cref="BroadcastTo"/>.</summary>
    internal static Var SumTo(Var x, in Shape shape) => x.IsNone || x.Shape == shape ? x : Shaped(Rules.Reductions.SumTo.Rule, x, shape);

    internal static Var BroadcastTo(Var x, in Shape shape) => x.IsNone || x.Shape == shape ? x : Shaped(Rules.Reductions.BroadcastTo.Rule, x, shape);

    /// <summary>sum conj(a) b, rank 0.</summary>
    internal static Var InnerProduct(Var a, Var b)
    {
        if (a.IsNone || b.IsNone) return default;
        (a, b) = Promote(a, b);
        return a.Tape.Apply(Rules.Reductions.InnerProduct.Rule, default, a, b);
    }

    internal static Var HalfSquaredNorm(Var x) => x.Tape.Apply(Rules.Reductions.HalfSquaredNorm.Rule, default, x);

    /// <summary>An op whose attribute is a shape. Apart, so that where nothing is to be done nothing is cleared for it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Var Shaped(Rule rule, Var x, in Shape shape) => x.Tape.Apply(rule, new Attributes { Shape = shape }, x);
}
