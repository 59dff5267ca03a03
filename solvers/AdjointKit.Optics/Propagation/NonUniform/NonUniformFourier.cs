using System.Numerics;
using System.Runtime.InteropServices;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Optics;

/// <summary>
/// The sum of waves of any frequencies on a grid of samples: u[j, i] = sum over k of s[k] exp(2 pi i (fy[k] j + fx[k] i)), j and i counted from the middle floor(n/2). Computed by a fast transform
/// on a grid twice as fine in frequency, to which every wave is spread by a kernel (Dutt and Rokhlin 1993; <see cref="SemicircleKernel"/>), with an error of the order of rounding. Its adjoint
/// takes samples to s[k] = sum over j, i of u[j, i] exp(-2 pi i (fy[k] j + fx[k] i)), exactly the conjugate transpose of what is computed. In host memory, beside the device.
/// </summary>
/// <typeparam name="T">The element type, <see cref="Complex"/> or <see cref="ComplexF"/>.</typeparam>
public sealed class NonUniformFourier<T> : LinearOperator<T, T>
    where T : unmanaged
{
    private readonly bool isSingle;
    private readonly SemicircleKernel kernel;
    private readonly Shape samples;
    private readonly FrequencyBuckets buckets;
    private readonly GridFourierPlan plan;
    private readonly double[] scalesY;
    private readonly double[] scalesX;

    /// <summary>Makes the transform.</summary>
    /// <param name="compute">Where fields are; the transform itself runs on its host.</param>
    /// <param name="frequencyY">The frequencies of the waves along y, in cycles per sample, of any shape; where fields are.</param>
    /// <param name="frequencyX">Those along x, of the same shape.</param>
    /// <param name="ny">Samples along y.</param>
    /// <param name="nx">Samples along x.</param>
    /// <param name="fields">The axes in front where many fields go at once; empty: one field.</param>
    /// <exception cref="ArgumentException">Frequencies that are not numbers or of two shapes, no samples, a type that is not complex.</exception>
    public NonUniformFourier(Compute compute, NdArray<double> frequencyY, NdArray<double> frequencyX, nint ny, nint nx, ReadOnlySpan<nint> fields = default)
        : base(compute, new Shape([.. fields, .. frequencyY.Shape.Lengths]), new Shape([.. fields, ny, nx]))
    {
        if (!ElementTypes.IsComplex(DomainType)) throw new ArgumentException($"fields are complex, not of {DomainType}", nameof(compute));
        if (ny < 1 || nx < 1) throw new ArgumentException($"a grid of {ny} x {nx} samples is empty: both counts must be at least 1", nameof(ny));
        if (frequencyX.Shape != frequencyY.Shape) throw new ArgumentException($"frequencies along x of shape {frequencyX.Shape} do not belong to those along y of shape {frequencyY.Shape}", nameof(frequencyX));
        isSingle = DomainType == ElementType.Complex64;
        kernel = isSingle ? SemicircleKernel.Single : SemicircleKernel.Double;
        samples = new Shape(ny, nx);
        var fine = new Shape(Fine(ny), Fine(nx));
        using NdArray<double> y = compute.ToHost(frequencyY);
        using NdArray<double> x = compute.ToHost(frequencyX);
        buckets = new FrequencyBuckets(y, x, fine[0], fine[1], kernel.Width);
        plan = compute.Host.Backend.PlanFourier(fine);
        scalesY = Scales(ny, fine[0]);
        scalesX = Scales(nx, fine[1]);
    }

    /// <inheritdoc/>
    public override string Name => "non-uniform Fourier transform";

    /// <inheritdoc/>
    public override int SampleAxes => Range.Rank - 2;

    /// <inheritdoc/>
    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into) => OnHost(x, into, isSingle ? Synthesize<float> : Synthesize<double>);

    /// <inheritdoc/>
    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into) => OnHost(y, into, isSingle ? Analyse<float> : Analyse<double>);

    private delegate void Pass(NdArray<T> x, NdArray<T> grid, NdArray<T> into);

    private void Synthesize<TReal>(NdArray<T> waves, NdArray<T> grid, NdArray<T> field)
        where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
    {
        Gridding<T, TReal>.Spread(Compute.Host.Team, buckets, kernel, waves, grid);
        plan.Inverse(grid, grid);

        // The inverse transform is scaled by 1/N.
        FromGrid(MemoryMarshal.Cast<T, TReal>(grid.AsReadOnlySpan()), MemoryMarshal.Cast<T, TReal>(field.AsWritableSpan()), buckets.Ny * (double)buckets.Nx);
    }

    private void Analyse<TReal>(NdArray<T> field, NdArray<T> grid, NdArray<T> waves)
        where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
    {
        Compute.Host.Backend.Fill(grid, 0);
        ToGrid(MemoryMarshal.Cast<T, TReal>(field.AsReadOnlySpan()), MemoryMarshal.Cast<T, TReal>(grid.AsWritableSpan()));
        plan.Forward(grid, grid);
        Gridding<T, TReal>.Gather(Compute.Host.Team, buckets, kernel, grid, waves);
    }

    /// <summary>Each field of many on its own, in contiguous host memory.</summary>
    private void OnHost(NdArray<T> x, NdArray<T> into, Pass pass)
    {
        bool isHost = Compute.Device.IsHost;
        NdArray<T> source = isHost && x.IsContiguous ? x : Compute.ToHost(x);
        NdArray<T> result = isHost && into.IsContiguous ? into : NdArray.Empty<T>(into.Shape);
        using NdArray<T> grid = Compute.Host.Empty<T>(buckets.Ny, buckets.Nx);
        nint count = Range.Count / samples.Count;
        NdArray<T> sources = source.Reshape(count, source.Count / count);
        NdArray<T> results = result.Reshape(count, result.Count / count);
        for (nint k = 0; k < count; k++) pass(sources.Select(0, k), grid, results.Select(0, k));
        if (!isHost || !into.IsContiguous)
        {
            Compute.Backend.CopyFromHost(result, into);
            result.Dispose();
        }

        if (!isHost || !x.IsContiguous) source.Dispose();
    }

    /// <summary>Samples from the fine grid, times what undoes the kernel. Sample 0 is the grid's first point, negative ones are its last.</summary>
    private void FromGrid<TReal>(ReadOnlySpan<TReal> grid, Span<TReal> field, double scale)
        where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
    {
        int sample = 0;
        for (int j = 0; j < samples[0]; j++)
        {
            for (int i = 0; i < samples[1]; i++, sample += 2)
            {
                var factor = TReal.CreateTruncating(scale * scalesY[j] * scalesX[i]);
                int point = Point(j, i);
                (field[sample], field[sample + 1]) = (factor * grid[point], factor * grid[point + 1]);
            }
        }
    }

    /// <summary>The transpose.</summary>
    private void ToGrid<TReal>(ReadOnlySpan<TReal> field, Span<TReal> grid)
        where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
    {
        int sample = 0;
        for (int j = 0; j < samples[0]; j++)
        {
            for (int i = 0; i < samples[1]; i++, sample += 2)
            {
                var factor = TReal.CreateTruncating(scalesY[j] * scalesX[i]);
                int point = Point(j, i);
                (grid[point], grid[point + 1]) = (factor * field[sample], factor * field[sample + 1]);
            }
        }
    }

    /// <summary>Where the parts of a sample stand in the fine grid.</summary>
    private int Point(int j, int i) =>
        2 * ((Wrapped(j - ((int)samples[0] / 2), (int)buckets.Ny) * (int)buckets.Nx) + Wrapped(i - ((int)samples[1] / 2), (int)buckets.Nx));

    private static int Wrapped(int number, int points) => number < 0 ? number + points : number;

    /// <summary>The points of the fine grid along an axis: twice the samples, and room for the kernel.</summary>
    private nint Fine(nint points) => FastLength.AtLeast(Math.Max(2 * points, 2 * kernel.Width));

    /// <summary>What undoes the kernel: one over its transform at each sample.</summary>
    private double[] Scales(nint points, nint fine)
    {
        var scales = new double[points];
        for (nint j = 0; j < points; j++) scales[j] = 1 / kernel.Transform((double)(j - (points / 2)) / fine);
        return scales;
    }
}
