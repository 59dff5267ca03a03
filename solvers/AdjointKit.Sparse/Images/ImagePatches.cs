using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Sparse;

/// <summary>
/// Patches cut out of images at random places, turned and mirrored at random, to train a network with. Batch number b of a seed is the same on every machine. Where images are padded with zeros before they are
/// measured, some of the patches end in zeros, too.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class ImagePatches<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int NumbersPerPatch = 8;

    private readonly Compute compute;
    private readonly NdArray<T>[] images;
    private readonly NdArray<T> host;
    private readonly CounterRandom random;
    private readonly nint padding;
    private readonly double paddedShare;
    private readonly nint all;

    /// <summary>Makes room for a batch.</summary>
    /// <param name="compute">Where the batches shall lie.</param>
    /// <param name="images">Images [height, width] in host memory, none smaller than a patch; they stay the caller's.</param>
    /// <param name="count">The number of patches of a batch.</param>
    /// <param name="side">Their height and width, pixels.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="padding">The most rows and columns of zeros at the end of a patch.</param>
    /// <param name="paddedShare">The share of patches with rows of zeros, and of those with columns of zeros.</param>
    public ImagePatches(Compute compute, IReadOnlyList<NdArray<T>> images, int count, int side, ulong seed, int padding = 0, double paddedShare = 0.25)
    {
        ArgumentNullException.ThrowIfNull(compute);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(side);
        if (padding < 0 || padding >= side) throw new ArgumentOutOfRangeException(nameof(padding), padding, $"a patch of {side} pixels ends in 0 to {side - 1} zeros");
        if (images.Count == 0) throw new ArgumentException("there is one image at least to cut patches out of", nameof(images));
        foreach (NdArray<T> image in images)
        {
            if (image.Rank != 2 || image.Shape[0] < side || image.Shape[1] < side) throw new ArgumentException($"an array of shape {image.Shape} is no image [height, width] for patches of {side} x {side} pixels", nameof(images));
        }

        this.compute = compute;
        this.images = [.. images];
        this.padding = padding;
        this.paddedShare = paddedShare;
        random = new CounterRandom(seed);
        host = NdArray.Empty<T>(new Shape(count, side, side));
        Batch = compute.Empty<T>(host.Shape);
        foreach (NdArray<T> image in images) all += image.Count;
    }

    /// <summary>The batch, [count, side, side].</summary>
    public NdArray<T> Batch { get; }

    /// <summary>Makes a batch.</summary>
    /// <param name="number">Its number.</param>
    public void Fill(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        Span<T> values = host.AsWritableSpan();
        (int count, int side) = ((int)host.Shape[0], (int)host.Shape[1]);
        Span<double> draw = stackalloc double[NumbersPerPatch];
        for (int patch = 0; patch < count; patch++)
        {
            for (int k = 0; k < draw.Length; k++) draw[k] = random.Uniform(((((ulong)number * (ulong)count) + (ulong)patch) * NumbersPerPatch) + (ulong)k);
            Cut(draw, values.Slice(patch * side * side, side * side), side);
        }

        compute.Backend.CopyFromHost(host, Batch);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        host.Dispose();
        Batch.Dispose();
    }

    private void Cut(ReadOnlySpan<double> draw, Span<T> patch, int side)
    {
        NdArray<T> image = Image(draw[0]);
        ReadOnlySpan<T> pixels = image.AsReadOnlySpan();
        int width = (int)image.Shape[1];
        int top = (int)(draw[1] * (image.Shape[0] - side + 1));
        int left = (int)(draw[2] * (width - side + 1));
        int turn = (int)(draw[3] * 8);
        int rows = side - Zeros(draw[4], draw[5]);
        int columns = side - Zeros(draw[6], draw[7]);
        for (int row = 0; row < side; row++)
        {
            for (int column = 0; column < side; column++)
            {
                (int y, int x) = (turn & 1) == 0 ? (row, column) : (column, row);
                if ((turn & 2) != 0) y = side - 1 - y;
                if ((turn & 4) != 0) x = side - 1 - x;
                patch[(row * side) + column] = row < rows && column < columns ? pixels[((top + y) * width) + left + x] : T.Zero;
            }
        }
    }

    private int Zeros(double whether, double many) => whether < paddedShare ? (int)(many * (padding + 1)) : 0;

    /// <summary>An image, a larger one more often.</summary>
    private NdArray<T> Image(double draw)
    {
        double place = draw * all;
        foreach (NdArray<T> image in images)
        {
            if (place < image.Count) return image;
            place -= image.Count;
        }

        return images[^1];
    }
}
