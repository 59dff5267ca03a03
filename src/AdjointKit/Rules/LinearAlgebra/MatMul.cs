using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.LinearAlgebra;

/// <summary>
/// Y = A B over the last two axes, A and B being the inputs or their transposes, conjugates or adjoints; dY = dA B + A dB;
/// Abar += Ybar B^H, Bbar += A^H Ybar, each turned back the way its input was turned: that is a product again. A sensitivity that is 0 stays 0 through any B, so where many are, as behind a
/// threshold, their products are left out.
/// </summary>
internal sealed class MatMul : Rule
{
    internal static readonly MatMul Rule = new();

    internal override string Name => "matrix product";

    internal override Needs Needs => Needs.Inputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.Elementwise(outputs);

    internal override void Value(in RuleContext c)
    {
        UntypedArray a = c.X(0);
        UntypedArray b = c.X(1);
        ref readonly Attributes forms = ref c.Attributes;
        UntypedArray y = c.NewOutput(a.ElementType, MatrixShapes.ResultOf(forms.FormA, a.Shape, forms.FormB, b.Shape));
        if (forms.LeavesOutZeros) c.Backend.MultiplySparse(forms.FormA, a, forms.FormB, b, y);
        else c.Backend.MatrixMultiply(forms.FormA, a, forms.FormB, b, accumulate: false, y);
    }

    internal override void Tangent(in RuleContext c)
    {
        (MatrixForm formA, MatrixForm formB) = (c.Attributes.FormA, c.Attributes.FormB);
        c.SetTangent(UntypedOps.Add(UntypedOps.MatMul(formA, c.Tangent(0), formB, c.Input(1)), UntypedOps.MatMul(formA, c.Input(0), formB, c.Tangent(1))));
    }

    internal override void Adjoint(in RuleContext c) => Pull(c, 0, c.Cotangent(), sign: 1);

    /// <summary>Adds what the sensitivity of a product, times a sign, causes for its factors, which are two inputs in a row.</summary>
    internal static void Pull(in RuleContext c, int first, Var sensitivity, double sign)
    {
        ref readonly Attributes forms = ref c.Attributes;
        (int a, int b) = (first, first + 1);
        if (c.IsActive(a)) c.AccumulateMatrixProduct(a, sign, MatrixFactors.ForLeft(forms.FormA, sensitivity, forms.FormB, c.Input(b)));
        if (c.IsActive(b)) c.AccumulateMatrixProduct(b, sign, MatrixFactors.ForRight(forms.FormA, c.Input(a), forms.LeavesOutZeros, sensitivity, forms.FormB));
    }
}
