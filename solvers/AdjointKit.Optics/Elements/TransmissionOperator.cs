using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Optics;

/// <summary>A factor for every point, the same for all fields [..., y, x]; the adjoint takes the conjugate factors.</summary>
internal sealed class TransmissionOperator<T> : LinearOperator<T, T>
    where T : unmanaged
{
    private readonly NdArray<T> factors;
    private readonly NdArray<T> conjugate;

    internal TransmissionOperator(Compute compute, Shape shape, string name, NdArray<T> factors)
        : base(compute, shape, shape)
    {
        this.factors = factors;
        conjugate = compute.Empty<T>(factors.Shape);
        compute.Backend.Unary(UnaryOp.Conjugate, factors, conjugate);
        Name = name;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override int SampleAxes => Domain.Rank - 2;

    /// <inheritdoc/>
    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into) => Compute.Backend.Binary(BinaryOp.Multiply, x, factors, into);

    /// <inheritdoc/>
    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into) => Compute.Backend.Binary(BinaryOp.Multiply, y, conjugate, into);
}
