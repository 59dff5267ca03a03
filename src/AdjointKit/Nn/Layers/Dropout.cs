using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Nn;

/// <summary>
/// In training, sets each number to 0 with a probability and divides the others by what is left of 1, so that the mean stays (N. Srivastava and others, "Dropout: a simple way to prevent neural networks from
/// overfitting", JMLR 15, 2014); in evaluation, nothing. Which numbers go is a function of the seed and the step: one layer used twice in a step drops the same places.
/// </summary>
public sealed class Dropout<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ulong seed;

    /// <summary>Makes the layer.</summary>
    /// <param name="probability">How probable it is that a number is dropped; less than 1.</param>
    /// <param name="seed">The seed: another one for each layer of a model.</param>
    public Dropout(double probability, ulong seed)
    {
        if (!(probability >= 0 && probability < 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "numbers are dropped with a probability of at least 0 and less than 1");
        Probability = probability;
        this.seed = seed;
    }

    /// <summary>How probable it is that a number is dropped.</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    public override Var<T> Apply(Var<T> x, ForwardPass pass = default)
    {
        if (!pass.IsTraining || Probability == 0) return x;
        Tape tape = x.Tape;
        Var kept = tape.Bernoulli(ElementTypes.Of<T>(), x.Shape, 1 - Probability, new CounterRandom(seed, (ulong)pass.Step));
        return (1 / (1 - Probability)) * (x * kept.As<T>());
    }
}
