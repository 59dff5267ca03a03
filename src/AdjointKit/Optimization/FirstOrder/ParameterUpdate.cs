using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Kernels;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// Moves one parameter by a rule. In host memory block by block, the threads sharing the blocks: what one operation of the rule wrote is in the cache when the next one reads it, and the scratch
/// of the rule is as long as a block. On a device the rule is written down as a chain of steps and compiled; there, if it is none, and where a parameter is a view with gaps, the whole is one block.
/// The same bits either way: a rule works element by element.
/// </summary>
internal sealed class ParameterUpdate : ITeamWork, IDisposable
{
    /// <summary>Five arrays of so many numbers of 8 bytes lie in a second-level cache.</summary>
    private const int BlockLength = 8192;

    private readonly Compute compute;
    private readonly OptimizerOptions options;
    private readonly Dictionary<ElementType, (UntypedArray Gradient, UntypedArray Scratch)[]> scratch = [];
    private readonly Dictionary<ElementType, (UntypedArray Lowest, UntypedArray Highest)> limits = [];
    private readonly ElementChain chain = new();
    private (UntypedArray Gradient, UntypedArray Scratch)[] places = [];
    private UpdateState<UntypedArray> whole;
    private UntypedArray average;
    private double factor;
    private double rate;
    private long step;
    private nint block;

    internal ParameterUpdate(Compute compute, OptimizerOptions options)
    {
        this.compute = compute;
        this.options = options;
    }

    /// <summary>Whether the rule is written down as a chain: on a device, where the gradient is not clipped element by element.</summary>
    private bool MayBeChain => !compute.Device.IsHost && options.Clip is not { IsByNorm: false };

    /// <summary>Makes what updates of parameters of a type and shape need.</summary>
    internal void Prepare(in UntypedArray like)
    {
        Backend backend = compute.Backend;
        nint length = compute.Device.IsHost ? BlockLength : MayBeChain && !ElementTypes.IsComplex(like.ElementType) ? 0 : like.Count;
        if (!scratch.TryGetValue(like.ElementType, out (UntypedArray Gradient, UntypedArray Scratch)[]? held) || held[0].Gradient.Count < length)
        {
            Release(held);
            held = new (UntypedArray Gradient, UntypedArray Scratch)[compute.Device.IsHost ? compute.Team.Threads : 1];
            foreach (ref (UntypedArray Gradient, UntypedArray Scratch) place in held.AsSpan())
            {
                place = (backend.Allocate(like.ElementType, new Shape(length), account: null), backend.Allocate(like.ElementType, new Shape(length), account: null));
            }

            scratch[like.ElementType] = held;
        }

        if (options.Clip is { IsByNorm: false } clip && !limits.ContainsKey(like.ElementType)) limits.Add(like.ElementType, (Filled(like.ElementType, -clip.Limit), Filled(like.ElementType, clip.Limit)));
    }

    /// <summary>Moves a parameter.</summary>
    /// <param name="state">What is kept about it, contiguous.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="mean">The mean of its iterates, where one is kept.</param>
    /// <param name="clipFactor">What the gradient is multiplied by.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="number">The number of the step, from 1.</param>
    internal void Run(UpdateState<UntypedArray> state, in UntypedArray parameter, in UntypedArray gradient, in UntypedArray mean, double clipFactor, double learningRate, long number)
    {
        nint count = parameter.Count;
        if (count == 0) return;
        bool isWhole = !compute.Device.IsHost || !parameter.IsContiguous || !gradient.IsContiguous;
        block = isWhole ? count : BlockLength;
        whole = state;
        whole.X = parameter;
        whole.Gradient = gradient;
        average = mean;
        (factor, rate, step) = (clipFactor, learningRate, number);
        places = scratch[parameter.ElementType];
        if (isWhole)
        {
            if (!TryChain()) Whole();
        }
        else
        {
            compute.Team.Run(this, (int)Math.Min(places.Length, (count + block - 1) / block));
        }

        whole = default;
        average = default;
    }

    /// <inheritdoc/>
    public void Execute(int part, int parts)
    {
        nint count = whole.X.Count;
        nint blocks = (count + block - 1) / block;
        for (nint k = blocks * part / parts; k < blocks * (part + 1) / parts; k++)
        {
            nint start = k * block;
            nint length = Math.Min(block, count - start);
            UpdateState<UntypedArray> state = whole;
            state.X = Part(whole.X);
            state.First = Part(whole.First);
            state.Second = Part(whole.Second);
            UntypedArray gradient = Part(whole.Gradient);
            state.Gradient = places[part].Gradient.Slice(0, 0, length, 1);
            state.Scratch = places[part].Scratch.Slice(0, 0, length, 1);
            Advance(ref state, gradient, Part(average));

            UntypedArray Part(in UntypedArray array) => array.IsDefault ? array : array.Reshape(new Shape(count)).Slice(0, start, length, 1);
        }
    }

