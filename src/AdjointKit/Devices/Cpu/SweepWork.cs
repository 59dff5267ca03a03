using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Kernels;
using AdjointKit.Kernels.Elementwise;

namespace AdjointKit.Devices.Cpu;

/// <summary>A sweep over a block of columns for some samples, each on its own.</summary>
internal sealed unsafe class SweepWork : ITeamWork
{
    private readonly double[] curvatures = new double[SweepRuns.MostColumns];
    private byte* x;
    private byte* slope;
    private byte* products;
    private byte* changes;
    private nint stepX;
    private nint stepSlope;
    private nint samples;
    private int columns;
    private double weight;
    private bool isSingle;

    public void Execute(int part, int parts)
    {
        if (isSingle) Sweep<float>(part, parts);
        else Sweep<double>(part, parts);
    }

    internal void Prepare(in UntypedArray elements, in UntypedArray slopes, in UntypedArray matrix, ReadOnlySpan<double> diagonal, double weightOfNorm, in UntypedArray into)
    {
        x = elements.Pointer;
        slope = slopes.Pointer;
        products = matrix.Pointer;
        changes = into.Pointer;
        (stepX, stepSlope) = (elements.Strides[0], slopes.Strides[0]);
        samples = into.Shape[0];
        columns = diagonal.Length;
        weight = weightOfNorm;
        isSingle = into.ElementType == ElementType.Float32;
        diagonal.CopyTo(curvatures);
    }

    private void Sweep<T>(int part, int parts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (double* diagonal = curvatures)
        {
            for (nint sample = samples * part / parts; sample < samples * (part + 1) / parts; sample++)
            {
                SweepRuns.Sample((T*)x + (sample * stepX), (T*)slope + (sample * stepSlope), (T*)products, diagonal, weight, columns, (T*)changes + (sample * columns));
            }
        }
    }
}
