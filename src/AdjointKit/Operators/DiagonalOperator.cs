using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Operators;

/// <summary>The product with an array, element by element; with zeros and ones in it a mask.</summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class DiagonalOperator<T> : LinearOperator<T, T>
    where T : unmanaged
{
    private readonly NdArray<T> diagonal;
    private readonly NdArray<T> conjugate;

    /// <summary>Makes the operator.</summary>
    /// <param name="compute">Where it runs.</param>
    /// <param name="diagonal">The factors, on that device, of the shape of x; they are copied.</param>
    public DiagonalOperator(Compute compute, NdArray<T> diagonal)
        : base(compute, diagonal.Shape, diagonal.Shape)
    {
        this.diagonal = compute.Empty<T>(diagonal.Shape);
        conjugate = compute.Empty<T>(diagonal.Shape);
        compute.Backend.Copy(diagonal, this.diagonal);
        compute.Backend.Unary(UnaryOp.Conjugate, diagonal, conjugate);
    }

    /// <inheritdoc/>
    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into) => Compute.Backend.Binary(BinaryOp.Multiply, diagonal, x, into);

    /// <inheritdoc/>
    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into) => Compute.Backend.Binary(BinaryOp.Multiply, conjugate, y, into);
}
