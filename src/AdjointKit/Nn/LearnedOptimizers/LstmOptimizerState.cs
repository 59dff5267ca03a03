using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Nn;

/// <summary>Arrays that steps on a tape start from and end in. A tape needs the first as they were until it is reset: the last go to arrays of their own, which take the place of the first ones then.</summary>
internal sealed class LstmOptimizerState<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Backend backend;
    private readonly NdArray<T>[] next;

    /// <summary>Makes arrays of zeros.</summary>
    /// <param name="compute">Where they lie.</param>
    /// <param name="shapes">Their shapes.</param>
    internal LstmOptimizerState(Compute compute, params ReadOnlySpan<Shape> shapes)
    {
        backend = compute.Backend;
        Arrays = new NdArray<T>[shapes.Length];
        next = new NdArray<T>[shapes.Length];
        Variables = new Var<T>[shapes.Length];
        for (int k = 0; k < shapes.Length; k++)
        {
            Arrays[k] = compute.Zeros<T>(shapes[k]);
            next[k] = compute.Zeros<T>(shapes[k]);
        }
    }

    /// <summary>The state, which is not to be kept beyond a step.</summary>
    internal NdArray<T>[] Arrays { get; }

    /// <summary>The state on the tape.</summary>
    internal Var<T>[] Variables { get; }

    /// <summary>Puts the state on a tape as constants.</summary>
    internal void Record(Tape tape)
    {
        for (int k = 0; k < Arrays.Length; k++) Variables[k] = tape.Constant(Arrays[k]);
    }

    /// <summary>Keeps what the variables are now; the tape is to be reset after that.</summary>
    internal void Take()
    {
        for (int k = 0; k < Arrays.Length; k++)
        {
            backend.Copy(Variables[k].Value, next[k]);
            (Arrays[k], next[k]) = (next[k], Arrays[k]);
        }
    }

    /// <summary>All zeros.</summary>
    internal void Clear()
    {
        foreach (NdArray<T> array in Arrays) backend.Fill(array, 0);
    }

    public void Dispose()
    {
        foreach (NdArray<T> array in Arrays) array.Dispose();
        foreach (NdArray<T> array in next) array.Dispose();
    }
}
