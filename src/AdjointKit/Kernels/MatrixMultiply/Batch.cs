using System.Runtime.CompilerServices;
using AdjointKit.Arrays;

namespace AdjointKit.Kernels.MatrixMultiply;

/// <summary>The axes in front of the matrices of a product: how many matrices there are and where each one begins. A matrix that is used again has step 0.</summary>
internal struct Batch
{
    private int rank;
    private Axes axes;

    public Batch() => Count = 1;

    /// <summary>How many products there are.</summary>
    internal nint Count { get; private set; }

    /// <summary>The last axis, the one whose neighbours are nearest.</summary>
    internal readonly Axis Last => rank == 0 ? default : axes[rank - 1];

    internal readonly bool IsEmpty => rank == 0;

    /// <summary>Adds an axis behind the others; steps are in numbers.</summary>
    internal void AddAxis(nint length, nint stepA, nint stepB, nint stepInto)
    {
        Count *= length;
        if (length != 1) axes[rank++] = new Axis(length, stepA, stepB, stepInto);
    }

    /// <summary>The same without the last axis.</summary>
    internal readonly Batch WithoutLast()
    {
        Batch shorter = this;
        shorter.rank--;
        shorter.Count /= Math.Max((nint)1, Last.Length);
        return shorter;
    }

    /// <summary>Where the matrices of product number <paramref name="index"/> begin.</summary>
    internal readonly Axis Offsets(nint index)
    {
        nint a = 0;
        nint b = 0;
        nint into = 0;
        for (int axis = rank - 1; axis >= 0; axis--)
        {
            (nint before, nint at) = Math.DivRem(index, axes[axis].Length);
            a += at * axes[axis].StepA;
            b += at * axes[axis].StepB;
            into += at * axes[axis].StepInto;
            index = before;
        }

        return new Axis(1, a, b, into);
    }

    /// <summary>The same with A and B exchanged.</summary>
    internal readonly Batch Exchanged()
    {
        Batch exchanged = this;
        for (int axis = 0; axis < rank; axis++) exchanged.axes[axis] = new Axis(axes[axis].Length, axes[axis].StepB, axes[axis].StepA, axes[axis].StepInto);
        return exchanged;
    }

    internal readonly record struct Axis(nint Length, nint StepA, nint StepB, nint StepInto);

    [InlineArray(Shape.MaxRank)]
    private struct Axes
    {
        private Axis first;
    }
}