    /// <summary>Gives the scratch back.</summary>
    public void Dispose()
    {
        foreach ((UntypedArray Gradient, UntypedArray Scratch)[] held in scratch.Values) Release(held);
        foreach ((UntypedArray lowest, UntypedArray highest) in limits.Values)
        {
            lowest.Release();
            highest.Release();
        }
    }

    private static void Release((UntypedArray Gradient, UntypedArray Scratch)[]? held)
    {
        foreach ((UntypedArray gradient, UntypedArray other) in held ?? [])
        {
            gradient.Release();
            other.Release();
        }
    }

    /// <summary>All of it as one chain, where there may be one.</summary>
    private bool TryChain()
    {
        if (!MayBeChain) return false;
        chain.Clear();
        var on = new ChainAlgebra(chain);
        var at = new UpdateState<int> { X = 0, First = 1, Second = 2, Gradient = 5, Scratch = 6 };
        int mean = 4;
        int gradient = 3;

        // The gradient stays the caller's: a rule writes to a place of its own.
        on.Copy(gradient, ref at.Gradient);
        if (factor != 1) on.Scale(factor, ref at.Gradient);
        options.Rule.Advance<int, RealScalar, ChainAlgebra>(on, rate, step, ref at);
        if (options.Average is IterateAverage kept) Blend<int, RealScalar, ChainAlgebra>(on, kept.Weight(step), at.X, ref mean);
        return compute.Backend.TryRun(chain, [whole.X, whole.First, whole.Second, whole.Gradient, average, default, default]);
    }

    private void Whole()
    {
        UpdateState<UntypedArray> state = whole;
        UntypedArray gradient = state.Gradient;
        bool fits = places[0].Gradient.Count >= gradient.Count;
        ElementType type = gradient.ElementType;
        state.Gradient = fits ? places[0].Gradient.Slice(0, 0, gradient.Count, 1).Reshape(gradient.Shape) : compute.Backend.Allocate(type, gradient.Shape, account: null);
        state.Scratch = fits ? places[0].Scratch.Slice(0, 0, gradient.Count, 1).Reshape(gradient.Shape) : compute.Backend.Allocate(type, gradient.Shape, account: null);
        Advance(ref state, gradient, average);
        if (fits) return;
        state.Gradient.Release();
        state.Scratch.Release();
    }

    private void Advance(ref UpdateState<UntypedArray> state, in UntypedArray gradient, in UntypedArray mean)
    {
        TakeGradient(gradient, state.Gradient);
        var on = new ArrayAlgebra(compute.Backend);
        UntypedArray into = mean;
        options.Rule.Advance<UntypedArray, RealScalar, ArrayAlgebra>(on, rate, step, ref state);
        if (options.Average is IterateAverage kept) Blend<UntypedArray, RealScalar, ArrayAlgebra>(on, kept.Weight(step), state.X, ref into);
    }

    private void TakeGradient(in UntypedArray gradient, in UntypedArray into)
    {
        Backend backend = compute.Backend;
        if (factor == 1) backend.Copy(gradient, into);
        else backend.Affine(factor, gradient, 0, into);
        if (options.Clip is not { IsByNorm: false }) return;
        (UntypedArray lowest, UntypedArray highest) = limits[into.ElementType];
        backend.Binary(BinaryOp.Maximum, into, lowest, into);
        backend.Binary(BinaryOp.Minimum, into, highest, into);
    }

    /// <summary>mean = (1 - weight) mean + weight x.</summary>
    private static void Blend<TVector, TScalar, TOn>(TOn on, double weight, TVector x, ref TVector mean)
        where TScalar : struct, IStepScalar<TScalar>
        where TOn : IStepAlgebra<TVector, TScalar>
    {
        if (weight == 1)
        {
            on.Copy(x, ref mean);
            return;
        }

        on.Scale(on.Number(1 - weight), ref mean);
        on.AddMultiple(weight, x, ref mean);
    }

    private UntypedArray Filled(ElementType type, double value)
    {
        UntypedArray number = compute.Backend.Allocate(type, default, account: null);
        compute.Backend.Fill(number, value);
        return number;
    }
}
