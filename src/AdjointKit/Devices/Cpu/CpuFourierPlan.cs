using System.Collections.Concurrent;
using System.Numerics;
using AdjointKit.Arrays;
using MathNet.Numerics.Providers.FourierTransform;

namespace AdjointKit.Devices.Cpu;

/// <summary>
/// Fourier transforms through the managed provider of MathNet.Numerics, named explicitly so that no native library is picked up, in double precision for
/// both precisions, with the scaling of <see cref="FourierPlan"/> (FourierTransformScaling.NoScaling and BackwardScaling).
/// </summary>
internal sealed unsafe class CpuFourierPlan : FourierPlan
{
    private readonly ConcurrentBag<Complex[]> scratch = [];

    internal CpuFourierPlan(nint length)
        : base(length)
    {
        if (length > Array.MaxLength) throw new ArgumentOutOfRangeException(nameof(length), length, $"a transform has at most {Array.MaxLength} points here");
    }

    public override void Forward(in UntypedArray x, in UntypedArray into)
    {
        Check(x, into, Length, Length, complexX: true, complexInto: true);
        Transform(x, into, forward: true);
    }

    public override void Inverse(in UntypedArray x, in UntypedArray into)
    {
        Check(x, into, Length, Length, complexX: true, complexInto: true);
        Transform(x, into, forward: false);
    }

    public override void ForwardReal(in UntypedArray x, in UntypedArray into)
    {
        Check(x, into, Length, HalfLength, complexX: false, complexInto: true);
        Transform(x, into, forward: true);
    }

    public override void InverseReal(in UntypedArray x, in UntypedArray into)
    {
        Check(x, into, HalfLength, Length, complexX: true, complexInto: false);
        Transform(x, into, forward: false);
    }

    /// <summary>Transforms row after row: a row is read into scratch, with its conjugate half if x holds only the first one, and as much written as <paramref name="into"/> holds.</summary>
    private void Transform(in UntypedArray x, in UntypedArray into, bool forward)
    {
        into.BeginWrite();
        if (!scratch.TryTake(out Complex[]? row)) row = new Complex[Length];
        nint rowX = x.Shape[-1];
        nint rowInto = into.Shape[-1];
        nint rows = x.Count / rowX;
        byte* from = x.Pointer;
        byte* to = into.Pointer;
        int sizeX = ElementTypes.SizeOf(x.ElementType);
        int sizeInto = ElementTypes.SizeOf(into.ElementType);
        bool half = rowX != Length || !ElementTypes.IsComplex(into.ElementType);
        for (nint index = 0; index < rows; index++)
        {
            for (nint i = 0; i < rowX; i++) row[i] = KernelTable.Load(x.ElementType, from + (i * sizeX));
            if (half) CompleteByConjugates(row);
            if (forward) ManagedFourierTransformProvider.Instance.Forward(row, FourierTransformScaling.NoScaling);
            else ManagedFourierTransformProvider.Instance.Backward(row, FourierTransformScaling.BackwardScaling);
            for (nint i = 0; i < rowInto; i++) KernelTable.Store(into.ElementType, to + (i * sizeInto), row[i]);
            from += rowX * sizeX;
            to += rowInto * sizeInto;
        }

        scratch.Add(row);
    }

    private static void CompleteByConjugates(Complex[] row)
    {
        int n = row.Length;
        row[0] = row[0].Real;
        if (n % 2 == 0) row[n / 2] = row[n / 2].Real;
        for (int k = (n / 2) + 1; k < n; k++) row[k] = Complex.Conjugate(row[n - k]);
    }

    private static void Check(in UntypedArray x, in UntypedArray into, nint lastX, nint lastInto, bool complexX, bool complexInto)
    {
        if (x.Rank == 0 || into.Rank != x.Rank || x.Shape[-1] != lastX || into.Shape[-1] != lastInto || x.Count / lastX != into.Count / lastInto)
        {
            throw new ArgumentException($"this transform takes [..., {lastX}] to [..., {lastInto}], not {x.Shape} to {into.Shape}", nameof(into));
        }

        if (ElementTypes.IsComplex(x.ElementType) != complexX || ElementTypes.IsComplex(into.ElementType) != complexInto || ElementTypes.RealOf(x.ElementType) != ElementTypes.RealOf(into.ElementType))
        {
            throw new ArgumentException($"this transform takes {(complexX ? "complex" : "real")} to {(complexInto ? "complex" : "real")} elements of one precision, not {x} to {into}", nameof(into));
        }

        if (!x.IsContiguous || !into.IsContiguous) throw new ArgumentException("Fourier transforms work on contiguous arrays: copy the views first", nameof(x));
    }
}
