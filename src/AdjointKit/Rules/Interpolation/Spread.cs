using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Interpolation;

/// <summary>
/// v = g at positions p, shared out to the points around them with the weights of <see cref="Interpolate"/>: its adjoint, linear in g. dv = the same of dg + that of g dp with the slopes of the
/// weights; gbar += vbar, interpolated; pbar += Re of conj(g) times the slope of vbar.
/// </summary>
internal sealed class Spread : Rule
{
    internal static readonly Spread Rule = new();

    internal override string Name => "spreading to points";

    internal override Needs Needs => Needs.Inputs;

    internal override void Value(in RuleContext c)
    {
        UntypedArray g = c.X(0);
        Shape shape = c.Attributes.Shape;
        nint positions = c.X(1).Count;
        UntypedArray values = c.NewOutput(g.ElementType, shape);
        c.Backend.Fill(values, 0);
        UntypedArray packed = Fourier.Packed.Of(c.Backend, g);
        using var taps = new LinearTaps(c, shape);
        UntypedArray lines = taps.Lines(values);
        UntypedArray given = packed.Reshape(new Shape(lines.Shape[0], positions));
        for (nint line = 0; line < lines.Shape[0]; line++) c.Backend.ScatterAdd(given.Select(0, line), taps.Indices, taps.Weights, lines.Select(0, line));
        Fourier.Packed.Release(packed, g);
    }

    internal override void Tangent(in RuleContext c)
    {
        int slopes = c.Attributes.Axis;
        Shape shape = c.Attributes.Shape;
        Var sum = UntypedOps.Spread(c.Tangent(0), LinearTaps.PositionsOf(c), slopes, shape);
        for (int axis = 0; axis < c.InputCount - 1; axis++)
        {
            if (c.Tangent(axis + 1).IsNone || (slopes & (1 << axis)) != 0) continue;
            sum = UntypedOps.Add(sum, UntypedOps.Spread(UntypedOps.Push(c.Tangent(axis + 1), c.Input(0)), LinearTaps.PositionsOf(c), slopes | (1 << axis), shape));
        }

        c.SetTangent(sum);
    }

    internal override void Adjoint(in RuleContext c)
    {
        int slopes = c.Attributes.Axis;
        if (c.IsActive(0)) c.Accumulate(0, UntypedOps.Interpolate(c.Cotangent(), LinearTaps.PositionsOf(c), slopes));
        for (int axis = 0; axis < c.InputCount - 1; axis++)
        {
            if (!c.IsActive(axis + 1) || (slopes & (1 << axis)) != 0) continue;
            c.Accumulate(axis + 1, UntypedOps.Real(UntypedOps.Pull(UntypedOps.Interpolate(c.Cotangent(), LinearTaps.PositionsOf(c), slopes | (1 << axis)), c.Input(0))));
        }
    }
}
