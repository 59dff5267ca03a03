using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Operators;

/// <summary>
/// The discrete Fourier transform over all axes of an array of N elements: X[k] = c sum over j of x[j] exp(-2 pi i j k / n) along each axis, c = N^(-1/2) when unitary, else 1.
/// The adjoint is c N times the inverse transform. A partial transform is this one with a <see cref="SamplingOperator{T}"/> behind it.
/// </summary>
/// <typeparam name="T">The element type, complex.</typeparam>
public sealed class FourierOperator<T> : LinearOperator<T, T>
    where T : unmanaged
{
    private readonly FourierPlan? line;
    private readonly GridFourierPlan? grid;
    private readonly double scale;

    /// <summary>Makes the transform.</summary>
    /// <param name="compute">Where it runs.</param>
    /// <param name="shape">The shape of x; all axes are transformed.</param>
    /// <param name="unitary">Whether the transform keeps norms, so that its adjoint is its inverse.</param>
    public FourierOperator(Compute compute, Shape shape, bool unitary = true)
        : base(compute, shape, shape)
    {
        if (!ElementTypes.IsComplex(DomainType)) throw new ArgumentException($"a Fourier transform is between complex arrays, not of {DomainType}", nameof(shape));
        if (shape.Rank == 0) throw new ArgumentException("a Fourier transform needs an axis to transform along", nameof(shape));
        if (shape.Rank == 1) line = compute.Backend.PlanFourier(shape[0]);
        else grid = compute.Backend.PlanFourier(shape);
        scale = unitary ? 1 / Math.Sqrt(shape.Count) : 1;
    }

    /// <inheritdoc/>
    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into)
    {
        if (grid is not null) grid.Forward(x, into);
        else line!.Forward(x, into);
        if (scale != 1) Compute.Backend.Affine(scale, into, 0, into);
    }

    /// <inheritdoc/>
    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into)
    {
        if (grid is not null) grid.Inverse(y, into);
        else line!.Inverse(y, into);
        Compute.Backend.Affine(scale * into.Count, into, 0, into);
    }
}
