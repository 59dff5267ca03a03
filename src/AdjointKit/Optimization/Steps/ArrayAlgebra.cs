using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optimization.Steps;

/// <summary>Steps on arrays, in place, with real scalars: inner products are real parts.</summary>
internal readonly struct ArrayAlgebra(Backend backend) : IStepAlgebra<UntypedArray, RealScalar>
{
    public void Apply(IStepMap f, UntypedArray x, ref UntypedArray into) => f.Apply(x, into);

    public void Copy(UntypedArray x, ref UntypedArray into) => backend.Copy(x, into);

    public void Clear(UntypedArray x, ref UntypedArray into) => backend.Fill(into, 0);

    public void AddScaled(RealScalar scale, UntypedArray x, ref UntypedArray into) => backend.AddScaled(scale.Value, x, into);

    public void AddMultiple(double factor, UntypedArray x, ref UntypedArray into) => backend.AddScaled(factor, x, into);

    public void Combine(double a, UntypedArray x, double b, UntypedArray y, ref UntypedArray into) => backend.Combine(a, x, b, y, into);

    public void Descend(IDescentMap prox, UntypedArray x, UntypedArray previous, double momentum, ref UntypedArray gradient, ref UntypedArray ahead, ref UntypedArray point, ref UntypedArray into) =>
        prox.Descend(x, previous, momentum, ref gradient, ahead, point, ref into);

    public void Scale(RealScalar scale, ref UntypedArray x) => backend.Affine(scale.Value, x, 0, x);

    public void Multiply(UntypedArray a, UntypedArray b, ref UntypedArray into) => backend.Binary(BinaryOp.Multiply, a, b, into);

    public void Divide(UntypedArray a, UntypedArray b, ref UntypedArray into) => backend.Binary(BinaryOp.Divide, a, b, into);

    public void Sqrt(UntypedArray x, ref UntypedArray into) => backend.Unary(UnaryOp.Sqrt, x, into);

    public void Shift(double number, ref UntypedArray x) => backend.Affine(1, x, number, x);

    public RealScalar Dot(UntypedArray a, UntypedArray b) => backend.Dot(a, b).Real;

    public RealScalar Number(double value) => value;
}

/// <summary>Steps on arrays, in place, with complex scalars.</summary>
/// <param name="backend">The backend of the arrays.</param>
/// <param name="overReals">Whether inner products are their real parts all the same.</param>
internal readonly struct ComplexArrayAlgebra(Backend backend, bool overReals) : IStepAlgebra<UntypedArray, ComplexScalar>
{
    public void Apply(IStepMap f, UntypedArray x, ref UntypedArray into) => f.Apply(x, into);

    public void Copy(UntypedArray x, ref UntypedArray into) => backend.Copy(x, into);

    public void Clear(UntypedArray x, ref UntypedArray into) => backend.Fill(into, 0);

    public void AddScaled(ComplexScalar scale, UntypedArray x, ref UntypedArray into) => backend.AddScaled(scale, x, into);

    public void AddMultiple(double factor, UntypedArray x, ref UntypedArray into) => backend.AddScaled(factor, x, into);

    public void Combine(double a, UntypedArray x, double b, UntypedArray y, ref UntypedArray into) => backend.Combine(a, x, b, y, into);

    public void Descend(IDescentMap prox, UntypedArray x, UntypedArray previous, double momentum, ref UntypedArray gradient, ref UntypedArray ahead, ref UntypedArray point, ref UntypedArray into) =>
        prox.Descend(x, previous, momentum, ref gradient, ahead, point, ref into);

    public void Scale(ComplexScalar scale, ref UntypedArray x) => backend.Affine(scale, x, 0, x);

    public void Multiply(UntypedArray a, UntypedArray b, ref UntypedArray into) => backend.Binary(BinaryOp.Multiply, a, b, into);

    public void Divide(UntypedArray a, UntypedArray b, ref UntypedArray into) => backend.Binary(BinaryOp.Divide, a, b, into);

    public void Sqrt(UntypedArray x, ref UntypedArray into) => backend.Unary(UnaryOp.Sqrt, x, into);

    public void Shift(double number, ref UntypedArray x) => backend.Affine(1, x, number, x);

    public ComplexScalar Dot(UntypedArray a, UntypedArray b) => overReals ? new Complex(backend.Dot(a, b).Real, 0) : backend.Dot(a, b);

    public ComplexScalar Number(double value) => new Complex(value, 0);
}
