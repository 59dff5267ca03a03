using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Nn;
using AdjointKit.Operators;

namespace AdjointKit.Sparse;

/// <summary>
/// An iteration that finds images x from data y = A x, unrolled to a fixed number of layers whose numbers can be learned. A is any linear operator on images [..., height, width] and no part of the network: what was
/// trained with one can be run with another, of other sizes or made for other images. Before it is trained a network is K iterations of its parent. Not thread-safe.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class ImageNetwork<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private protected ImageNetwork(Compute compute, int layers)
    {
        ArgumentNullException.ThrowIfNull(compute);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layers);
        Layers = layers;
        Parameters = new ParameterSet(compute);
    }

    /// <summary>The model: <c>ista-net</c>, say.</summary>
    public abstract string Name { get; }

    /// <summary>The number of layers K.</summary>
    public int Layers { get; }

    /// <summary>What can be learned, by name; what belongs to layer k is called <c>layers.k.NAME</c>.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>What it takes beside the number of layers to build the network again.</summary>
    internal abstract (string Name, double Value)[] Structure { get; }

    private protected Compute Compute => Parameters.Compute;

    /// <summary>The images that the last layer gives, recorded on the tape of y.</summary>
    /// <param name="a">A.</param>
    /// <param name="y">The data, of the shape of the range of A.</param>
    /// <param name="start">The first iterate; null: zeros.</param>
    public Var<T> Run<TData>(LinearOperator<T, TData> a, Var<TData> y, Var<T>? start = null)
        where TData : unmanaged
    {
        ArgumentNullException.ThrowIfNull(a);
        if (y.Shape != a.Range) throw new ArgumentException($"data of shape {y.Shape} do not fit {a.Name}, whose range is {a.Range}", nameof(y));
        if (a.Domain.Rank < 2) throw new ArgumentException($"{a.Name} takes arrays of shape {a.Domain}, not images [..., height, width]", nameof(a));
        if (start is Var<T> first && first.Shape != a.Domain) throw new ArgumentException($"a first iterate of shape {first.Shape} does not fit {a.Name}, whose domain is {a.Domain}", nameof(start));
        return Iterate(a, y, start ?? new Var<T>(y.Tape.Zeros(ElementTypes.Of<T>(), a.Domain)));
    }

    /// <summary>Images from data, without a gradient; the caller owns them.</summary>
    /// <param name="a">A.</param>
    /// <param name="y">The data, of the shape of the range of A.</param>
    /// <param name="start">The first iterate; null: zeros.</param>
    public NdArray<T> Recover<TData>(LinearOperator<T, TData> a, NdArray<TData> y, NdArray<T>? start = null)
        where TData : unmanaged
    {
        using var tape = new Tape(Compute);
        Var<T> x = Run(a, tape.Constant(y), start is NdArray<T> first ? tape.Constant(first) : null);
        NdArray<T> images = Compute.Empty<T>(x.Shape);
        Compute.Backend.Copy(x.Value, images);
        return images;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Parameters.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>All layers.</summary>
    private protected abstract Var<T> Iterate<TData>(LinearOperator<T, TData> a, Var<TData> y, Var<T> x)
        where TData : unmanaged;

    /// <summary>Adds a parameter with one number in it, of shape [1].</summary>
    private protected int AddNumber(string name, double value)
    {
        Compute.Backend.Fill(Parameters.Add<T>(name, new Shape(1)), value);
        return Parameters.Count - 1;
    }
}
