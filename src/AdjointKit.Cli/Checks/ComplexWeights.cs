using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Cli.Checks;

/// <summary>y = w x from a real to a complex space, on which the operator algebra is checked with complex numbers; its adjoint is Re(conj(w) y).</summary>
internal sealed class ComplexWeights(Compute compute, nint length) : LinearOperator<double, Complex>(compute.Host, new Shape(length), new Shape(length))
{
    protected override void ApplyCore(in NdArray<double> x, in NdArray<Complex> into)
    {
        ReadOnlySpan<double> source = x.AsReadOnlySpan();
        Span<Complex> target = into.AsWritableSpan();
        for (int k = 0; k < target.Length; k++) target[k] = Weight(k) * source[k];
    }

    protected override void ApplyAdjointCore(in NdArray<Complex> y, in NdArray<double> into)
    {
        ReadOnlySpan<Complex> source = y.AsReadOnlySpan();
        Span<double> target = into.AsWritableSpan();
        for (int k = 0; k < target.Length; k++) target[k] = (Complex.Conjugate(Weight(k)) * source[k]).Real;
    }

    private static Complex Weight(int k) => Complex.FromPolarCoordinates(1 + (0.1 * k), 0.7 * k);
}
