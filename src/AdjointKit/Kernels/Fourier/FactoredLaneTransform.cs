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
        nint bytes = (CountTwiddles(length, radices) * sizeof(T)) + ((nint)((2 * length) + 1) * sizeof(int));
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

    internal override int ScratchPoints => Length + (steps.Length > 0 ? steps[0].Radix : 0);

    internal override int* Positions { get; }

    /// <summary>Positions with a gap after each block of the last step: at a power of two the legs of its butterflies would all be at the same place of the cache.</summary>
    internal int* SpreadPositions => Positions + Length + 1;

    internal override T* Run(in LaneEnd<T> x, in LaneEnd<T> into, T* scratch)
    {
        int to = steps.Length - 1;
        if (CanJoin(x, to) && to > 0 && CanJoin(into, 0))
        {
            First(x, steps[to].Radix, SpreadPositions, scratch);
            RunSpread(scratch, to - 1, into);
            return scratch;
        }

        if (CanJoin(x, to)) First(x, steps[to--].Radix, Positions, scratch);
        else Load(x, scratch);
        if (to >= 0) RunSteps(scratch, 0, to);
        Store(scratch, into);
        return scratch;
    }

    /// <summary>Transforms points that stand at their spread positions, of at least two steps, to strips of columns.</summary>
    internal void RunSpread(T* scratch, in LaneEnd<T> into) => RunSpread(scratch, steps.Length - 1, into);

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
        for (int point = 0; point < Length && steps.Length > 0; point++) SpreadPositions[point] = Positions[point] + (Positions[point] / steps[0].Legs);
    }

    /// <summary>Whether a step can read or write the array itself: all lanes are used, and there is a butterfly that does it.</summary>
    private bool CanJoin(in LaneEnd<T> end, int level) => end.Layout != LaneLayout.Scratch && end.Count == TOps.Width && level >= 0 && steps[level].Radix <= 8 && steps[level].Radix != 7;

    /// <summary>Steps from the one numbered <paramref name="to"/> to the one numbered <paramref name="level"/>, of one block of the latter.</summary>
    private void RunSteps(T* block, int level, int to)
    {
        ref readonly Step step = ref steps[level];
        if (level == to || (nint)step.Length * PointStep * sizeof(T) <= InnerBytes)
        {
            for (int inner = to; inner >= level; inner--) Combine(block, step.Length / steps[inner].Length, (nint)steps[inner].Length * PointStep, steps[inner]);
            return;
        }

        for (int q = 0; q < step.Radix; q++) RunSteps(block + ((nint)q * step.Legs * PointStep), level + 1, to);
        Combine(block, 1, 0, step);
    }

    /// <summary>One step of some blocks, which lie a distance apart.</summary>
    private static void Combine(T* block, int blocks, nint distance, in Step step)
    {
        switch (step.Radix)
        {
            case 2:
                Combine<Radix2>(block, blocks, distance, step.Legs, step.Twiddles);
                break;
            case 3:
                Combine<Radix3>(block, blocks, distance, step.Legs, step.Twiddles);
                break;
            case 4:
                Combine<Radix4>(block, blocks, distance, step.Legs, step.Twiddles);
                break;
            case 5:
                Combine<Radix5>(block, blocks, distance, step.Legs, step.Twiddles);
                break;
            case 8:
                Combine<Radix8>(block, blocks, distance, step.Legs, step.Twiddles);
                break;
            default:
                for (int i = 0; i < blocks; i++) OddRadix(block + (i * distance), step.Radix, step.Legs, step.Twiddles);
                break;
        }
    }

    /// <summary>The steps that are left from the one numbered <paramref name="to"/> on, the last of them to an array.</summary>
    private void RunSpread(T* scratch, int to, in LaneEnd<T> into)
    {
        nint block = (nint)(steps[0].Legs + 1) * PointStep;
        if (to == 1) Combine(scratch, steps[0].Radix, block, steps[1]);
        for (int q = 0; to > 1 && q < steps[0].Radix; q++) RunSteps(scratch + (q * block), 1, to);
        Last(scratch, steps[0].Radix, into);
    }

    private void First(in LaneEnd<T> x, int radix, int* positions, T* scratch)
    {
        switch (radix)
        {
            case 2:
                First<Radix2>(x, positions, scratch);
                break;
            case 3:
                First<Radix3>(x, positions, scratch);
                break;
            case 4:
                First<Radix4>(x, positions, scratch);
                break;
            case 5:
                First<Radix5>(x, positions, scratch);
                break;
            default:
                First<Radix8>(x, positions, scratch);
                break;
        }
    }

    private void First<TButterfly>(in LaneEnd<T> x, int* positions, T* scratch)
        where TButterfly : struct, IButterfly
    {
        switch (x.Layout, x.IsExchanged)
        {
            case (LaneLayout.Lines, _):
                FirstOfLines<TButterfly>(x, positions, scratch);
                break;
            case (_, false):
                FirstOfColumns<TButterfly, Forward>(x, positions, scratch);
                break;
            default:
                FirstOfColumns<TButterfly, Exchanged>(x, positions, scratch);
                break;
        }
    }

    private void Last(T* scratch, int radix, in LaneEnd<T> into)
    {
        switch (radix)
        {
            case 2:
                Last<Radix2>(scratch, into);
                break;
            case 3:
                Last<Radix3>(scratch, into);
                break;
            case 4:
                Last<Radix4>(scratch, into);
                break;
            case 5:
                Last<Radix5>(scratch, into);
                break;
            default:
                Last<Radix8>(scratch, into);
                break;
        }
    }

    private void Last<TButterfly>(T* scratch, in LaneEnd<T> into)
        where TButterfly : struct, IButterfly
    {
        if (into.Twiddles is not null) LastOfColumns<TButterfly, TurnedColumns>(scratch, into);
        else if (into.IsExchanged) LastOfColumns<TButterfly, Columns<Exchanged>>(scratch, into);
        else LastOfColumns<TButterfly, Columns<Forward>>(scratch, into);
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
