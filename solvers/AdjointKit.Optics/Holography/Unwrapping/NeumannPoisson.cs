using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Optics;

/// <summary>
/// The solution of mean 0 of D^T D phi = rho on a grid, D the differences between neighbours and rho without its mean: two cosine transforms and the division by their
/// eigenvalues 4 - 2 cos(pi k / ny) - 2 cos(pi l / nx). It is its own adjoint.
/// </summary>
internal sealed class NeumannPoisson<T> : LinearOperator<T, T>, IDisposable
    where T : unmanaged
{
    private readonly CosineTransform<T> alongY;
    private readonly CosineTransform<T> alongX;
    private readonly NdArray<T> inverseEigenvalues;

    internal NeumannPoisson(Compute compute, Shape grid)
        : base(compute, grid, grid)
    {
        (nint ny, nint nx) = (grid[0], grid[1]);
        alongY = new CosineTransform<T>(compute, ny);
        alongX = new CosineTransform<T>(compute, nx);

        // Transposed, as the transforms leave it; 2 - 2 cos a = 4 sin^2(a / 2) keeps the digits of the smallest.
        using NdArray<double> host = NdArray.Fill<double>(nx, ny, (l, k) => k + l == 0 ? 0 : 1 / (Eigenvalue(k, ny) + Eigenvalue(l, nx)));
        inverseEigenvalues = FormedGrid.Rounded<T>(compute, host);
    }

    /// <inheritdoc/>
    public override string Name => "inverse Laplacian by cosine transforms";

    /// <inheritdoc/>
    public override LinearOperator<T, T> H => this;

    /// <inheritdoc/>
    public void Dispose()
    {
        alongY.Dispose();
        alongX.Dispose();
        inverseEigenvalues.Dispose();
    }

    /// <inheritdoc/>
    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into)
    {
        Backend backend = Compute.Backend;
        using NdArray<T> turned = Compute.Empty<T>(inverseEigenvalues.Shape);
        backend.Copy(x, into);
        alongX.Forward(into);
        backend.Copy(into.Transpose(1, 0), turned);
        alongY.Forward(turned);
        backend.Binary(BinaryOp.Multiply, turned, inverseEigenvalues, turned);
        alongY.Inverse(turned);
        backend.Copy(turned.Transpose(1, 0), into);
        alongX.Inverse(into);
    }

    /// <inheritdoc/>
    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into) => ApplyCore(y, into);

    private static double Eigenvalue(nint k, nint n) => 4 * Math.Pow(Math.Sin(Math.PI * k / (2.0 * n)), 2);
}
