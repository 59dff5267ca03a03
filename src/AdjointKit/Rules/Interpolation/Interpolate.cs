using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Rules.Fourier;

namespace AdjointKit.Rules.Interpolation;

/// <summary>
/// y = the values v of a line or a plane (the last axis or the last two) at positions p, linearly between points; or its slope along one or both axes (a bit of the attribute each).
/// Linear in v: dy = the same of dv + the slope times dp; vbar += ybar, shared out (<see cref="Spread"/>); pbar += ybar conj(slope). The slope of a slope is 0.
/// </summary>
internal sealed class Interpolate : Rule
{
    internal static readonly Interpolate Rule = new();

    internal override string Name => "interpolation";

    internal override Needs Needs => Needs.Inputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs)
    {
        bool planar = inputs.Count == 3;
        if (inputs.IsShared(1) && (!planar || inputs.IsShared(2))) outputs[0] = UntypedOps.Interpolate(inputs[0], planar ? (inputs.Shared(1), inputs.Shared(2)) : (default, inputs.Shared(1)), inputs.Attributes.Axis);
        else inputs.OneByOne(outputs);
    }

    internal override void Value(in RuleContext c)
    {
        int axes = c.InputCount - 1;
        UntypedArray values = c.X(0);
        Shape positions = c.X(1).Shape;
        UntypedArray y = c.NewOutput(values.ElementType, LinearTaps.ResultOf(values.Shape, positions, axes));
        UntypedArray packed = Packed.Of(c.Backend, values);
        using var taps = new LinearTaps(c, values.Shape);
        UntypedArray lines = taps.Lines(packed);
        UntypedArray results = y.Reshape(new Shape(lines.Shape[0], positions.Count));
        for (nint line = 0; line < lines.Shape[0]; line++) c.Backend.Gather(lines.Select(0, line), taps.Indices, taps.Weights, results.Select(0, line));
        Packed.Release(packed, values);
    }

    internal override void Tangent(in RuleContext c)
    {
        int slopes = c.Attributes.Axis;
        Var sum = UntypedOps.Interpolate(c.Tangent(0), LinearTaps.PositionsOf(c), slopes);
        for (int axis = 0; axis < c.InputCount - 1; axis++)
        {
            if (c.Tangent(axis + 1).IsNone || (slopes & (1 << axis)) != 0) continue;
            sum = UntypedOps.Add(sum, UntypedOps.Push(c.Tangent(axis + 1), UntypedOps.Interpolate(c.Input(0), LinearTaps.PositionsOf(c), slopes | (1 << axis))));
        }

        c.SetTangent(sum);
    }

    internal override void Adjoint(in RuleContext c)
    {
        int slopes = c.Attributes.Axis;
        if (c.IsActive(0)) c.Accumulate(0, UntypedOps.Spread(c.Cotangent(), LinearTaps.PositionsOf(c), slopes, c.X(0).Shape));
        for (int axis = 0; axis < c.InputCount - 1; axis++)
        {
            if (!c.IsActive(axis + 1) || (slopes & (1 << axis)) != 0) continue;
            c.Accumulate(axis + 1, UntypedOps.Real(UntypedOps.Pull(c.Cotangent(), UntypedOps.Interpolate(c.Input(0), LinearTaps.PositionsOf(c), slopes | (1 << axis)))));
        }
    }
}
