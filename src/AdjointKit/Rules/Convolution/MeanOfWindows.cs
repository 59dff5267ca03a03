using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Convolution;

/// <summary>y = the sum of x over each window of the last two axes, over its number of taps; dy the same of dx; xbar += ybar over the number of taps, added to the elements of each window.</summary>
internal sealed class MeanOfWindows : Rule
{
    internal static readonly MeanOfWindows Plain = new(transposed: false);

    /// <summary>The adjoint as an op.</summary>
    internal static readonly MeanOfWindows Transposed = new(transposed: true);

    private readonly bool transposed;

    private MeanOfWindows(bool transposed) => this.transposed = transposed;

    internal override string Name => transposed ? "spreading over windows" : "mean of windows";

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.OnLastAxes(outputs);

    internal override void Value(in RuleContext c)
    {
        var shape = (PoolShape)c.Attributes.Subject!;
        UntypedArray from = c.X(0);
        int rank = from.Rank;
        UntypedArray into = c.NewOutput(from.ElementType, transposed ? from.Shape.With(rank - 2, shape.Y.Length).With(rank - 1, shape.X.Length) : shape.Output(from.Shape));
        c.Backend.Fill(into, 0);
        double weight = 1.0 / (shape.Y.Taps * shape.X.Taps);
        for (nint tapY = 0; tapY < shape.Y.Taps; tapY++)
        {
            (nint firstY, nint countY, nint elementY) = shape.Y.Within(tapY, 0, shape.Y.Windows);
            for (nint tapX = 0; tapX < shape.X.Taps; tapX++)
            {
                (nint firstX, nint countX, nint elementX) = shape.X.Within(tapX, 0, shape.X.Windows);
                if (countY == 0 || countX == 0) continue;
                UntypedArray elements = (transposed ? into : from).Slice(-2, elementY, countY, shape.Y.Stride).Slice(-1, elementX, countX, shape.X.Stride);
                UntypedArray windows = (transposed ? from : into).Slice(-2, firstY, countY, 1).Slice(-1, firstX, countX, 1);
                c.Backend.AddScaled(weight, transposed ? windows : elements, transposed ? elements : windows);
            }
        }
    }

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.MeanOfWindows(c.Tangent(), c.Attributes.Subject!, transposed));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.MeanOfWindows(c.Cotangent(), c.Attributes.Subject!, !transposed));
}
