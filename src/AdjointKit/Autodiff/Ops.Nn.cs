using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <content>Building blocks of networks: softmax, normalisation, embeddings, losses.</content>
public static partial class Ops
{
    /// <summary>exp x / sum exp x along an axis, without overflow.</summary>
    public static Var<T> Softmax<T>(Var<T> x, int axis = -1)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Softmax(x, UntypedOps.AxisOf(axis, x.Shape)));

    /// <summary>The logarithm of the softmax along an axis, x - log sum exp x: exact where the softmax is tiny.</summary>
    public static Var<T> LogSoftmax<T>(Var<T> x, int axis = -1)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.LogSoftmax(x, UntypedOps.AxisOf(axis, x.Shape)));

    /// <summary>(x - mean) / sqrt(variance + epsilon) over the last axes, then times a gain plus a bias, one of each per place along these axes.</summary>
    /// <param name="x">The array.</param>
    /// <param name="gain">Of the shape of the axes; null: 1.</param>
    /// <param name="bias">Of the shape of the axes; null: 0.</param>
    /// <param name="axes">How many axes, from the last, are normalised over.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    public static Var<T> LayerNorm<T>(Var<T> x, Var<T>? gain = null, Var<T>? bias = null, int axes = 1, double epsilon = 1e-5)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = x.Shape;
        if (axes < 1 || axes > shape.Rank) throw new ArgumentOutOfRangeException(nameof(axes), axes, $"layer norm: an array of shape {shape} is normalised over its last 1 to {shape.Rank} axes");
        Span<nint> behind = stackalloc nint[Shape.MaxRank];
        Shape reduced = shape;
        for (int axis = 0; axis < axes; axis++)
        {
            behind[axis] = shape[shape.Rank - axes + axis];
            reduced = reduced.With(shape.Rank - axes + axis, 1);
        }

        var normalized = new Shape(behind[..axes]);
        RequireShape(gain, normalized, "gain");
        RequireShape(bias, normalized, "bias");
        Var<T> y = new(UntypedOps.Standardize(x, epsilon, reduced));
        if (gain is Var<T> factor) y *= factor;
        return bias is Var<T> shift ? y + shift : y;
    }

    /// <summary>Rows of a table by their numbers: <see cref="Take{T}(Var{T}, Var{long}, int)"/>.</summary>
    public static Var<T> Embedding<T>(Var<T> table, NdArray<long> indices)
        where T : unmanaged => Take(table, indices);

    /// <summary>For each label a line of zeros with 1 in its place, as a constant.</summary>
    /// <param name="labels">At least 0 and less than the number of classes.</param>
    /// <param name="classes">The length of a line.</param>
    public static Var<T> OneHot<T>(Var<long> labels, nint classes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Var<long> places = ExpandDims(labels, -1);
        Var one = BroadcastTo(labels.Tape.Constant(T.One), places.Shape);
        return new(UntypedOps.ScatterAlong(one, places, places.Shape.Rank - 1, classes));
    }

    /// <summary>The cross-entropy -log softmax(logits)[label] over the last axis.</summary>
    /// <param name="logits">The last axis holds the classes.</param>
    /// <param name="labels">The class of each line: the shape of the logits without the last axis.</param>
    /// <param name="reduction">Mean or sum over the lines.</param>
    public static Var<T> CrossEntropy<T>(Var<T> logits, Var<long> labels, LossReduction reduction = LossReduction.Mean)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = logits.Shape;
        if (shape.Rank == 0 || labels.Shape != shape.Without(shape.Rank - 1)) throw new ArgumentException($"cross entropy: labels of shape {labels.Shape} do not fit logits of shape {shape}: one label per line of the last axis", nameof(labels));
        Var<T> chosen = TakeAlongAxis(logits, ExpandDims(labels, -1), -1);
        return Reduced(LogSumExp(logits, -1, keepAxis: true) - chosen, reduction);
    }

    /// <inheritdoc cref="CrossEntropy{T}(Var{T}, Var{long}, LossReduction)"/>
    public static Var<T> CrossEntropy<T>(Var<T> logits, NdArray<long> labels, LossReduction reduction = LossReduction.Mean)
        where T : unmanaged, IFloatingPointIeee754<T> => CrossEntropy(logits, logits.Tape.Constant(labels), reduction);

    /// <summary>The cross-entropy of independent yes-no answers, -t log s - (1 - t) log(1 - s) with s the logistic function of the logits: exact where s is close to 0 or 1.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="targets">t, between 0 and 1, of the same shape.</param>
    /// <param name="reduction">Mean or sum over all entries.</param>
    public static Var<T> BinaryCrossEntropyWithLogits<T>(Var<T> logits, Var<T> targets, LossReduction reduction = LossReduction.Mean)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (logits.Shape != targets.Shape) throw new ArgumentException($"binary cross entropy: logits of shape {logits.Shape} and targets of shape {targets.Shape}: the shapes must be equal", nameof(targets));
        return Reduced(Softplus(logits) - (logits * targets), reduction);
    }

    /// <summary>The mean (or sum) of a loss that is d^2 / 2 for residuals d up to <paramref name="delta"/> and grows like delta |d| beyond.</summary>
    /// <param name="prediction">The prediction.</param>
    /// <param name="target">What it should be, of the same shape.</param>
    /// <param name="delta">Where the square ends; positive.</param>
    /// <param name="reduction">Mean or sum over all entries.</param>
    public static Var<T> Huber<T>(Var<T> prediction, Var<T> target, double delta = 1, LossReduction reduction = LossReduction.Mean)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!(delta > 0)) throw new ArgumentOutOfRangeException(nameof(delta), delta, $"a Huber loss turns linear at a positive residual, not {delta}");
        Var<T> residual = Residual(prediction, target, "Huber loss");
        Var<T> bounded = Clamp(residual, -delta, delta);
        return Reduced(bounded * (residual - (0.5 * bounded)), reduction);
    }

    /// <summary>The mean (or sum) of (prediction - target)^2.</summary>
    public static Var<T> MeanSquaredError<T>(Var<T> prediction, Var<T> target, LossReduction reduction = LossReduction.Mean)
        where T : unmanaged, IFloatingPointIeee754<T> => Reduced(Square(Residual(prediction, target, "mean squared error")), reduction);

    /// <summary>The mean (or sum) of |prediction - target|.</summary>
    public static Var<T> MeanAbsoluteError<T>(Var<T> prediction, Var<T> target, LossReduction reduction = LossReduction.Mean)
        where T : unmanaged, IFloatingPointIeee754<T> => Reduced(new Var<T>(UntypedOps.Abs(Residual(prediction, target, "mean absolute error"))), reduction);

    private static Var<T> Reduced<T>(Var<T> losses, LossReduction reduction)
        where T : unmanaged => reduction == LossReduction.Mean ? Mean(losses) : Sum(losses);

    private static Var<T> Residual<T>(Var<T> prediction, Var<T> target, string loss)
        where T : unmanaged => prediction.Shape == target.Shape
            ? prediction - target
            : throw new ArgumentException($"{loss}: a prediction of shape {prediction.Shape} and a target of shape {target.Shape}: the shapes must be equal", nameof(target));

    private static void RequireShape<T>(Var<T>? variable, in Shape shape, string name)
        where T : unmanaged
    {
        if (variable is Var<T> given && given.Shape != shape) throw new ArgumentException($"layer norm: a {name} of shape {given.Shape} does not fit the axes {shape} that are normalised over", name);
    }
}
