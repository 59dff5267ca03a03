using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Fourier;

/// <summary>
/// The transform of one line of n = 8 m points, m a multiple of eight: butterflies of points that lie m apart, neighbours in lanes, and twiddles w_n^(j k1); then eight transforms of
/// m points, a lane to each, whose coefficients X[k1 + 8 k2] come out side by side. The line is turned once, in registers, and the scratch is no longer than the line.
/// Immutable; the scratch is the caller's.
/// </summary>
internal sealed unsafe class EightfoldLine<TOps, TVector, T>
    where TOps : struct, ITurnedLanes<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many blocks of butterflies are done before they are turned: they are in one method each, because the compiler gives up inlining in large ones.</summary>
    private const int Group = 4;

    private readonly int eighth;
    private readonly FactoredLaneTransform<TOps, TVector, T> rest;
    private readonly Storage tables;
    private readonly T* twiddles;

    internal EightfoldLine(int length)
    {
        eighth = length / 8;
        rest = new FactoredLaneTransform<TOps, TVector, T>(eighth, SmoothLengths.Radices(eighth)!);
        tables = Storage.Rent((nint)Blocks * 7 * Step * sizeof(T), null, "the twiddles of a Fourier transform");
        twiddles = (T*)tables.Pointer;
        int[] numbers = LaneColumns<TOps, TVector, T>.NumberOfLane();
        T* next = twiddles;
        for (int block = 0; block < Blocks; block++)
        {
            for (int row = 1; row < 8; row++)
            {
                for (int lane = 0; lane < TOps.Width; lane++)
                {
                    Complex root = RootsOfUnity.Root((long)row * ((block * TOps.Width) + numbers[lane]), length);
                    next[lane] = T.CreateChecked(root.Real);
                    next[lane + TOps.Width] = T.CreateChecked(root.Imaginary);
                }

                next += Step;
            }
        }
    }

    /// <summary>The bytes of scratch that a caller has to bring, 64-byte aligned.</summary>
    internal nint ScratchBytes => RowsBytes + (Transforms * rest.ScratchBytes);

    /// <summary>The number of points n.</summary>
    internal int Length => 8 * eighth;

    private static int Step => LaneComplex<TOps, TVector, T>.Step;

    /// <summary>The rows stand in the scratch, not on the stack, because registers that straddle two lines of the cache are slow.</summary>
    private static int RowsBytes => Group * 8 * Step * sizeof(T);

    /// <summary>How many registers the eight transforms fill.</summary>
    private static int Transforms => 8 / TOps.Width;

    /// <summary>How many registers of neighbouring butterflies there are.</summary>
    private int Blocks => eighth / TOps.Width;

    /// <summary>Whether lines in strips of so many columns can be read and written: a register must not straddle two of them, and what is read or written in turn must repeat after two.</summary>
    internal bool CanBeStrips(int width) => width >= TOps.Width && 16 % width == 0 && eighth % width == 0;

    /// <summary>into = the transform of x, or with parts exchanged before and after, times a factor; they may be the same line if it lies the same way. The next lines are fetched for later: the processor does not foresee where they begin.</summary>
    /// <param name="x">The line.</param>
    /// <param name="from">How it lies; strips are as wide as <see cref="CanBeStrips"/> says.</param>
    /// <param name="into">The coefficients.</param>
    /// <param name="to">How they lie.</param>
    /// <param name="exchanged">Whether parts are exchanged.</param>
    /// <param name="factor">What coefficients are multiplied by if they are.</param>
    /// <param name="scratch">The scratch.</param>
    internal void Run(T* x, in LineLayout from, T* into, in LineLayout to, bool exchanged, T factor, byte* scratch)
    {
        nint distance = rest.ScratchBytes / sizeof(T);
        T* rows = (T*)scratch;
        T* lanes = (T*)(scratch + RowsBytes);
        nint next = from.Offset(TOps.Width);
        nint afterOdd = from.Offset(2 * TOps.Width) - next;
        for (int block = 0; block < Blocks; block += Group)
        {
            int start = block * TOps.Width;
            int count = Math.Min(Group, Blocks - block);
            FactoredLaneTransform<TOps, TVector, T>.Eighths(x + from.Offset(start), from.Offset(eighth), next, afterOdd, count, exchanged, from.Stride, twiddles + ((nint)block * 7 * Step), rows);
            for (int i = 0; i < count; i++) TOps.TurnEight(rows + (i * 8 * Step), lanes, distance, rest.SpreadPositions + start + (i * TOps.Width));
        }

        for (int transform = 0; transform < Transforms; transform++)
        {
            LaneEnd<T> end = LaneEnd<T>.Columns(into + to.Offset(transform * TOps.Width), to.Offset(8), TOps.Width, x == into ? 0 : to.Stride).Alternating(to.Offset(16) - to.Offset(8));
            rest.RunSpread(lanes + (transform * distance), exchanged ? end.Exchanged(factor) : end);
        }
    }
}
