using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Optics;

/// <summary>
/// The unitary discrete Fourier transform of fields [..., y, x] between centred grids: X[k] = N^(-1/2) sum over j of x[j] exp(-2 pi i (j - c)(k - c) / n) along both axes, c = floor(n/2), N the
/// number of points. What a lens or a long distance does to light; its adjoint is its inverse.
/// </summary>
/// <typeparam name="T">The element type, <see cref="Complex"/> or <see cref="ComplexF"/>.</typeparam>
public sealed class CentredFourier<T> : LinearOperator<T, T>
    where T : unmanaged
{
    // -(j - c)(k - c) = -j k' + c k' with k' = k - c + c: a transform from first point to first point between two sets of factors.
    private readonly NdArray<T> before;
    private readonly NdArray<T> behind;
    private readonly NdArray<T> adjointBefore;
    private readonly NdArray<T> adjointBehind;
    private readonly GridFourierPlan plan;

    /// <summary>Makes the transform.</summary>
    /// <param name="compute">Where it runs.</param>
    /// <param name="ny">Points along y.</param>
    /// <param name="nx">Points along x.</param>
    /// <param name="fields">The axes in front of [y, x] where many fields go at once; empty: one field.</param>
    public CentredFourier(Compute compute, nint ny, nint nx, ReadOnlySpan<nint> fields = default)
        : base(compute, new Shape([.. fields, ny, nx]), new Shape([.. fields, ny, nx]))
    {
        if (!ElementTypes.IsComplex(DomainType)) throw new ArgumentException($"fields are complex, not of {DomainType}", nameof(compute));
        plan = compute.Backend.PlanFourier(new Shape(ny, nx));
        double root = Math.Sqrt((double)ny * nx);
        before = Factors(compute, ny, nx, 0, 0, 1, 1);
        behind = Factors(compute, ny, nx, ny / 2, nx / 2, 1, 1 / root);
        adjointBefore = Factors(compute, ny, nx, ny / 2, nx / 2, -1, 1);
        adjointBehind = Factors(compute, ny, nx, 0, 0, -1, root);
    }

    /// <inheritdoc/>
    public override string Name => "centred Fourier transform";

    /// <inheritdoc/>
    public override int SampleAxes => Domain.Rank - 2;

    /// <inheritdoc/>
    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into)
    {
        Compute.Backend.Binary(BinaryOp.Multiply, x, before, into);
        plan.Forward(into, into);
        Compute.Backend.Binary(BinaryOp.Multiply, into, behind, into);
    }

    /// <inheritdoc/>
    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into)
    {
        Compute.Backend.Binary(BinaryOp.Multiply, y, adjointBefore, into);
        plan.Inverse(into, into);
        Compute.Backend.Binary(BinaryOp.Multiply, into, adjointBehind, into);
    }

    /// <summary>scale exp(sign 2 pi i (j - origin) c / n), the products of the two axes; the turns are reduced as whole numbers.</summary>
    private static NdArray<T> Factors(Compute compute, nint ny, nint nx, nint originY, nint originX, int sign, double scale)
    {
        using NdArray<Complex> values = NdArray.Fill<Complex>(ny, nx, (y, x) => Complex.FromPolarCoordinates(scale, sign * 2 * Math.PI * (Turn(y - originY, ny) + Turn(x - originX, nx))));
        return FormedGrid.Rounded<T>(compute, values);
    }

    private static double Turn(nint offset, nint n) => (double)(offset * (n / 2) % n) / n;
}
