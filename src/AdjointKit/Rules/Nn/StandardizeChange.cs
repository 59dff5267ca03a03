using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Nn;

/// <summary>
/// z = r u, u = v - mean v - y m, m = mean(y v), over the axes where r has length 1: symmetric and linear as a map P of v. dz = P dv + dr u - r (dy m + y mean(dy v));
/// vbar += P zbar, rbar += sum zbar u, ybar -= r (m zbar + v mean(y zbar)).
/// </summary>
internal sealed class StandardizeChange : Rule
{
    internal static readonly StandardizeChange Rule = new();

    internal override string Name => "change of a standardized array";

    internal override Needs Needs => Needs.Inputs;

    internal override void Value(in RuleContext c) => c.Backend.StandardizeChange(c.X(0), c.X(1), c.X(2), c.NewOutput(c.X(0).ElementType, c.X(0).Shape));

    internal override void Tangent(in RuleContext c)
    {
        (Var y, Var r, Var v) = (c.Input(0), c.Input(1), c.Input(2));
        Var dy = c.Tangent(0);
        Var ofLine = UntypedOps.Add(UntypedOps.Push(dy, Along(c)), UntypedOps.Push(UntypedOps.MeanTo(UntypedOps.Push(dy, v), r.Shape), y));
        Var ofStandardized = UntypedOps.Affine(-1, UntypedOps.Push(ofLine, r), 0);
        Var ofChange = UntypedOps.StandardizeChange(y, r, c.Tangent(2));
        c.SetTangent(UntypedOps.Add(UntypedOps.Add(ofChange, UntypedOps.Push(c.Tangent(1), Centred(c))), ofStandardized));
    }

    internal override void Adjoint(in RuleContext c)
    {
        (Var y, Var r, Var v) = (c.Input(0), c.Input(1), c.Input(2));
        Var zbar = c.Cotangent();
        if (c.IsActive(2)) c.Accumulate(2, UntypedOps.StandardizeChange(y, r, zbar));
        if (c.IsActive(1)) c.Accumulate(1, UntypedOps.SumTo(UntypedOps.Pull(zbar, Centred(c)), r.Shape));
        if (!c.IsActive(0)) return;
        Var ofLine = UntypedOps.Add(UntypedOps.Pull(zbar, Along(c)), UntypedOps.Push(UntypedOps.MeanTo(UntypedOps.Pull(zbar, y), r.Shape), v));
        c.Accumulate(0, UntypedOps.Affine(-1, UntypedOps.Pull(ofLine, r), 0));
    }

    /// <summary>m.</summary>
    private static Var Along(in RuleContext c) => UntypedOps.MeanTo(UntypedOps.Push(c.Input(2), c.Input(0)), c.X(1).Shape);

    /// <summary>u.</summary>
    private static Var Centred(in RuleContext c)
    {
        Var v = c.Input(2);
        return UntypedOps.Subtract(UntypedOps.Subtract(v, UntypedOps.MeanTo(v, c.X(1).Shape)), UntypedOps.Push(Along(c), c.Input(0)));
    }
}
