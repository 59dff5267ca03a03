using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optimization.Steps;

/// <summary>Steps on a tape: each result is a new variable, so that a step is a pure function of the state before it.</summary>
/// <param name="tape">The tape.</param>
/// <param name="scalarType">The type of scalars.</param>
/// <param name="complexScalars">Whether inner products of complex vectors are complex; else their real parts are taken.</param>
internal readonly struct TapeAlgebra(Tape tape, ElementType scalarType, bool complexScalars) : IStepAlgebra<Var, TapeScalar>
{
    public void Apply(IStepMap f, Var x, ref Var into) => into = f.Apply(x);

    public void Copy(Var x, ref Var into) => into = x;

    public void Clear(Var x, ref Var into) => into = tape.Zeros(x.ElementType, x.Shape);

    public void AddScaled(TapeScalar scale, Var x, ref Var into) => into += scale.Value * x;

    public void AddMultiple(double factor, Var x, ref Var into) => into = factor == 1 ? into + x : factor == -1 ? into - x : into + (factor * x);

    public void Combine(double a, Var x, double b, Var y, ref Var into) => into = Multiple(a, x) + Multiple(b, y);

    public void Descend(IDescentMap prox, Var x, Var previous, double momentum, ref Var gradient, ref Var ahead, ref Var point, ref Var into)
    {
        if (momentum != 0) Combine(1 + momentum, x, -momentum, previous, ref ahead);
        into = prox.Descend(momentum == 0 ? x : ahead, gradient);
    }

    public void Scale(TapeScalar scale, ref Var x) => x = scale.Value * x;

    public void Multiply(Var a, Var b, ref Var into) => into = a * b;

    public void Divide(Var a, Var b, ref Var into) => into = a / b;

    public void Sqrt(Var x, ref Var into) => into = UntypedOps.Sqrt(x);

    public void Shift(double number, ref Var x) => x = UntypedOps.Affine(1, x, number);

    public TapeScalar Dot(Var a, Var b)
    {
        if (a.Id == b.Id) return new TapeScalar(UntypedOps.ConvertLike(2 * UntypedOps.HalfSquaredNorm(a), scalarType));
        Var product = UntypedOps.InnerProduct(a, b);
        return new TapeScalar(complexScalars ? product : UntypedOps.Real(product));
    }

    public TapeScalar Number(double value) => new(tape.Filled(scalarType, default, value));

    private static Var Multiple(double factor, Var x) => factor == 1 ? x : factor * x;
}
