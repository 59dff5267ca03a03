using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Nn;

/// <summary>
/// An update rule that is learned: x moves by a m(g), m a network of long short-term memories with a linear output that sees one coordinate of the gradient g, the same for all coordinates, each with a state of its own (M. Andrychowicz, M. Denil,
/// S. Gomez, M. Hoffman, D. Pfau, T. Schaul, B. Shillingford and N. de Freitas, "Learning to learn by gradient descent by gradient descent", NeurIPS 2016). A gradient enters as two numbers (appendix A):
/// (log |g| / p, sign g) from |g| = e^-p on, (-1, e^p g) below. <see cref="LstmOptimizerTrainer{T}"/> learns it, <see cref="LstmOptimizerSteps{T}"/> moves parameters by it.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class LstmOptimizer<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Lstm<T>[] layers;
    private readonly Linear<T> output;

    /// <summary>Makes the network and draws its parameters; those of the output are small, so that the first steps are.</summary>
    /// <param name="compute">Where they lie.</param>
    /// <param name="options">The form; null: that of the paper, two layers of 20 units.</param>
    /// <param name="seed">The seed of the parameters.</param>
    public LstmOptimizer(Compute compute, LstmOptimizerOptions? options = null, ulong seed = 0)
    {
        Options = (options ?? new LstmOptimizerOptions()).Valid();
        Parameters = new ParameterSet(compute);
        layers = new Lstm<T>[Options.Layers];
        for (int k = 0; k < layers.Length; k++) layers[k] = new Lstm<T>(Parameters, $"lstm{k}", k > 0 ? Options.Units : Corrects ? 4 : 2, Options.Units, seed: seed);
        output = new Linear<T>(Parameters, "output", Options.Units, Corrects ? 3 : 1, initializer: Initializer.Normal(0.1 / Math.Sqrt(Options.Units)), seed: seed);
    }

    /// <summary>The form.</summary>
    public LstmOptimizerOptions Options { get; }

    /// <summary>The weights, for a file.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>The number of arrays of a state: h and c of each layer, [coordinates, units], and the velocity, [coordinates, 1], where there is one.</summary>
    public int StateCount => (2 * layers.Length) + (Corrects ? 1 : 0);

    private bool Corrects => Options.Rate is not null;

    /// <summary>By what x moves, of the shape of the gradient, on its tape; the state moves on.</summary>
    /// <param name="gradient">The gradient, of any shape.</param>
    /// <param name="state">The arrays of the state, for all coordinates in a row; zeros at first.</param>
    public Var<T> Update(Var<T> gradient, Span<Var<T>> state)
    {
        if (state.Length != StateCount) throw new ArgumentException($"{state.Length} arrays are no state of this optimiser, which has {StateCount}", nameof(state));
        Var<T> g = Ops.Reshape(gradient, gradient.Shape.Count, 1);
        Var<T> x = Corrects ? Ops.Concat([Seen(g), Seen(state[^1])], axis: 1) : Seen(g);
        for (int k = 0; k < layers.Length; k++)
        {
            (state[2 * k], state[(2 * k) + 1]) = layers[k].Step(x, state[2 * k], state[(2 * k) + 1]);
            x = state[2 * k];
        }

        Var<T> y = output.Apply(x);
        Var<T> update = Corrects ? Corrected(g, y, ref state[^1]) : new Var<T>(UntypedOps.Affine(Options.OutputScale, y, 0));
        return Ops.Reshape(update, gradient.Shape.Lengths);
    }

    /// <summary>The shapes of the arrays of a state.</summary>
    internal Shape[] StateShapes(nint coordinates) => [.. Enumerable.Range(0, StateCount).Select(k => new Shape(coordinates, k < 2 * layers.Length ? Options.Units : 1))];

    /// <summary>Gives the parameters back.</summary>
    public void Dispose() => Parameters.Dispose();

    /// <summary>The step with momentum, as the network corrects it.</summary>
    private Var<T> Corrected(Var<T> gradient, Var<T> y, ref Var<T> velocity)
    {
        Var momentum = UntypedOps.Sigmoid(UntypedOps.Affine(1, Ops.Slice(y, 1, 2, 1), Math.Log(Options.Momentum / (1 - Options.Momentum))));
        velocity = (new Var<T>(momentum) * velocity) + gradient;
        Var<T> direction = (Ops.Exp(Ops.Slice(y, 1, 0, 1)) * velocity) + (Ops.Slice(y, 1, 1, 1) * gradient);
        return new Var<T>(UntypedOps.Affine(-Options.Rate!.Value, direction, 0));
    }

    /// <summary>log max(|g|, e^-p) / p and e^p g cut off at 1: the two formulas of the paper in one.</summary>
    private Var<T> Seen(Var<T> gradient)
    {
        double p = Options.Preprocessing;
        Var<T> size = Ops.Log(Ops.Maximum(new Var<T>(UntypedOps.Abs(gradient)), Math.Exp(-p)));
        Var<T> sign = Ops.Clamp(new Var<T>(UntypedOps.Affine(Math.Exp(p), gradient, 0)), -1, 1);
        return Ops.Concat([new Var<T>(UntypedOps.Affine(1 / p, size, 0)), sign], axis: 1);
    }
}
