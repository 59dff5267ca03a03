using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.LinearAlgebra;

/// <summary>
/// Y = C + s A B with s = 1 or -1, A and B being the inputs or their transposes, conjugates or adjoints, as in <see cref="MatMul"/>: a residual y - A x, or a step x + W r. dY = dC + s (dA B + A dB);
/// Cbar += Ybar, and A and B have the sensitivities of the product, s times.
/// </summary>
internal sealed class AddProduct : Rule
{
    internal static readonly AddProduct Rule = new();

    internal override string Name => "matrix product with an addend";

    internal override Needs Needs => Needs.Inputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs)
    {
        Attributes forms = inputs.Attributes;
        Var product = UntypedOps.MatMul(forms.FormA, inputs[1], forms.FormB, inputs[2], forms.LeavesOutZeros);
        outputs[0] = forms.Scale.Real < 0 ? inputs[0] - product : inputs[0] + product;
    }

    internal override void Value(in RuleContext c)
    {
        ref readonly Attributes forms = ref c.Attributes;
        UntypedArray y = c.NewOutput(c.X(0).ElementType, c.X(0).Shape);
        c.Backend.AddProduct(c.X(0), forms.Scale.Real, forms.FormA, c.X(1), forms.FormB, c.X(2), forms.LeavesOutZeros, y);
    }

    internal override void Tangent(in RuleContext c)
    {
        ref readonly Attributes forms = ref c.Attributes;
        double sign = forms.Scale.Real;
        Var change = UntypedOps.AddProduct(c.Tangent(0), sign, new MatrixFactors(forms.FormA, c.Tangent(1), forms.FormB, c.Input(2), forms.LeavesOutZeros));
        c.SetTangent(UntypedOps.AddProduct(change, sign, new MatrixFactors(forms.FormA, c.Input(1), forms.FormB, c.Tangent(2), forms.LeavesOutZeros)));
    }

    internal override void Adjoint(in RuleContext c)
    {
        c.Accumulate(0, c.Cotangent());
        MatMul.Pull(c, 1, c.Cotangent(), c.Attributes.Scale.Real);
    }
}
