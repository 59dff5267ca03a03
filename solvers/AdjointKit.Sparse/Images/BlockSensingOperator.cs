using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Sparse;

/// <summary>
/// Compressed sensing of images block by block: each block of B x B pixels, its rows one behind the other, is multiplied by one matrix [M, B B]. Takes images [..., height, width] whose sides are
/// multiples of B, gives [..., height / B, width / B, M] (Gan, "Block compressed sensing of natural images", DSP 2007).
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class BlockSensingOperator<T> : LinearOperator<T, T>
    where T : unmanaged
{
    private readonly NdArray<T> matrix;
    private readonly Shape apart;
    private readonly Shape together;

    /// <summary>Makes the operator.</summary>
    /// <param name="compute">Where it runs.</param>
    /// <param name="images">The shape of the images, [..., height, width].</param>
    /// <param name="matrix">The matrix [M, B B] on that device; it is not copied, so it must stay as it is.</param>
    public BlockSensingOperator(Compute compute, Shape images, NdArray<T> matrix)
        : base(compute, images, RangeOf(images, matrix.Shape))
    {
        this.matrix = matrix;
        Block = SideOf(matrix.Shape);
        (nint rows, nint columns) = (Range[Range.Rank - 3], Range[Range.Rank - 2]);
        nint count = images.Count / (rows * columns * Block * Block);
        apart = new Shape(count, rows, Block, columns, Block);
        together = new Shape(count * rows * columns, Block * Block);
    }

    /// <summary>The side B of a block, pixels.</summary>
    public nint Block { get; }

    /// <summary>An operator with the same matrix for images of another shape.</summary>
    /// <param name="images">The shape, [..., height, width].</param>
    public BlockSensingOperator<T> For(Shape images) => new(Compute, images, matrix);

    /// <summary>Images in blocks, [blocks, B B], the blocks row after row.</summary>
    /// <param name="images">Images of the shape of the domain.</param>
    /// <returns>A new array, the caller's.</returns>
    public NdArray<T> Blocks(NdArray<T> images)
    {
        if (images.Shape != Domain) throw new ArgumentException($"{Name} takes images of shape {Domain}, not {images.Shape}", nameof(images));
        NdArray<T> blocks = Compute.Empty<T>(together);
        Compute.Backend.Copy(images.Reshape(apart).Transpose(0, 1, 3, 2, 4), blocks.Reshape(Sorted));
        return blocks;
    }

    /// <inheritdoc/>
    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into)
    {
        using NdArray<T> blocks = Blocks(x);
        Compute.Backend.MatrixMultiply(MatrixForm.Plain, blocks, MatrixForm.Transposed, matrix, accumulate: false, into.Reshape(together[0], matrix.Shape[0]));
    }

    /// <inheritdoc/>
    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into)
    {
        using NdArray<T> blocks = Compute.Empty<T>(together);
        Compute.Backend.MatrixMultiply(MatrixForm.Plain, y.Reshape(together[0], matrix.Shape[0]), MatrixForm.Conjugated, matrix, accumulate: false, blocks);
        Compute.Backend.Copy(blocks.Reshape(Sorted), into.Reshape(apart).Transpose(0, 1, 3, 2, 4));
    }

    private Shape Sorted => new(apart[0], apart[1], apart[3], Block, Block);

    private static nint SideOf(Shape matrix)
    {
        if (matrix.Rank == 2)
        {
            nint side = (nint)Math.Round(Math.Sqrt(matrix[1]));
            if (side > 0 && side * side == matrix[1]) return side;
        }

        throw new ArgumentException($"a matrix for square blocks is [M, B B], not of shape {matrix}", nameof(matrix));
    }

    private static Shape RangeOf(Shape images, Shape matrix)
    {
        nint side = SideOf(matrix);
        int axis = images.Rank - 2;
        if (axis < 0 || images.Count == 0 || images[axis] % side != 0 || images[axis + 1] % side != 0) throw new ArgumentException($"images of shape {images} are not [..., height, width] with sides that are multiples of {side}: pad them", nameof(images));
        Span<nint> lengths = stackalloc nint[images.Rank + 1];
        for (int k = 0; k < axis; k++) lengths[k] = images[k];
        (lengths[axis], lengths[axis + 1], lengths[axis + 2]) = (images[axis] / side, images[axis + 1] / side, matrix[0]);
        return new Shape(lengths);
    }
}
