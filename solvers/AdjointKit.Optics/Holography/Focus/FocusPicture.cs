using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>One candidate for the plane in focus: what metrics are computed from. Its arrays serve one plane after another.</summary>
/// <typeparam name="T">The element type of intensities.</typeparam>
internal sealed class FocusPicture<T> : IDisposable
    where T : unmanaged
{
    private readonly Compute compute;
    private readonly NdArray<T> alongX;
    private readonly NdArray<T> alongY;
    private readonly NdArray<T> scratch;
    private readonly NdArray<T> ones;

    internal FocusPicture(Compute compute, nint ny, nint nx)
    {
        this.compute = compute;
        Intensity = compute.Empty<T>(ny, nx);
        alongX = compute.Empty<T>(ny - 2, nx - 2);
        alongY = compute.Empty<T>(ny - 2, nx - 2);
        scratch = compute.Empty<T>(ny, nx);
        ones = compute.Empty<T>(ny, nx);
        compute.Backend.Fill(ones, 1);
    }

    /// <summary>I = |U|^2, [y, x].</summary>
    internal NdArray<T> Intensity { get; }

    /// <summary>Takes a field.</summary>
    internal void Take<TField>(NdArray<TField> field)
        where TField : unmanaged => compute.Backend.Unary(UnaryOp.AbsSquared, field, Intensity);

    /// <summary>The central differences of I along x and y, per point, at the points that have neighbours on all sides.</summary>
    internal (NdArray<T> X, NdArray<T> Y) Gradient()
    {
        Difference(Part(1, 2), Part(1, 0), alongX);
        Difference(Part(2, 1), Part(0, 1), alongY);
        return (alongX, alongY);
    }

    /// <summary>The squared gradient of I.</summary>
    internal NdArray<T> SquaredGradient()
    {
        (NdArray<T> x, NdArray<T> y) = Gradient();
        compute.Backend.Binary(BinaryOp.Multiply, x, x, x);
        compute.Backend.MultiplyAdd(y, y, x, x);
        return x;
    }

    /// <summary>The modulus of the gradient of I.</summary>
    internal NdArray<T> GradientModulus()
    {
        NdArray<T> squares = SquaredGradient();
        compute.Backend.Unary(UnaryOp.Sqrt, squares, squares);
        return squares;
    }

    /// <summary>The Laplacian of I in five points.</summary>
    internal NdArray<T> Laplacian()
    {
        compute.Backend.Affine(-4, Part(1, 1), 0, alongX);
        foreach ((int y, int x) in ((int, int)[])[(0, 1), (2, 1), (1, 0), (1, 2)]) compute.Backend.AddScaled(1, Part(y, x), alongX);
        return alongX;
    }

    /// <summary>The derivatives of I along x and y by the masks of Sobel, which smooth across.</summary>
    internal (NdArray<T> X, NdArray<T> Y) Sobel()
    {
        Difference(Part(1, 2), Part(1, 0), alongX);
        Difference(Part(2, 1), Part(0, 1), alongY);
        compute.Backend.Affine(4, alongX, 0, alongX);
        compute.Backend.Affine(4, alongY, 0, alongY);
        foreach (int side in (int[])[0, 2])
        {
            compute.Backend.AddScaled(1, Part(side, 2), alongX);
            compute.Backend.AddScaled(-1, Part(side, 0), alongX);
            compute.Backend.AddScaled(1, Part(2, side), alongY);
            compute.Backend.AddScaled(-1, Part(0, side), alongY);
        }

        return (alongX, alongY);
    }

    internal double Mean(NdArray<T> values) => compute.Backend.Dot(values, ones.Slice(0, 0, values.Shape[0]).Slice(1, 0, values.Shape[1])).Real / values.Count;

    internal double MeanSquare(NdArray<T> values) => compute.Backend.Dot(values, values).Real / values.Count;

    /// <summary>The mean squared distance from the mean.</summary>
    internal double Variance(NdArray<T> values)
    {
        NdArray<T> apart = scratch.Slice(0, 0, values.Shape[0]).Slice(1, 0, values.Shape[1]);
        compute.Backend.Affine(1, values, -Mean(values), apart);
        return MeanSquare(apart);
    }

    public void Dispose()
    {
        Intensity.Dispose();
        alongX.Dispose();
        alongY.Dispose();
        scratch.Dispose();
        ones.Dispose();
    }

    private void Difference(NdArray<T> behind, NdArray<T> before, NdArray<T> into)
    {
        compute.Backend.Binary(BinaryOp.Subtract, behind, before, into);
        compute.Backend.Affine(0.5, into, 0, into);
    }

    private NdArray<T> Part(nint fromY, nint fromX) => Intensity.Slice(0, fromY, alongX.Shape[0]).Slice(1, fromX, alongX.Shape[1]);
}
