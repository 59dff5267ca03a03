using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>
/// <see cref="SliceStep"/> on a tape as one op of x, n, the transfer functions and the rim, if there is one; the last two are constants. So a step of a volume keeps the field in front of it and
/// nothing else. With v = w t x: dy is the same op of dx + i a x dn, and the sum over m of F^-1 H_m F (m e^(m-1) de v), de = 2 n dn / n0^2. With r_m = w conj(t) F^-1 conj(H_m) F ybar:
/// xbar += q, q = sum of e^m r_m; nbar += a Im(conj(x) q) + 2 n / n0^2 Re(conj(x) sum of m e^(m-1) r_m).
/// </summary>
internal sealed class SliceRule : Rule
{
    internal static readonly SliceRule WithoutRim = new(hasRim: false);
    internal static readonly SliceRule WithRim = new(hasRim: true);

    private readonly bool hasRim;

    private SliceRule(bool hasRim) => this.hasRim = hasRim;

    internal override string Name => "slice of a volume";

    internal override Needs Needs => Needs.Inputs;

    internal static Var Apply(SliceStep step, Var x, Var index, ReadOnlySpan<Var> transfers, Var rim)
    {
        if (x.IsNone) return default;
        var attributes = new Attributes { Subject = step };
        return rim.IsNone ? x.Tape.Apply(WithoutRim, attributes, [x, index, .. transfers]) : x.Tape.Apply(WithRim, attributes, [x, index, .. transfers, rim]);
    }

    internal override void Value(in RuleContext c)
    {
        UntypedArray x = c.X(0);
        var transfers = new UntypedArray[Terms(c)];
        for (int m = 0; m < transfers.Length; m++) transfers[m] = c.X(2 + m);
        UntypedArray y = c.NewOutput(x.ElementType, x.Shape);
        Step(c).Apply(c.Backend, x, c.X(1), transfers, hasRim ? c.X(c.InputCount - 1) : default, y);
    }

    internal override void Tangent(in RuleContext c)
    {
        SliceStep step = Step(c);
        Var x = c.Input(0);
        Var changes = c.Tangent(1);
        Var moved = UntypedOps.Add(c.Tangent(0), UntypedOps.Affine(new Complex(0, step.Rate), UntypedOps.Push(UntypedOps.ToComplex(changes), x), 0));
        Var change = Apply(step, moved, c.Input(1), Transfers(c), Rim(c));
        if (Terms(c) > 1 && !changes.IsNone)
        {
            Var turned = UntypedOps.Push(UntypedOps.ToComplex(UntypedOps.Push(changes, SlopeOfContrast(c))), TurnRule.Apply(x, c.Input(1), Rim(c), step.Rate, step.Background));
            Var power = default;
            for (int m = 1; m < Terms(c); m++)
            {
                Var term = UntypedOps.Affine(m, power.IsNone ? turned : UntypedOps.Multiply(turned, UntypedOps.ToComplex(power)), 0);
                change = UntypedOps.Add(change, UntypedOps.FourierFilter(term, c.Input(2 + m), step.Plan, conjugate: false));
                power = NextPower(c, power);
            }
        }

        c.SetTangent(change);
    }

    internal override void Adjoint(in RuleContext c)
    {
        SliceStep step = Step(c);
        Var x = c.Input(0);
        Var back = Back(c, 0);
        Var slope = default;
        Var power = default;
        for (int m = 1; m < Terms(c); m++)
        {
            Var term = Back(c, m);
            slope = UntypedOps.Add(slope, UntypedOps.Affine(m, power.IsNone ? term : UntypedOps.Multiply(term, UntypedOps.ToComplex(power)), 0));
            power = NextPower(c, power);
            back = UntypedOps.Add(back, UntypedOps.Multiply(term, UntypedOps.ToComplex(power)));
        }

        if (c.IsActive(0)) c.Accumulate(0, back);
        if (!c.IsActive(1)) return;
        c.Accumulate(1, UntypedOps.Affine(step.Rate, UntypedOps.Imaginary(UntypedOps.Pull(back, x)), 0));
        if (!slope.IsNone) c.Accumulate(1, UntypedOps.Push(UntypedOps.Real(UntypedOps.Pull(slope, x)), SlopeOfContrast(c)));
    }

    private static SliceStep Step(in RuleContext c) => (SliceStep)c.Attributes.Subject!;

    private int Terms(in RuleContext c) => c.InputCount - (hasRim ? 3 : 2);

    private Var Rim(in RuleContext c) => hasRim ? c.Input(c.InputCount - 1) : default;

    private Var[] Transfers(in RuleContext c)
    {
        var transfers = new Var[Terms(c)];
        for (int m = 0; m < transfers.Length; m++) transfers[m] = c.Input(2 + m);
        return transfers;
    }

    /// <summary>r_m.</summary>
    private Var Back(in RuleContext c, int m)
    {
        SliceStep step = Step(c);
        return TurnRule.Apply(UntypedOps.FourierFilter(c.Cotangent(), c.Input(2 + m), step.Plan, conjugate: true), c.Input(1), Rim(c), -step.Rate, step.Background);
    }

    /// <summary>e^(m+1) from e^m; none counts as 1.</summary>
    private static Var NextPower(in RuleContext c, Var power)
    {
        double n0 = Step(c).Background;
        Var difference = UntypedOps.Affine(1, c.Input(1), -n0);
        Var contrast = UntypedOps.Multiply(difference, UntypedOps.Affine(1 / (n0 * n0), difference, 2 / n0));
        return power.IsNone ? contrast : UntypedOps.Multiply(power, contrast);
    }

    /// <summary>2 n / n0^2.</summary>
    private static Var SlopeOfContrast(in RuleContext c)
    {
        double n0 = Step(c).Background;
        return UntypedOps.Affine(2 / (n0 * n0), c.Input(1), 0);
    }
}
