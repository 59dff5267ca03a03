using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Benchmarks.Native;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Kernels;
using AdjointKit.Waves;
using AdjointKit.Waves.Acoustic.Kernels;

namespace AdjointKit.Benchmarks.Waves;

/// <summary>The bare step, C and ours on the same arrays: what the kernel alone does, without layers, source and receivers.</summary>
internal sealed unsafe class KernelCase<T> : ITeamWork, IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AcousticKernels<T> kernels;
    private readonly CompiledBaseline baseline;
    private readonly ThreadTeam team;
    private readonly PaddedLayout layout;
    private readonly NdArray<T> d;
    private readonly NdArray<T> c;
    private readonly NdArray<T> weightsX;
    private readonly NdArray<T> weightsZ;
    private NdArray<T> current;
    private NdArray<T> next;

    internal KernelCase(int nx, int nz, int order, CompiledBaseline baseline, ThreadTeam team)
    {
        this.baseline = baseline;
        this.team = team;
        double[] second = FiniteDifferenceCoefficients.SecondDerivative(order);
        var stencil = new Stencil<T>(second, FiniteDifferenceCoefficients.FirstDerivative(order), 1, 1);
        layout = new PaddedLayout(nx, nz, default, stencil.Radius);
        kernels = AcousticKernels<T>.Create(stencil, layout, plain: false);
        current = NdArray.Zeros<T>(layout.HaloCount);
        next = NdArray.Zeros<T>(layout.HaloCount);
        d = NdArray.Zeros<T>(layout.PlainCount);
        c = NdArray.Zeros<T>(layout.PlainCount);
        weightsX = NdArray.Zeros<T>(second.Length);
        weightsZ = NdArray.Zeros<T>(second.Length);
        for (int m = 0; m < second.Length; m++) weightsX.Pointer[m] = weightsZ.Pointer[m] = T.CreateChecked(second[m]);
        FillField();
    }

    internal long Points => (long)layout.Nx * layout.Nz;

    /// <summary>All ways of the C step, then ours.</summary>
    internal Contestant[] Contestants() =>
        [.. Enumerable.Range(0, CompiledBaseline.Variants.Length).Select(variant => new Contestant(CompiledBaseline.Variants[variant], steps => Baseline(variant, steps))), new Contestant("ours", Ours)];

    /// <summary>The largest difference between a few steps of ours and of C, relative to the largest value.</summary>
    internal double Difference(int steps)
    {
        FillField();
        Ours(steps);
        T[] mine = new ReadOnlySpan<T>(current.Pointer, checked((int)layout.HaloCount)).ToArray();
        double worst = 0;
        for (int variant = 0; variant < CompiledBaseline.Variants.Length; variant++)
        {
            FillField();
            Baseline(variant, steps);
            double largest = 0;
            for (int i = 0; i < mine.Length; i++)
            {
                largest = Math.Max(largest, Math.Abs(double.CreateChecked(mine[i])));
                worst = Math.Max(worst, Math.Abs(double.CreateChecked(mine[i] - current.Pointer[i])));
            }

            worst /= largest;
        }

        FillField();
        return worst;
    }

    public void Execute(int part, int parts)
    {
        int groups = (layout.Nx + 3) / 4;
        int from = Math.Min(layout.Nx, groups * part / parts * 4);
        int to = Math.Min(layout.Nx, groups * (part + 1) / parts * 4);
        kernels.Forward(current.Pointer + layout.HaloOrigin, next.Pointer + layout.HaloOrigin, d.Pointer, c.Pointer, null, from, to);
    }

    public void Dispose()
    {
        foreach (NdArray<T> array in (NdArray<T>[])[current, next, d, c, weightsX, weightsZ]) array.Dispose();
    }

    private void Ours(int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            team.Run(this, team.Threads);
            (current, next) = (next, current);
        }
    }

    private void Baseline(int variant, int steps)
    {
        baseline.Steps(layout.Radius, variant, current.Pointer + layout.HaloOrigin, next.Pointer + layout.HaloOrigin, d.Pointer, c.Pointer, layout.Nx, layout.PlainStride, layout.HaloStride, layout.PlainStride, weightsX.Pointer, weightsZ.Pointer, team.Threads, steps);
        if (steps % 2 == 1) (current, next) = (next, current);
    }

    /// <summary>A field that oscillates everywhere, far from denormals, at a stable step.</summary>
    private void FillField()
    {
        new Span<T>(current.Pointer, checked((int)layout.HaloCount)).Clear();
        new Span<T>(next.Pointer, checked((int)layout.HaloCount)).Clear();
        new Span<T>(d.Pointer, checked((int)layout.PlainCount)).Clear();
        for (int i = 0; i < layout.Nx; i++)
        {
            for (int k = 0; k < layout.Nz; k++)
            {
                current.Pointer[layout.HaloOrigin + ((nint)i * layout.HaloStride) + k] = T.CreateChecked(Math.Sin(0.3 * i) * Math.Cos(0.2 * k));
                c.Pointer[((nint)i * layout.PlainStride) + k] = T.CreateChecked(0.2);
            }
        }
    }
}
