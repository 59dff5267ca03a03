using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Devices.Gpu;
using AdjointKit.Waves.Acoustic.Fields;
using AdjointKit.Waves.Acoustic.Kernels;

namespace AdjointKit.Waves.Acoustic.OnDevice;

/// <summary>The absorbing layers as the kernels of Sources/acoustic.layout.cl see them: the widths of the strips, the profiles, the sizes of psi and zeta.</summary>
internal sealed class DeviceLayers<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int top;
    private readonly int bottom;
    private readonly int left;
    private readonly int right;

    internal DeviceLayers(AcousticPlan<T> plan)
    {
        PaddedLayout layout = plan.Layout;
        PmlWidths pml = layout.Pml;
        top = Strip(pml.Top, layout.Radius, layout.Nz);
        bottom = Strip(pml.Bottom, layout.Radius, layout.Nz);
        left = Strip(pml.Left, layout.Radius, layout.Nx);
        right = Strip(pml.Right, layout.Radius, layout.Nx);
        PsiCount = ((long)layout.Nx * (WithHalo(top, layout.Radius) + WithHalo(bottom, layout.Radius))) + ((long)layout.Nz * (WithHalo(left, layout.Radius) + WithHalo(right, layout.Radius)));
        ZetaCount = ((long)layout.Nx * (top + bottom)) + ((long)layout.Nz * (left + right));
        Points = ZetaCount;
        Profile = Upload(plan);
    }

    /// <summary>The points of all strips.</summary>
    internal long Points { get; }

    internal long PsiCount { get; }

    internal long ZetaCount { get; }

    internal NdArray<T> Profile { get; }

    internal void AddTo(ref ArgumentList arguments)
    {
        arguments.Add(top);
        arguments.Add(bottom);
        arguments.Add(left);
        arguments.Add(right);
    }

    public void Dispose() => Profile.Dispose();

    private static int Strip(int width, int radius, int length) => width == 0 ? 0 : Math.Min(length, width + radius);

    private static int WithHalo(int strip, int radius) => strip == 0 ? 0 : strip + (2 * radius);

    private NdArray<T> Upload(AcousticPlan<T> plan)
    {
        PmlWidths pml = plan.Layout.Pml;
        Grid2D grid = plan.Grid;
        var values = new List<T>();
        Append(top, j => pml.Top - j, pml.Top, grid.Dz);
        Append(bottom, j => j - (bottom - 1 - pml.Bottom), pml.Bottom, grid.Dz);
        Append(left, j => pml.Left - j, pml.Left, grid.Dx);
        Append(right, j => j - (right - 1 - pml.Right), pml.Right, grid.Dx);
        if (values.Count == 0) values.Add(T.Zero);
        using NdArray<T> host = NdArray.From<T>([.. values]);
        return plan.Compute.ToDevice(host);

        void Append(int strip, Func<int, double> depth, int width, double spacing)
        {
            for (int part = 0; part < 2; part++)
            {
                for (int j = 0; j < strip; j++)
                {
                    (double a, double b) = PmlProfile.Coefficients(depth(j), width, spacing, plan.MaximumVelocity, plan.InnerStep);
                    values.Add(T.CreateChecked(part == 0 ? a : b));
                }
            }
        }
    }
}
