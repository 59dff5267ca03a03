using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Nn;

/// <summary>
/// The training of small networks with one hidden layer of sigmoids on labelled samples, each network from a random start of its own: the cross-entropy of a batch that is drawn anew in each step (M. Andrychowicz et al., 2016,
/// section 3.2, with 20 units on MNIST).
/// </summary>
/// <remarks>The unknowns of a network are in turn W1 [hidden, inputs], b1 [hidden], W2 [classes, hidden], b2 [classes].</remarks>
public sealed class PerceptronProblems<T> : OptimizationProblems<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly NdArray<T> samples;
    private readonly NdArray<long> labels;
    private readonly int batch;
    private readonly int hidden;
    private readonly int classes;
    private readonly ulong seed;
    private readonly double deviation;
    private long first;

    /// <summary>Takes the data.</summary>
    /// <param name="compute">Where the arrays lie.</param>
    /// <param name="count">How many networks are trained side by side.</param>
    /// <param name="samples">The samples, [samples, inputs]; not to be changed while they are in use.</param>
    /// <param name="labels">The class of each, from 0.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="hidden">The number of hidden units.</param>
    /// <param name="batch">The samples of a step.</param>
    /// <param name="seed">The seed of first iterates and batches.</param>
    /// <param name="startDeviation">The standard deviation of the first iterates.</param>
    public PerceptronProblems(Compute compute, int count, NdArray<T> samples, NdArray<long> labels, int classes, int hidden = 20, int batch = 128, ulong seed = 0, double startDeviation = 0.1)
        : base(compute, count, Unknowns(samples.Shape, classes, hidden))
    {
        if (labels.Shape != new Shape(samples.Shape[0])) throw new ArgumentException($"labels of shape {labels.Shape} do not fit {samples.Shape[0]} samples", nameof(labels));
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        if (!(startDeviation >= 0 && double.IsFinite(startDeviation))) throw new ArgumentOutOfRangeException(nameof(startDeviation), startDeviation, "the deviation of first iterates is a finite number of at least 0");
        (this.samples, this.labels, this.classes, this.hidden, this.batch, this.seed, deviation) = (samples, labels, classes, hidden, batch, seed, startDeviation);
    }

    private nint Inputs => samples.Shape[1];

    /// <inheritdoc/>
    public override void Draw(long first, NdArray<T> start)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        if (start.Shape != Shape) throw new ArgumentException($"first iterates of shape {start.Shape} do not fit {Count} problems: their shape is {Shape}", nameof(start));
        this.first = first;
        Compute.Backend.FillNormal(start, new CounterRandom(seed, 0), (ulong)first * (ulong)Shape[1]);
        Compute.Backend.Affine(deviation, start, 0, start);
    }

    /// <inheritdoc/>
    public override Var<T> Losses(Var<T> x, long step)
    {
        var losses = new Var<T>[Count];
        for (int k = 0; k < losses.Length; k++) losses[k] = Loss(Ops.Reshape(Ops.Slice(x, 0, k, 1), Shape[1]), first + k, step);
        return Ops.Stack<T>(losses);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }

    private static int Unknowns(Shape samples, int classes, int hidden)
    {
        if (samples.Rank != 2 || samples.Count == 0) throw new ArgumentException($"samples have shape [samples, inputs], not {samples}", nameof(samples));
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        return checked((hidden * ((int)samples[1] + 1)) + (classes * (hidden + 1)));
    }

    private Var<T> Loss(Var<T> unknowns, long problem, long step)
    {
        // A stream for each problem, behind that of the first iterates.
        var random = new CounterRandom(seed, 1 + (ulong)problem);
        using NdArray<long> drawn = NdArray.Empty<long>(new Shape(batch));
        Span<long> places = drawn.AsWritableSpan();
        for (int k = 0; k < batch; k++) places[k] = random.Integer(((ulong)step * (ulong)batch) + (ulong)k, 0, samples.Shape[0]);
        Tape tape = unknowns.Tape;
        Var<long> rows = tape.Constant(Compute.ToDevice(drawn));

        nint at = 0;
        Var<T> w1 = Ops.Reshape(Next(hidden * Inputs), hidden, Inputs);
        Var<T> b1 = Next(hidden);
        Var<T> w2 = Ops.Reshape(Next(classes * hidden), classes, hidden);
        Var<T> b2 = Next(classes);
        Var<T> seen = Ops.Take(tape.Constant(samples), rows);
        Var<T> active = new(UntypedOps.Sigmoid(Ops.MatMul(seen, w1, formB: MatrixForm.Transposed) + b1));
        return Ops.CrossEntropy(Ops.MatMul(active, w2, formB: MatrixForm.Transposed) + b2, Ops.Take(tape.Constant(labels), rows));

        Var<T> Next(nint count) => Ops.Slice(unknowns, 0, (at += count) - count, count);
    }
}
