using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Tests.Operators;

/// <summary>Differences along the last axis of [rows, columns], with the last sample kept: y[i, k] = x[i, k] - x[i, k+1], y[i, last] = x[i, last].</summary>
internal sealed class SampleDifference(Compute compute, nint rows, nint columns) : LinearOperator<double, double>(compute, new Shape(rows, columns), new Shape(rows, columns))
{
    protected internal override void ApplyCore(in NdArray<double> x, in NdArray<double> into)
    {
        nint last = Domain[1] - 1;
        Compute.Backend.Copy(x, into);
        Compute.Backend.AddScaled(-1, x.Slice(1, 1, last), into.Slice(1, 0, last));
    }

    protected internal override void ApplyAdjointCore(in NdArray<double> y, in NdArray<double> into)
    {
        nint last = Domain[1] - 1;
        Compute.Backend.Copy(y, into);
        Compute.Backend.AddScaled(-1, y.Slice(1, 0, last), into.Slice(1, 1, last));
    }
}

/// <summary>The Fourier transform along the last axis; its adjoint is n times the inverse.</summary>
internal sealed class SampleFourier<T>(Compute compute, nint rows, nint length) : LinearOperator<T, T>(compute, new Shape(rows, length), new Shape(rows, length))
    where T : unmanaged
{
    private readonly FourierPlan plan = compute.Backend.PlanFourier(length);

    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into) => plan.Forward(x, into);

    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into)
    {
        plan.Inverse(y, into);
        Compute.Backend.Affine(plan.Length, into, 0, into);
    }
}

/// <summary>The first n/2 + 1 coefficients of the transform of a real array; the adjoint is Re sum Y[k] exp(+2 pi i j k / n), here summed directly.</summary>
internal sealed class RealFourierOperator(Compute compute, nint length) : LinearOperator<double, Complex>(compute, new Shape(length), new Shape((length / 2) + 1))
{
    private readonly FourierPlan plan = compute.Backend.PlanFourier(length);

    protected internal override void ApplyCore(in NdArray<double> x, in NdArray<Complex> into) => plan.ForwardReal(x, into);

    protected internal override void ApplyAdjointCore(in NdArray<Complex> y, in NdArray<double> into)
    {
        for (nint j = 0; j < Domain[0]; j++)
        {
            double sum = 0;
            for (nint k = 0; k < Range[0]; k++) sum += (y[k] * Complex.FromPolarCoordinates(1, 2 * Math.PI * j * k / Domain[0])).Real;
            into[j] = sum;
        }
    }
}
