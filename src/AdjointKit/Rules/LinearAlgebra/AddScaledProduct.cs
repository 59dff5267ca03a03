using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.LinearAlgebra;

/// <summary>
/// Y = C + S P, element by element, and P = A B, the second output, A and B being the inputs or their transposes, conjugates or adjoints, as in <see cref="MatMul"/>: a step of a length that is
/// learned. S is broadcast. dP = dA B + A dB, dY = dC + dS P + S dP; Cbar += Ybar, Sbar += conj(P) Ybar, and A and B have the sensitivities of a product whose own is conj(S) Ybar + Pbar.
/// </summary>
internal sealed class AddScaledProduct : Rule
{
    internal static readonly AddScaledProduct Rule = new();

    internal override string Name => "scaled matrix product with an addend";

    internal override Needs Needs => Needs.Inputs | Needs.Outputs;

    /// <summary>Without the product of its own: only the rules of one member ask for it.</summary>
    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs)
    {
        Attributes forms = inputs.Attributes;
        outputs[0] = inputs[0] + (inputs.OfRank(inputs[1], inputs.Hidden + 2) * UntypedOps.MatMul(forms.FormA, inputs[2], forms.FormB, inputs[3]));
    }

    internal override void Value(in RuleContext c)
    {
        (UntypedArray addend, UntypedArray scale, UntypedArray a, UntypedArray b) = (c.X(0), c.X(1), c.X(2), c.X(3));
        ref readonly Attributes forms = ref c.Attributes;
        UntypedArray y = c.NewOutput(addend.ElementType, addend.Shape);
        c.Backend.AddScaledProduct(addend, scale, forms.FormA, a, forms.FormB, b, c.NewOutput(addend.ElementType, addend.Shape), y);
    }

    internal override void Tangent(in RuleContext c)
    {
        ref readonly Attributes forms = ref c.Attributes;
        Var product = UntypedOps.Add(UntypedOps.MatMul(forms.FormA, c.Tangent(2), forms.FormB, c.Input(3)), UntypedOps.MatMul(forms.FormA, c.Input(2), forms.FormB, c.Tangent(3)));
        c.SetTangent(1, product);
        c.SetTangent(0, UntypedOps.Add(c.Tangent(0), UntypedOps.Add(UntypedOps.Push(c.Tangent(1), c.Output(1)), UntypedOps.Push(product, c.Input(1)))));
    }

    internal override void Adjoint(in RuleContext c)
    {
        c.Accumulate(0, c.Cotangent());
        if (c.IsActive(1)) c.Accumulate(1, UntypedOps.Pull(c.Cotangent(), c.Output(1)));
        if (c.IsActive(2) || c.IsActive(3)) MatMul.Pull(c, 2, UntypedOps.Add(UntypedOps.Pull(c.Cotangent(), c.Input(1)), c.Cotangent(1)), sign: 1);
    }
}
