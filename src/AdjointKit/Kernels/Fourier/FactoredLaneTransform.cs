using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Fourier;

/// <summary>
/// Mixed-radix transform by decimation in time, in place: the points come in digit-reversed order; a block of r m points is r blocks of m points, each
/// transformed, then X[k + p m] = sum over q of w_rm^(q k) w_r^(q p) Y_q[k]. Large blocks are done depth first, so that a block that fits into the
/// first-level cache is finished before it leaves; inside it step by step.
/// </summary>
internal sealed unsafe partial class FactoredLaneTransform<TOps, TVector, T> : LaneTransform<TOps, TVector, T>
    where TOps : struct, ILaneOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int InnerBytes = 16 * 1024;

    private readonly Step[] steps;
    private readonly Storage tables;

    internal FactoredLaneTransform(int length, int[] radices)
        : base(length)
    {
        steps = new Step[radices.Length];
        nint bytes = (CountTwiddles(length, radices) * sizeof(T)) + ((nint)(length + 1) * sizeof(int));
        tables = Storage.Rent(bytes, null, "the twiddles of a Fourier transform");
        T* next = (T*)tables.Pointer;
        int block = length;
        for (int level = 0; level < radices.Length; level++)
        {
            steps[level] = new Step(radices[level], block, next);
            block = steps[level].Legs;
            if (block > 1) next = FillTwiddles(next, steps[level]);
        }

        Positions = (int*)next;
        FillPositions();
    }

    internal override int ScratchPoints => Length;

    internal override int* Positions { get; }

    internal override T* Run(T* scratch)
    {
        if (steps.Length > 0) Run(scratch, 0);
        return scratch;
    }

    private static nint CountTwiddles(int length, int[] radices)
    {
        nint count = 0;
        foreach (int radix in radices)
        {
            length /= radix;
            if (length > 1) count += 2 * (nint)length * (radix - 1);
        }

        return count;
    }

    /// <summary>The twiddles of one step in the order in which its butterflies use them.</summary>
    private static T* FillTwiddles(T* next, in Step step)
    {
        for (int k = 0; k < step.Legs; k++)
        {
            for (int q = 1; q < step.Radix; q++)
            {
                Complex root = RootsOfUnity.Root((long)q * k, step.Length);
                *next++ = T.CreateChecked(root.Real);
                *next++ = T.CreateChecked(root.Imaginary);
            }
        }

        return next;
    }

    private void FillPositions()
    {
        for (int point = 0; point < Length; point++)
        {
            int rest = point;
            int position = 0;
            foreach (Step step in steps)
            {
                position += rest % step.Radix * step.Legs;
                rest /= step.Radix;
            }

            Positions[point] = position;
        }

        Positions[Length] = Length;
    }

    private void Run(T* block, int level)
    {
        ref readonly Step step = ref steps[level];
        if ((nint)step.Length * 2 * TOps.Width * sizeof(T) <= InnerBytes)
        {
            for (int inner = steps.Length - 1; inner >= level; inner--) Combine(block, step.Length / steps[inner].Length, steps[inner]);
            return;
        }

        if (step.Legs > 1)
        {
            for (int q = 0; q < step.Radix; q++) Run(block + ((nint)q * step.Legs * 2 * TOps.Width), level + 1);
        }

        Combine(block, 1, step);
    }

    private static void Combine(T* block, int blocks, in Step step)
    {
        for (int i = 0; i < blocks; i++)
        {
            switch (step.Radix)
            {
                case 2:
                    Radix2(block, step.Legs, step.Twiddles);
                    break;
                case 3:
                    Radix3(block, step.Legs, step.Twiddles);
                    break;
                case 4:
                    Radix4(block, step.Legs, step.Twiddles);
                    break;
                case 5:
                    Radix5(block, step.Legs, step.Twiddles);
                    break;
                case 8:
                    Radix8(block, step.Legs, step.Twiddles);
                    break;
                default:
                    OddRadix(block, step.Radix, step.Legs, step.Twiddles);
                    break;
            }

            block += (nint)step.Length * 2 * TOps.Width;
        }
    }

    /// <summary>One step: blocks of <see cref="Length"/> points made of <see cref="Radix"/> blocks of <see cref="Legs"/> points.</summary>
    private readonly struct Step(int radix, int length, T* twiddles)
    {
        internal readonly int Radix = radix;
        internal readonly int Length = length;
        internal readonly int Legs = length / radix;
        internal readonly T* Twiddles = twiddles;
    }
}
