using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Waves.Acoustic.Kernels;

namespace AdjointKit.Waves.Acoustic.Fields;

/// <summary>
/// The discretised medium: c = (v h)^2 on the padded domain (the model extended by its edge values), the absorbing layers and the kernels. c is zero behind
/// the domain's last column and on a free surface, which keeps u = 0 there without a test in any loop.
/// </summary>
internal sealed unsafe class AcousticMedium<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double timeStep;

    internal AcousticMedium(Grid2D grid, PaddedLayout layout, NdArray<T> velocity, double maximumVelocity, double timeStep, AcousticOptions options, MemoryAccount account)
    {
        this.timeStep = timeStep;
        FreeSurface = options.FreeSurface;
        var stencil = new Stencil<T>(FiniteDifferenceCoefficients.SecondDerivative(options.Order), FiniteDifferenceCoefficients.FirstDerivative(options.Order), grid.Dx, grid.Dz);
        Layout = layout;
        Kernels = AcousticKernels<T>.Create(stencil, Layout, options.PlainKernels);
        Sides = PmlSide<T>.Create(Layout, Kernels.Lanes, grid.Dx, grid.Dz, maximumVelocity, timeStep);
        C = NdArray.Zeros<T>(new Shape(Layout.PlainCount), account);
        Extend(velocity.Pointer, v => v * v * timeStep * timeStep);
        Velocity = velocity;
    }

    internal PaddedLayout Layout { get; }

    internal AcousticKernels<T> Kernels { get; }

    internal PmlSide<T>[] Sides { get; }

    internal bool FreeSurface { get; }

    internal NdArray<T> C { get; }

    internal NdArray<T> Velocity { get; }

    /// <summary>dc = 2 v h^2 dv on the padded domain: the tangent of c.</summary>
    internal NdArray<T> Tangent(NdArray<T> perturbation, MemoryAccount account)
    {
        NdArray<T> tangent = NdArray.Zeros<T>(new Shape(Layout.PlainCount), account);
        T* v = Velocity.Pointer;
        T* dv = perturbation.Pointer;
        ForEachPoint((plain, model) => tangent.Pointer[plain] = T.CreateChecked(2 * double.CreateChecked(v[model]) * timeStep * timeStep * double.CreateChecked(dv[model])));
        return tangent;
    }

    /// <summary>
    /// The transpose of <see cref="Tangent"/> for sensitivities accumulated as sum w p, p = c (sensitivity of the increment): adds to the gradient
    /// dJ/dv = 2 / v sum over the padded points that carry this model point.
    /// </summary>
    internal void AddGradient(NdArray<T> accumulated, Span<double> gradient)
    {
        var sums = new double[gradient.Length];
        T* source = accumulated.Pointer;
        ForEachPoint((plain, model) => sums[model] += double.CreateChecked(source[plain]));
        for (int model = 0; model < sums.Length; model++) gradient[model] += 2 / double.CreateChecked(Velocity.Pointer[model]) * sums[model];
    }

    /// <summary>Copies the model's part of a plain array, scaled.</summary>
    internal void AddCropped(NdArray<T> accumulated, double scale, Span<double> image)
    {
        T* source = accumulated.Pointer;
        for (int i = 0; i < Layout.ModelNx; i++)
        {
            for (int k = 0; k < Layout.ModelNz; k++)
            {
                image[(i * Layout.ModelNz) + k] += scale * double.CreateChecked(source[((nint)(i + Layout.Pml.Left) * Layout.PlainStride) + k + Layout.Pml.Top]);
            }
        }
    }

    public void Dispose()
    {
        C.Dispose();
        foreach (PmlSide<T> side in Sides) side.Dispose();
    }

    private void Extend(T* velocity, Func<double, double> value) =>
        ForEachPoint((plain, model) => C.Pointer[plain] = T.CreateChecked(value(double.CreateChecked(velocity[model]))));

    /// <summary>Visits every point of the domain that moves, with its place in a plain array and in the model.</summary>
    private void ForEachPoint(Action<nint, int> visit)
    {
        for (int i = 0; i < Layout.Nx; i++)
        {
            int x = Math.Clamp(i - Layout.Pml.Left, 0, Layout.ModelNx - 1);
            for (int k = FreeSurface ? 1 : 0; k < Layout.Nz; k++)
            {
                int z = Math.Clamp(k - Layout.Pml.Top, 0, Layout.ModelNz - 1);
                visit(((nint)i * Layout.PlainStride) + k, (x * Layout.ModelNz) + z);
            }
        }
    }
}
