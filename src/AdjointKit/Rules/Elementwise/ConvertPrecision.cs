using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = x in the other precision, single or double; dy = dx; xbar += ybar, each converted.</summary>
internal sealed class ConvertPrecision : ElementwiseRule
{
    internal static readonly ConvertPrecision Rule = new();

    internal override string Name => "convert precision";

    internal override void Value(in RuleContext c) => c.Backend.Copy(c.X(0), c.NewOutput(Other(c.X(0).ElementType), c.X(0).Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.ConvertPrecision(c.Tangent()));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.ConvertPrecision(c.Cotangent()));

    private static ElementType Other(ElementType type) => type switch
    {
        ElementType.Float32 => ElementType.Float64,
        ElementType.Float64 => ElementType.Float32,
        ElementType.Complex64 => ElementType.Complex128,
        _ => ElementType.Complex64,
    };
}
