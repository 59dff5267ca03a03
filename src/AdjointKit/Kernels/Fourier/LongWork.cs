using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Fourier;

/// <summary>One call of long transforms: its arguments, the array between columns and rows, the scratch of the team, and lines for real and chirp transforms.</summary>
internal sealed unsafe class LongWork<TOps, TVector, T> : ITeamWork
    where TOps : struct, ILaneOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TeamScratch scratch = new();
    private readonly TeamScratch middle = new();
    private readonly TeamScratch line = new();
    private readonly TeamScratch convolution = new();
    private FactoredLongTransform<TOps, TVector, T>? transform;

    internal T* X { get; set; }

    internal T* Into { get; set; }

    internal bool Exchanged { get; set; }

    internal T Scale { get; set; }

    /// <summary>0: columns; 1: rows.</summary>
    internal int Phase { get; set; }

    internal void Reserve(FactoredLongTransform<TOps, TVector, T> owner, int parts, nint laneBytes)
    {
        transform = owner;
        scratch.Reserve(parts, laneBytes);
        middle.Reserve(1, (nint)owner.Length * 2 * sizeof(T));
    }

    /// <summary>A complex line for real transforms.</summary>
    internal T* Line(int length)
    {
        line.Reserve(1, (nint)length * 2 * sizeof(T));
        return (T*)line.Of(0);
    }

    /// <summary>A complex line for the convolution of a chirp transform.</summary>
    internal T* Convolution(int length)
    {
        convolution.Reserve(1, (nint)length * 2 * sizeof(T));
        return (T*)convolution.Of(0);
    }

    public void Execute(int part, int parts)
    {
        T* lanes = (T*)scratch.Of(part);
        if (Phase == 0) transform!.Columns(X, (T*)middle.Of(0), Exchanged, lanes, part, parts);
        else transform!.Rows((T*)middle.Of(0), Into, Exchanged, Scale, lanes, part, parts);
    }
}
